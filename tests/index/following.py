# SPDX-License-Identifier: Apache-2.0
"""What tests of the follower do again and again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from regalia.chain.asking import Patience
from regalia.ledger.index import schema
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.progress import Listener, silent
from tests.index.stub_chain import StubChain

Rows = dict[str, list[tuple[Any, ...]]]
OF_EVENTS = (schema.event, schema.entry, schema.payment, schema.mark, schema.trade)
"""Tables whose rows do not depend on where checkpoints were."""
HASTY = Patience(busy=(0, 0, 0), silent=(0, 0, 0), sleep=lambda seconds: None)


def catch_up(
    database: IndexDatabase, chain: StubChain, *, chunk: int = 7, progress: Listener = silent, **more: Any
) -> IndexedDeal:
    record, terms = chain.recording.record, chain.recording.terms
    return Indexer(database, chain.web3, record, terms, chunk=chunk, patience=HASTY, **more).catch_up(progress)


def rows_of(database: IndexDatabase, tables: tuple[Table, ...] = tuple(schema.metadata.sorted_tables)) -> Rows:
    with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in tables
        }


def checkpoints_of(database: IndexDatabase) -> list[int]:
    table = schema.block
    with database.reading() as connection:
        return list(connection.scalars(select(table.c.number).where(table.c.checkpoint).order_by(table.c.number)))
