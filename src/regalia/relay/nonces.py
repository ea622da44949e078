# SPDX-License-Identifier: Apache-2.0
"""The relay's own ledger of nonces: one is given out together with the signed bytes that use it, or not at all.

A nonce is never counted up in memory, so none can be lost with a process; what a node calls ``pending`` is not asked either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from regalia.relay.journal import Journal
from regalia.relay.states import State
from regalia.relay.work import Attempt, Fees, Place, Work

_COLUMNS = (
    "id, nonce, work, raw, hash, gas, most, priority, sent_block, sent_time, succeeded, block, block_hash, settled"
)


@dataclass(frozen=True)
class Slot:
    """All that was ever signed under one nonce, oldest first. At most one of it will be mined."""

    nonce: int
    attempts: tuple[Attempt, ...]

    @property
    def newest(self) -> Attempt:
        return self.attempts[-1]

    @property
    def mined(self) -> Attempt | None:
        return next((a for a in self.attempts if a.place), None)

    @property
    def work(self) -> int | None:
        """What the nonce was given out for; None when only to fill a gap."""
        return self.attempts[0].work


class Ledger:
    """The attempts of a journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._database = journal, journal.database

    def open_slots(self) -> list[Slot]:
        """Nonces that are not used up for good, rising."""
        found = self._attempts("settled = 0 ORDER BY nonce, id")
        return [Slot(nonce, tuple(group)) for nonce, group in groupby(found, lambda attempt: attempt.nonce)]

    def all(self) -> list[Attempt]:
        """Everything that was ever signed."""
        return self._attempts("1 ORDER BY nonce, id")

    def of(self, work: Work) -> list[Attempt]:
        """Every attempt at the same, whatever its nonce."""
        return self._attempts("work = ? ORDER BY id", work.id)

    def lowest_unused(self, mined_count: int) -> int:
        """The nonce for the next new transaction: a gap first."""
        used = {slot.nonce for slot in self.open_slots()}
        return next(nonce for nonce in range(mined_count, mined_count + len(used) + 1) if nonce not in used)

    def gaps(self, mined_count: int) -> list[int]:
        """Nonces without a transaction, below one that has one: what is above can't be mined before they are used."""
        used = {slot.nonce for slot in self.open_slots()}
        return [nonce for nonce in range(mined_count, max(used, default=0)) if nonce not in used]

    def intend(self, nonce: int, raw: bytes, hash_: str, gas: int, fees: Fees, work: Work | None, at: int) -> Attempt:
        """Write down signed bytes under a nonce, before anybody has them."""
        with self._journal.transaction():
            statement = (
                "INSERT INTO attempts (nonce, work, raw, hash, gas, most, priority) VALUES (?, ?, ?, ?, ?, ?, ?)"
            )
            values = (nonce, work.id if work else None, raw, hash_, gas, fees.most, fees.priority)
            new = self._database.write(statement, *values)
            if work and self._journal.work(work.id).state is State.SIGNED:
                self._journal.move(work, State.INTENDED, at, f"nonce {nonce}")
        return self._attempts("id = ?", new)[0]

    def sent(self, attempt: Attempt, block: int, at: int) -> None:
        """A node has it."""
        with self._journal.transaction():
            statement = "UPDATE attempts SET sent_block = ?, sent_time = ? WHERE id = ? AND sent_block IS NULL"
            self._database.write(statement, block, at, attempt.id)
            if attempt.work is not None:
                work = self._journal.work(attempt.work)
                if work.state is State.INTENDED:
                    self._journal.move(work, State.SENT, at, attempt.hash)

    def mined(self, slot: Slot, attempt: Attempt, place: Place, succeeded: bool) -> None:
        """This one of the slot is in a block; none of the others is."""
        with self._journal.transaction():
            self._unmined(slot)
            statement = "UPDATE attempts SET succeeded = ?, block = ?, block_hash = ? WHERE id = ?"
            self._database.write(statement, int(succeeded), place.block, place.block_hash, attempt.id)

    def lost(self, slot: Slot) -> None:
        """What was in a block is in none: it counts as not sent, so that the same bytes are sent again."""
        with self._journal.transaction():
            self._unmined(slot)
            self._database.write("UPDATE attempts SET sent_block = NULL, sent_time = NULL WHERE nonce = ?", slot.nonce)

    def _unmined(self, slot: Slot) -> None:
        statement = "UPDATE attempts SET succeeded = NULL, block = NULL, block_hash = NULL WHERE nonce = ?"
        self._database.write(statement, slot.nonce)

    def settle(self, slot: Slot) -> None:
        """The nonce is used up at depth, by one of these or by a stranger to the journal."""
        self._database.write("UPDATE attempts SET settled = 1 WHERE nonce = ?", slot.nonce)

    def reopen(self, above: int) -> None:
        """Blocks from this one on are not what they were, deeper than was ever looked: nothing mined there is settled."""
        self._database.write("UPDATE attempts SET settled = 0 WHERE block >= ?", above)

    def counts(self) -> tuple[int, int]:
        """Transactions signed, and how many of them take the place of an earlier one under their nonce."""
        row: Sequence[Any] = self._database.rows("SELECT count(*), count(*) - count(DISTINCT nonce) FROM attempts")[0]
        return row[0], row[1]

    def _attempts(self, condition: str, *values: object) -> list[Attempt]:
        question = f"SELECT {_COLUMNS} FROM attempts WHERE {condition}"
        return [_attempt(row) for row in self._database.rows(question, *values)]


def _attempt(row: Any) -> Attempt:
    id_, nonce, work, raw, hash_, gas, most, priority, block_sent, at, succeeded, block, block_hash, settled = row
    place = None if block is None else Place(block, block_hash, hash_)
    passed = None if succeeded is None else bool(succeeded)
    return Attempt(
        id_, nonce, work, raw, hash_, gas, Fees(most, priority), block_sent, at, passed, place, bool(settled)
    )
