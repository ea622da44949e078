# SPDX-License-Identifier: Apache-2.0
"""What a statement asks of its books, out of the index: ``Books`` as of a checkpoint. Only rows of whom is asked for are read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.holding import Holding, TranchePayment, outside_the_books
from regalia.ledger.index import holdings
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.event_args import from_json
from regalia.ledger.index.holders import AccountNow, accounts_of, arrivals, marks_of, other_sides
from regalia.ledger.index.kinds import MarkKind
from regalia.ledger.index.payments import factor_down, income_of, owed_down, payment_of
from regalia.ledger.index.places import place_of, placed
from regalia.ledger.index.reader_model import Checkpoint as Checkpoint
from regalia.ledger.index.reader_model import IndexedEvent as IndexedEvent
from regalia.ledger.index.reader_model import TrancheState as TrancheState
from regalia.ledger.index.schema import block, entry, event, payment, trade, tranche_state
from regalia.ledger.index.trades import trade_of
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade


class IndexReader:
    """Of the last checkpoint or, where ``block`` is given, of the last one up to there. What comes after it is not seen, also when it comes
    while this is read; a rollback is: make another reader then.
    """

    def __init__(self, connection: Connection, deal: IndexedDeal, block: int | None = None) -> None:
        self._connection = connection
        self._deal = deal
        self.checkpoint = self._last_checkpoint(block)
        self._until = self.checkpoint.block if self.checkpoint else -1
        self._payments: dict[str, Sequence[Row[Any]]] = {}
        self._states: dict[str, TrancheState] = {}

    @property
    def terms(self) -> Terms:
        return self._deal.terms

    @property
    def record(self) -> DeploymentRecord:
        return self._deal.record

    @cached_property
    def as_of(self) -> Place | None:
        books = event.c.address.not_in(outside_the_books(self.record))
        query = placed(event, self._deal.id, self._until, books)
        last = self._connection.execute(query.order_by(event.c.block.desc(), event.c.log_index.desc()).limit(1)).first()
        return place_of(last) if last else None

    def holding(self, tranche: str, wallet: str) -> Holding | None:
        rows = self._entries(tranche, wallet)
        if not rows:
            return None
        state, units, closed = self.state(tranche), rows[-1].units_after, self._placed is not None
        marks = marks_of(self._connection, self._deal.id, self._until, wallet, tranche)
        others = other_sides(self._connection, self._deal.id, rows)
        return Holding(
            tranche,
            wallet,
            subscriptions=tuple(holdings.subscriptions_of(rows)),
            refunds=tuple(holdings.refunds_of(rows)),
            deliveries=tuple(holdings.deliveries_of(rows)),
            transfers=tuple(holdings.transfers_of(rows, others)),
            claims=tuple(holdings.claims_of(rows)),
            income=income_of(rows, self._payment_rows(tranche)),
            units=units,
            unclaimed=owed_down(state.per_unit, units, rows[-1].correction_after),
            frozen_units=marks.get(MarkKind.FROZEN_UNITS, 0),
            wallet_frozen=bool(marks.get(MarkKind.WALLET_FROZEN)),
            balance=state.balance,
            tranche_units=(self._placed or {}).get(tranche, 0),
            pool_factor=factor_down(state.balance, state.original_balance) if closed else None,
        )

    def payments(self, tranche: str) -> tuple[TranchePayment, ...]:
        return tuple(payment_of(row) for row in self._payment_rows(tranche))

    def trades(self, wallet: str) -> tuple[Trade, ...]:
        query = placed(trade, self._deal.id, self._until, or_(trade.c.seller == wallet, trade.c.buyer == wallet))
        query = query.add_columns(event.c.args).order_by(trade.c.block, trade.c.log_index)
        return tuple(trade_of(row) for row in self._connection.execute(query))

    def halted_until(self, wallet: str) -> int:
        marks = marks_of(self._connection, self._deal.id, self._until, wallet, "")
        until = marks.get(MarkKind.HALTED, 0)
        return until if self.as_of and self.as_of.timestamp <= until else 0

    def wallets(self) -> tuple[str, ...]:
        return arrivals(self._connection, self._deal.id, self._until)

    def accounts(self, tranche: str) -> dict[str, AccountNow]:
        """Of everybody who has an entry in the tranche, with those who hold nothing any more."""
        per_unit = self.state(tranche).per_unit
        return accounts_of(self._connection, self._deal.id, self._until, tranche, per_unit)

    def state(self, tranche: str) -> TrancheState:
        if tranche not in self._states:
            table, key = tranche_state, ("deal", "tranche", "block")
            query = select(*(column for column in table.columns if column.name not in key))
            query = query.where(table.c.deal == self._deal.id, table.c.tranche == tranche, table.c.block <= self._until)
            row = self._connection.execute(query.order_by(table.c.block.desc()).limit(1)).one_or_none()
            self._states[tranche] = TrancheState(*row) if row else TrancheState()
        return self._states[tranche]

    def events(self, name: str | None = None, limit: int | None = None) -> list[IndexedEvent]:
        """The last ``limit`` of that name (all without either), in the order of the chain."""
        query = placed(event, self._deal.id, self._until, *([event.c.name == name] if name else []))
        query = query.order_by(event.c.block.desc(), event.c.log_index.desc()).limit(limit)
        found = (
            IndexedEvent(r.name, r.address, from_json(r.args), place_of(r)) for r in self._connection.execute(query)
        )
        return list(found)[::-1]

    @cached_property
    def _placed(self) -> dict[str, int] | None:
        """Units of each tranche at closing; None before it."""
        opened = self.events("BooksOpened", limit=1)
        if not opened:
            return None
        units = map(int, opened[0].args["units"])
        return dict(zip((tranche.id for tranche in self.terms.tranches), units, strict=True))

    def _entries(self, tranche: str, wallet: str) -> Sequence[Row[Any]]:
        which = (entry.c.wallet == wallet, entry.c.tranche == tranche)
        query = placed(entry, self._deal.id, self._until, *which).order_by(entry.c.block, entry.c.log_index)
        return self._connection.execute(query).all()

    def _payment_rows(self, tranche: str) -> Sequence[Row[Any]]:
        if tranche not in self._payments:
            query = placed(payment, self._deal.id, self._until, payment.c.tranche == tranche)
            query = query.order_by(payment.c.block, payment.c.log_index)
            self._payments[tranche] = self._connection.execute(query).all()
        return self._payments[tranche]

    def _last_checkpoint(self, until: int | None) -> Checkpoint | None:
        query = select(block.c.number, block.c.hash, block.c.timestamp).where(block.c.deal == self._deal.id)
        query = query.where(block.c.checkpoint, *([block.c.number <= until] if until is not None else []))
        row = self._connection.execute(query.order_by(block.c.number.desc()).limit(1)).one_or_none()
        return Checkpoint(*row) if row else None
