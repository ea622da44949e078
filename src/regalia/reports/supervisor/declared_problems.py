# SPDX-License-Identifier: Apache-2.0
"""What is wrong with declarations though their form is right: held against the deal file, the block's day, and themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from regalia.domain.terms import Terms
from regalia.domain.terms.problems import Problem
from regalia.reports.supervisor.declared import BARS, Declarations


def problems_of(said: Declarations, terms: Terms, today: date) -> Iterator[Problem]:
    if said.deal != terms.id:
        yield Problem("deal", said.deal, f"must be the deal of the record: {terms.id}")
    bars = Counter(bar.bar for bar in said.bars)
    for number, bar in enumerate(said.bars):
        if not bar.bar <= BARS:
            yield Problem(f"bars[{number}].bar", f"{bar.bar}", f"must be from 1 to {BARS}")
        elif bars[bar.bar] > 1:
            yield Problem(f"bars[{number}].bar", f"{bar.bar}", "is declared more than once")
        if bar.day > today:
            yield Problem(f"bars[{number}].day", bar.day.isoformat(), f"is after {today.isoformat()}, the block's day")
    for number, kept in enumerate(said.custody):
        if kept.day is not None and kept.day > today:
            yield Problem(
                f"custody[{number}].day", kept.day.isoformat(), f"is after {today.isoformat()}, the block's day"
            )
    known = {party.id for party in terms.parties}
    for number, one in enumerate(said.participants):
        if one.party is not None and one.party not in known:
            yield Problem(f"participants[{number}].party", one.party, f"is no party of {terms.id}")
    yield from _groups(said)


def _groups(said: Declarations) -> Iterator[Problem]:
    ids = Counter(group.id for group in said.groups)
    members = Counter(member for group in said.groups for member in group.members)
    for number, group in enumerate(said.groups):
        if ids[group.id] > 1:
            yield Problem(f"groups[{number}].id", group.id, "is the id of more than one group")
        for place, member in enumerate(group.members):
            if members[member] > 1:
                yield Problem(f"groups[{number}].members[{place}]", member, "is named more than once")
