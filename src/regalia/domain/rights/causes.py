# SPDX-License-Identifier: Apache-2.0
"""Why a fact is what it is: the rights that make it up, each with the last thing that brought it about."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.rights.cause import Cause, of_licence, of_licence_end, of_unlicensed, of_valuation
from regalia.domain.rights.concentration import largest, parts_of
from regalia.domain.rights.condition_causes import cause_of
from regalia.domain.rights.counting import Count
from regalia.domain.rights.facts import limits_broken
from regalia.domain.rights.holdings import Held, Holdings, Lost
from regalia.domain.rights.labels import (
    LARGEST,
    LARGEST_GROUP,
    LARGEST_JURISDICTION,
    LARGEST_RIGHT,
    LIMITS_BROKEN,
    POOL_VALUE,
    RIGHTS_LABELS,
    UNLICENSED,
    require_label,
)
from regalia.domain.rights.licences import licence_at
from regalia.domain.rights.look import Look
from regalia.domain.rights.words import Condition


def causes(holdings: Holdings, label: str, today: int) -> tuple[Cause, ...]:
    """In the order of the rights, those that were let go of last; for ``limits-broken`` those of each limit that is. Empty where nothing
    is the matter.
    """
    require_label(label)
    look = Look(holdings, today)
    if label == LIMITS_BROKEN:
        return tuple(cause for limit in limits_broken(look) for cause in causes(holdings, limit.label, today))
    if label in LARGEST:
        key = largest(look, label)[0]
        return tuple(x for held, count in look.counted for x in _of_largest(held, count, look, label, key))
    found = [x for held, count in look.counted for x in _of_right(held, count, look, label)]
    return (*found, *(x for lost in holdings.gone for x in _of_lost(lost, look, label)))


def _of_right(held: Held, count: Count, look: Look, label: str) -> Iterator[Cause]:
    if label == UNLICENSED:
        if count.unlicensed:
            yield of_unlicensed(held.right, look.today)
        return
    if label == POOL_VALUE:
        haircuts = {condition: look.holdings.terms.haircut(condition) for condition in sorted(count.conditions)}
        deciding = [c for c, haircut in haircuts.items() if haircut and haircut == max(haircuts.values())]
    else:
        deciding = [condition for condition in count.conditions if condition is RIGHTS_LABELS[label]]
    for condition in deciding:
        yield cause_of(held, look.holdings.token, condition, look.today)


def _of_lost(lost: Lost, look: Look, label: str) -> Iterator[Cause]:
    """The end of its licence: all of its value is untitled and unlicensed, and none of it in the pool's."""
    untitled = RIGHTS_LABELS.get(label) is Condition.UNTITLED
    if untitled or (lost.value and label == POOL_VALUE):
        yield cause_of(lost.held, look.holdings.token, Condition.UNTITLED, look.today)
    elif lost.value and label == UNLICENSED:
        right = lost.held.right
        yield of_licence_end(right, licence_at(right, lost.held.pledge.licence))


def _of_largest(held: Held, count: Count, look: Look, label: str, key: str) -> Iterator[Cause]:
    """What a right and its licences add to the largest sum: its valuation, or the licences in force."""
    if key not in {part for part, _ in parts_of(held, count.base, label, look.today)}:
        return
    if label in (LARGEST_RIGHT, LARGEST_JURISDICTION):
        yield of_valuation(held.right, look.holdings.token)
        return
    for licence in held.right.licences:
        party = licence.words.group if label == LARGEST_GROUP else licence.words.licensee
        if party == key and licence.words.share and licence.in_force(look.today):
            yield of_licence(held.right, licence)
