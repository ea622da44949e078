# SPDX-License-Identifier: Apache-2.0
"""Triggers as defined terms: each event, and what makes it continue."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.triggers import Trigger
from regalia.explain.document import Item, Section
from regalia.explain.measures import condition
from regalia.explain.writer import Writer


def events(writer: Writer) -> Section:
    """An item a flag, in the order in which triggers first raise them; the event of default comes last."""
    raised: dict[str, list[Trigger]] = {}
    defaults: list[Trigger] = []
    for trigger in writer.terms.triggers:
        if trigger.effect.kind == "flag":
            raised.setdefault(trigger.effect.flag, []).append(trigger)
        else:
            defaults.append(trigger)
    items = [_flag(writer, flag, triggers) for flag, triggers in raised.items()]
    unpaid = [
        writer.say("default.unpaid-interest", tranche=tranche.name)
        for tranche in writer.terms.tranches
        if tranche.coupon and tranche.coupon.shortfall == "default"
    ]
    if defaults or unpaid:
        items.append(_default(writer, defaults, unpaid))
    return Section("events", writer.say("title.events"), tuple(items))


def _flag(writer: Writer, flag: str, triggers: list[Trigger]) -> Item:
    event = writer.event(flag)
    key = "event.continues.one" if len(triggers) == 1 else "event.continues.many"
    return Item((writer.say(key, event=event),), id=flag, heading=event, details=_lines(writer, triggers))


def _default(writer: Writer, triggers: list[Trigger], unpaid: list[str]) -> Item:
    follows = writer.say("default.accelerates")
    heading = writer.say("event-of-default")
    return Item(
        (follows, writer.say("default")),
        id="event-of-default",
        heading=heading,
        details=(*unpaid, *_lines(writer, triggers)),
    )


def _lines(writer: Writer, triggers: list[Trigger]) -> tuple[str, ...]:
    return tuple(
        writer.say("named", name=trigger.id, text=writer.language.sentences(list(_sentences(writer, trigger))))
        for trigger in triggers
    )


def _sentences(writer: Writer, trigger: Trigger) -> Iterator[str]:
    memory, said = trigger.memory, condition(writer, trigger.measure)
    match memory.kind:
        case "now":
            yield writer.say("memory.now", condition=said)
        case "in-a-row":
            yield writer.language.count("memory.in-a-row", memory.periods, condition=said)
        case "of-last":
            yield writer.say("memory.of-last", condition=said, periods=str(memory.periods), of=str(memory.of))
    yield writer.say(f"cure.{trigger.cure}")
    yield writer.say(f"measured.{trigger.measured}")
