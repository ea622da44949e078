# SPDX-License-Identifier: Apache-2.0
"""A column map: what a payer's CSV calls what a statement says. One a payer, in YAML, written once and kept beside its statements."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from regalia.domain.terms.scalars import CurrencyCode, Flag, Id, Part, Period, Text, Whole
from regalia.statements.amounts import amount_reader
from regalia.statements.map_scalars import Columns, Delimiter, LicenceNames, Months, Thousands
from regalia.statements.map_yaml import read_model
from regalia.statements.text_lines import Encoding

DateForm = Literal["yyyy-mm-dd", "dd.mm.yyyy", "dd/mm/yyyy", "mm/dd/yyyy", "yyyymmdd"]


class ColumnNames(Part):
    """Which column holds what. ``date``: its period is found by ``period_months``. Several columns of ``deductions`` are added up."""

    licence: Text | None = None
    period: Text | None = None
    period_start: Text | None = None
    period_end: Text | None = None
    date: Text | None = None
    currency: Text | None = None
    gross: Text | None = None
    deductions: Columns = ()
    net: Text | None = None
    sales: Text | None = None
    reference: Text | None = None
    line_id: Text | None = None
    issued_on: Text | None = None

    def all(self) -> tuple[str, ...]:
        single = (name for field, name in self if field != "deductions" and name is not None)
        return (*single, *self.deductions)


class Constants(Part):
    """What the file does not say because it is always the same."""

    licence: Id | None = None
    period: Period | None = None
    currency: CurrencyCode | None = None
    reference: Text | None = None


class TotalLine(Part):
    """A line whose ``column`` says ``text``: the sums it prints stand in the columns named here. ``balance`` is what remains of gross less
    deductions; ``lines`` counts the lines added up.
    """

    column: Text
    text: Text
    gross: Text | None = None
    deductions: Text | None = None
    net: Text | None = None
    balance: Text | None = None
    lines: Text | None = None

    def sums(self) -> tuple[tuple[str, str], ...]:
        pairs = ((name, getattr(self, name)) for name in ("gross", "deductions", "net", "balance"))
        return tuple((name, column) for name, column in pairs if column is not None)

    @model_validator(mode="after")
    def _prints(self) -> Self:
        if not self.sums():
            raise ValueError("name at least one column whose sum it prints: gross, deductions, net or balance")
        return self


class ColumnMap(Part):
    """``licence_names`` is what the file calls a licence; while they are ``closed`` no other name is taken.

    ``totals`` are the lines the file closes with, each once. A file without them must end in a line break, or nobody can tell that its last
    amount is whole, unless ``may_lack_last_break``. ``empty_deductions``: an empty cell there is zero.
    """

    format: Literal["regalia-column-map-1"]
    payer: Text | None = None
    encoding: Encoding = "utf-8"
    delimiter: Delimiter = ","
    decimal_comma: Flag = False
    thousands: Thousands = ""
    skip_lines: Whole = 0
    date_form: DateForm = "yyyy-mm-dd"
    period_months: Months | None = None
    empty_deductions: Flag = False
    may_lack_last_break: Flag = False
    columns: ColumnNames
    constants: Constants = Constants()
    licence_names: LicenceNames = Field(default_factory=dict)
    closed: Flag = True
    totals: tuple[TotalLine, ...] = ()

    @model_validator(mode="after")
    def _told_once(self) -> Self:
        columns, constants = self.columns, self.constants
        for name in ("licence", "currency", "reference"):
            told = (getattr(columns, name) is not None) + (getattr(constants, name) is not None)
            if told > 1 or (not told and name != "reference"):
                raise ValueError(f"{name} must be named once, among columns or constants")
        starts, ends = columns.period_start is not None, columns.period_end is not None
        if starts != ends:
            raise ValueError("columns.period_start and columns.period_end go together")
        if sum((columns.period is not None, starts, columns.date is not None, constants.period is not None)) != 1:
            raise ValueError(
                "say once where the period is: columns.period, period_start and period_end, date, or a constant"
            )
        if columns.date is not None and self.period_months is None:
            raise ValueError(
                "period_months must be told (1, 3, 6 or 12): a date alone doesn't say how long its period is"
            )
        if columns.gross is None and columns.net is None:
            raise ValueError("columns.gross or columns.net must be named")
        amount_reader(self.decimal_comma, self.thousands)
        if self.delimiter == "," and self.decimal_comma:
            raise ValueError("a file with decimal commas can't have commas between its columns")
        return self


def load_column_map(path: Path | str) -> ColumnMap:
    """The map in a file. StatementError lists every problem with its line."""
    return read_model(Path(path), ColumnMap)
