# SPDX-License-Identifier: Apache-2.0
"""Rows gathered until the chunk they come from is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table

from regalia.chain.events import Event
from regalia.ledger.index import schema
from regalia.ledger.index.amounts import Amount
from regalia.ledger.index.errors import IndexFoldError
from regalia.ledger.index.event_args import to_json

Row = tuple[Any, ...]
"""In the order of a table's columns, which begins with its key."""


class Rows:
    """Of one deal, by table; ``blocks`` are hash and timestamp by number."""

    def __init__(self, deal: int) -> None:
        self.deal = deal
        self.blocks: dict[int, tuple[str, int]] = {}
        self.of: dict[Table, list[Row]] = {
            table: [] for table in (schema.event, schema.entry, schema.payment, schema.mark, schema.trade)
        }
        self._events = self.of[schema.event]

    def note(self, event: Event) -> None:
        """Keep the event, and its block."""
        number = event.block_number
        if number not in self.blocks:
            self.blocks[number] = (event.block_hash, event.timestamp)
        words = (event.transaction_hash, event.address, event.name, to_json(event.args))
        self._events.append((self.deal, number, event.log_index, *words))

    def write(self, connection: Connection, checkpoint: int) -> None:
        """All of them, and nothing is left; the block of the checkpoint is written by whoever sets it."""
        blocks = [(self.deal, n, *words, False) for n, words in self.blocks.items() if n != checkpoint]
        write_rows(connection, schema.block, blocks)
        for table, rows in self.of.items():
            rows.sort()  # in the order of the key, which trees like
            write_rows(connection, table, rows)
            rows.clear()
        self.blocks.clear()


def write_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """By the driver itself: to name each value of millions of rows costs as much as to write them."""
    if not rows:
        return
    dialect = connection.dialect
    names = ", ".join(dialect.identifier_preparer.format_column(column) for column in table.columns)
    marks = ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * len(table.columns))
    statement = f"INSERT INTO {dialect.identifier_preparer.format_table(table)} ({names}) VALUES ({marks})"
    try:
        connection.exec_driver_sql(statement, _as_kept(connection, table, rows))
    except OverflowError as error:  # of SQLite; PostgreSQL's is the database's own
        raise IndexFoldError.beyond(table.name) from error


def _as_kept(connection: Connection, table: Table, rows: Sequence[Row]) -> list[Row]:
    """Amounts as the database has them."""
    amounts = [(i, column.type) for i, column in enumerate(table.columns) if isinstance(column.type, Amount)]
    kept = []
    for row in rows:
        values = list(row)
        for i, amount in amounts:
            values[i] = amount.process_bind_param(values[i], connection.dialect)
        kept.append(tuple(values))
    return kept
