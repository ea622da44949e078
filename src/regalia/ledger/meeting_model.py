# SPDX-License-Identifier: Apache-2.0
"""Resolutions of a deal's holders, as their events tell them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from regalia.domain.meeting.resolutions import Resolution
from regalia.domain.meeting.tally import Ballot, Tally
from regalia.ledger.place import Place


class ResolutionState(Enum):
    """As OpenZeppelin's Governor numbers them; a passed one waits as queued, so none is ever succeeded."""

    PENDING = 0
    ACTIVE = 1
    CANCELLED = 2
    DEFEATED = 3
    SUCCEEDED = 4
    QUEUED = 5
    EXPIRED = 6
    EXECUTED = 7


@dataclass(frozen=True)
class BallotTold:
    """One ballot; ``units`` that it counts, a tranche each."""

    voter: str
    ballot: Ballot
    units: tuple[int, ...]
    reason: str
    place: Place


@dataclass
class ResolutionTold:
    """``number`` is the Governor's id; ``act`` what is to be done, None where its bytes say nothing that can be. Times in seconds.

    ``halted_until``: the last second of the last halt, over or not. ``tally`` is there from the record date on, once somebody asked.
    ``repaid``: tranches that had no say as they were repaid.
    """

    number: int
    act: Resolution | None
    description: str
    convener: str
    convened: Place
    record_date: int
    vote_end: int
    repaid: frozenset[int] = frozenset()
    ballots: list[BallotTold] = field(default_factory=list)
    halted_until: int = 0
    cancelled: Place | None = None
    executed: Place | None = None
    tally: Tally | None = None

    @property
    def name(self) -> str:
        """For people: the first digits of its number."""
        return f"resolution {self.number:#066x}"[:21] + "…"
