# SPDX-License-Identifier: Apache-2.0
"""Pages of JSON added up into a statement, and a statement kept as one JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from regalia.domain.calendar import CollectionPeriod
from regalia.statements.accumulate import Accumulator
from regalia.statements.amounts import parse_amount
from regalia.statements.cells import check_over, currency_of, day_of, licence_of, period_named, reference_of
from regalia.statements.issue_date import fault_of_issue
from regalia.statements.json_page import JsonLine, JsonPage, parse_kept
from regalia.statements.model import Source, Statement
from regalia.statements.printed import printed
from regalia.statements.problem_list import ProblemList
from regalia.statements.reencoded import fault_of
from regalia.statements.table_cells import TableCells
from regalia.statements.text_lines import hashed_content

MOST_BYTES = 50_000_000
_MOST_NAME = 200


class JsonPages:
    """Takes the pages of one statement in their order; ``statement`` checks totals and counts. Problems are noted, never raised."""

    def __init__(self, problems: ProblemList, today: date, licence_names: Mapping[str, str]) -> None:
        self._problems, self._today = problems, today
        self._licence = licence_of(licence_names, closed=True)
        self._sums = Accumulator()
        self._head: dict[str, str] = {}
        self._period: CollectionPeriod | None = None
        self._count = 0

    def take(self, page: JsonPage, place: str = "") -> None:
        """``place`` names the page in problems."""
        if not self._head:
            self._head = page.head
            self._period = TableCells(0, self._head, self._problems).read("period", self._over)
        for name, value in page.head.items():
            if value != self._head[name]:
                self._problems.note(0, place + name, value, f"was {self._head[name]!r} on the first page")
        for index, line in enumerate(page.lines):
            self._take_line(line, f"{place}lines[{index}]")
        self._count += len(page.lines)

    def statement(self, source: Source) -> Statement | None:
        """None where something is wrong."""
        head, problems = TableCells(0, self._head, self._problems), self._problems
        for problem in self._sums.problems():
            problems.note(0, problem.field, problem.value, problem.rule)
        issued_on, payer = head.read("issued_on", self._issued), head.read("payer", _payer)
        if str(self._count) != self._head["count"]:
            rule = f"counts the lines, and there are {self._count:,}: lines are missing, or there twice"
            problems.note(0, "count", self._head["count"], rule)
        if not problems:
            head.read("total_net", self._total)
        if problems or payer is None:
            return None
        return Statement(source, self._sums.receipts(source), payer, issued_on, self._sums.lines)

    def _take_line(self, line: JsonLine, place: str) -> None:
        cells = TableCells(0, dict(line), self._problems, f"{place}.")
        licence, currency = cells.read("licence", self._licence), cells.read("currency", currency_of)
        period, reference = cells.read("period", self._within), cells.read("reference", reference_of)
        gross, deductions, net = (cells.read(name, parse_amount) for name in ("gross", "deductions", "net"))
        sales = None if line.sales is None else cells.read("sales", parse_amount)
        if licence is None or currency is None or period is None or reference is None:
            return
        if gross is None or deductions is None or net is None or (sales is None and line.sales is not None):
            return
        if gross - deductions != net:
            left = f"{line.gross} less {line.deductions} is {printed(gross - deductions)}"
            self._problems.note(0, f"{place}.net", line.net, f"is not gross less deductions: {left}")
            return
        self._sums.add(self._sums.lines + 1, (licence, period, currency, reference), gross, deductions, sales)

    def _over(self, cell: str) -> CollectionPeriod:
        period = period_named(cell)
        check_over(period, self._today)
        return period

    def _within(self, cell: str) -> str:
        """Of an earlier period a line may be, as it came late."""
        period = self._over(cell)
        if self._period is not None and period.end_date > self._period.end_date:
            raise ValueError(f"is later than the statement's own period, {self._period}")
        return str(period)

    def _issued(self, cell: str) -> date:
        day = day_of(cell, "yyyy-mm-dd")
        periods = [str(self._period)] if self._period else []
        if rule := fault_of_issue(day, periods, self._today):
            raise ValueError(rule)
        return day

    def _total(self, cell: str) -> int:
        if len(self._sums.currencies) > 1:
            raise ValueError(
                f"a total over {' and '.join(self._sums.currencies)} says nothing; have a statement for each"
            )
        total, net = parse_amount(cell), self._sums.gross - self._sums.deductions
        if total != net:
            raise ValueError(f"is not the sum of the lines, {printed(net)}")
        return total


def read_json_statement(
    path: Path | str, *, licence_names: Mapping[str, str] | None = None, today: date | None = None
) -> Statement:
    """A statement kept as a file: one page, or all its pages one behind the other. StatementError lists every problem."""
    problems = ProblemList(str(path))
    content, source = hashed_content(Path(path), MOST_BYTES, problems)
    kept = parse_kept(content, problems)
    pages = JsonPages(problems, today or datetime.now(UTC).date(), licence_names or {})
    for page, place in kept:
        pages.take(page, place)
    statement = pages.statement(source) if kept else None
    problems.refuse()
    assert statement is not None  # or there was a problem
    return statement


def _payer(cell: str) -> str:
    if fault := fault_of(cell, _MOST_NAME):
        raise ValueError(fault)
    return cell.strip()
