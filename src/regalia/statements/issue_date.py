# SPDX-License-Identifier: Apache-2.0
"""The day a statement was issued, which each of its lines repeats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from regalia.domain.calendar import CollectionPeriod
from regalia.statements.cells import day_of
from regalia.statements.problem_list import ProblemList


class IssueDate:
    """Notes lines that say another day than the first."""

    def __init__(self, column: str, place: int, form: str) -> None:
        self._column, self._place, self._form = column, place, form
        self._text: str | None = None
        self._line = 0

    def take(self, line: int, cells: list[str], problems: ProblemList) -> None:
        text = cells[self._place].strip()
        if text == self._text:
            return
        if self._text is None:
            self._text, self._line = text, line
        else:
            rule = f"line {self._line} says {self._text}; a statement is issued on one day"
            problems.note(line, self._column, text, rule)

    def check(self, periods: Iterable[str], today: date, problems: ProblemList) -> date | None:
        if self._text is None:
            return None
        try:
            day = day_of(self._text, self._form)
        except ValueError as error:
            problems.note(self._line, self._column, self._text, str(error))
            return None
        if rule := fault_of_issue(day, periods, today):
            problems.note(self._line, self._column, self._text, rule)
        return day


def fault_of_issue(day: date, periods: Iterable[str], today: date) -> str:
    """A statement is issued by ``today``, and after the periods it tells of. The broken rule, or ""."""
    if day > today:
        return f"is issued in the future: today is {today}"
    last = max(map(CollectionPeriod.parse, set(periods)), key=lambda period: period.end_date, default=None)
    if last is not None and day <= last.end_date:
        return f"is issued before the end of {last} ({last.end_date}), so it tells what had not happened yet"
    return ""
