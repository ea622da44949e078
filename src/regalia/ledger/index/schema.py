# SPDX-License-Identifier: Apache-2.0
"""The tables of the index. Rows are only ever added, with the block they come from; a rollback deletes those above a block."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger as Big
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

from regalia.ledger.index.amounts import Amount

VERSION = 2
"""Of these tables. A database of another version is refused: it can always be built from the chain again."""

metadata = MetaData()


def _of_a_deal(*more: str) -> list[Column[Any]]:
    """The columns every row of a deal has first; ``more`` of the key between deal and block."""
    keys = [Column(name, String(64), primary_key=True) for name in more]
    deal = Column("deal", Integer, ForeignKey("deal.id"), primary_key=True)
    return [deal, *keys, Column("block", Big, primary_key=True), Column("log_index", Integer, primary_key=True)]


meta = Table(
    "meta",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
    comment="schema_version, chain_id, genesis_hash",
)

deal = Table(
    "deal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, comment="id of the deal in its terms"),
    Column("address", String(42), nullable=False, unique=True),
    Column("first_block", Big, nullable=False),
    Column("record", Text, nullable=False, comment="the deployment record, JSON"),
    Column("terms", Text, nullable=False, comment="the terms, JSON"),
)

block = Table(
    "block",
    metadata,
    Column("deal", Integer, ForeignKey("deal.id"), primary_key=True),
    Column("number", Big, primary_key=True),
    Column("hash", String(66), nullable=False),
    Column("timestamp", Big, nullable=False),
    Column("checkpoint", Boolean, nullable=False, comment="everything up to this block is here"),
    sqlite_with_rowid=False,
    comment="blocks with events, and those up to which the deal was read",
)

event = Table(
    "event",
    metadata,
    *_of_a_deal(),
    Column("transaction_hash", String(66), nullable=False),
    Column("address", String(42), nullable=False),
    Column("name", String(64), nullable=False),
    Column("args", Text, nullable=False, comment="JSON by name; whole numbers as text, bytes as 0x…"),
    sqlite_with_rowid=False,
)
Index("event_by_name", event.c.deal, event.c.name, event.c.block)

entry = Table(
    "entry",
    metadata,
    *_of_a_deal("wallet", "tranche"),
    Column("kind", String(16), nullable=False, comment="index.kinds.EntryKind"),
    Column("counterparty", String(42)),
    Column("units", Big, nullable=False, default=0, comment="signed"),
    Column("cost", Amount, nullable=False, default=0, comment="paid for units; negative when paid back"),
    Column(
        "income", Amount, nullable=False, default=0, comment="by how much the act raised what is owed, rounded down"
    ),
    Column("gross", Amount, nullable=False, default=0, comment="claimed, before tax"),
    Column("tax", Amount, nullable=False, default=0),
    Column("fractions", Amount, nullable=False, default=0, comment="of others who left, part of gross"),
    Column("level", Integer, comment="of a bid"),
    Column("queue", Big, comment="of a bid: units bid at its level before it"),
    Column("order_reference", String(66)),
    Column("order_evidence", String(66)),
    Column("order_by", String(42)),
    Column("units_after", Big, nullable=False),
    Column("correction_after", Amount, nullable=False, comment="of the account in the tranche's book, 2^-48"),
    sqlite_with_rowid=False,
    comment="what a wallet did in a tranche, with its account after it",
)

payment = Table(
    "payment",
    metadata,
    *_of_a_deal("tranche"),
    Column("kind", String(16), nullable=False, comment="index.kinds.PaymentKind"),
    Column("period", Integer),
    Column("interest", Amount, nullable=False),
    Column("principal", Amount, nullable=False),
    Column("residual", Amount, nullable=False),
    Column("premium", Amount, nullable=False),
    Column("supply", Big, nullable=False),
    Column("per_unit_before", Amount, nullable=False, comment="of the tranche's book, 2^-48"),
    Column("per_unit_after", Amount, nullable=False),
    Column("balance_after", Amount, nullable=False),
    Column("original_balance", Amount, nullable=False),
    sqlite_with_rowid=False,
    comment="what a payment date, a call or the end paid a tranche",
)

tranche_state = Table(
    "tranche_state",
    metadata,
    Column("deal", Integer, ForeignKey("deal.id"), primary_key=True),
    Column("tranche", String(64), primary_key=True),
    Column("block", Big, primary_key=True, comment="a checkpoint"),
    Column("supply", Big, nullable=False),
    Column("awaited", Big, nullable=False),
    Column("per_unit", Amount, nullable=False),
    Column("remainder", Amount, nullable=False),
    Column("dust", Amount, nullable=False),
    Column("balance", Amount, nullable=False),
    Column("original_balance", Amount, nullable=False),
    Column("price", Amount, comment="of a unit at closing"),
    sqlite_with_rowid=False,
    comment="the book of a tranche; written only when it changed",
)

mark = Table(
    "mark",
    metadata,
    *_of_a_deal("wallet", "tranche"),
    Column("kind", String(16), nullable=False, primary_key=True, comment="index.kinds.MarkKind"),
    Column("value", Big, nullable=False, comment="units frozen; 1 or 0; last second of a halt"),
    sqlite_with_rowid=False,
    comment="what orders put on a wallet; a halt has no tranche (empty)",
)

trade = Table(
    "trade",
    metadata,
    *_of_a_deal(),
    Column("tranche", String(64), nullable=False),
    Column("seller", String(42), nullable=False),
    Column("buyer", String(42), nullable=False),
    Column("units", Big, nullable=False),
    Column("price", Amount, nullable=False, comment="of a unit"),
    Column("fee", Amount, nullable=False),
    Column("payer", String(42), nullable=False, comment="of the fee: empty where there is none"),
    sqlite_with_rowid=False,
    comment="fills at the settlement desk, and sales in two steps when they were settled",
)
Index("trade_by_seller", trade.c.deal, trade.c.seller)
Index("trade_by_buyer", trade.c.deal, trade.c.buyer)

ROLLED_BACK = (
    (block, block.c.number),
    *((table, table.c.block) for table in (event, entry, payment, tranche_state, mark, trade)),
)
"""Tables of a deal with their column of blocks: all that a rollback cuts."""
