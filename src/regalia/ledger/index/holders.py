# SPDX-License-Identifier: Apache-2.0
"""Questions to the rows of holders: who came when, what is on a wallet, and how accounts stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from regalia.ledger.index.fold_accounts import last_of
from regalia.ledger.index.holdings import BY_ORDER
from regalia.ledger.index.kinds import EntryKind, MarkKind
from regalia.ledger.index.payments import owed_down
from regalia.ledger.index.schema import entry, mark

LOGS = 2**24
"""More than a block has."""


@dataclass(frozen=True)
class AccountNow:
    """``unclaimed`` is rounded down."""

    units: int
    unclaimed: int


def arrivals(connection: Connection, deal: int, until: int) -> tuple[str, ...]:
    """Wallets in the order in which they first bid, or got units or income. This looks through all entries of the deal."""
    first = func.min(entry.c.block * LOGS + entry.c.log_index)
    got = and_(entry.c.kind.in_([EntryKind.FORCED_IN.value, EntryKind.RECOVERED_IN.value]), entry.c.income != 0)
    query = select(entry.c.wallet, first.label("first")).where(entry.c.deal == deal, entry.c.block <= until)
    query = query.where(or_(entry.c.units > 0, got)).group_by(entry.c.wallet).order_by("first")
    return tuple(connection.scalars(query))


def accounts_of(connection: Connection, deal: int, until: int, tranche: str, per_unit: int) -> dict[str, AccountNow]:
    """This looks through all entries of the tranche."""
    rows = connection.execute(last_of(deal, entry.c.tranche == tranche, entry.c.block <= until))
    return {
        row.wallet: AccountNow(row.units_after, owed_down(per_unit, row.units_after, row.correction_after))
        for row in rows
    }


def marks_of(connection: Connection, deal: int, until: int, wallet: str, tranche: str) -> dict[MarkKind, int]:
    """The last of each kind."""
    query = select(mark.c.kind, mark.c.value).where(mark.c.deal == deal, mark.c.block <= until)
    query = query.where(mark.c.wallet == wallet, mark.c.tranche == tranche).order_by(mark.c.block, mark.c.log_index)
    return {MarkKind(kind): value for kind, value in connection.execute(query)}


def other_sides(connection: Connection, deal: int, rows: Sequence[Row[Any]]) -> dict[tuple[int, int], int]:
    """Of the entries of a wallet in a tranche, by block and log: the income of the other side of each move by order."""
    if not any(row.kind in BY_ORDER for row in rows):
        return {}
    own, other = entry.alias(), entry.alias()
    same = [other.c[name] == own.c[name] for name in ("deal", "tranche", "block", "log_index")]
    query = select(other.c.block, other.c.log_index, other.c.income)
    query = query.select_from(own).join(other, and_(*same, other.c.wallet == own.c.counterparty))
    query = query.where(own.c.deal == deal, own.c.wallet == rows[0].wallet, own.c.tranche == rows[0].tranche)
    found = connection.execute(query.where(own.c.kind.in_(BY_ORDER)))
    return {(number, log): income for number, log, income in found}
