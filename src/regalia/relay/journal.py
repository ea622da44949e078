# SPDX-License-Identifier: Apache-2.0
"""The work and every step it took, written down before the next one is made."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from regalia.relay.database import Binding, Database
from regalia.relay.errors import IllegalStepError
from regalia.relay.journal_views import JournalViews
from regalia.relay.states import STEPS, State
from regalia.relay.work import Place, Work

_COLUMNS = 'id, kind, deal, number, epoch, digest, document, signatures, state, reason, block, block_hash, "transaction", found_at'


class Journal(JournalViews):
    """Every method writes in one transaction; ``transaction()`` makes several into one."""

    def __init__(self, path: Path, binding: Binding) -> None:
        super().__init__(path, Database(path, binding))

    def transaction(self) -> AbstractContextManager[None]:
        return self.database.transaction()

    def add(
        self, kind: str, deal: str, number: int, epoch: int, digest: bytes, document: str, signatures: bytes, at: int
    ) -> Work | None:
        """Take up new work, at the chain's time ``at``; None when it is known.

        Work whose signatures were refused is taken up again with others: what somebody forged must not shut out the true ones.
        """
        with self.transaction():
            known = self.database.rows("SELECT state, signatures FROM work WHERE digest = ?", digest)
            if any(state != State.REFUSED or given == signatures for state, given in known):
                return None
            statement = (
                f"INSERT INTO work ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, ?)"
            )
            new = self.database.write(
                statement, kind, deal, number, epoch, digest, document, signatures, State.SIGNED, at
            )
            self._tell(at, new, State.SIGNED, f"digest 0x{digest.hex()}")
        return self.work(new)

    def knows(self, kind: str, deal: str, number: int, document: str, signatures: bytes) -> bool:
        """Whether the very same was taken up."""
        question = "SELECT 1 FROM work WHERE kind = ? AND deal = ? AND number = ? AND document = ? AND signatures = ?"
        return bool(self.database.rows(question, kind, deal, number, document, signatures))

    def work(self, number: int) -> Work:
        (row,) = self.database.rows(f"SELECT {_COLUMNS} FROM work WHERE id = ?", number)
        return _work(row)

    def works(self, *states: State) -> list[Work]:
        """By deal, kind and number, then in the order they were found; all of them when no state is given."""
        chosen = states or tuple(State)
        marks = ", ".join("?" * len(chosen))
        question = f"SELECT {_COLUMNS} FROM work WHERE state IN ({marks}) ORDER BY deal, kind, number, id"
        return [_work(row) for row in self.database.rows(question, *chosen)]

    def move(self, work: Work, to: State, at: int, detail: str = "", place: Place | None = None) -> Work:
        """One step; ``place`` belongs to what is on chain and is forgotten otherwise. Raises ``IllegalStepError``."""
        with self.transaction():
            now = self.work(work.id)
            if to not in STEPS[now.state]:
                raise IllegalStepError(
                    f"{work}: it can't go from {now.state} to {to}", "The relay has a fault: nothing was written."
                )
            where = (place.block, place.block_hash, place.transaction) if place else (None, None, None)
            reason = detail if to in (State.REFUSED, State.STRUCK) else None
            statement = (
                'UPDATE work SET state = ?, reason = ?, block = ?, block_hash = ?, "transaction" = ? WHERE id = ?'
            )
            self.database.write(statement, to, reason, *where, work.id)
            self._tell(at, work.id, to, detail)
        return self.work(work.id)

    def moved_place(self, work: Work, place: Place, at: int) -> Work:
        """It is in another block now than it was."""
        with self.transaction():
            statement = 'UPDATE work SET block = ?, block_hash = ?, "transaction" = ? WHERE id = ?'
            self.database.write(statement, place.block, place.block_hash, place.transaction, work.id)
            self._tell(at, work.id, "moved", f"block {place.block}")
        return self.work(work.id)

    def condemn(self, work: Work, reason: str, at: int) -> Work:
        """The oracle will never take it; it is refused as soon as the nonces given to it are used up."""
        with self.transaction():
            self.database.write("UPDATE work SET reason = ? WHERE id = ?", reason, work.id)
            self._tell(at, work.id, "condemned", reason)
        return self.work(work.id)

    def tell(self, at: int, event: str, detail: str) -> None:
        """Something that happened to no report in particular."""
        self._tell(at, None, event, detail)

    def _tell(self, at: int, work: int | None, event: str, detail: str) -> None:
        self.database.write(
            "INSERT INTO history (at, work, event, detail) VALUES (?, ?, ?, ?)", at, work, event, detail
        )

    def cursor(self, name: str) -> tuple[int, str] | None:
        """The block that was looked at last under this name, and its hash."""
        rows = self.database.rows("SELECT block, block_hash FROM cursor WHERE name = ?", name)
        return (rows[0][0], rows[0][1]) if rows else None

    def set_cursor(self, name: str, block: int, block_hash: str) -> None:
        self.database.write("INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)", name, block, block_hash)

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _work(row: Any) -> Work:
    id_, kind, deal, number, epoch, digest, document, signatures, state, reason, block, block_hash, transaction, at = (
        row
    )
    place = None if block is None else Place(block, block_hash, transaction)
    return Work(id_, kind, deal, number, epoch, digest, document, signatures, State(state), reason, place, at)
