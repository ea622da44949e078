# SPDX-License-Identifier: Apache-2.0
"""Rows with the place on the chain they come from: the transaction is the event's, the time its block's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, Table, and_, select

from regalia.ledger.index.schema import block, event
from regalia.ledger.place import Place


def placed(table: Table, deal: int, until: int, *which: Any) -> Select[Any]:
    """Rows of a deal up to a block, each with what ``place_of`` needs; in no order."""
    return _placed(table, table.c.deal == deal, table.c.block <= until, *which)


def placed_at(table: Table, deal: int, number: int, *which: Any) -> Select[Any]:
    """The same of one block. With a bound beside the block SQLite would look through all rows before it."""
    return _placed(table, table.c.deal == deal, table.c.block == number, *which)


def _placed(table: Table, *which: Any) -> Select[Any]:
    more = [] if table is event else [event.c.transaction_hash]
    query = select(*table.columns, *more, block.c.timestamp).where(*which)
    if table is not event:
        same = (event.c[name] == table.c[name] for name in ("deal", "block", "log_index"))
        query = query.join(event, and_(*same))
    return query.join(block, and_(block.c.deal == table.c.deal, block.c.number == table.c.block))


def place_of(row: Row[Any]) -> Place:
    return Place(row.block, row.transaction_hash, row.log_index, row.timestamp)
