# SPDX-License-Identifier: Apache-2.0
"""What the meeting answers of a deal's resolutions."""

from __future__ import annotations

from regalia.domain.meeting.tally import Ballot
from regalia.ledger.meeting_model import ResolutionTold
from regalia.ledger.replay import Replay
from regalia.ledger.resolution_standing import tally_of
from regalia.ledger.view_reader import ViewReader

_NAME = "NoteholderMeeting"


def compare_meeting(reader: ViewReader, replayed: Replay) -> None:
    """Its terms, and where each resolution stands. Raises ``ChainUnreachableError``."""
    record, rules = replayed.ledger.record, replayed.run.meeting.rules
    meeting = record.noteholder_meeting.address
    reader.same("of the deal", rules.pack() if rules else b"", _NAME, meeting, "termsOf", record.deal.address)
    for resolution in replayed.ledger.resolutions:
        _resolution(reader, replayed, resolution)


def _resolution(reader: ViewReader, replayed: Replay, resolution: ResolutionTold) -> None:
    record, run, now = replayed.ledger.record, replayed.run, reader.block["timestamp"]
    meeting, number, name = record.noteholder_meeting.address, resolution.number, resolution.name
    tally = tally_of(run, resolution, now)
    about = {f"deal of {name}": record.deal.address, f"halt of {name}, until": resolution.halted_until}
    reader.fields(about, _NAME, meeting, "resolutionAt", number)
    reader.same(name, run.meeting.state(resolution, now).value, _NAME, meeting, "state", number)
    reader.same(f"record date of {name}", resolution.record_date, _NAME, meeting, "proposalSnapshot", number)
    reader.same(f"end of the vote of {name}", resolution.vote_end, _NAME, meeting, "proposalDeadline", number)
    reader.same(f"{name}, from", run.meeting.ready_at(resolution), _NAME, meeting, "proposalEta", number)
    for ballot in resolution.ballots:
        reader.same(f"{ballot.voter} on {name}", True, _NAME, meeting, "hasVoted", number, ballot.voter)
    if tally is None:
        return
    for tranche in tally.classes:
        count, label = tally.counts[tranche], f"{replayed.ledger.terms.tranches[tranche].id}, {name}"
        units = {
            f"against, {label}": count.cast[Ballot.AGAINST],
            f"for, {label}": count.cast[Ballot.FOR],
            f"abstaining, {label}": count.cast[Ballot.ABSTAIN],
            f"could vote, {label}": count.could_vote,
        }
        reader.fields(units, _NAME, meeting, "tallyOf", number, tranche)
