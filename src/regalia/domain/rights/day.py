# SPDX-License-Identifier: Apache-2.0
"""Days as numbers yyyymmdd (UTC), which compare as days do, zero for none: the twin of ``contracts/registry/Days.sol``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

FIRST_DAY = 16_000_101
"""1600-01-01: older rights there are none."""


def is_day(day: int) -> bool:
    """Whether the number names a day from 1600-01-01 on."""
    if not FIRST_DAY <= day <= 99_991_231:
        return False
    try:
        to_date(day)
    except ValueError:
        return False
    return True


def to_date(day: int) -> date:
    """ValueError when there is no such day."""
    return date(day // 10_000, day // 100 % 100, day % 100)


def from_date(when: date) -> int:
    return when.year * 10_000 + when.month * 100 + when.day


def day_before(day: int) -> int:
    return from_date(to_date(day) - timedelta(days=1))


def day_after(day: int) -> int:
    return from_date(to_date(day) + timedelta(days=1))


def today_of(timestamp: int) -> int:
    """The day of a block, in UTC."""
    return from_date(datetime.fromtimestamp(timestamp, UTC).date())


def written(day: int) -> str:
    """``2024-03-01``; ``none`` for zero; the number itself where it is no day."""
    if day == 0:
        return "none"
    return to_date(day).isoformat() if is_day(day) else str(day)
