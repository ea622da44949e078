# SPDX-License-Identifier: Apache-2.0
"""What the index says of a deal as of one checkpoint: what a statement asks, and what tables of the whole deal ask besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from regalia.domain.terms import Terms
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.event_args import from_json
from regalia.ledger.index.fold_accounts import last_of
from regalia.ledger.index.kinds import MarkKind
from regalia.ledger.index.payments import owed_down
from regalia.ledger.index.places import place_of, placed, placed_at
from regalia.ledger.index.reader import IndexedEvent, IndexReader
from regalia.ledger.index.schema import entry, event, mark, trade
from regalia.ledger.index.trades import trade_of
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade


@dataclass(frozen=True)
class Account:
    """One wallet in one tranche, with the place of its last entry."""

    wallet: str
    units: int
    unclaimed: int
    block: int
    transaction: str


class Moment:
    """Open for as long as the connection is."""

    def __init__(self, connection: Connection, deal: IndexedDeal, books: IndexReader) -> None:
        self._connection, self._deal = connection, deal
        self.books = books
        assert books.checkpoint is not None  # what has none is not read
        self._until = books.checkpoint.block

    @property
    def terms(self) -> Terms:
        return self._deal.terms

    @property
    def connection(self) -> Connection:
        """For questions of modules beside this one: see ``search`` and ``orders``."""
        return self._connection

    def events(self, *names: str) -> list[IndexedEvent]:
        """In the order of the chain; all of them where no name is given."""
        if not names:
            return self.books.events()
        found = [told for name in dict.fromkeys(names) for told in self.books.events(name)]
        return sorted(found, key=lambda told: told.place.position)

    def events_at(self, place: Place, name: str) -> list[IndexedEvent]:
        """Of that name in the transaction of a place. Looks at no other block."""
        if place.block_number > self._until:
            return []
        same = event.c.name == name, event.c.transaction_hash == place.transaction_hash
        return self._told(placed_at(event, self._deal.id, place.block_number, *same))

    def events_naming(self, name: str, argument: str, address: str, since: int = 0) -> list[IndexedEvent]:
        """Of that name, with an address as an argument, from a block on. Looks through all of that name since then."""
        said = event.c.args.contains(f'"{argument}":"{address}"', autoescape=True)
        return self._told(placed(event, self._deal.id, self._until, event.c.name == name, event.c.block >= since, said))

    def _told(self, query: Select[Any]) -> list[IndexedEvent]:
        rows = self._connection.execute(query.order_by(event.c.block, event.c.log_index))
        return [IndexedEvent(row.name, row.address, from_json(row.args), place_of(row)) for row in rows]

    def trades(self) -> list[Trade]:
        """At the settlement desk, in the order of the chain."""
        query = placed(trade, self._deal.id, self._until).add_columns(event.c.args)
        return [trade_of(row) for row in self._connection.execute(query.order_by(trade.c.block, trade.c.log_index))]

    def trades_of(self, tranche: str, most: int) -> list[Trade]:
        """The newest of a tranche, in the order of the chain."""
        query = placed(trade, self._deal.id, self._until, trade.c.tranche == tranche).add_columns(event.c.args)
        query = query.order_by(trade.c.block.desc(), trade.c.log_index.desc()).limit(most)
        return [trade_of(row) for row in self._connection.execute(query)][::-1]

    def last_trades(self) -> dict[str, Trade]:
        """By tranche; those that were never traded are not in it."""
        found = {}
        for tranche in self.terms.tranches:
            for last in self.trades_of(tranche.id, 1):
                found[tranche.id] = last
        return found

    def accounts(self, tranche: str) -> Iterator[Account]:
        """Of everybody who has an entry in the tranche. Looks through all of them."""
        per_unit = self.books.state(tranche).per_unit
        which = entry.c.tranche == tranche, entry.c.block <= self._until
        last = last_of(self._deal.id, *which).add_columns(entry.c.block).subquery()
        same = and_(event.c.block == last.c.block, event.c.log_index == last.c.log_index)
        query = select(last, event.c.transaction_hash).join(event, same).where(event.c.deal == self._deal.id)
        rows = self._connection.execute(query.order_by(last.c.block, last.c.log_index))
        by_wallet = {row.wallet: row for row in rows}
        for row in by_wallet.values():
            owed = owed_down(per_unit, row.units_after, row.correction_after)
            yield Account(row.wallet, row.units_after, owed, row.block, row.transaction_hash)

    def marks(self, tranche: str) -> dict[str, tuple[int, bool]]:
        """Units frozen and whether the wallet is, by the wallets that ever had such an order."""
        query = select(mark.c.wallet, mark.c.kind, mark.c.value).where(mark.c.deal == self._deal.id)
        query = query.where(mark.c.tranche == tranche, mark.c.block <= self._until)
        found: dict[str, tuple[int, bool]] = {}
        for wallet, kind, value in self._connection.execute(query.order_by(mark.c.block, mark.c.log_index)):
            units, frozen = found.get(wallet, (0, False))
            found[wallet] = (value, frozen) if kind == MarkKind.FROZEN_UNITS.value else (units, bool(value))
        return found

    def placed(self) -> dict[str, int]:
        """Units of each tranche at closing; empty before it."""
        opened = self.books.events("BooksOpened", 1)
        units = map(int, opened[0].args["units"]) if opened else ()
        return dict(zip((tranche.id for tranche in self.terms.tranches), units, strict=False))
