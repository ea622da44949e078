# SPDX-License-Identifier: Apache-2.0
"""Numbers for the generated cases: zero, tiny, ordinary and extreme, all of them often."""

from __future__ import annotations

from datetime import date
from random import Random

from regalia.domain.calendar import Schedule
from regalia.domain.state import AMOUNT_LIMIT

LARGEST = 2**128 - 1


def amount(rng: Random, limit: int = AMOUNT_LIMIT) -> int:
    """Below 2^96; ``limit`` says below what the extreme ones are. Round ones too, so that ratios come out even."""
    shape = rng.random()
    if shape < 0.15:
        return 0
    if shape < 0.25:
        return rng.randrange(1, 10)
    if shape < 0.5:
        return rng.randrange(1, 1000) * 10**6
    if shape < 0.92:
        return rng.randrange(1, 10 ** rng.randrange(3, 15))
    return rng.randrange(limit)


def owed(rng: Random) -> int:
    """Up to where what is owed stops growing."""
    return rng.choice([LARGEST, LARGEST - 1]) if rng.random() < 0.01 else amount(rng, 2**128)


def some(rng: Random, chance: float) -> bool:
    return rng.random() < chance


def rate(rng: Random) -> int:
    return rng.choice([0, 1, 98_750, 1_000_000, rng.randrange(2_000_000)])


def largest_rate(rng: Random) -> int:
    """Now and then as large as its field."""
    return 2**32 - 1 if rng.random() < 0.02 else rate(rng)


def schedule(rng: Random) -> Schedule:
    months = rng.choice([1, 3, 6, 12])
    first_end = rng.randrange(1980 * 12, 2090 * 12) // months * months + months - 1
    lag, day, opening = rng.randrange(0, 7), rng.randrange(1, 29), rng.choice([1, 1, 1, 2, 5])
    year, month = divmod(first_end + (opening - 1) * months + lag, 12)
    first_date = date(year, month + 1, day)
    back = rng.choice([1, rng.randrange(1, 40), rng.randrange(1, 400)])
    return Schedule(date.fromordinal(first_date.toordinal() - back), first_end, months, lag, day, opening)


def day_near(rng: Random, terms: Schedule, periods: int = 6) -> date:
    """A day about the first payment dates; often one of them, or a day from it."""
    scheduled = terms.payment_date(terms.opening + rng.randrange(periods))
    return date.fromordinal(scheduled.toordinal() + rng.choice([0, 0, 1, -1, rng.randrange(-200, 200)]))
