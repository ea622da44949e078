# SPDX-License-Identifier: Apache-2.0
"""What an attestor has signed, written down before it signs, so that it never signs two reports for one period."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from eth_typing import ChecksumAddress

from regalia.errors import RegaliaError
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain, digest

_TABLE = """CREATE TABLE IF NOT EXISTS signed (
    signer TEXT NOT NULL, chain_id TEXT NOT NULL, oracle TEXT NOT NULL, deal TEXT NOT NULL, period INTEGER NOT NULL,
    digest BLOB NOT NULL, PRIMARY KEY (signer, chain_id, oracle, deal, period))"""


class AlreadySignedError(RegaliaError, ValueError):
    """The attestor signed another report for this period; ``signed`` and ``proposed`` are the digests (32 bytes)."""

    def __init__(self, period: int, signed: bytes, proposed: bytes) -> None:
        super().__init__(
            f"period {period}: a report of digest 0x{signed.hex()} was signed, this one has 0x{proposed.hex()}",
            "Nothing was signed. Hand in the report that was signed first; a later one can't replace it.",
        )
        self.period, self.signed, self.proposed = period, signed, proposed


class SigningRecordError(RegaliaError, OSError):
    """The record of signatures can't be read or written: without it nothing is signed."""


class SigningRecord:
    """One row a (signer, chain, oracle, deal, period). In memory, or in a SQLite file that outlives the process.

    Several processes may share the file: the first to write a period decides it. Raises ``SigningRecordError``.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._place = str(path) if path else "memory"
        with self._explained():
            self._database = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=10)
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute(_TABLE)

    def claim(self, signer: ChecksumAddress, report: RoyaltyReport, domain: SigningDomain) -> None:
        """Write down that ``signer`` is about to sign this report. Again for the same report: nothing happens.

        Raises ``AlreadySignedError`` and ``SigningRecordError``; in both cases nothing may be signed.
        """
        proposed = digest(report, domain)
        key = (signer, str(domain.chain_id), domain.oracle, report.deal, report.period)
        with self._explained():
            self._database.execute("INSERT OR IGNORE INTO signed VALUES (?, ?, ?, ?, ?, ?)", (*key, proposed))
            (signed,) = self._database.execute(
                "SELECT digest FROM signed WHERE (signer, chain_id, oracle, deal, period) = (?, ?, ?, ?, ?)", key
            ).fetchone()
        if signed != proposed:
            raise AlreadySignedError(report.period, signed, proposed)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> SigningRecord:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise SigningRecordError(
                f"record of signatures {self._place}: {error}",
                "Nothing was signed. Restore the file; an empty one forgets what was signed.",
            ) from error
