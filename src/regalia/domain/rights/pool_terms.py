# SPDX-License-Identifier: Apache-2.0
"""On what terms rights back a deal: the twin of ``PoolTerms`` and of ``PoolGates.checkTerms``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regalia.domain.rights.day import is_day
from regalia.domain.rights.labels import LIMITABLE, require_label, unpacked
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.words import PPM, Condition

MOST_LIMITS = 12
HAIRCUT_BITS = 24


@dataclass(frozen=True)
class Limit:
    """A quantity by its label, and the most it may be, in ppm."""

    label: str
    most: int


@dataclass(frozen=True)
class PoolTerms:
    """``haircuts`` has 24 bits of ppm a condition, condition 0 lowest; ``substitution_most`` is of the value at closing,
    ``repurchase_price`` of the value at pledge.
    """

    maturity: int
    haircuts: int = 0
    least_value: int = 0
    least_rights: int = 0
    substitution_until: int = 0
    substitution_most: int = 0
    repurchase_price: int = PPM
    limits: tuple[Limit, ...] = ()

    def haircut(self, condition: int) -> int:
        return self.haircuts >> HAIRCUT_BITS * condition & (1 << HAIRCUT_BITS) - 1


def packed_haircuts(haircuts: dict[Condition, int]) -> int:
    """Conditions that aren't named cost nothing."""
    return sum(ppm << HAIRCUT_BITS * condition for condition, ppm in haircuts.items())


def limits_of(pairs: Iterable[tuple[bytes, int]]) -> tuple[Limit, ...]:
    """From what the chain has: labels of 32 bytes."""
    return tuple(Limit(unpacked(label), most) for label, most in pairs)


def check_terms(terms: PoolTerms, legal_final: int) -> None:
    """Refuse terms that make no sense, or whose maturity isn't the deal's legal final date."""
    if terms.maturity != legal_final or not is_day(terms.maturity):
        raise _bad("maturity", legal_final, terms.maturity)
    for condition in Condition:
        _at_most_whole("haircuts", terms.haircut(condition))
    beyond = terms.haircuts >> HAIRCUT_BITS * len(Condition)
    if beyond:
        raise _bad("haircuts", 0, beyond)
    until = terms.substitution_until
    if until and (not is_day(until) or until > terms.maturity):
        raise _bad("substitutionUntil", terms.maturity, until)
    _at_most_whole("substitutionMost", terms.substitution_most)
    _at_most_whole("repurchasePrice", terms.repurchase_price)
    if len(terms.limits) > MOST_LIMITS:
        raise _bad("limits", MOST_LIMITS, len(terms.limits))
    seen: dict[str, int] = {}
    for place, limit in enumerate(terms.limits):
        require_label(limit.label, LIMITABLE)
        _at_most_whole("limits", limit.most)
        if limit.label in seen:
            raise _bad("limit twice", seen[limit.label], place)
        seen[limit.label] = place


def _at_most_whole(field: str, given: int) -> None:
    if given > PPM:
        raise _bad(field, PPM, given)


def _bad(field: str, limit: int, given: int) -> RightsRefusedError:
    return RightsRefusedError("RightsPool_BadTerms", field, limit, given)
