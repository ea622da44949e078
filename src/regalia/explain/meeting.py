# SPDX-License-Identifier: Apache-2.0
"""How holders decide together: convening, voting by class, carrying out, and what they may decide."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regalia.domain.meeting.rules import EXECUTION_DAYS
from regalia.domain.terms.amending import place_of, with_level
from regalia.domain.terms.meeting import Amendable, MeetingTerms
from regalia.explain.document import Item, Section
from regalia.explain.measures import threshold
from regalia.explain.writer import Writer, name_of


def meeting(writer: Writer) -> Section:
    """Without items for a deal whose holders don't meet."""
    items = tuple(_items(writer, writer.terms.meeting)) if writer.terms.meeting else ()
    return Section("meeting", writer.say("title.meeting"), items)


def _items(writer: Writer, terms: MeetingTerms) -> Iterator[Item]:
    say = writer.say
    yield Item(tuple(_convening(writer, terms)), heading=say("meeting.convening.title"))
    yield Item(tuple(_voting(writer, terms)), heading=say("meeting.voting.title"), details=_classes(writer, terms))
    yield Item(tuple(_execution(writer, terms)), heading=say("meeting.execution.title"))
    yield Item((say("meeting.matters"),), heading=say("meeting.matters.title"), details=tuple(_matters(writer, terms)))
    if terms.amendable:
        details = tuple(_amendable(writer, amendable) for amendable in terms.amendable)
        said = (say("meeting.amendable.when"), say("meeting.amendable"))
        yield Item(said, heading=say("meeting.amendable.title"), details=details)


def _convening(writer: Writer, terms: MeetingTerms) -> Iterator[str]:
    yield writer.say("meeting.convened", share=writer.language.rate(terms.convened_by))
    yield writer.language.count("meeting.notice", terms.notice_days)


def _voting(writer: Writer, terms: MeetingTerms) -> Iterator[str]:
    yield writer.language.count("meeting.voting", terms.voting_days)
    yield writer.say("meeting.originator")
    yield writer.say("meeting.frozen")
    yield writer.say("meeting.passed")


def _classes(writer: Writer, terms: MeetingTerms) -> tuple[str, ...]:
    rate, votes = writer.language.rate, terms.classes
    return tuple(
        writer.say(
            "meeting.class", tranche=t.name, quorum=rate(votes[t.id].quorum), majority=rate(votes[t.id].majority)
        )
        for t in writer.terms.tranches
        if t.id in votes
    )


def _execution(writer: Writer, terms: MeetingTerms) -> Iterator[str]:
    yield writer.language.count("meeting.delay", terms.delay_days, within=str(EXECUTION_DAYS))
    yield writer.say("meeting.halt")


def _matters(writer: Writer, terms: MeetingTerms) -> Iterator[str]:
    """What a meeting of this very deal can decide."""
    if terms.replaceable:
        names = writer.language.all_of([writer.party(party) for party in terms.replaceable], "list.comma")
        yield writer.say("meeting.replace-payee", names=names)
    yield writer.say("meeting.replace-signers")
    if writer.terms.acceleration:
        yield writer.say("meeting.declare-default")
    if writer.terms.triggers or writer.terms.acceleration:
        yield writer.say("meeting.waive")
    if terms.amendable:
        yield writer.say("meeting.amend")
    if writer.terms.calls:
        yield writer.say("meeting.open-call")


def _amendable(writer: Writer, amendable: Amendable) -> str:
    found = place_of(writer.terms, amendable)
    assert found is not None  # a rule of the terms
    name, i = found
    if name == "triggers":
        what = writer.say("amendable.threshold", trigger=writer.terms.triggers[i].id)
    else:
        step = (writer.terms.steps if name == "steps" else writer.terms.acceleration)[i]
        item = writer.say(f"amendable.item.{name}", item=writer.language.number(i + 1), step=name_of(step))
        what = writer.say(f"amendable.{amendable.field}", item=item)
    low, high = (_level(writer, amendable, level) for level in (amendable.from_, amendable.to))
    return writer.say("amendable", what=what, low=low, high=high)


def _level(writer: Writer, amendable: Amendable, level: int | Decimal) -> str:
    if amendable.trigger is not None:
        triggers = with_level(writer.terms, amendable, level).triggers
        return threshold(writer, next(t.measure for t in triggers if t.id == amendable.trigger))
    return writer.money(level) if isinstance(level, Decimal) else writer.language.rate(level)
