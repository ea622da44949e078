# SPDX-License-Identifier: Apache-2.0
"""Where the rows of a deal left the accounts of its holders: the last entry of each wallet in each tranche."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from regalia.domain.entitlement import HolderAccount
from regalia.ledger.index.fold_state import FoldState
from regalia.ledger.index.schema import entry

AT_ONCE = 500
"""Wallets in one query."""
Last = tuple[str, str, int, int, int]
"""Wallet, tranche, log index, units, correction."""


class Accounts:
    """Which wallets' accounts are in the books already. ``complete``: those of all, as the fold has seen every row made."""

    def __init__(self, state: FoldState, *, complete: bool) -> None:
        self._state = state
        self.complete = complete
        self._known: set[str] = set()

    def bring(self, wallets: Collection[str]) -> None:
        """Have the accounts of these wallets in the books of all tranches."""
        missing = iter(sorted(set(wallets) - self._known))
        books = {tranche.id: tranche.book for tranche in self._state.tranches}
        while part := list(islice(missing, AT_ONCE)):
            self._known.update(part)
            for row in last_entries(self._state.connection, self._state.rows.deal, part):
                books[row.tranche].accounts[row.wallet] = HolderAccount(row.units_after, row.correction_after)

    def forget(self, most: int) -> None:
        """Where more than ``most`` are in memory, none; all of them must be written."""
        if sum(len(tranche.book.accounts) for tranche in self._state.tranches) > most:
            for tranche in self._state.tranches:
                tranche.book.accounts.clear()
            self._known.clear()
            self.complete = False


def last_entries(connection: Connection, deal: int, wallets: Iterable[str]) -> Iterator[Row[Last]]:
    """Of these wallets; a later row of the same block comes after an earlier one."""
    return iter(connection.execute(last_of(deal, entry.c.wallet.in_(list(wallets)))))


def last_of(deal: int, *which: Any) -> Select[Last]:
    """The rows of the last block in which each wallet did something in each tranche, in the order of logs."""
    key = (entry.c.wallet, entry.c.tranche)
    last = select(*key, func.max(entry.c.block).label("block")).where(entry.c.deal == deal, *which)
    last_block = last.group_by(*key).subquery()
    same = and_(*(entry.c[name] == last_block.c[name] for name in ("wallet", "tranche", "block")))
    found = select(*key, entry.c.log_index, entry.c.units_after, entry.c.correction_after)
    return found.join(last_block, same).where(entry.c.deal == deal).order_by(entry.c.log_index)
