# SPDX-License-Identifier: Apache-2.0
"""The money-weighted yield: the yearly rate at which what went in is worth what came out and what is still there.

Effective a year, ACT/365F, as the yield at a price is. Nobody is paid by it, so it is rounded, to a ten-thousandth of a per cent; no
binary fraction is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import pairwise

from regalia.ledger.place import Place

YEAR = 365
WIDEST = Decimal(7)
"""Rates are sought from exp(-7) - 1, which is a loss of 99.9% a year, to exp(7) - 1, 109,563%."""
_HALVINGS = 44
_PRECISION = 40
_STEP = Decimal("0.000001")
_GRID = Decimal("0.05")


@dataclass(frozen=True)
class Flow:
    """Smallest units that an investor put in (negative) or got (positive) on a day; ``place`` is where the chain says so."""

    on: date
    amount: int
    place: Place | None = None


@dataclass(frozen=True)
class MoneyWeighted:
    """``rate`` as a share (0.08 is 8%); None where there is none, and ``why``."""

    rate: Decimal | None
    why: str = ""


Worth = tuple[int, int]
"""Days since the first flow, and the amount then."""


def money_weighted(flows: Sequence[Flow], worth: int, day: date) -> MoneyWeighted:
    """Of flows up to ``day``, on which what is left is ``worth`` so many smallest units.

    Money that goes in again after some came out may fit several rates: the one nearest to zero is meant.
    """
    known = [*flows, Flow(day, worth)]
    first = min(flow.on for flow in known)
    by_day: dict[int, int] = {}
    for flow in known:
        days = (flow.on - first).days
        by_day[days] = by_day.get(days, 0) + flow.amount
    worths = [(days, amount) for days, amount in sorted(by_day.items()) if amount]
    if not any(flow.amount < 0 for flow in known):
        return MoneyWeighted(None, "nothing was paid in")
    if max(flow.on for flow in known) == first:
        return MoneyWeighted(None, "no day has passed since it was paid in")
    if all(amount < 0 for _, amount in worths):
        return MoneyWeighted(None, "nothing came back")
    with localcontext() as context:
        context.prec = _PRECISION
        found = _between(worths)
        if found is None:
            lost = sum(amount for _, amount in worths) < 0
            why = "so little came back that more than 99.9% a year was lost" if lost else "it is above 100,000% a year"
            return MoneyWeighted(None, why)
        return MoneyWeighted((_solved(worths, *found).exp() - 1).quantize(_STEP, ROUND_HALF_EVEN))


def _between(worths: Sequence[Worth]) -> tuple[Decimal, Decimal] | None:
    """Two log rates between which the sum changes its sign, nearest to zero; twice zero when it is the rate."""
    if not _sum(worths, Decimal(0)):
        return Decimal(0), Decimal(0)
    signs = [amount > 0 for _, amount in worths]
    step = WIDEST if sum(a != b for a, b in pairwise(signs)) == 1 else _GRID
    steps = int(WIDEST / step)
    for k in range(steps):
        for sign in (1, -1):
            near, far = sign * k * step, sign * (k + 1) * step
            if (_sum(worths, near) > 0) != (_sum(worths, far) > 0):
                return near, far
    return None


def _solved(worths: Sequence[Worth], near: Decimal, far: Decimal) -> Decimal:
    above = _sum(worths, near) > 0
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        near, far = (middle, far) if (_sum(worths, middle) > 0) == above else (near, middle)
    return (near + far) / 2


def _sum(worths: Sequence[Worth], log_rate: Decimal) -> Decimal:
    """All flows discounted to the day of the first at exp(``log_rate``) - 1 a year."""
    return sum((amount * (-log_rate * days / YEAR).exp() for days, amount in worths), Decimal(0))
