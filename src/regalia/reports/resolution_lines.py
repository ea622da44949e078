# SPDX-License-Identifier: Apache-2.0
"""Where each resolution of a deal's holders stands at the last event, and how each class voted."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.compile import compile_terms
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.tally import Ballot
from regalia.ledger.meeting_book import MeetingBook
from regalia.ledger.meeting_model import ResolutionState, ResolutionTold
from regalia.ledger.model import DealLedger
from regalia.reports.sheet import last_place

_WORDS = {
    ResolutionState.PENDING: "convened",
    ResolutionState.ACTIVE: "being voted on",
    ResolutionState.CANCELLED: "withdrawn",
    ResolutionState.DEFEATED: "defeated",
    ResolutionState.QUEUED: "passed",
    ResolutionState.EXPIRED: "passed, not carried out in time",
    ResolutionState.EXECUTED: "carried out",
}


@dataclass(frozen=True)
class ClassVote:
    """Units of a class that has a vote; ``could_vote`` are those in hands at the record date, less the originator's and the excused."""

    tranche: str
    in_favour: int
    against: int
    abstained: int
    could_vote: int


@dataclass(frozen=True)
class ResolutionLine:
    """``votes`` are empty until the record date is over and somebody asked."""

    told: ResolutionTold
    stands: str
    votes: tuple[ClassVote, ...]


def resolution_lines(ledger: DealLedger) -> tuple[ResolutionLine, ...]:
    """In the order in which they were convened."""
    place = last_place(ledger)
    book = MeetingBook(compile_meeting(ledger.terms, compile_terms(ledger.terms)))
    now = place.timestamp if place else 0
    return tuple(
        ResolutionLine(told, _WORDS[book.state(told, now)], _votes(ledger, told)) for told in ledger.resolutions
    )


def _votes(ledger: DealLedger, told: ResolutionTold) -> tuple[ClassVote, ...]:
    if told.tally is None:
        return ()
    found = []
    for t in told.tally.classes:
        count = told.tally.counts[t]
        yes, no, neither = (count.cast[ballot] for ballot in (Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN))
        found.append(ClassVote(ledger.terms.tranches[t].id, yes, no, neither, count.could_vote))
    return tuple(found)
