# SPDX-License-Identifier: Apache-2.0
"""Exchange rates as somebody publishes them: CSV ``date,currency,rate,published_by``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from regalia.statements.amounts import parse_amount
from regalia.statements.cells import currency_of, day_of, reference_of
from regalia.statements.csv_rows import csv_rows, read_table
from regalia.statements.errors import Problem, StatementError
from regalia.statements.model import Rate
from regalia.statements.printed import printed
from regalia.statements.problem_list import ProblemList
from regalia.statements.table_cells import TableCells
from regalia.statements.text_lines import TextLines

MAX_AGE_DAYS = 7
"""A long weekend and a holiday: nobody publishes then."""
_COLUMNS = ("date", "currency", "rate", "published_by")


def read_rates(path: Path | str, *, today: date | None = None) -> tuple[Rate, ...]:
    """The rates of a file (UTF-8), by currency and day. StatementError lists every problem. None is of a day after ``today``."""
    problems, today = ProblemList(str(path)), today or datetime.now(UTC).date()
    text = TextLines(Path(path), "utf-8", problems)
    found: dict[tuple[str, date], tuple[int, int, str]] = {}
    for line, values in read_table(csv_rows(text, problems), _COLUMNS, problems):
        cells = TableCells(line, dict(zip(_COLUMNS, values, strict=True)), problems)
        day, currency = (
            cells.read("date", lambda cell: _past(day_of(cell, "yyyy-mm-dd"), today)),
            cells.read("currency", currency_of),
        )
        rate, publisher = cells.read("rate", _positive), cells.read("published_by", _named)
        if day is None or currency is None or rate is None or publisher is None:
            continue
        first, _, where = found.setdefault((currency, day), (rate, line, publisher))
        if first != rate:
            rule = f"is another rate than line {found[currency, day][1]} has for {currency} on {day} ({where})"
            problems.note(line, "rate", cells.text("rate"), rule)
    if not found and not problems:
        problems.note(0, "", "", "has no rate below its header")
    problems.refuse()
    source = text.source
    return tuple(
        Rate(day, currency, rate, publisher, source) for (currency, day), (rate, _, publisher) in sorted(found.items())
    )


class RateBook:
    """Rates of several files. StatementError where two of them differ about one day and currency."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._days: dict[str, list[date]] = {}
        self._rates: dict[tuple[str, date], Rate] = {}
        problems = [problem for rate in rates if (problem := self._enter(rate))]
        if problems:
            raise StatementError("the rates", problems)
        for days in self._days.values():
            days.sort()

    def on(self, currency: str, day: date, max_age_days: int = MAX_AGE_DAYS) -> Rate | None:
        """The latest rate that was published not after the day, None where that is older than ``max_age_days``."""
        days = self._days.get(currency, [])
        place = bisect_right(days, day)
        if not place or (day - days[place - 1]).days > max_age_days:
            return None
        return self._rates[currency, days[place - 1]]

    def _enter(self, rate: Rate) -> Problem | None:
        known = self._rates.setdefault((rate.currency, rate.day), rate)
        if known is rate:
            self._days.setdefault(rate.currency, []).append(rate.day)
        elif known.rate != rate.rate:
            rule = f"{rate.source.name} has {printed(rate.rate)} and {known.source.name} {printed(known.rate)}"
            return Problem(0, "rate", f"{rate.currency} on {rate.day}", f"is told twice: {rule}")
        return None


def rate_on(rates: Sequence[Rate], currency: str, day: date, *, max_age_days: int = MAX_AGE_DAYS) -> Rate | None:
    """``RateBook.on`` for a single question."""
    return RateBook(rate for rate in rates if rate.currency == currency).on(currency, day, max_age_days)


def _past(day: date, today: date) -> date:
    if day > today:
        raise ValueError(f"is in the future: today is {today}")
    return day


def _positive(cell: str) -> int:
    if not (rate := parse_amount(cell)):
        raise ValueError("must be more than zero")
    return rate


def _named(cell: str) -> str:
    if not (name := reference_of(cell)):
        raise ValueError("is empty; say who published the rate")
    return name
