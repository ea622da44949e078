# SPDX-License-Identifier: Apache-2.0
"""The investor statement: what one holder bought, earned, moved and claimed, by tranche."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.domain.terms import Terms
from regalia.ledger.holding import Books, Holding, TranchePayment
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade
from regalia.reports.entries import ISSUES, Entry
from regalia.reports.errors import reconcile
from regalia.reports.happenings import entries_of
from regalia.reports.periods import PeriodLine, period_lines
from regalia.reports.totals import Totals


@dataclass(frozen=True)
class Position(Totals):
    """A holder's units of one tranche, from closing to the books' last event. Amounts in smallest units.

    ``opening_units`` came from the offering, ``closing_units`` are held now, of
    which ``frozen_units`` can't be moved (it may be more). ``unclaimed`` is what the escrow says is owed, rounded down to the
    smallest unit; the fraction stays owed. ``outstanding_down`` is the units' part of the outstanding balance.
    """

    tranche: str
    entries: tuple[Entry, ...]
    periods: tuple[PeriodLine, ...]
    closing_units: int
    frozen_units: int
    wallet_frozen: bool
    unclaimed: int
    pool_factor: int | None
    outstanding_down: int

    @property
    def opening_units(self) -> int:
        return self.units_by(*ISSUES)


@dataclass(frozen=True)
class Statement:
    """All positions of a holder (an address), most senior first. ``as_of`` is the last event of the books.

    ``halted_until`` is the last second of the supervisor's halt of the holder that is in force then, 0 where there is none.
    """

    holder: str
    positions: tuple[Position, ...]
    as_of: Place | None
    halted_until: int = 0

    @property
    def income(self) -> int:
        return sum(position.income for position in self.positions)

    @property
    def carried(self) -> int:
        return sum(position.carried for position in self.positions)

    @property
    def claimed(self) -> int:
        return sum(position.claimed for position in self.positions)

    @property
    def tax(self) -> int:
        return sum(position.tax for position in self.positions)

    @property
    def net(self) -> int:
        return self.claimed - self.tax

    @property
    def unclaimed(self) -> int:
        return sum(position.unclaimed for position in self.positions)

    @property
    def cost(self) -> int:
        return sum(position.cost for position in self.positions)

    @property
    def accrued(self) -> int:
        return sum(position.accrued for position in self.positions)

    @property
    def bought_for(self) -> int:
        return sum(position.bought_for for position in self.positions)

    @property
    def sold_for(self) -> int:
        return sum(position.sold_for for position in self.positions)

    @property
    def fees(self) -> int:
        return sum(position.fees for position in self.positions)


def statement_for(books: Books, holder: str) -> Statement:
    """The statement of a holder. UnreconciledError when income is not claimed + still owed, or units went missing."""
    trades = books.trades(holder)
    held = ((tranche.id, books.holding(tranche.id, holder)) for tranche in books.terms.tranches)
    positions = tuple(
        _position(books.terms, holding, books.payments(tranche), trades) for tranche, holding in held if holding
    )
    return Statement(holder, positions, books.as_of, books.halted_until(holder))


def _position(terms: Terms, holding: Holding, payments: Sequence[TranchePayment], trades: Sequence[Trade]) -> Position:
    entries = entries_of(holding, payments, trades)
    units, balance = holding.tranche_units, holding.balance
    position = Position(
        tranche=holding.tranche,
        entries=entries,
        periods=period_lines(terms, payments, entries),
        closing_units=holding.units,
        frozen_units=holding.frozen_units,
        wallet_frozen=holding.wallet_frozen,
        unclaimed=holding.unclaimed,
        pool_factor=holding.pool_factor,
        outstanding_down=balance * holding.units // units if units else 0,
    )
    whose = f"{holding.tranche} of {holding.wallet}"
    left = position.income + position.carried
    reconcile(f"income = claimed + unclaimed, {whose}", left, position.claimed + holding.unclaimed)
    moved = sum(entry.units for entry in entries)
    reconcile(f"units bought and moved = units held, {whose}", moved, holding.units)
    return position
