# SPDX-License-Identifier: Apache-2.0
"""What is asked before a right may back a deal: the twin of ``contracts/registry/PoolGates.sol``. Each refusal has its name.

Three of them answer what CSRC Announcement [2026] No. 1 bars of an asset: a disputed title, what can't be transferred, what is on a
negative list. They rest on what attestors reported to the registry.
"""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.rights.address import ZERO
from regalia.domain.rights.licences import licence_at, reaches
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.right import FIRST_RANK, GrantedLicence, Right
from regalia.domain.rights.words import PPM, Restriction, Status


@dataclass(frozen=True)
class Door:
    """Whom and what a right would back."""

    originator: str
    token: str
    maturity: int
    today: int


def value_at_gate(door: Door, right: Right, licence: int) -> int:
    """Refuse a right that may not back the deal; else its value. ``licence`` is zero for a right that is owned whole."""
    _require_sound(right)
    _require_first(right)
    if 0 < right.expiry < door.maturity:
        raise RightsRefusedError("RightsPool_ExpiresBefore", right.id, door.maturity, right.expiry)
    if licence:
        _require_held(door, right, licence)
    elif right.shares.get(door.originator, 0) != PPM:
        share = right.shares.get(door.originator, 0)
        raise RightsRefusedError("RightsPool_NotOwned", right.id, door.originator, share)
    return _value(door, right)


def _require_sound(right: Right) -> None:
    if right.status is not Status.IN_FORCE:
        raise RightsRefusedError("RightsPool_NotInForce", right.id, right.status)
    if right.disputes:
        raise RightsRefusedError("RightsPool_TitleDisputed", right.id, right.disputes)
    if Restriction.BARRED in right.restrictions:
        raise RightsRefusedError("RightsPool_NotTransferable", right.id)
    if Restriction.NEGATIVE in right.restrictions:
        raise RightsRefusedError("RightsPool_OnNegativeList", right.id)


def _require_first(right: Right) -> None:
    """Nobody ranks ahead of the deal, or in its rank."""
    if right.liens_ahead:
        raise RightsRefusedError("RightsPool_LienAhead", right.id, ZERO)
    holder = right.holder_of_rank(FIRST_RANK)
    if holder is not None:
        raise RightsRefusedError("RightsPool_LienAhead", right.id, holder)


def _require_held(door: Door, right: Right, number: int) -> None:
    """Held under an exclusive licence that reaches as far as the deal needs."""
    lacks = _lacks(door, right, licence_at(right, number))
    if lacks is not None:
        raise RightsRefusedError("RightsPool_LicenceTooNarrow", right.id, number, lacks)


def _lacks(door: Door, right: Right, licence: GrantedLicence) -> str | None:
    words = licence.words
    holds = {
        "licensee": words.licensee == door.originator,
        "terminated": licence.end is None,
        "exclusive": words.exclusive,
        "territory": reaches(words.territory, right.entry.jurisdiction),
        "from": words.since <= door.today,
        "until": words.until >= door.maturity,
    }
    return next((what for what, yes in holds.items() if not yes), None)


def _value(door: Door, right: Right) -> int:
    valuation = right.valuation
    if valuation is None or valuation.token != door.token:
        raise RightsRefusedError("RightsPool_NotValued", right.id, door.token)
    if valuation.until < door.today:
        raise RightsRefusedError("RightsPool_ValuationStale", right.id, valuation.until, door.today)
    if valuation.appraiser == door.originator:
        raise RightsRefusedError("RightsPool_ValuedByOriginator", right.id, valuation.appraiser)
    return valuation.amount
