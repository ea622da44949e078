# SPDX-License-Identifier: Apache-2.0
"""Yields of a wallet to date: of each deal, and of all deals in one currency together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from regalia.cli.invest_view import View
from regalia.domain.money import Currency
from regalia.ledger.place import Place
from regalia.ledger.trade_model import Trade
from regalia.reports.holder_flows import HolderFlows, flows_of
from regalia.reports.money_weighted import MoneyWeighted

_NOWHERE = Place(0, "", 0, 0)


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
    """What units that are left are worth: by a ``trade``, else by the balance."""

    deal: str
    tranche: str
    units: int
    amount: int
    unclaimed: int
    currency: Currency
    trade: Trade | None


def yields_of(view: View) -> Yields:
    """As of the checkpoint's day."""
    day = datetime.fromtimestamp(view.checkpoint.timestamp, UTC).date()
    books, statement = view.now.books, view.statement
    # cash alone: units are as if they went for nothing, so that it does not matter what they are worth
    worthless = {p.tranche: Trade(p.tranche, "", "", 0, 0, _NOWHERE) for p in statement.positions}
    cash = replace(flows_of(books, statement, day, worthless, taken=True), worth=0)
    left = flows_of(books, statement, day, view.last, taken=True)
    income = flows_of(books, statement, day, view.last)
    return Yields(view.terms.id, view.money, cash, left, income)


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
            position.outstanding_down if (value := view.value(position)) is None else value,
            position.unclaimed,
            view.money,
            view.last.get(position.tranche),
        )
        for position in view.statement.positions
        if position.closing_units
    ]


def _joined(flows: list[HolderFlows]) -> HolderFlows:
    day = max(one.day for one in flows)
    every = sorted((flow for one in flows for flow in one.flows), key=lambda flow: flow.on)
    missing = next((one.missing for one in flows if one.missing), "")
    return HolderFlows(tuple(every), sum(one.worth for one in flows), day, missing)
