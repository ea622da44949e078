# SPDX-License-Identifier: Apache-2.0
"""The meeting of holders: when it votes, how many it takes, and what it may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from regalia.domain.terms.scalars import Id, Level, Part, Positive, Rate

AmendableName = Literal[
    "threshold", "amount", "rate", "carry_rate", "share", "share_of_original", "share_of_pool_value"
]
"""As the deal file calls the fields of triggers and steps."""


class ClassVote(Part):
    """``quorum``: the share of the units that could vote which must have voted. ``majority``: of those for and against, the share for."""

    quorum: Rate
    majority: Rate


class Amendable(Part):
    """A field of a ``trigger``, of a ``step`` or of a step after an event of default, which a meeting may set anywhere between two values.
    A rate or ratio is written with its sign, an amount or a number without.
    """

    trigger: Id | None = None
    step: Id | None = None
    acceleration_step: Id | None = None
    field: AmendableName
    from_: Level = Field(alias="from")
    to: Level


class MeetingTerms(Part):
    """Holders of ``convened_by`` of a class convene; units count as held at the end of ``notice_days``. What passes is carried out from
    ``delay_days`` after the vote on. ``classes``: by tranche; those not named have no vote. ``replaceable``: payees in whose place another
    may be put.
    """

    notice_days: Positive
    voting_days: Positive
    delay_days: Positive
    convened_by: Rate
    classes: Mapping[str, ClassVote] = Field(min_length=1)
    replaceable: tuple[Id, ...] = ()
    amendable: tuple[Amendable, ...] = ()
