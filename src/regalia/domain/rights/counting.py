# SPDX-License-Identifier: Apache-2.0
"""What one right counts for on a day: the twin of ``contracts/registry/PoolCounting.sol``. Sums of it are made anew each time."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.rights.holdings import Held
from regalia.domain.rights.licences import licence_at
from regalia.domain.rights.pool_terms import PoolTerms
from regalia.domain.rights.right import Right
from regalia.domain.rights.words import PPM, Condition, Status

_OF_STATUS = {
    Status.DISCONTINUED: Condition.LAPSED,
    Status.LAPSED: Condition.LAPSED,
    Status.SURRENDERED: Condition.LAPSED,
    Status.INVALIDATED: Condition.INVALIDATED,
    Status.EXPIRED: Condition.EXPIRED,
    Status.UNDER_REVIEW: Condition.UNDER_REVIEW,
}


@dataclass(frozen=True)
class Count:
    """``unlicensed`` is the part of the value that rests on no licence in force."""

    value: int
    base: int
    unlicensed: int
    conditions: frozenset[Condition]

    @property
    def bits(self) -> int:
        """The conditions as the chain has them."""
        return sum(1 << condition for condition in self.conditions)


@dataclass(frozen=True)
class Exposure:
    """What a licensee, and its group, stand for through one licence."""

    licensee: str
    group: str
    amount: int


def count_of(held: Held, token: str, terms: PoolTerms, today: int) -> Count:
    value = value_of(held.right, token)
    conditions = conditions_of(held, token, today)
    return Count(
        value=value,
        base=haircut_down(value, max((terms.haircut(condition) for condition in conditions), default=0)),
        unlicensed=part_up(value, PPM - licensed_share(held.right, today)),
        conditions=conditions,
    )


def value_of(right: Right, token: str) -> int:
    """Its newest valuation in the deal's token, stale or not."""
    amounts = (given.valuation.amount for given in reversed(right.valuations) if given.valuation.token == token)
    return next(amounts, 0)


def conditions_of(held: Held, token: str, today: int) -> frozenset[Condition]:
    right, valuation = held.right, held.right.valuation
    found = {_OF_STATUS[right.status]} if right.status in _OF_STATUS else set()
    holds = {
        Condition.EXPIRED: 0 < right.expiry < today,
        Condition.IN_DISPUTE: right.disputes > 0,
        Condition.PLEDGED: bool(right.liens_ahead),
        Condition.STALE: valuation is None or valuation.token != token or today > valuation.until,
        Condition.BREACHED: held.pledge.demand is not None,
        Condition.RESTRICTED: bool(right.restrictions),
        Condition.UNTITLED: is_untitled(held, today),
    }
    return frozenset(found | {condition for condition, yes in holds.items() if yes})


def is_untitled(held: Held, today: int) -> bool:
    """The licence it was pledged on is not in force."""
    number = held.pledge.licence
    return number != 0 and not licence_at(held.right, number).in_force(today)


def licensed_share(right: Right, today: int) -> int:
    """How much of the value rests on licences in force, in ppm."""
    return sum(licence.words.share for licence in right.licences if licence.in_force(today))


def exposures_of(right: Right, base: int, today: int) -> tuple[Exposure, ...]:
    """One for each licence in force that carries something."""
    found = (
        Exposure(licence.words.licensee, licence.words.group, part_up(base, licence.words.share))
        for licence in right.licences
        if licence.in_force(today)
    )
    return tuple(exposure for exposure in found if exposure.amount)


def haircut_down(value: int, haircut: int) -> int:
    """What is left of a value, rounded down."""
    return value * (PPM - haircut) // PPM


def part_up(amount: int, ppm: int) -> int:
    """So many parts per million of an amount, rounded up."""
    return -(-amount * ppm // PPM)


def share_up(part: int, whole: int) -> int:
    """The share of a part in ppm, rounded up. Of nothing, everything: a pool without value passes no test."""
    return -(-part * PPM // whole) if whole else PPM
