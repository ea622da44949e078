# SPDX-License-Identifier: Apache-2.0
"""What people declare to a supervisor and no chain knows: who files, who takes part, which debtors are one group, bars, custody.

Nothing of it is checked but its form. Files of the pack say whose word it is, with the hash of the document behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator

from regalia.domain.terms import Terms
from regalia.domain.terms.problems import Problem
from regalia.domain.terms.scalars import Day, Id, Part, Positive, Text
from regalia.feeds.errors import FeedError, read_file
from regalia.feeds.yaml_file import YamlFile

BARS = 6


def _matching(pattern: str, rule: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or re.fullmatch(pattern, value.strip()) is None:
            raise ValueError(rule)
        return value.strip().lower()

    return read


Sha256 = Annotated[str, PlainValidator(_matching("(0x)?[0-9a-fA-F]{64}", "must be a SHA-256: 64 hexadecimal digits"))]
Debtor = Annotated[str, PlainValidator(_matching("0x[0-9a-fA-F]{40}", "must be an address: 0x and 40 digits"))]


class Filer(Part):
    """The party that controls the asset and would file."""

    name: Text
    country: Text
    controlled_by: Text | None = None


class Participant(Part):
    """Somebody who takes part; ``party`` is the id in the deal file where he has one."""

    name: Text
    role: Text
    party: Id | None = None
    performance: Text | None = None


class Group(Part):
    """Debtors that one controls: payers and licensees, by address."""

    id: Id
    name: Text
    members: Annotated[tuple[Debtor, ...], Field(min_length=1)]


class DeclaredBar(Part):
    """One of the six bars; ``document`` is the hash of what was declared or opined ``by`` somebody on that ``day``."""

    bar: Positive
    found: Literal["clear", "barred"]
    by: Text
    document: Sha256
    day: Day
    words: Text | None = None


class Custody(Part):
    """Who keeps what is not on the chain."""

    custodian: Text
    what: Text
    report: Sha256 | None = None
    day: Day | None = None


class Declarations(Part):
    """The whole file. ``notice`` says, of an example, that it is invented."""

    format: Literal["regalia-declarations-1"]
    deal: Id
    notice: Text
    filer: Filer | None = None
    participants: tuple[Participant, ...] = ()
    groups: tuple[Group, ...] = ()
    bars: tuple[DeclaredBar, ...] = ()
    custody: tuple[Custody, ...] = ()


@dataclass(frozen=True)
class Filed:
    """Declarations with the name and the hash of the file they stand in."""

    said: Declarations
    name: str
    sha256: str

    def bar(self, number: int) -> DeclaredBar | None:
        return next((bar for bar in self.said.bars if bar.bar == number), None)


def load_declarations(path: Path, terms: Terms, today: date) -> Filed:
    """Of this deal, as of a day. Raises ``FeedError``, with every problem of the file by field, value and rule."""
    content = read_file(path)
    file = YamlFile(path, Declarations)
    file.refuse(list(_problems(file.content, terms, today)))
    if read_file(path) != content:  # what was read is what is hashed
        raise FeedError([Problem("", "", "changed while it was read")], str(path))
    return Filed(file.content, path.name, sha256(content).hexdigest())


def _problems(said: Declarations, terms: Terms, today: date) -> Iterator[Problem]:
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
