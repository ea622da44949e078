# SPDX-License-Identifier: Apache-2.0
"""One wallet in one deal, as of a checkpoint of the index: what the commands of ``regalia invest`` show, and where each figure is from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from regalia.chain.record import DeploymentRecord
from regalia.cli.invest_agree import HolderTax
from regalia.domain.money import Currency
from regalia.domain.terms import Terms
from regalia.ledger.holding import TranchePayment
from regalia.ledger.index.moment import Moment
from regalia.ledger.index.reader import Checkpoint
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade
from regalia.reports.entries import Entry, EntryKind
from regalia.reports.names import Names
from regalia.reports.portfolio import PortfolioLine, portfolio_lines
from regalia.reports.statement import Position, Statement


@dataclass(frozen=True)
class Figure:
    """``value`` in smallest units, or a number of units; None where it can't be told. ``place`` is what made it so last, None where nothing
    ever did.
    """

    value: int | None
    place: Place | None = None


@dataclass(frozen=True)
class View:
    """``tax`` is what a claim at the checkpoint would bear; None where no node was asked."""

    now: Moment
    statement: Statement
    tax: HolderTax | None

    @property
    def terms(self) -> Terms:
        return self.now.terms

    @property
    def record(self) -> DeploymentRecord:
        return self.now.books.record

    @property
    def money(self) -> Currency:
        return self.terms.money

    @property
    def checkpoint(self) -> Checkpoint:
        found = self.now.books.checkpoint
        assert found is not None  # of a deal that was not read there is no view
        return found

    @cached_property
    def names(self) -> Names:
        return Names(self.now.books)

    @cached_property
    def last(self) -> dict[str, Trade]:
        """The last trade of each tranche that was traded, of anybody."""
        return self.now.last_trades()

    @cached_property
    def lines(self) -> tuple[PortfolioLine, ...]:
        """One a position."""
        return portfolio_lines(self.now.books, self.statement, self.last)

    def payments(self, tranche: str) -> tuple[TranchePayment, ...]:
        return self.now.books.payments(tranche)

    def tax_on(self, position: Position) -> int | None:
        """What would be withheld from a claim now."""
        return None if self.tax is None else self.tax.of(position.unclaimed)

    def figures(self, position: Position, line: PortfolioLine) -> dict[str, Figure]:
        """Of one position, each with where it is from."""
        moved = _last(position.entries, lambda entry: bool(entry.units))
        owed = _last(position.entries, lambda entry: bool(_to_owed(entry)))
        claimed = _last(position.entries, lambda entry: entry.kind is EntryKind.CLAIM)
        put_in = _last(position.entries, lambda entry: bool(entry.cost or entry.accrued or entry.traded or entry.fee))
        balance = _latest(moved, _repaid(self.payments(position.tranche)))
        trade, tax = self.last.get(position.tranche), self.tax_on(position)
        return {
            "units": Figure(line.units, moved),
            "cost": Figure(line.cost, _last(position.entries, lambda entry: bool(entry.cost))),
            "invested": Figure(line.invested, put_in),
            "outstanding": Figure(line.outstanding_down, balance),
            "income": Figure(line.income, _last(position.entries, lambda entry: bool(entry.income))),
            "claimed": Figure(line.claimed, claimed),
            "tax": Figure(line.tax, claimed),
            "to_claim": Figure(line.unclaimed, owed),
            "to_claim_tax": Figure(tax, owed),
            "to_claim_net": Figure(None if tax is None else line.unclaimed - tax, owed),
            "last_price": Figure(line.last_price, trade.place if trade else None),
            "value": Figure(line.value, _latest(balance, trade.place) if trade else None),
        }

    def shown(self, figure: Figure, plain: bool = False) -> Any:
        """For programs: with block and transaction. ``plain`` for a number of units."""
        value: int | str | None = figure.value
        if figure.value is not None and not plain:
            value = f"{self.money.to_decimal(figure.value):f}"
        place = figure.place
        return {
            "value": value,
            "block": place.block_number if place else None,
            "transaction": place.transaction_hash if place else None,
        }


def _to_owed(entry: Entry) -> int:
    return entry.income or entry.carried or entry.fractions or entry.claimed


def _last(entries: Sequence[Entry], counts: Callable[[Entry], bool]) -> Place | None:
    return next((entry.place for entry in reversed(entries) if counts(entry)), None)


def _repaid(payments: Sequence[TranchePayment]) -> Place | None:
    return next((payment.place for payment in reversed(payments) if payment.principal), None)


def _latest(*places: Place | None) -> Place | None:
    return max((place for place in places if place), key=lambda place: place.position, default=None)
