# SPDX-License-Identifier: Apache-2.0
"""What the index has of a deal, in a few figures."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from regalia.ledger.index import schema
from regalia.ledger.index.checkpoints import last_checkpoint
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.reader import Checkpoint


@dataclass(frozen=True)
class Summary:
    """``holders`` are wallets with units of any tranche; ``checkpoint`` is None before anything was read."""

    first_block: int
    checkpoint: Checkpoint | None
    events: int
    holders: int


def summary_of(connection: Connection, deal: IndexedDeal) -> Summary:
    """This looks through all entries of the deal."""
    event, entry = schema.event, schema.entry
    latest_first = (entry.c.block.desc(), entry.c.log_index.desc())
    place = func.row_number().over(partition_by=(entry.c.wallet, entry.c.tranche), order_by=latest_first)
    rows = select(entry.c.wallet, entry.c.units_after, place.label("place")).where(entry.c.deal == deal.id).subquery()
    holding = select(func.count(rows.c.wallet.distinct())).where(rows.c.place == 1, rows.c.units_after > 0)
    events = select(func.count()).select_from(event).where(event.c.deal == deal.id)
    return Summary(
        deal.record.block_number,
        last_checkpoint(connection, deal.id),
        connection.scalar(events) or 0,
        connection.scalar(holding) or 0,
    )
