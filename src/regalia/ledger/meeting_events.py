# SPDX-License-Identifier: Apache-2.0
"""Meetings: opened with the deal, convened by holders, called off, halted by the supervisor."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.resolutions import Resolution
from regalia.domain.meeting.rules import MeetingProgram
from regalia.domain.meeting.voters import may_convene
from regalia.ledger.acts import checked_order
from regalia.ledger.halt_events import LONGEST
from regalia.ledger.meeting_model import ResolutionState, ResolutionTold
from regalia.ledger.place import Place
from regalia.ledger.resolution_standing import GROUP, carried_out, in_state, resolution_of
from regalia.ledger.resolution_words import NotAnActError, number_of, read_act
from regalia.ledger.run import Run, at
from regalia.ledger.standing import is_repaid

OPEN = (ResolutionState.PENDING, ResolutionState.ACTIVE, ResolutionState.QUEUED)
"""A resolution that may still be carried out."""


def meeting_opened(run: Run, event: Event) -> None:
    """In the transaction that made the deal, with the terms of the deal file."""
    record = run.ledger.record
    rules = compile_meeting(run.ledger.terms, run.ledger.program)
    run.tally.same(GROUP, at(event), "deal", record.deal.address, event.args["deal"])
    run.tally.same(GROUP, at(event), "transaction of the deal", record.transaction_hash, event.transaction_hash)
    run.tally.same(GROUP, at(event), "terms", rules and rules.pack(), event.args["terms"])


def convened(run: Run, event: Event) -> None:
    """By who holds enough of a class, on one act that could be carried out now."""
    args, where, tally, book = event.args, at(event), run.tally, run.meeting
    rules, created = rules_of(run, event), run.told[0] if run.told else None
    if not tally.holds(created is not None, GROUP, where, "proposal told before it", "one", None):
        return
    assert created is not None
    said = created.args
    tally.same(GROUP, where, "deal", run.ledger.record.deal.address, args["deal"])
    numbers = [args["resolution"], number_of(said["targets"], said["values"], said["calldatas"], said["description"])]
    tally.same(GROUP, where, "number of the proposal", numbers, [said["proposalId"]] * 2)
    tally.same(GROUP, where, "proposer", args["convener"], said["proposer"])
    told = [*said["targets"], *said["values"], *said["signatures"], len(said["calldatas"])]
    tally.same(GROUP, where, "one act of the meeting", [event.address, 0, "", 1], told)
    if rules is not None:
        start = event.timestamp + rules.notice
        tally.same(GROUP, where, "record date", start, said["voteStart"])
        tally.same(GROUP, where, "end of the vote", start + rules.voting, said["voteEnd"])
        _compare_convener(run, event, rules)
    act = _act(run, event, b"".join(said["calldatas"][:1]))
    if act is not None:
        carried_out(run, event, act)
    times = (said["voteStart"], said["voteEnd"])
    repaid = frozenset(tranche for tranche in range(len(run.ledger.books)) if is_repaid(run, tranche))
    found = ResolutionTold(
        args["resolution"], act, said["description"], args["convener"], Place.of(event), *times, repaid
    )
    known = found.number not in book.resolutions
    if tally.holds(known, GROUP, where, "convened before", "never", found.name):
        book.resolutions[found.number] = found
        run.ledger.resolutions.append(found)


def cancelled(run: Run, event: Event) -> None:
    """By its proposer, before the record date is over."""
    resolution = resolution_of(run, event, "proposalId")
    if resolution is not None and in_state(run, event, resolution, (ResolutionState.PENDING,)):
        resolution.cancelled = Place.of(event)


def halted(run: Run, event: Event) -> None:
    """Renewed, never cut short."""
    args, where, tally, now = event.args, at(event), run.tally, event.timestamp
    resolution = resolution_of(run, event, "resolution")
    if resolution is None:
        return
    in_state(run, event, resolution, OPEN)
    earliest, latest, until = max(now, resolution.halted_until), now + LONGEST, args["until"]
    tally.holds(until >= earliest, GROUP, where, "end, not before", earliest, until)
    tally.holds(until <= latest, GROUP, where, "end, not after", latest, until)
    tally.holds(bool(args["reason"]), GROUP, where, "reason", "in words", args["reason"])
    checked_order(run, event, "orderReference")
    resolution.halted_until = until


def resumed(run: Run, event: Event) -> None:
    resolution = resolution_of(run, event, "resolution")
    if resolution is None:
        return
    until = resolution.halted_until
    run.tally.holds(until >= event.timestamp, GROUP, at(event), "halt in force", "one", until)
    checked_order(run, event, "orderReference")
    resolution.halted_until = event.timestamp - 1


def left_alone(run: Run, event: Event) -> None:
    """A part of what is told in one breath, without the event that it belongs to."""
    run.tally.holds(False, GROUP, at(event), "told before", "what it belongs to", None)


def rules_of(run: Run, event: Event) -> MeetingProgram | None:
    rules = run.meeting.rules
    run.tally.holds(rules is not None, GROUP, at(event), "meetings of the deal", "by its deal file", None)
    return rules


def _act(run: Run, event: Event, data: bytes) -> Resolution | None:
    try:
        deal, act = read_act(data)
    except NotAnActError as error:
        run.tally.holds(False, GROUP, at(event), "act", "one of the meeting's", error.message)
        return None
    run.tally.same(GROUP, at(event), "act for the deal", run.ledger.record.deal.address, deal)
    return act


def _compare_convener(run: Run, event: Event, rules: MeetingProgram) -> None:
    """By units of the second before, the originator's too."""
    dates, tranches, before = run.meeting.dates, list(run.ledger.books), event.timestamp - 1
    convener = event.args["convener"]
    units = [
        0 if is_repaid(run, t) else dates.units_at(tranche, convener, before) for t, tranche in enumerate(tranches)
    ]
    supplies = [dates.supply_at(tranche, before, lambda wallet: False) for tranche in tranches]
    enough = may_convene(rules, units, supplies)
    what = f"units of {convener}, by class"
    run.tally.holds(
        enough, GROUP, at(event), what, f"{rules.convene} hundredths of a per cent of one with a vote", units
    )
