# SPDX-License-Identifier: Apache-2.0
"""Ballots, and units shown not to vote: what each counts follows from the record date and from what is frozen or halted."""

from __future__ import annotations

from regalia.chain.events import Event
from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.tally import Ballot, Tally
from regalia.ledger.meeting_model import BallotTold, ResolutionState
from regalia.ledger.place import Place
from regalia.ledger.resolution_standing import GROUP, in_state, resolution_of, tally_of, voter_of
from regalia.ledger.run import Run, at

Counted = dict[tuple[str, int], int]
"""Units by the name of the event that tells them, and by tranche."""


def vote_cast(run: Run, event: Event) -> None:
    """Once, in every class held. What it counts was told right before it."""
    args, where, tally = event.args, at(event), run.tally
    resolution = resolution_of(run, event, "proposalId")
    if resolution is None or not in_state(run, event, resolution, (ResolutionState.ACTIVE,)):
        return
    found = tally_of(run, resolution, event.timestamp)
    known = args["support"] in tuple(Ballot)
    if found is None or not tally.holds(known, GROUP, where, "ballot", "0, 1 or 2", args["support"]):
        return
    ballot, voter = Ballot(args["support"]), voter_of(run, resolution, args["voter"], event.timestamp)
    before = _excused(found, voter.wallet)
    try:
        votes = found.vote(voter, ballot)
    except MeetingRefusedError as error:
        tally.holds(False, GROUP, where, "ballot", "one that counts", error.message)
        return
    tally.same(GROUP, where, f"units of {voter.wallet}", sum(votes), args["weight"])
    expected = {("VotesCounted", t): units for t, units in enumerate(votes) if units}
    _compare(run, event, expected | _changed(before, _excused(found, voter.wallet)), run.told)
    supports = {part.args["support"] for part in run.told if part.name == "VotesCounted"}
    tally.same(GROUP, where, "ballot in every class", [args["support"]], sorted(supports))
    told = BallotTold(voter.wallet, ballot, votes, args["reason"], Place.of(event))
    resolution.ballots.append(told)


def excused(run: Run, event: Event) -> None:
    """Of one holder who has not voted, while votes are cast; told class by class, this being the last."""
    resolution, where = resolution_of(run, event, "resolution"), at(event)
    if resolution is None or not in_state(run, event, resolution, (ResolutionState.ACTIVE,)):
        return
    found = tally_of(run, resolution, event.timestamp)
    assert found is not None  # it is active
    voter = voter_of(run, resolution, event.args["holder"], event.timestamp)
    before = _excused(found, voter.wallet)
    try:
        found.excuse(voter)
    except MeetingRefusedError as error:
        run.tally.holds(False, GROUP, where, "excused", "units that can't vote", error.message)
        return
    _compare(run, event, _changed(before, _excused(found, voter.wallet)), (*run.told, event))


def _excused(found: Tally, wallet: str) -> tuple[int, ...]:
    return found.excused.get(wallet, (0,) * len(found.counts))


def _changed(before: tuple[int, ...], after: tuple[int, ...]) -> Counted:
    return {("Excused", t): new for t, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}


def _compare(run: Run, event: Event, expected: Counted, told: tuple[Event, ...]) -> None:
    found: Counted = {(part.name, part.args["tranche"]): part.args["units"] for part in told}
    run.tally.same(GROUP, at(event), "told in the same breath", len(found), len(told))
    for key in sorted({*expected, *found}):
        name, tranche = key
        run.tally.same(GROUP, at(event), f"{name}, tranche {tranche}", expected.get(key), found.get(key))
