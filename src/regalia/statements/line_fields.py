# SPDX-License-Identifier: Apache-2.0
"""From the cells of a line to its key and its amounts, by a column map. A good line is read without a detour; a bad one is gone through
field by field, so that all that is wrong with it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from regalia.domain.calendar import CollectionPeriod
from regalia.statements.accumulate import Key
from regalia.statements.amounts import amount_reader
from regalia.statements.cells import (
    check_over,
    currency_of,
    day_of,
    licence_of,
    period_around,
    period_between,
    period_named,
    reference_of,
    remembered,
)
from regalia.statements.column_map import ColumnMap
from regalia.statements.printed import printed
from regalia.statements.problem_list import ProblemList

Read = Callable[[list[str]], Any]


class LineFields:
    """``places``: where each column of the map stands."""

    def __init__(self, column_map: ColumnMap, places: Mapping[str, int], today: date) -> None:
        self._map, self._places, self._today = column_map, places, today
        columns, constants = column_map.columns, column_map.constants
        self._fields: list[tuple[tuple[str, ...], Read]] = []
        self._licence = self._text(
            columns.licence, constants.licence, licence_of(column_map.licence_names, column_map.closed)
        )
        self._period = self._period_reader()
        self._currency = self._text(columns.currency, constants.currency, remembered(currency_of))
        self._reference = self._text(columns.reference, constants.reference or "", remembered(reference_of))
        self._gross, self._net, self._sales = map(self._amount, (columns.gross, columns.net, columns.sales))
        self._deductions = [self._deduction(name) for name in columns.deductions]

    def key(self, cells: list[str]) -> Key:
        """ValueError when one of its fields is wrong."""
        return self._licence(cells), self._period(cells), self._currency(cells), self._reference(cells)

    def amounts(self, cells: list[str]) -> tuple[int, int, int | None]:
        """Gross, deductions and sales. ValueError when one is wrong or they contradict each other."""
        gross: int | None = self._gross(cells) if self._gross else None
        net: int | None = self._net(cells) if self._net else None
        sales = self._sales(cells) if self._sales else None
        deductions = 0
        for read in self._deductions:
            deductions += read(cells)
        if gross is None:
            assert net is not None  # the map names one of them
            return net + deductions, deductions, sales
        if net is None:
            net = gross - deductions
        elif not self._deductions:
            deductions = gross - net
        elif gross - deductions != net:
            shown = f"{printed(gross)} less {printed(deductions)} is {printed(gross - deductions)}"
            raise ValueError(f"contradicts itself: gross less deductions is not net ({shown}, not {printed(net)})")
        if net < 0 or deductions < 0:
            what = "deductions are more than gross" if net < 0 else "net is more than gross"
            raise ValueError(f"contradicts itself: {what}, so that a part would be negative")
        return gross, deductions, sales

    def explain(self, line: int, cells: list[str], problems: ProblemList) -> None:
        """Notes every field that is wrong and, where none is, how they contradict each other."""
        found = False
        for columns, read in self._fields:
            try:
                read(cells)
            except ValueError as error:
                found = True
                value = " to ".join(cells[self._places[name]].strip() for name in columns)
                problems.note(line, ", ".join(columns), value, str(error))
        if not found:
            try:
                self.amounts(cells)
            except ValueError as error:
                problems.note(line, "", "", str(error))

    def _field(self, columns: tuple[str, ...], read: Read) -> Read:
        self._fields.append((columns, read))
        return read

    def _text(self, column: str | None, constant: str | None, read: Callable[[str], str]) -> Read:
        if column is None:
            return lambda cells: constant
        place = self._places[column]
        return self._field((column,), lambda cells: read(cells[place]))

    def _amount(self, column: str | None) -> Read | None:
        if column is None:
            return None
        place, read = self._places[column], amount_reader(self._map.decimal_comma, self._map.thousands)
        return self._field((column,), lambda cells: read(cells[place].strip(" ")))

    def _deduction(self, column: str) -> Read:
        place, read = self._places[column], amount_reader(self._map.decimal_comma, self._map.thousands)
        instead = "0" if self._map.empty_deductions else ""
        return self._field((column,), lambda cells: read(cells[place].strip(" ") or instead))

    def _period_reader(self) -> Read:
        columns, form, months = self._map.columns, self._map.date_form, self._map.period_months
        if columns.period is not None:
            return self._text(columns.period, None, remembered(lambda text: self._over(period_named(text))))
        if columns.date is not None:
            assert months is not None  # the map says so
            around = remembered(lambda text: self._over(period_around(day_of(text, form), months)))
            return self._text(columns.date, None, around)
        if columns.period_start is not None and columns.period_end is not None:
            start, end = self._places[columns.period_start], self._places[columns.period_end]
            between = remembered(
                lambda both: self._over(period_between(*(day_of(text, form) for text in both.split("\0"))))
            )
            names = (columns.period_start, columns.period_end)
            return self._field(names, lambda cells: between(f"{cells[start]}\0{cells[end]}"))
        constant = str(self._map.constants.period)
        return lambda cells: constant

    def _over(self, period: CollectionPeriod) -> str:
        return check_over(period, self._today, self._map.period_months)
