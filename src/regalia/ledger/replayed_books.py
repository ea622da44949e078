# SPDX-License-Identifier: Apache-2.0
"""What a statement is made of, found in a replayed ledger: the twin of ``index.reader``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.ledger.holding import Holding, TranchePayment, outside_the_books
from regalia.ledger.model import DealLedger, UnitTransfer
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade
from regalia.ledger.tranche_payments import payments_of, pool_factor_down, tranche_index

Whose = tuple[str, str]
"""A tranche by its id, and a wallet."""
_Row = TypeVar("_Row")


class ReplayedBooks:
    """``Books`` of a ledger as it is now: each of its lists is looked through once, however many holders are asked for."""

    def __init__(self, ledger: DealLedger) -> None:
        self.terms: Terms = ledger.terms
        self.record: DeploymentRecord = ledger.record
        others, events = outside_the_books(ledger.record), reversed(ledger.events)
        self.as_of: Place | None = next((Place.of(event) for event in events if event.address not in others), None)
        self._ledger = ledger
        self._subscriptions = _by(ledger.subscriptions, lambda row: [(row.tranche, row.investor)])
        self._refunds = _by(ledger.refunds, lambda row: [(row.tranche, row.investor)])
        self._deliveries = _by(ledger.deliveries, lambda row: [(row.tranche, row.investor)])
        self._transfers = _by(ledger.transfers, _sides)
        self._claims = _by(ledger.claims, lambda row: [(row.tranche, row.claimant)] if row.tranche else [])
        self._income = _by(ledger.income, lambda row: [(row.tranche, row.holder)])
        self._trades = _by(ledger.trades, lambda row: dict.fromkeys((row.seller, row.buyer)))
        self._payments = cache(lambda tranche: payments_of(ledger, tranche))

    def holding(self, tranche: str, wallet: str) -> Holding | None:
        whose = tranche, wallet
        done = (self._subscriptions, self._refunds, self._deliveries, self._transfers, self._claims)
        if not any(whose in rows for rows in done):
            return None
        ledger, book = self._ledger, self._ledger.books[tranche]
        index, closed = tranche_index(ledger.program, tranche), ledger.closed is not None
        balance = ledger.deal.state.balance[index]
        return Holding(
            tranche,
            wallet,
            subscriptions=tuple(self._subscriptions.get(whose, ())),
            refunds=tuple(self._refunds.get(whose, ())),
            deliveries=tuple(self._deliveries.get(whose, ())),
            transfers=tuple(self._transfers.get(whose, ())),
            claims=tuple(self._claims.get(whose, ())),
            income={row.place: row.amount for row in self._income.get(whose, ())},
            units=book.accounts[wallet].units if wallet in book.accounts else 0,
            unclaimed=book.entitlement(wallet),
            frozen_units=book.frozen.get(wallet, 0),
            wallet_frozen=wallet in book.wallets,
            balance=balance,
            tranche_units=ledger.program.tranches[index].units if closed else 0,
            pool_factor=pool_factor_down(ledger.program, index, balance) if closed else None,
        )

    def payments(self, tranche: str) -> tuple[TranchePayment, ...]:
        return self._payments(tranche)

    def trades(self, wallet: str) -> tuple[Trade, ...]:
        return tuple(self._trades.get(wallet, ()))

    def halted_until(self, wallet: str) -> int:
        return self._ledger.halts.holder_until(wallet, self.as_of.timestamp) if self.as_of else 0

    def wallets(self) -> tuple[str, ...]:
        ledger = self._ledger
        came = [(sale.place, sale.investor) for sale in ledger.subscriptions]
        came += [(given.place, given.investor) for given in ledger.deliveries]
        came += [(m.place, m.receiver) for m in ledger.transfers if m.receiver and (m.units or m.income_in)]
        came.sort(key=lambda arrival: arrival[0].position)
        return tuple(dict.fromkeys(wallet for _, wallet in came))


def _by(rows: Iterable[_Row], keys: Callable[[_Row], Iterable[object]]) -> dict[object, list[_Row]]:
    found: defaultdict[object, list[_Row]] = defaultdict(list)
    for row in rows:
        for key in keys(row):
            found[key].append(row)
    return dict(found)


def _sides(move: UnitTransfer) -> list[Whose]:
    """Whose move it is: nobody's when it went back to the sender, or was of nothing without an order."""
    if move.sender == move.receiver or not (move.units or move.order):
        return []
    return [(move.tranche, side) for side in (move.sender, move.receiver) if side]
