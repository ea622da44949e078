# SPDX-License-Identifier: Apache-2.0
"""Events into an index in memory, in chunks as a follower makes them, and what is in it then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, create_engine, delete, insert, select

from regalia.chain.events import Event
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.index import schema
from regalia.ledger.index.deals import IndexedDeal, enter_deal
from regalia.ledger.index.fold import MOST_ACCOUNTS, Fold
from regalia.ledger.index.reader import IndexReader

Chunk = tuple[Sequence[Event], int]
"""Events of whole blocks, and the block that is the checkpoint after them."""
OF_EVENTS = (schema.event, schema.entry, schema.payment, schema.mark, schema.trade)
"""Tables whose rows don't depend on where checkpoints were."""


@dataclass(frozen=True)
class Indexed:
    connection: Connection
    deal: IndexedDeal

    def fold(self, chunks: Sequence[Chunk], *, reload: bool = False, most_accounts: int = MOST_ACCOUNTS) -> None:
        fold = self.load(most_accounts)
        for events, checkpoint in chunks:
            fold.take(events)
            fold.flush(self.connection, checkpoint)
            self._write_checkpoint(events, checkpoint)
            fold = self.load(most_accounts) if reload else fold

    def load(self, most_accounts: int = MOST_ACCOUNTS) -> Fold:
        return Fold.load(self.connection, self.deal.id, self.deal.record, self.deal.terms, most_accounts)

    def reader(self, block: int | None = None) -> IndexReader:
        return IndexReader(self.connection, self.deal, block)

    def rows(self, table: Table) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.connection.execute(select(table).order_by(*table.primary_key.columns))]

    def all_rows(self, tables: Sequence[Table] = OF_EVENTS) -> dict[str, list[tuple[Any, ...]]]:
        return {table.name: self.rows(table) for table in tables}

    def roll_back(self, block: int) -> None:
        for table, column in schema.ROLLED_BACK:
            self.connection.execute(delete(table).where(column > block))

    def _write_checkpoint(self, events: Sequence[Event], block: int) -> None:
        last = events[-1]
        words = (last.block_hash, last.timestamp) if last.block_number == block else (f"0x{block:064x}", last.timestamp)
        row = {"deal": self.deal.id, "number": block, "hash": words[0], "timestamp": words[1], "checkpoint": True}
        self.connection.execute(insert(schema.block), row)


@contextmanager
def index(terms: Terms, record: DeploymentRecord) -> Iterator[Indexed]:
    """An empty one in memory."""
    engine = create_engine("sqlite://")
    schema.metadata.create_all(engine)
    with engine.connect() as connection:
        yield Indexed(connection, enter_deal(connection, record, terms))
    engine.dispose()


def blocks_of(events: Sequence[Event]) -> list[list[Event]]:
    return [list(group) for _, group in groupby(events, key=lambda event: event.block_number)]


def whole(events: Sequence[Event]) -> list[Chunk]:
    return [(events, events[-1].block_number)]


def by_block(events: Sequence[Event]) -> list[Chunk]:
    return [(tuple(block), block[-1].block_number) for block in blocks_of(events)]


def by_chance(events: Sequence[Event], chance: Random) -> list[Chunk]:
    """One to six blocks at a time; the checkpoint may be in an empty block after them."""
    blocks, i = blocks_of(events), 0
    chunks: list[Chunk] = []
    while i < len(blocks):
        size = chance.randint(1, 6)
        chunk = [event for block in blocks[i : i + size] for event in block]
        i += size
        following = blocks[i][0].block_number if i < len(blocks) else chunk[-1].block_number + 5
        chunks.append((chunk, chance.randint(chunk[-1].block_number, following - 1)))
    return chunks
