# SPDX-License-Identifier: Apache-2.0
"""The table of signatures, and taking over that of an earlier release."""

from __future__ import annotations

import sqlite3

COLUMNS = "signer, chain_id, oracle, deal, kind, number, epoch, digest, message, proposal"
_TABLE = """CREATE TABLE IF NOT EXISTS signatures (
    signer TEXT NOT NULL, chain_id TEXT NOT NULL, oracle TEXT NOT NULL, deal TEXT NOT NULL, kind TEXT NOT NULL,
    number INTEGER NOT NULL, epoch INTEGER NOT NULL, digest BLOB NOT NULL, message TEXT NOT NULL, proposal TEXT NOT NULL,
    PRIMARY KEY (signer, chain_id, oracle, deal, kind, number, epoch))"""
_FORMER = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'signed'"
_TAKE_OVER = f"""INSERT OR IGNORE INTO signatures ({COLUMNS})
    SELECT signer, chain_id, oracle, deal, 'report', period, 1, digest, '', '' FROM signed ORDER BY rowid"""

_VIEW = """CREATE VIEW IF NOT EXISTS signed AS
    SELECT signer, chain_id, oracle, deal, number AS period, digest FROM signatures WHERE kind = 'report'"""
"""A process of the earlier release that opens the file can't write to a view: it refuses, rather than begin an empty table."""


def prepare(database: sqlite3.Connection) -> None:
    """Make the table. Rows of the earlier release, whose oracle knew one epoch only, are of epoch 1; its table then goes.

    To be called inside a transaction: of two processes that open an old file, one takes it over.
    """
    database.execute(_TABLE)
    if database.execute(_FORMER).fetchone():
        database.execute(_TAKE_OVER)
        database.execute("DROP TABLE signed")
    database.execute(_VIEW)
