# SPDX-License-Identifier: Apache-2.0
"""Trading days: weekdays that no holidays file names. A day is one of the calendar there where the exchange is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from regalia.domain.terms.problems import Problem
from regalia.domain.terms.scalars import Day, Part, Positive, Text
from regalia.feeds.yaml_file import YamlFile

DUE_DAYS_BEFORE = 2
"""Trading days between the day a distribution report is due and the payment date (CSRC [2014] No. 49)."""
_FRIDAY = 4


class HolidaysFile(Part):
    """``years`` are those whose holidays are all in ``days``; weekends need not be named."""

    format: Literal["regalia-holidays-1"]
    name: Text
    years: Annotated[tuple[Positive, ...], Field(min_length=1)]
    days: tuple[Day, ...] = ()


@dataclass(frozen=True)
class TradingDays:
    """``name`` is what the holidays are of, empty where none were given."""

    name: str = ""
    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()

    def is_one(self, day: date) -> bool:
        return day.weekday() <= _FRIDAY and day not in self.holidays

    def before(self, day: date, count: int) -> date:
        """The trading day that many before ``day``, which itself does not count."""
        while count:
            day -= timedelta(days=1)
            count -= self.is_one(day)
        return day

    def knows(self, first: date, last: date) -> bool:
        """Whether the holidays of that span were given."""
        return {first.year, last.year} <= self.years


def load_holidays(path: Path) -> TradingDays:
    """Raises ``FeedError``, with every problem of the file."""
    file = YamlFile(path, HolidaysFile)
    said = file.content
    file.refuse(_problems(said.years, said.days))
    return TradingDays(said.name, frozenset(said.years), frozenset(said.days))


def due_day(payment_date: date, days: TradingDays) -> date:
    """By when the distribution report of a payment date is due."""
    return days.before(payment_date, DUE_DAYS_BEFORE)


def _problems(years: Sequence[int], days: Sequence[date]) -> list[Problem]:
    return [
        Problem(f"days[{number}]", day.isoformat(), f"its year is not one of years: {', '.join(map(str, years))}")
        for number, day in enumerate(days)
        if day.year not in years
    ]
