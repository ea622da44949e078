# SPDX-License-Identifier: Apache-2.0
"""What an attestor has signed, written down before it signs, so that it never signs two reports for one period."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from eth_typing import ChecksumAddress

from regalia.errors import RegaliaError
from regalia.oracle.signed_row import SignedRow, key_of
from regalia.oracle.signing_tables import COLUMNS, prepare
from regalia.oracle.typed_data import Signable, SigningDomain, digest, typed_data

_WAIT = 10
"""Seconds to wait for another process that is writing."""


class AlreadySignedError(RegaliaError, ValueError):
    """The attestor signed another report for this period; ``signed`` and ``proposed`` are the digests (32 bytes)."""

    def __init__(self, row: SignedRow, proposed: bytes, why: str = "") -> None:
        super().__init__(
            f"{row.named}: a {row.kind} of digest 0x{row.digest.hex()} was signed in epoch {row.epoch}, "
            f"this one has 0x{proposed.hex()}{why}",
            f"Nothing was signed. Hand in the {row.kind} that was signed first; a later one can't replace it in its epoch.",
        )
        self.period, self.signed, self.proposed = row.number, row.digest, proposed


class SigningRecordError(RegaliaError, OSError):
    """The record of signatures can't be read or written: without it nothing is signed."""


class SigningRecord:
    """One row a (signer, chain, oracle, deal, kind, number, epoch). In memory, or in a SQLite file that outlives the process.

    ``kind`` is report or restatement, ``number`` the period of the one, the number of the other. Several processes may share the file:
    the first to write a key decides it. A file of an earlier release is taken over. Raises ``SigningRecordError``.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._place = str(path) if path else "memory"
        with self._explained():
            self._database = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=_WAIT)
            self._database.execute("PRAGMA synchronous = FULL")
            with self._alone():
                prepare(self._database)

    def __repr__(self) -> str:
        return f"SigningRecord({self._place!r})"

    def claim(
        self,
        signer: ChecksumAddress,
        report: Signable,
        domain: SigningDomain,
        epoch_in_force: int | None = None,
        proposal: str = "",
    ) -> None:
        """Write down that ``signer`` is about to sign this report. Again for the same report: nothing happens.

        Another one under the same key is refused; under a later epoch too, unless the caller shows that this epoch is in force on chain.
        ``proposal`` is the document it came with, kept beside it. Raises ``AlreadySignedError`` and ``SigningRecordError``; in both
        cases nothing may be signed.
        """
        row = SignedRow.of(signer, report, domain, digest(report, domain))
        message = json.dumps(typed_data(report, domain), default=_hex, separators=(",", ":"))
        with self._explained(), self._alone():
            before = self._rows("(signer, chain_id, oracle, deal, kind, number) = (?, ?, ?, ?, ?, ?)", key_of(row)[:-1])
            if any(found.digest == row.digest for found in before):
                return
            for found in before:
                _check(found, row, epoch_in_force)
            values = (*key_of(row), row.digest, message, proposal)
            self._database.execute(f"INSERT INTO signatures ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def history(self) -> tuple[SignedRow, ...]:
        """Everything that was ever written down, in that order."""
        with self._explained():
            return self._rows("1", ())

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> SigningRecord:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _rows(self, where: str, values: tuple[object, ...]) -> tuple[SignedRow, ...]:
        found = self._database.execute(f"SELECT {COLUMNS} FROM signatures WHERE {where} ORDER BY rowid", values)
        return tuple(SignedRow.from_values(row) for row in found)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes between the look and the writing. Whatever goes wrong, nothing is written."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise SigningRecordError(
                f"record of signatures {self._place}: {error}",
                "Nothing was signed. Restore the file; an empty one forgets what was signed.",
            ) from error


def _check(signed: SignedRow, proposed: SignedRow, epoch_in_force: int | None) -> None:
    """An earlier signature is void in a later epoch only, and only once that epoch is in force."""
    if signed.epoch >= proposed.epoch:
        raise AlreadySignedError(signed, proposed.digest)
    if epoch_in_force != proposed.epoch:
        told = "not known" if epoch_in_force is None else str(epoch_in_force)
        raise AlreadySignedError(
            signed, proposed.digest, f" of epoch {proposed.epoch}, and the epoch in force is {told}"
        )


def _hex(value: object) -> str:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    raise TypeError(f"{type(value).__name__} has no JSON form")
