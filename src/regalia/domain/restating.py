# SPDX-License-Identifier: Apache-2.0
"""Corrections of past periods, and how a payment date takes them in: the twin of ``contracts/oracle/OracleRestatements.sol``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from regalia.errors import RegaliaError

MOST_WAITING = 8
DELTA_LIMIT: int = 2**90
"""Of either amount of a restatement."""
LARGEST_COLLECTIONS: int = 2**96 - 1
_LEAST_LEFT = -(LARGEST_COLLECTIONS // 2)
NEVER = 2**256 - 1
"""When something disputed is final."""


class RestatementRefusedError(RegaliaError, ValueError):
    """A restatement the oracle would refuse."""

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(f"{field} {value}: {rule}", "Nothing was changed.")
        self.field, self.value, self.rule = field, value, rule


@dataclass(frozen=True)
class WaitingRestatement:
    """What of a restatement of ``period`` waits: its change of collections and of what is attested to date.

    ``final_at`` is in seconds, ``NEVER`` while it is disputed; ``was_final_at`` is then what it was.
    """

    period: int
    received: int
    attested: int
    final_at: int
    struck: bool = False
    was_final_at: int = 0


@dataclass(frozen=True)
class Collections:
    """What a payment date works on: collections, never negative, and the change of what is attested to date.

    The restatements from ``first`` to ``last`` are in it (none: both zero); ``left``, never positive, lowers collections of the next date.
    """

    received: int
    claimed: int
    first: int = 0
    last: int = 0
    left: int = 0

    @property
    def count(self) -> int:
        """How many restatements are in it."""
        return self.last - self.first + 1 if self.first else 0

    @classmethod
    def of(cls, received: int, other_income: int) -> Collections:
        """Of a report alone."""
        return cls(received, received + other_income)


@dataclass
class Restatements:
    """The restatements of one deal, by number from 1 on; the first ``taken`` of them are in. The deal's first period is ``first``."""

    all: list[WaitingRestatement] = field(default_factory=list)
    taken: int = 0
    first: int = 1

    @property
    def waiting(self) -> int:
        return len(self.all) - self.taken

    def accept(self, number: int, executed: int, restatement: WaitingRestatement, other_income: int = 0) -> None:
        """Take a restatement on, of a period of the deal up to ``executed``. Raises ``RestatementRefusedError`` as the oracle does."""
        if number != len(self.all) + 1:
            raise RestatementRefusedError("number", number, f"the next restatement is number {len(self.all) + 1}")
        if self.waiting >= MOST_WAITING:
            raise RestatementRefusedError(
                "number", number, f"{MOST_WAITING} restatements wait for a payment date already"
            )
        if not self.first <= restatement.period <= executed:
            rule = f"only periods from {self.first} up to {executed} have been executed"
            raise RestatementRefusedError("period", restatement.period, rule)
        for name, delta in (("received", restatement.received), ("otherIncome", other_income)):
            if abs(delta) >= DELTA_LIMIT:
                raise RestatementRefusedError(name, delta, "a delta is between -2^90 and 2^90")
        self.all.append(replace(restatement, attested=restatement.received + other_income))

    def at(self, number: int) -> WaitingRestatement:
        return self.all[number - 1]

    def dispute(self, number: int) -> None:
        self.all[number - 1] = replace(self.at(number), final_at=NEVER, was_final_at=self.at(number).final_at)

    def settle(self, number: int, now: int, struck: bool) -> None:
        """A dispute ended: it is struck, or stands and is final, not later than it would have been."""
        final_at = min(self.at(number).was_final_at, now)
        self.all[number - 1] = replace(self.at(number), final_at=final_at, struck=struck)

    def foreseen(self, now: int, received: int, other_income: int) -> Collections:
        """What a payment date at ``now`` would work on with these amounts in its report."""
        total, claimed, last = received, received + other_income, self.taken
        for waiting in self.all[self.taken :]:
            if waiting.final_at > now:
                break
            last += 1
            if not waiting.struck:
                total += waiting.received
                claimed += waiting.attested
        left = max(total, _LEAST_LEFT) if total < 0 else 0
        first = self.taken + 1 if last > self.taken else 0
        # what a report alone says is refused elsewhere when it is more than there can ever be
        collections = min(max(total, 0), LARGEST_COLLECTIONS) if first else total
        return Collections(collections, claimed, first, last if first else 0, left)

    def take(self, now: int, received: int, other_income: int) -> Collections:
        """The same, and what was taken in waits no longer, but for what is left."""
        found = self.foreseen(now, received, other_income)
        if found.first:
            self.taken = found.last
            if found.left:
                self.all[found.last - 1] = replace(
                    self.at(found.last), received=found.left, attested=0, final_at=now, struck=False
                )
                self.taken -= 1
        return found
