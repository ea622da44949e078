# SPDX-License-Identifier: Apache-2.0
"""What last brought a condition of a right that has it."""

from __future__ import annotations

from regalia.domain.rights.cause import Cause, Source, of_licence_end, of_step
from regalia.domain.rights.holdings import Held
from regalia.domain.rights.licences import licence_at
from regalia.domain.rights.right import LegalStep, Right
from regalia.domain.rights.words import Act, Condition, Restriction, Status

_ACTS = {
    Condition.LAPSED: (Act.DISCONTINUED, Act.LAPSED, Act.SURRENDERED),
    Condition.INVALIDATED: (Act.INVALIDATED,),
    Condition.EXPIRED: (Act.EXPIRED,),
    Condition.UNDER_REVIEW: (Act.CHALLENGED,),
    Condition.IN_DISPUTE: (Act.TITLE_DISPUTED,),
}
"""Conditions that a legal event brings, whatever came before it."""


def cause_of(held: Held, token: str, condition: Condition, today: int) -> Cause:
    """For a right that has the condition today."""
    right = held.right
    match condition:
        case Condition.EXPIRED if right.status is not Status.EXPIRED:
            return _of_expiry(right)
        case Condition.PLEDGED:
            lien = right.liens_ahead[-1]
            entry = lien.entry
            return Cause(right.id, Source.LIEN, lien.number, entry.day, entry.document, condition=condition)
        case Condition.STALE:
            return _of_stale(right, token)
        case Condition.BREACHED:
            demand = held.pledge.demand
            assert demand is not None  # the condition is that there is one
            return Cause(right.id, Source.DEMAND, demand.number, 0, demand.document, condition=condition)
        case Condition.RESTRICTED:
            return of_step(right, _last(right, _restricting(right)), condition)
        case Condition.UNTITLED:
            return of_licence_end(right, licence_at(right, held.pledge.licence), condition)
        case _:
            return of_step(right, _last(right, _ACTS[condition]), condition)


def _of_expiry(right: Right) -> Cause:
    """Its last day came; the document is that of the extension or entry which named it."""
    extended = right.last_step(Act.EXTENDED)
    number = extended.event.number if extended else 0
    document = extended.event.document if extended else right.entry.document
    return Cause(right.id, Source.DAY, number, right.expiry, document, condition=Condition.EXPIRED)


def _of_stale(right: Right, token: str) -> Cause:
    """The newest valuation is in another token, or its last day came."""
    given, number = right.valuations[-1], len(right.valuations)
    words, condition = given.valuation, Condition.STALE
    if words.token != token:
        return Cause(right.id, Source.VALUATION, number, words.day, given.document, condition=condition)
    return Cause(right.id, Source.DAY, number, words.until, given.document, condition=condition)


def _restricting(right: Right) -> tuple[Act, ...]:
    """Acts whose restriction still holds."""
    acts = {Restriction.BARRED: Act.TRANSFER_BARRED, Restriction.NEGATIVE: Act.LISTED_NEGATIVE}
    return tuple(act for restriction, act in acts.items() if restriction in right.restrictions)


def _last(right: Right, acts: tuple[Act, ...]) -> LegalStep:
    step = right.last_step(*acts)
    assert step is not None  # nothing else brings the condition
    return step
