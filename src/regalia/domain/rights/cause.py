# SPDX-License-Identifier: Apache-2.0
"""One cause of a fact: a right, and what last happened to it, with the number and the document under which it is on chain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regalia.domain.rights.acts import NO_HASH
from regalia.domain.rights.right import GrantedLicence, LegalStep, Right
from regalia.domain.rights.words import Act, Condition


class Source(StrEnum):
    """What a cause is. A day that came is told with the number of the licence or valuation that ran out on it."""

    ENTRY = "entry"
    LEGAL_EVENT = "legal event"
    LIEN = "lien"
    LICENCE = "licence"
    LICENCE_END = "licence end"
    VALUATION = "valuation"
    DEMAND = "demand"
    DAY = "day"


@dataclass(frozen=True)
class Cause:
    """``number`` counts within the right and the source; ``day`` is when it took effect, or the last day of what ran out, zero where
    nobody said. ``act`` and ``code`` are a legal event's, ``condition`` what it brought.
    """

    right: bytes
    source: Source
    number: int
    day: int
    document: bytes = NO_HASH
    act: Act = Act.NONE
    code: bytes = b""
    condition: Condition | None = None


def of_step(right: Right, step: LegalStep, condition: Condition) -> Cause:
    event = step.event
    return Cause(
        right.id,
        Source.LEGAL_EVENT,
        event.number,
        event.effective,
        event.document,
        event.act,
        event.code,
        condition,
    )


def of_valuation(right: Right, token: str) -> Cause:
    """The valuation that counts: the newest in the token."""
    numbered = enumerate(right.valuations, 1)
    number, given = next((n, x) for n, x in reversed(list(numbered)) if x.valuation.token == token)
    return Cause(right.id, Source.VALUATION, number, given.valuation.day, given.document)


def of_licence(right: Right, licence: GrantedLicence) -> Cause:
    return Cause(right.id, Source.LICENCE, licence.number, licence.words.since, licence.document)


def of_licence_end(right: Right, licence: GrantedLicence, condition: Condition | None = None) -> Cause:
    """It was terminated, or its last day came."""
    if licence.end is not None:
        end = licence.end
        return Cause(right.id, Source.LICENCE_END, end.number, end.day, end.document, condition=condition)
    day = licence.words.until
    return Cause(right.id, Source.DAY, licence.number, day, licence.document, condition=condition)


def of_unlicensed(right: Right, today: int) -> Cause:
    """The last licence that ended; the entry where none ever did."""
    ended = [x for x in right.licences if x.words.share and (x.end is not None or x.words.until < today)]
    if not ended:
        return Cause(right.id, Source.ENTRY, 1, right.links[0].day, right.entry.document)
    return max((of_licence_end(right, licence) for licence in ended), key=lambda cause: (cause.day, cause.number))
