# SPDX-License-Identifier: Apache-2.0
"""The meeting of a deal while it is replayed: who could vote, and where each resolution stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from regalia.domain.meeting.rules import EXECUTION_DAYS, MeetingProgram
from regalia.ledger.meeting_model import ResolutionState, ResolutionTold
from regalia.ledger.record_dates import RecordDates

CARRY_OUT_WITHIN = EXECUTION_DAYS * 24 * 3600
"""Seconds in which a passed resolution can be carried out: ``NoteholderMeeting.CARRY_OUT_WITHIN``."""


@dataclass
class MeetingBook:
    """``rules`` are None for a deal without meetings. ``resolutions`` by their number."""

    rules: MeetingProgram | None
    dates: RecordDates = field(default_factory=RecordDates)
    resolutions: dict[int, ResolutionTold] = field(default_factory=dict)

    def ready_at(self, resolution: ResolutionTold) -> int:
        """From when on it can be carried out, in seconds."""
        ready = resolution.vote_end + (self.rules.delay if self.rules else 0)
        return resolution.halted_until + 1 if resolution.halted_until >= ready else ready

    def state(self, resolution: ResolutionTold, now: int) -> ResolutionState:
        """Its tally must be there once the vote has begun."""
        if resolution.executed:
            return ResolutionState.EXECUTED
        if resolution.cancelled:
            return ResolutionState.CANCELLED
        if now <= resolution.record_date:
            return ResolutionState.PENDING
        if now <= resolution.vote_end:
            return ResolutionState.ACTIVE
        if resolution.tally is None or not resolution.tally.passed:
            return ResolutionState.DEFEATED
        late = now > self.ready_at(resolution) + CARRY_OUT_WITHIN
        return ResolutionState.EXPIRED if late else ResolutionState.QUEUED
