# SPDX-License-Identifier: Apache-2.0
"""What an investor has in one deal or several: a line a tranche, and sums by currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regalia.domain.money import Currency
from regalia.domain.terms import Terms
from regalia.reports.statement import Position, Statement


@dataclass(frozen=True)
class PortfolioLine:
    """Units of one tranche, with what they cost and brought. Amounts in smallest units of ``currency``.

    ``invested`` is the money put in for units and not got back for them: price in the offering, income paid for with units taken up, what
    was bought at the desk and its fees, less what was sold. It may be negative. ``last_price`` is that of a unit in the last trade of
    anybody; it and ``market_value`` are None where there was none.
    """

    deal: str
    deal_name: str
    tranche: str
    tranche_name: str
    currency: Currency
    units: int
    cost: int
    invested: int
    outstanding_down: int
    income: int
    claimed: int
    tax: int
    unclaimed: int
    last_price: int | None = None

    @property
    def market_value(self) -> int | None:
        """At the last price; what is not claimed yet is beside it."""
        return None if self.last_price is None else self.last_price * self.units


@dataclass(frozen=True)
class PortfolioSum:
    """Of all lines in one currency. ``market_value`` is of lines with a known price; ``unpriced`` is how many with units have none."""

    currency: Currency
    cost: int
    invested: int
    outstanding_down: int
    income: int
    claimed: int
    tax: int
    unclaimed: int
    market_value: int
    unpriced: int


def portfolio_lines(statement: Statement, terms: Terms, prices: Mapping[str, int | None]) -> tuple[PortfolioLine, ...]:
    """Most senior first; ``prices`` are of a unit in the last trade, by tranche."""
    names = {tranche.id: tranche.name for tranche in terms.tranches}
    return tuple(_line(p, terms, names[p.tranche], prices.get(p.tranche)) for p in statement.positions)


def portfolio_sums(lines: Iterable[PortfolioLine]) -> tuple[PortfolioSum, ...]:
    """One a currency, in the order in which they come first."""
    by_currency: dict[Currency, list[PortfolioLine]] = {}
    for line in lines:
        by_currency.setdefault(line.currency, []).append(line)
    return tuple(_sum(currency, found) for currency, found in by_currency.items())


def _line(position: Position, terms: Terms, name: str, price: int | None) -> PortfolioLine:
    bought = position.cost + position.accrued + position.bought_for + position.fees
    return PortfolioLine(
        deal=terms.id,
        deal_name=terms.name,
        tranche=position.tranche,
        tranche_name=name,
        currency=terms.money,
        units=position.closing_units,
        cost=position.cost,
        invested=bought - position.sold_for,
        outstanding_down=position.outstanding_down,
        income=position.income,
        claimed=position.claimed,
        tax=position.tax,
        unclaimed=position.unclaimed,
        last_price=price,
    )


def _sum(currency: Currency, lines: list[PortfolioLine]) -> PortfolioSum:
    return PortfolioSum(
        currency,
        cost=sum(line.cost for line in lines),
        invested=sum(line.invested for line in lines),
        outstanding_down=sum(line.outstanding_down for line in lines),
        income=sum(line.income for line in lines),
        claimed=sum(line.claimed for line in lines),
        tax=sum(line.tax for line in lines),
        unclaimed=sum(line.unclaimed for line in lines),
        market_value=sum(line.market_value or 0 for line in lines),
        unpriced=sum(line.market_value is None and line.units > 0 for line in lines),
    )
