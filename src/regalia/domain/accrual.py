# SPDX-License-Identifier: Apache-2.0
"""Rates over time and over amounts, with the rounding direction in the name. Rates are parts per million (a year).

The twin of ``contracts/waterfall/Accrual.sol``.
"""

from __future__ import annotations

from datetime import date

from regalia.domain.calendar import DayCount, days_between

PPM = 10**6


def ceil_div(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


def share_down(amount: int, rate: int) -> int:
    return amount * rate // PPM


def share_up(amount: int, rate: int) -> int:
    return ceil_div(amount * rate, PPM)


def interest_down(base: int, rate_days: int, day_count: DayCount) -> int:
    """Interest on ``base``: ``rate_days`` is the rate times the days, added up over the parts of the period."""
    return base * rate_days // (PPM * day_count.year_days)


def rate_days(rate: int, day_count: DayCount, start: date, end: date, step_up: tuple[int, date] | None = None) -> int:
    """Rate times days of an accrual period; from the day of a step-up on, ``step_up`` has the rate.

    The days after the step-up are what the whole period has more than the days before it: so both add up under every day count.
    """
    days = days_between(day_count, start, end)
    if step_up is None or step_up[1] >= end:
        return rate * days
    higher, since = step_up
    before = days_between(day_count, start, since) if since > start else 0
    return rate * before + higher * (days - before)
