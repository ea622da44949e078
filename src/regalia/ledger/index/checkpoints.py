# SPDX-License-Identifier: Apache-2.0
"""Up to which block a deal was read. A checkpoint is written in the transaction of what came before it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from regalia.chain.raw_logs import Header
from regalia.ledger.index import schema
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.follow_errors import IndexBusyError
from regalia.ledger.index.reader import Checkpoint

PAGE = 100


def check_still_there(connection: Connection, deal: IndexedDeal) -> None:
    """Its number may be another deal's by now. Raises ``IndexBusyError``."""
    table = schema.deal
    address = connection.scalar(select(table.c.address).where(table.c.id == deal.id))
    if address != deal.record.deal.address:
        raise IndexBusyError("the index was built anew by another process", "Run it again when that one is done.")


def last_checkpoint(connection: Connection, deal: int) -> Checkpoint | None:
    """None before the first."""
    found = checkpoints(connection, deal, None, 1)
    return found[0] if found else None


def checkpoints(connection: Connection, deal: int, below: int | None = None, most: int = PAGE) -> list[Checkpoint]:
    """The last ones, those below a block only where one is given; the latest first."""
    table = schema.block
    query = select(table.c.number, table.c.hash, table.c.timestamp).where(table.c.deal == deal, table.c.checkpoint)
    if below is not None:
        query = query.where(table.c.number < below)
    rows = connection.execute(query.order_by(table.c.number.desc()).limit(most))
    return [Checkpoint(*row) for row in rows]


def write_checkpoint(connection: Connection, deal: int, end: Header) -> Checkpoint:
    row = {"deal": deal, "number": end.number, "hash": end.hash, "timestamp": end.timestamp, "checkpoint": True}
    connection.execute(insert(schema.block), row)
    return Checkpoint(end.number, end.hash, end.timestamp)


def roll_back(connection: Connection, deal: int, after: int) -> None:
    """Nothing from blocks above this one is there any more. Commits nothing."""
    for table, block in schema.ROLLED_BACK:
        connection.execute(delete(table).where(table.c.deal == deal, block > after))
