# SPDX-License-Identifier: Apache-2.0
"""How many wallets have units of a tranche, and the largest of them. All entries of the tranche are looked through: no page should wait."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from regalia.ledger.index.holders import LOGS
from regalia.ledger.index.schema import block, entry, event


@dataclass(frozen=True)
class Wallet:
    address: str
    units: int


@dataclass(frozen=True)
class Holders:
    """``wallets`` have units; ``largest`` are the first of them."""

    wallets: int = 0
    largest: tuple[Wallet, ...] = ()


def holders_of(connection: Connection, deal: int, until: int, tranche: str, most: int) -> Holders:
    """As of a block, ``most`` of the largest."""
    which = entry.c.deal == deal, entry.c.tranche == tranche
    at = entry.c.block * LOGS + entry.c.log_index
    last = select(entry.c.wallet, func.max(at).label("at")).where(*which, entry.c.block <= until)
    found = last.group_by(entry.c.wallet).subquery()
    here = and_(entry.c.wallet == found.c.wallet, at == found.c.at)
    query = select(entry.c.wallet, entry.c.units_after, func.count().over().label("wallets")).join(found, here)
    query = query.where(*which, entry.c.units_after > 0).order_by(entry.c.units_after.desc(), entry.c.wallet)
    rows = connection.execute(query.limit(most)).all()
    return Holders(rows[0].wallets if rows else 0, tuple(Wallet(row.wallet, row.units_after) for row in rows))


def last_move(connection: Connection, deal: int, until: int) -> tuple[int, str]:
    """Block and hash of the last move of units, of any tranche; zero where there was none. Nobody's units changed while it is the same."""
    which = event.c.deal == deal, event.c.name == "Transfer", event.c.block <= until
    number = connection.scalar(select(func.max(event.c.block)).where(*which))
    if number is None:
        return 0, ""
    found = connection.scalar(select(block.c.hash).where(block.c.deal == deal, block.c.number == number))
    return int(number), str(found)
