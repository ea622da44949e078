# SPDX-License-Identifier: Apache-2.0
"""What people declare to a supervisor and no chain knows: who files, who takes part, which debtors are one group, bars, custody.

Nothing of it is checked but its form. Files of the pack say whose word it is, with the hash of the document behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator

from regalia.domain.terms.scalars import Day, Id, Part, Positive, Text

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
