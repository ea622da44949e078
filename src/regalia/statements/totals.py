# SPDX-License-Identifier: Apache-2.0
"""The lines a statement closes with: what they print must be what the lines above add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regalia.statements.accumulate import Accumulator
from regalia.statements.amounts import amount_reader
from regalia.statements.column_map import ColumnMap, TotalLine
from regalia.statements.csv_rows import plain_name
from regalia.statements.printed import printed
from regalia.statements.problem_list import ProblemList


class Totals:
    """Recognises closing lines while a file is read, and checks them at its end."""

    def __init__(self, column_map: ColumnMap, places: Mapping[str, int]) -> None:
        self._lines, self._places = column_map.totals, places
        self._read = amount_reader(column_map.decimal_comma, column_map.thousands, negative=True)
        self._marks = tuple((places[total.column], total) for total in self._lines)
        self._found: dict[TotalLine, tuple[int, list[str]]] = {}

    @property
    def begun(self) -> bool:
        """A closing line was met: no other line may follow."""
        return bool(self._found)

    @property
    def complete(self) -> bool:
        return bool(self._lines) and len(self._found) == len(self._lines)

    def takes(self, line: int, cells: list[str], problems: ProblemList) -> bool:
        """Whether it is a closing line, which is kept."""
        for place, total in self._marks:
            if len(cells) > place and plain_name(cells[place]) == total.text:
                if total in self._found:
                    first = self._found[total][0]
                    problems.note(
                        line, total.column, total.text, f"closes the file a second time, first on line {first}"
                    )
                self._found.setdefault(total, (line, cells))
                return True
        return False

    def check(self, sums: Accumulator, problems: ProblemList) -> None:
        """Where a line was refused the sums say nothing, and only what is missing is told."""
        refused = bool(problems)
        for total in self._lines:
            if total not in self._found:
                problems.note(
                    0, total.column, total.text, "its line is missing: the file was cut off, or the map is wrong"
                )
            elif refused:
                continue
            elif len(sums.currencies) > 1:
                rule = f"a total over {' and '.join(sums.currencies)} says nothing; have a file for each currency"
                problems.note(self._found[total][0], total.column, total.text, rule)
            else:
                self._check_line(total, sums, problems)

    def _check_line(self, total: TotalLine, sums: Accumulator, problems: ProblemList) -> None:
        line, cells = self._found[total]
        net = sums.gross - sums.deductions
        expected = {"gross": sums.gross, "deductions": sums.deductions, "net": net, "balance": net}
        for what, column in total.sums():
            text = self._cell(cells, column)
            try:
                told = self._read(text)
            except ValueError as error:
                problems.note(line, column, text, str(error))
                continue
            if told != expected[what]:
                problems.note(line, column, text, _differs(what, sums))
        if total.lines is not None and (text := self._cell(cells, total.lines)) != str(sums.lines):
            rule = f"counts the lines, and there are {sums.lines:,}: lines are missing, or there twice"
            problems.note(line, total.lines, text, rule)

    def _cell(self, cells: list[str], column: str) -> str:
        place = self._places[column]
        return cells[place].strip() if place < len(cells) else ""


def _differs(what: str, sums: Accumulator) -> str:
    gross, deductions = printed(sums.gross), printed(sums.deductions)
    net = printed(sums.gross - sums.deductions)
    if what == "balance":
        return f"is not receipts less expenses: {gross} less {deductions} leaves {net}"
    found = {"gross": gross, "deductions": deductions, "net": net}[what]
    return f"the printed total of {what} is not the sum of the lines, {found}"


def columns_of(totals: Iterable[TotalLine]) -> list[str]:
    """Every column the closing lines need."""
    return [
        name
        for total in totals
        for name in (total.column, *(column for _, column in total.sums()), total.lines)
        if name is not None
    ]
