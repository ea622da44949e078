# SPDX-License-Identifier: Apache-2.0
"""Halts by the supervisor: each with how it goes on, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.powers_model import Halt, Scope
from regalia.views.order_line import At, OrderLine, at_place, name_of, order_line, order_told
from regalia.views.seen import DealNow

IN_FORCE, OVER, LIFTED, REPLACED = "in-force", "over", "lifted", "replaced"
RESOLUTION = "resolution"


@dataclass(frozen=True)
class HaltLine:
    """``scope`` is deal, tranche, holder or resolution; ``subject`` a tranche's id, an address or a number, empty for the deal. ``until``
    is its last second as ordered, ``seconds_left`` 0 unless it is in force. ``lifted_by``: the order that ended it early.
    """

    id: str
    deal: str
    scope: str
    subject: str
    subject_name: str
    state: str
    reason: str
    order: OrderLine
    since: At
    until: int
    seconds_left: int
    lifted: At | None = None
    lifted_by: OrderLine | None = None


def halts_of(now: DealNow) -> tuple[HaltLine, ...]:
    """Those in force first, then the newest."""
    found = [*_of_the_supervisor(now), *_of_resolutions(now)]
    return tuple(sorted(found, key=lambda line: (line.state != IN_FORCE, -line.since.block, line.id)))


def _of_the_supervisor(now: DealNow) -> Iterable[HaltLine]:
    last: dict[tuple[Scope, str], HaltLine] = {}
    for halt in now.ledger.halted:
        key = halt.scope, halt.subject
        before = last.pop(key, None)
        if halt.until is not None:
            if before is not None:
                yield _replaced(before, halt.place.timestamp)
            last[key] = _begun(now, halt, halt.until)
        elif before is not None:
            yield replace(before, state=LIFTED, lifted=at_place(halt.place), lifted_by=order_line(now, halt.order))
    yield from (_as_it_is(now, line) for line in last.values())


def _of_resolutions(now: DealNow) -> Iterable[HaltLine]:
    last: dict[str, HaltLine] = {}
    for event in now.moment.events("ResolutionHalted", "ResolutionResumed"):
        number = event.args["resolution"]
        before = last.pop(number, None)
        if event.name == "ResolutionHalted":
            if before is not None:
                yield _replaced(before, event.place.timestamp)
            last[number] = _of_resolution(now, event)
        elif before is not None:
            yield replace(before, state=LIFTED, lifted=at_place(event.place), lifted_by=order_told(now, event.args))
    yield from (_as_it_is(now, line) for line in last.values())


def _begun(now: DealNow, halt: Halt, until: int) -> HaltLine:
    return HaltLine(
        id=f"{now.terms.id}-{halt.place.block_number}-{halt.place.log_index}",
        deal=now.terms.id,
        scope=halt.scope.value,
        subject=halt.subject,
        subject_name=_subject(now, halt),
        state=IN_FORCE,
        reason=halt.reason,
        order=order_line(now, halt.order),
        since=at_place(halt.place),
        until=until,
        seconds_left=0,
    )


def _of_resolution(now: DealNow, event: IndexedEvent) -> HaltLine:
    return HaltLine(
        id=f"{now.terms.id}-{event.place.block_number}-{event.place.log_index}",
        deal=now.terms.id,
        scope=RESOLUTION,
        subject=event.args["resolution"],
        subject_name="",
        state=IN_FORCE,
        reason=event.args["reason"],
        order=order_told(now, event.args),
        since=at_place(event.place),
        until=int(event.args["until"]),
        seconds_left=0,
    )


def _replaced(before: HaltLine, second: int) -> HaltLine:
    """By a later order on the same subject; it may have been over by then."""
    return replace(before, state=REPLACED if second <= before.until else OVER)


def _as_it_is(now: DealNow, line: HaltLine) -> HaltLine:
    """It ends by itself after its last second."""
    if now.second > line.until:
        return replace(line, state=OVER)
    return replace(line, seconds_left=line.until - now.second + 1)


def _subject(now: DealNow, halt: Halt) -> str:
    match halt.scope:
        case Scope.TRANCHE:
            return now.names.tranche(halt.subject)
        case Scope.HOLDER:
            return name_of(now, halt.subject)
        case Scope.DEAL:
            return now.terms.name
