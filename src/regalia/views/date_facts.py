# SPDX-License-Identifier: Apache-2.0
"""The facts a payment date looked at beside its report, with what brought them about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.rights.cause import Cause
from regalia.domain.rights.day import written
from regalia.domain.rights.labels import LABELS, LIMITS_BROKEN, POOL_VALUE
from regalia.ledger.place import Place
from regalia.ledger.rights_book import TakenFact
from regalia.reports.rights.cause_words import code_of, document_of
from regalia.views.seen import DealNow, share


@dataclass(frozen=True)
class FactCause:
    """``right`` and ``document`` are ``0x…`` words; ``source`` a code; ``day`` in ISO form, empty where nobody said."""

    right: str
    source: str
    number: int
    act: str
    code: str
    day: str
    document: str
    transaction: str


@dataclass(frozen=True)
class Fact:
    """``measure`` is a label of the pool or ``fact`` (``id`` is then all that is known); ``unit``: share, count or amount."""

    id: str
    measure: str
    unit: str
    value: Decimal
    causes: tuple[FactCause, ...]


def fact(now: DealNow, taken: TakenFact) -> Fact:
    unit = {LIMITS_BROKEN: "count", POOL_VALUE: "amount"}.get(taken.label, "share")
    value = now.money(taken.value) if unit == "amount" else share(taken.value)
    causes = tuple(_cause(why, place) for why, place in zip(taken.causes, taken.places, strict=True))
    return Fact(taken.label, taken.label if taken.label in LABELS else "fact", unit, value, causes)


def _cause(why: Cause, place: Place | None) -> FactCause:
    return FactCause(
        right="0x" + why.right.hex(),
        source=why.source.value.replace(" ", "-"),
        number=why.number,
        act=why.act.name.lower(),
        code=code_of(why),
        day=written(why.day) if why.day else "",
        document=document_of(why),
        transaction=place.transaction_hash if place else "",
    )
