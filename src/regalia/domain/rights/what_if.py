# SPDX-License-Identifier: Apache-2.0
"""What would happen to the facts of a deal if something happened to its rights. On a copy: nothing happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from regalia.domain.rights.acts import LegalEvent, RightAct
from regalia.domain.rights.facts import facts_of
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.labels import LABELS
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.right import Right
from regalia.domain.rights.status import after
from regalia.domain.rights.words import Act


@dataclass(frozen=True)
class Change:
    """A fact without the acts and with them, on the same day."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class WhatIf:
    """``holdings`` are the rights as they would be, for their causes."""

    changes: tuple[Change, ...]
    holdings: Holdings


def what_if(
    pool: RightsPool,
    deal: str,
    acts: Iterable[RightAct],
    today: int,
    on: int = 0,
    labels: Iterable[str] = LABELS,
) -> WhatIf:
    """Take the acts today and look at the facts ``on`` a day, today where none is given. Every label is told, whether it changes or not.
    RightsRefusedError when an act can't happen.
    """
    other = pool.copy()
    for act in acts:
        other.registry.take(act, today)
    before, then = pool.holdings(deal), other.holdings(deal)
    day = on or today
    labels = tuple(labels)
    facts = zip(labels, facts_of(before, labels, day), facts_of(then, labels, day), strict=True)
    return WhatIf(tuple(Change(*each) for each in facts), then)


def next_event(right: Right, act: Act, today: int, date: int = 0) -> LegalEvent:
    """The next event of a right, as if it happened today. Its document is made up."""
    number = len(right.steps) + 1
    document = sha256(b"what if" + right.id + bytes((act,)) + number.to_bytes(4, "big")).digest()
    return LegalEvent(right.id, number, act, today, date, b"", document)


def possible_acts(right: Right) -> tuple[Act, ...]:
    """Legal acts that can happen to it next."""
    return tuple(
        act
        for act in Act
        if after(right.kind, right.status, act, final=right.is_final, disputes=right.disputes) is not None
    )
