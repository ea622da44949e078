# SPDX-License-Identifier: Apache-2.0
"""Meetings: opened with the deal, convened by holders, called off, halted by the supervisor."""

from __future__ import annotations

from collections.abc import Callable

from regalia.chain.events import Event
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.resolutions import MetDeal, ReplacePayee, Resolution
from regalia.domain.meeting.rules import MeetingProgram
from regalia.domain.meeting.tally import Tally
from regalia.domain.meeting.voters import Voter, may_convene
from regalia.ledger.acts import checked_order
from regalia.ledger.halt_events import LONGEST
from regalia.ledger.meeting_model import ResolutionState, ResolutionTold
from regalia.ledger.place import Place
from regalia.ledger.resolution_words import NotAnActError, number_of, read_act
from regalia.ledger.run import Run, at
from regalia.ledger.standing import is_repaid

GROUP = "meeting"
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
    found = ResolutionTold(args["resolution"], act, said["description"], args["convener"], Place.of(event), *times)
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


def resolution_of(run: Run, event: Event, argument: str) -> ResolutionTold | None:
    """The one an event is about; None, and a difference, when it was never convened."""
    found = run.meeting.resolutions.get(event.args[argument])
    run.tally.holds(found is not None, GROUP, at(event), "resolution", "one that was convened", event.args[argument])
    return found


def in_state(run: Run, event: Event, resolution: ResolutionTold, allowed: tuple[ResolutionState, ...]) -> bool:
    """Count one comparison: the resolution is in one of these states."""
    tally_of(run, resolution, event.timestamp)
    state = run.meeting.state(resolution, event.timestamp)
    names = " or ".join(one.name.lower() for one in allowed)
    return run.tally.holds(state in allowed, GROUP, at(event), "resolution", names, state.name.lower())


def tally_of(run: Run, resolution: ResolutionTold, now: int) -> Tally | None:
    """Who could vote is certain once the record date is over; a class that is repaid by now has no say."""
    rules, book = run.meeting.rules, run.meeting
    if resolution.tally is None and rules is not None and now > resolution.record_date:
        supplies = [book.dates.supply_at(t, resolution.record_date, run.is_originators) for t in run.ledger.books]
        resolution.tally = Tally(rules, supplies)
    if resolution.tally is not None:
        resolution.tally.repaid = {tranche for tranche in range(len(run.ledger.books)) if is_repaid(run, tranche)}
    return resolution.tally


def voter_of(run: Run, resolution: ResolutionTold, wallet: str, now: int) -> Voter:
    """With units of the record date, and what holds them back now: all of a class whose wallet is frozen."""
    books, dates = run.ledger.books, run.meeting.dates
    units = {tranche: dates.units_at(tranche, wallet, resolution.record_date) for tranche in books}
    frozen = (
        units[tranche] if wallet in book.wallets else book.frozen.get(wallet, 0) for tranche, book in books.items()
    )
    barred = run.ledger.halts.holder_until(wallet, now) > 0
    return Voter(wallet, tuple(units.values()), tuple(frozen), barred, run.is_originators(wallet))


def carried_out(run: Run, event: Event, act: Resolution) -> MetDeal | None:
    """The deal as the act leaves it; None, and a difference, when it refuses it. Nothing is changed yet."""
    rules, record = run.meeting.rules, run.ledger.record
    if rules is None or not run.live(GROUP, event, at(event), halts=False):
        return None
    payees = tuple(payee or "" for payee in run.payees)
    own = isinstance(act, ReplacePayee) and act.successor == record.deal.address
    if not run.tally.holds(not own, GROUP, at(event), "successor", "not the deal itself", record.deal.address):
        return None
    before = MetDeal(rules, run.ledger.program, payees, run.ledger.deal.state)
    return _taken(run, event, lambda: act.carried_out(before))


def _taken(run: Run, event: Event, act: Callable[[], MetDeal]) -> MetDeal | None:
    try:
        after = act()
    except MeetingRefusedError as error:
        run.tally.holds(False, GROUP, at(event), "act", "one that can be carried out", error.message)
        return None
    run.tally.holds(True, GROUP, at(event), "act", "one that can be carried out", "")
    return after


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
    units = [dates.units_at(tranche, event.args["convener"], before) for tranche in tranches]
    supplies = [dates.supply_at(tranche, before, lambda wallet: False) for tranche in tranches]
    enough = may_convene(rules, units, supplies)
    what = f"units of {event.args['convener']}, by class"
    run.tally.holds(
        enough, GROUP, at(event), what, f"{rules.convene} hundredths of a per cent of one with a vote", units
    )
