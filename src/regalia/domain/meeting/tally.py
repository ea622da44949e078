# SPDX-License-Identifier: Apache-2.0
"""Counting a vote, class by class, in whole units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from regalia.domain.meeting.refusal import MeetingRefusedError
from regalia.domain.meeting.rules import HUNDREDTHS, MeetingProgram, VoteRule
from regalia.domain.meeting.voters import Voter


class Ballot(IntEnum):
    """Numbered as OpenZeppelin's Governor has them."""

    AGAINST = 0
    FOR = 1
    ABSTAIN = 2


@dataclass
class ClassCount:
    """``supply``: units in hands at the record date, but for the originator's. ``excused``: those of them known not to vote."""

    supply: int
    excused: int = 0
    cast: list[int] = field(default_factory=lambda: [0] * len(Ballot))

    @property
    def could_vote(self) -> int:
        return self.supply - self.excused

    def passes(self, rule: VoteRule) -> bool:
        """Enough voted, and enough of those who were not indifferent voted for it."""
        yes, decided = self.cast[Ballot.FOR], self.cast[Ballot.FOR] + self.cast[Ballot.AGAINST]
        quorate = sum(self.cast) * HUNDREDTHS >= rule.quorum * self.could_vote
        return quorate and yes > 0 and yes * HUNDREDTHS >= rule.majority * decided


class Tally:
    """One vote of one meeting. ``supplies``: units of each tranche in hands at the record date, but for the originator's. ``repaid``:
    tranches that nothing could be due to any more when it was convened, which have no say.
    """

    def __init__(self, rules: MeetingProgram, supplies: Sequence[int], repaid: Collection[int] = ()) -> None:
        self.rules = rules
        self.counts = [ClassCount(supply) for supply in supplies]
        self.voted: set[str] = set()
        self.excused: dict[str, tuple[int, ...]] = {}
        self.repaid = frozenset(repaid)

    @property
    def classes(self) -> tuple[int, ...]:
        """The tranches that vote."""
        return tuple(t for t, rule in enumerate(self.rules.classes) if rule.votes and t not in self.repaid)

    def vote(self, voter: Voter, ballot: Ballot) -> tuple[int, ...]:
        """One ballot in every class held; his other units are excused with it. Units that vote in each tranche.

        MeetingRefusedError when there are none, or it was cast already.
        """
        self._require_open(voter)
        votes = tuple(voter.free(t) if t in self.classes else 0 for t in range(len(self.counts)))
        if not any(votes):
            rule = "no unit that votes: held at the record date in a class with a vote, and neither frozen nor halted"
            raise MeetingRefusedError(f"{voter.wallet} has {rule}", "Vote from the wallet that held them.")
        self._set_excused(voter)
        self.voted.add(voter.wallet)
        for count, units in zip(self.counts, votes, strict=True):
            count.cast[ballot] += units
        return votes

    def excuse(self, voter: Voter) -> tuple[int, ...]:
        """Show units of somebody who has not voted and can't, so that the quorum doesn't wait for them; how many in each tranche.

        Shown again after a release they count again. MeetingRefusedError when nothing changes by it.
        """
        self._require_open(voter)
        before = self.excused.get(voter.wallet, (0,) * len(self.counts))
        if self._set_excused(voter) == before:
            hint = "Show frozen units of a class with a vote, or a wallet that is frozen or halted."
            raise MeetingRefusedError(f"{voter.wallet} has nothing to excuse", hint)
        return self.excused[voter.wallet]

    @property
    def passed(self) -> bool:
        """In each class with a vote in which anybody could vote, and there is one."""
        voting = [(self.counts[t], self.rules.classes[t]) for t in self.classes if self.counts[t].could_vote]
        return bool(voting) and all(count.passes(rule) for count, rule in voting)

    def _require_open(self, voter: Voter) -> None:
        if voter.is_originator:
            rule = "is the originator's, who has no vote and doesn't count"
            raise MeetingRefusedError(f"{voter.wallet} {rule}", "Every kind of resolution concerns it.")
        if voter.wallet in self.voted:
            raise MeetingRefusedError(f"{voter.wallet} has voted", "A ballot can't be changed.")

    def _set_excused(self, voter: Voter) -> tuple[int, ...]:
        """Those that are held back now take the place of those that were."""
        before = self.excused.get(voter.wallet, (0,) * len(self.counts))
        classes = self.classes
        found = tuple(voter.units[t] - voter.free(t) if t in classes else 0 for t in range(len(self.counts)))
        for count, old, new in zip(self.counts, before, found, strict=True):
            count.excused += new - old
        self.excused[voter.wallet] = found
        return found
