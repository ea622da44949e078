# SPDX-License-Identifier: Apache-2.0
"""What steps of several kinds may have: support, and a guard."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.steps import Step
from regalia.explain.writer import Writer


def source(writer: Writer, name: str) -> str:
    """Where support comes from: ``from the Reserve``."""
    if writer.is_account(name):
        return writer.say("source.account", account=writer.account(name).name)
    facility = writer.facility(name)
    return writer.say(f"source.{facility.kind}", facility=facility.name, provider=writer.party(facility.provider))


def guard(writer: Writer, step: Step) -> Iterator[str]:
    """When the step applies; nothing for one that always does."""
    if active := step.guard.while_active:
        key = "guard.active.one" if len(active) == 1 else "guard.active.many"
        yield writer.say(key, events=writer.language.all_of([writer.event(flag) for flag in active]))
    if inactive := step.guard.while_not_active:
        yield writer.say(
            "guard.not-active", events=writer.language.all_of([writer.event(f) for f in inactive], "list.or")
        )
