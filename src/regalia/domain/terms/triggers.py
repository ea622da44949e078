# SPDX-License-Identifier: Apache-2.0
"""Triggers: a measured quantity, a memory and an effect."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regalia.domain.terms.measures import Measure
from regalia.domain.terms.scalars import Id, Part, Positive


class Now(Part):
    kind: Literal["now"]


class InARow(Part):
    kind: Literal["in-a-row"]
    periods: Positive


class OfLast(Part):
    """In ``periods`` of the last ``of``."""

    kind: Literal["of-last"]
    periods: Positive
    of: Positive


Memory = Annotated[Now | InARow | OfLast, Field(discriminator="kind")]


class RaiseFlag(Part):
    """Guards of steps read the flag. Several triggers may raise one flag."""

    kind: Literal["flag"]
    flag: Id


class EventOfDefault(Part):
    """The acceleration list replaces the normal one."""

    kind: Literal["event-of-default"]


Effect = Annotated[RaiseFlag | EventOfDefault, Field(discriminator="kind")]


class Trigger(Part):
    """``measured`` before the steps steers this payment date, after them the next. ``latched`` is never cured."""

    id: Id
    measure: Measure
    memory: Memory = Now(kind="now")
    cure: Literal["curable", "latched"]
    measured: Literal["before", "after"]
    effect: Effect
