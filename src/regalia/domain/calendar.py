# SPDX-License-Identifier: Apache-2.0
"""Collection periods, scheduled payment dates and day counts.

Mirrored, to the day, by ``contracts/waterfall/Calendar.sol``. A *month index* is ``year * 12 + month - 1``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

_NAMES = {1: "M", 3: "Q", 6: "H", 12: ""}
_PATTERN = re.compile(r"(?P<year>[0-9]{4})(?:(?P<kind>[MQH])(?P<index>[0-9]{1,2}))?")


class DayCount(IntEnum):
    """How days between two dates are counted, and of how many days a year is."""

    THIRTY_E_360 = 0
    ACT_360 = 1
    THIRTY_US_360 = 2
    ACT_365F = 3

    @property
    def year_days(self) -> int:
        return 365 if self is DayCount.ACT_365F else 360


@dataclass(frozen=True, order=True)
class CollectionPeriod:
    """A span of whole months in which royalties are earned: ``2024Q3``, ``2024M07``, ``2024H1`` or ``2024``.

    ``index`` counts from 1 within the year; ``months`` is 1, 3, 6 or 12.
    """

    year: int
    index: int
    months: int

    def __post_init__(self) -> None:
        if self.months not in _NAMES or not 1 <= self.index <= 12 // self.months or not 1900 <= self.year <= 9999:
            raise ValueError(f"no collection period has year {self.year}, index {self.index}, {self.months} months")

    @classmethod
    def parse(cls, text: str) -> CollectionPeriod:
        """Read ``2024Q3``; ValueError when the text names no period."""
        match = _PATTERN.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(f"{text!r} is not a collection period; write it as 2024Q3, 2024M07, 2024H1 or 2024")
        months = {kind: n for n, kind in _NAMES.items()}[match["kind"] or ""]
        return cls(int(match["year"]), int(match["index"] or 1), months)

    @classmethod
    def from_end_month(cls, end_month: int, months: int) -> CollectionPeriod:
        """The period of that length whose last month has that month index."""
        year, month = divmod(end_month, 12)
        if (month + 1) % months:
            raise ValueError(f"no period of {months} months ends in month {month + 1}")
        return cls(year, (month + 1) // months, months)

    @property
    def end_month(self) -> int:
        return self.year * 12 + self.index * self.months - 1

    @property
    def end_date(self) -> date:
        year, month = divmod(self.end_month, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])

    @property
    def ordinal(self) -> int:
        """A number that rises by one from a period to the next of the same length."""
        return (self.end_month + 1) // self.months

    def next(self) -> CollectionPeriod:
        return CollectionPeriod.from_end_month(self.end_month + self.months, self.months)

    def __str__(self) -> str:
        if self.months == 12:
            return str(self.year)
        return f"{self.year}{_NAMES[self.months]}{self.index:0{2 if self.months == 1 else 1}d}"


@dataclass(frozen=True)
class Schedule:
    """When a deal pays: period 1 collects until ``first_end_month``; each is paid on ``payment_day``, ``lag`` months later.

    ``opening`` is the first period this deal pays itself. It is above 1 for a seasoned deal, whose earlier periods were paid before
    the contracts took it over: their numbers go on, so that period 237 is report 237.
    """

    closing: date
    first_end_month: int
    months: int
    lag: int
    payment_day: int
    opening: int = 1

    def collection_period(self, period: int) -> CollectionPeriod:
        return CollectionPeriod.from_end_month(self.first_end_month + (period - 1) * self.months, self.months)

    def period_of(self, collected: CollectionPeriod) -> int:
        """The number of a collection period; ValueError when it has another length."""
        if collected.months != self.months:
            raise ValueError(f"{collected} has {collected.months} months, a period of this deal has {self.months}")
        return (collected.end_month - self.first_end_month) // self.months + 1

    def payment_date(self, period: int) -> date:
        """The scheduled date of ``period`` (1 is the first)."""
        year, month = divmod(self.first_end_month + (period - 1) * self.months + self.lag, 12)
        return date(year, month + 1, self.payment_day)

    def accrual(self, period: int) -> tuple[date, date]:
        """Interest of ``period`` runs from the date before (at first: from closing) to its own payment date."""
        return (self.closing if period == self.opening else self.payment_date(period - 1)), self.payment_date(period)

    def accrual_days(self, day_count: DayCount, period: int) -> int:
        start, end = self.accrual(period)
        return days_between(day_count, start, end)


def days_between(day_count: DayCount, start: date, end: date) -> int:
    """Days from ``start`` to ``end`` under a day count; ``end`` must not be earlier."""
    if end < start:
        raise ValueError(f"an accrual period can't end ({end}) before it starts ({start})")
    match day_count:
        case DayCount.ACT_360 | DayCount.ACT_365F:
            return (end - start).days
        case DayCount.THIRTY_E_360:
            start_day, end_day = min(start.day, 30), min(end.day, 30)
        case DayCount.THIRTY_US_360:
            start_day, end_day = _us_days(start, end)
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + end_day - start_day


def _us_days(start: date, end: date) -> tuple[int, int]:
    """Both days of the month under 30/360 US: the rules count in this order."""
    start_day, end_day = start.day, end.day
    if _ends_february(start):
        end_day = 30 if _ends_february(end) else end_day
        start_day = 30
    if end_day == 31 and start_day >= 30:
        end_day = 30
    return min(start_day, 30), end_day


def _ends_february(day: date) -> bool:
    return day.month == 2 and day.day == monthrange(day.year, 2)[1]
