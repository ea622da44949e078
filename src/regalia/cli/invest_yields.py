# SPDX-License-Identifier: Apache-2.0
"""Yields of a wallet to date: of each deal, and of all deals in one currency together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_

from regalia.cli.invest_view import View
from regalia.domain.money import Currency
from regalia.ledger.trade_model import Trade
from regalia.reports.holder_flows import HolderFlows, flows_of
from regalia.reports.money_weighted import MoneyWeighted
from regalia.reports.portfolio import PortfolioLine
from regalia.reports.statement import Position


@dataclass(frozen=True)
class Yields:
    """``realised`` is cash that moved, tax taken off, and nothing else; ``with_left`` the same with what is left as if it came in on the
    last day; ``earned`` counts income when it was earned, before tax, with the units that are left.
    """

    deal: str
    currency: Currency
    cash: HolderFlows
    left: HolderFlows
    income: HolderFlows

    @property
    def realised(self) -> MoneyWeighted:
        return self.cash.yielded

    @property
    def with_left(self) -> MoneyWeighted:
        return self.left.yielded

    @property
    def earned(self) -> MoneyWeighted:
        return self.income.yielded


@dataclass(frozen=True)
class Worth:
    """What units that are left are worth: by a ``trade``, else by the balance; None where there is neither."""

    deal: str
    tranche: str
    units: int
    amount: int | None
    unclaimed: int
    currency: Currency
    trade: Trade | None


def yields_of(view: View) -> Yields:
    """As of the checkpoint's day."""
    day = datetime.fromtimestamp(view.checkpoint.timestamp, UTC).date()
    books, statement = view.now.books, view.statement
    left = flows_of(books, statement, day, view.last, taken=True)
    income = flows_of(books, statement, day, view.last)
    return Yields(view.terms.id, view.money, left.without_left, left, income)


def together(found: Iterable[Yields]) -> Iterator[Yields]:
    """Of several deals in one currency, in the order in which they come first."""
    by_currency: dict[Currency, list[Yields]] = {}
    for one in found:
        by_currency.setdefault(one.currency, []).append(one)
    for currency, same in by_currency.items():
        if len(same) > 1:
            cash, left, income = (_joined([getattr(one, name) for one in same]) for name in ("cash", "left", "income"))
            yield Yields("all", currency, cash, left, income)


def worths_of(view: View) -> list[Worth]:
    """One a tranche with units."""
    return [
        Worth(
            view.terms.id,
            position.tranche,
            position.closing_units,
            _worth(position, line),
            position.unclaimed,
            view.money,
            view.last.get(position.tranche),
        )
        for position, line in zip(view.statement.positions, view.lines, strict=True)
        if position.closing_units
    ]


def _joined(flows: list[HolderFlows]) -> HolderFlows:
    day = max(one.day for one in flows)
    every = sorted((flow for one in flows for flow in one.flows), key=lambda flow: flow.on)
    missing = reduce(or_, (one.missing for one in flows))
    return HolderFlows(tuple(every), sum(one.left for one in flows), day, missing)


def _worth(position: Position, line: PortfolioLine) -> int | None:
    if line.value is not None:
        return line.value
    return None if position.pool_factor is None else position.outstanding_down
