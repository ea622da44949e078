# SPDX-License-Identifier: Apache-2.0
"""A statement in CSV, read by the column map of its payer: a label, a society, a licensee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from regalia.statements.accumulate import Accumulator
from regalia.statements.cells import check_over
from regalia.statements.column_map import ColumnMap
from regalia.statements.csv_rows import Row, csv_rows, find_columns
from regalia.statements.issue_date import IssueDate
from regalia.statements.line_fields import LineFields
from regalia.statements.line_ids import LineIds
from regalia.statements.model import Statement
from regalia.statements.problem_list import ProblemList
from regalia.statements.text_lines import Progress, TextLines
from regalia.statements.totals import Totals, columns_of


def read_csv_statement(
    path: Path | str, column_map: ColumnMap, *, today: date | None = None, progress: Progress | None = None
) -> Statement:
    """What a file says, its lines added up. StatementError lists every problem.

    ``today`` is the day it is read on, this one (UTC) where it is left out: nothing in the file may be dated after it.
    """
    problems = ProblemList(str(path))
    text = TextLines(Path(path), column_map.encoding, problems, progress)
    lines, skipped = iter(text), column_map.skip_lines
    for _ in islice(lines, skipped):
        pass
    rows = csv_rows(lines, problems, column_map.delimiter, skipped)
    line, header = next(rows, (0, []))
    places = find_columns(header, [*column_map.columns.all(), *columns_of(column_map.totals)], line, problems)
    body = _Body(column_map, places, today or datetime.now(UTC).date(), problems)
    problems.refuse()
    body.read(rows, len(header))
    if not text.ends_with_break and not body.is_whole:
        problems.note(0, "", "", _CUT_OFF)
    issued_on = body.check()
    problems.refuse()
    receipts = body.sums.receipts(text.source)
    return Statement(text.source, receipts, column_map.payer or "", issued_on, body.sums.lines)


_CUT_OFF = (
    "its last line has no line break, so it may be cut off: have the whole file sent, or name its total line in the map "
    "(or, when this payer never ends the last line, may_lack_last_break: true)"
)


class _Body:
    """The lines below the header. Where the header lacks a column it is never read."""

    def __init__(self, column_map: ColumnMap, places: Mapping[str, int], today: date, problems: ProblemList) -> None:
        self.sums = Accumulator()
        self._today, self._problems = today, problems
        self._may_lack_break = column_map.may_lack_last_break
        if (period := column_map.constants.period) is not None:
            try:
                check_over(period, today, column_map.period_months)
            except ValueError as error:
                problems.note(0, "constants.period", str(period), str(error))
        if problems:
            return
        columns = column_map.columns
        self._fields, self._totals = LineFields(column_map, places, today), Totals(column_map, places)
        self._ids = self._issue = None
        if columns.line_id is not None:
            self._ids = LineIds(columns.line_id, places[columns.line_id])
        if columns.issued_on is not None:
            self._issue = IssueDate(columns.issued_on, places[columns.issued_on], column_map.date_form)

    @property
    def is_whole(self) -> bool:
        """Whether the file shows that nothing is missing at its end, or need not show it."""
        return self._totals.complete or self._may_lack_break

    def read(self, rows: Iterable[Row], width: int) -> None:
        fields, totals, problems = self._fields, self._totals, self._problems
        marks = [mark for mark in (self._ids, self._issue) if mark is not None]
        for line, cells in rows:
            if totals.takes(line, cells, problems):
                continue
            if len(cells) != width or totals.begun:
                self._misplaced(line, cells, width)
                continue
            try:
                key = fields.key(cells)
                gross, deductions, sales = fields.amounts(cells)
            except ValueError:
                if not _is_blank(cells):
                    fields.explain(line, cells, problems)
                continue
            self.sums.add(line, key, gross, deductions, sales)
            for mark in marks:
                mark.take(line, cells, problems)

    def check(self) -> date | None:
        """Notes what can be told only at the end; the day of issue."""
        sums, problems = self.sums, self._problems
        if not sums.lines and not problems:
            problems.note(0, "", "", "has no line of royalties below its header")
        for problem in sums.problems():
            problems.add(problem)
        self._totals.check(sums, problems)
        if self._ids is not None:
            self._ids.check(problems)
        return self._issue.check(sums.periods, self._today, problems) if self._issue else None

    def _misplaced(self, line: int, cells: list[str], width: int) -> None:
        if _is_blank(cells):
            return
        if len(cells) == width:
            self._problems.note(line, "", cells[0], "comes after a line that closes the file")
            return
        rule = f"has {len(cells)} cells, and the header {width} columns: the line breaks off, or a cell has the delimiter in it"
        self._problems.note(line, "", "", rule)


def _is_blank(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)
