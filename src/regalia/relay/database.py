# SPDX-License-Identifier: Apache-2.0
"""The file behind the journal: its tables, its lock, and one transaction for what belongs together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from regalia.relay.errors import JournalError, JournalLockedError, WrongJournalError

_TABLES = """
CREATE TABLE IF NOT EXISTS binding (
    chain_id INTEGER NOT NULL, genesis TEXT NOT NULL, oracle TEXT NOT NULL, sender TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS work (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, deal TEXT NOT NULL, number INTEGER NOT NULL, epoch INTEGER NOT NULL,
    digest BLOB NOT NULL, document TEXT NOT NULL, signatures BLOB NOT NULL, state TEXT NOT NULL, reason TEXT,
    block INTEGER, block_hash TEXT, "transaction" TEXT, found_at INTEGER NOT NULL, UNIQUE (digest, signatures));
CREATE INDEX IF NOT EXISTS work_state ON work (state);
CREATE INDEX IF NOT EXISTS work_number ON work (deal, kind, number);
CREATE TABLE IF NOT EXISTS attempts (
    id INTEGER PRIMARY KEY, nonce INTEGER NOT NULL, work INTEGER REFERENCES work (id), raw BLOB NOT NULL, hash TEXT NOT NULL UNIQUE,
    gas INTEGER NOT NULL, most INTEGER NOT NULL, priority INTEGER NOT NULL, sent_block INTEGER, sent_time INTEGER, succeeded INTEGER,
    block INTEGER, block_hash TEXT, settled INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS attempts_open ON attempts (settled, nonce);
CREATE INDEX IF NOT EXISTS attempts_work ON attempts (work);
CREATE TABLE IF NOT EXISTS cursor (name TEXT PRIMARY KEY, block INTEGER NOT NULL, block_hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS told (
    deal TEXT NOT NULL, block INTEGER NOT NULL, log_index INTEGER NOT NULL, block_hash TEXT NOT NULL, "transaction" TEXT NOT NULL,
    topics BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (block, log_index));
CREATE TABLE IF NOT EXISTS followed (deal TEXT PRIMARY KEY, block INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, work INTEGER REFERENCES work (id), event TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS history_event ON history (event);
"""


@dataclass(frozen=True)
class Binding:
    """What a journal is of: nonces and reports of another chain, oracle or key have no place in it."""

    chain_id: int
    genesis: str
    oracle: str
    sender: str


class Database:
    """SQLite in WAL, every commit on disk before anything follows from it.

    The lock is a second file with an open exclusive transaction: the system lets go of it however a process ends, and the
    journal itself stays readable for others. Raises ``JournalLockedError``, ``WrongJournalError`` and ``JournalError``.
    """

    def __init__(self, path: Path, binding: Binding) -> None:
        self.path = path
        with self.explained():
            self._lock = sqlite3.connect(path.with_name(path.name + ".lock"), isolation_level=None, timeout=0)
            try:
                self._lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                self._lock.close()
                if "locked" not in str(error):
                    raise
                raise JournalLockedError(
                    f"journal {path}: another relay runs on it",
                    "One relay a journal: stop the other one, or give this one a journal and a key of its own.",
                ) from None
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=10)
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.executescript(_TABLES)
        try:
            self._bind(binding)
        except BaseException:
            self.close()
            raise

    def _bind(self, binding: Binding) -> None:
        with self.transaction():
            known = self.rows("SELECT * FROM binding")
            if not known:
                self.write("INSERT INTO binding VALUES (?, ?, ?, ?)", *astuple(binding))
            elif tuple(known[0]) != astuple(binding):
                raise WrongJournalError(
                    f"journal {self.path}: it is of {Binding(*known[0])}, the relay of {binding}",
                    "Use the journal that belongs to this chain, oracle and key, or a new one.",
                )

    def rows(self, question: str, *values: object) -> list[Any]:
        with self.explained():
            return self._connection.execute(question, values).fetchall()

    def write(self, statement: str, *values: object) -> int:
        """Returns the id of a new row."""
        with self.explained():
            return self._connection.execute(statement, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing; inside another one it is part of that."""
        if self._connection.in_transaction:
            yield
            return
        with self.explained():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        with self.explained():
            self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
        self._lock.close()

    @contextmanager
    def explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise JournalError(
                f"journal {self.path}: {error}",
                "Nothing was sent. Restore the file; an empty one asks the chain for everything anew.",
            ) from error
