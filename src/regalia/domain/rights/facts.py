# SPDX-License-Identifier: Apache-2.0
"""The facts a payment date asks for, computed from scratch from the rights and the day; the contract keeps running sums of them."""

from __future__ import annotations

from collections.abc import Iterable

from regalia.domain.rights.concentration import largest
from regalia.domain.rights.counting import share_up
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.labels import LARGEST, LIMITS_BROKEN, POOL_VALUE, RIGHTS_LABELS, UNLICENSED, require_label
from regalia.domain.rights.look import Look
from regalia.domain.rights.pool_terms import Limit
from regalia.domain.rights.words import PPM, Condition


def facts_of(holdings: Holdings, labels: Iterable[str], today: int) -> tuple[int, ...]:
    """In the order of the labels; the pool's value in the token's smallest unit, the others in ppm. Unknown labels are refused."""
    look = Look(holdings, today)
    return tuple(fact(look, label) for label in labels)


def fact(look: Look, label: str) -> int:
    require_label(label)
    if label == LIMITS_BROKEN:
        return PPM * len(limits_broken(look))
    if label == POOL_VALUE:
        return look.base
    if label in LARGEST:
        return share_up(largest(look, label)[1], look.base)
    if label == UNLICENSED:
        return share_up(sum(count.unlicensed for count in look.counts) + look.holdings.lost, look.value)
    condition = RIGHTS_LABELS[label]
    part = sum(count.value for count in look.counts if condition in count.conditions)
    return share_up(part + (look.holdings.lost if condition is Condition.UNTITLED else 0), look.value)


def limits_broken(look: Look) -> tuple[Limit, ...]:
    """Limits whose quantity is above its most, in the order of the terms."""
    return tuple(limit for limit in look.holdings.terms.limits if fact(look, limit.label) > limit.most)
