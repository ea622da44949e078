# SPDX-License-Identifier: Apache-2.0
"""What an investor has in one deal or several: a line a tranche, and sums by currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regalia.domain.money import Currency
from regalia.ledger.holding import Books
from regalia.ledger.trade_model import Trade
from regalia.reports.holder_flows import value_down
from regalia.reports.statement import Position, Statement


@dataclass(frozen=True)
class PortfolioLine:
    """Units of one tranche, with what they cost and brought. Amounts in smallest units of ``currency``.

    ``invested`` is the money put in for units and not got back for them: price in the offering, income paid for with units taken up, what
    was bought at the desk and its fees, less what was sold. It may be negative. ``last_price`` is that of a unit in the last trade of
    anybody, ``value`` what the units held are worth by it, reduced in proportion to the principal repaid since; both are None
    where there was none.
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
    value: int | None = None


@dataclass(frozen=True)
class PortfolioSum:
    """Of all lines in one currency. ``value`` is of lines that have one; ``unpriced`` is how many with units have none."""

    currency: Currency
    cost: int
    invested: int
    outstanding_down: int
    income: int
    claimed: int
    tax: int
    unclaimed: int
    value: int
    unpriced: int


def portfolio_lines(books: Books, statement: Statement, last: Mapping[str, Trade]) -> tuple[PortfolioLine, ...]:
    """Most senior first; ``last`` are the last trades of anybody, by tranche."""
    return tuple(_line(books, position, last.get(position.tranche)) for position in statement.positions)


def portfolio_sums(lines: Iterable[PortfolioLine]) -> tuple[PortfolioSum, ...]:
    """One a currency, in the order in which they come first."""
    by_currency: dict[Currency, list[PortfolioLine]] = {}
    for line in lines:
        by_currency.setdefault(line.currency, []).append(line)
    return tuple(_sum(currency, found) for currency, found in by_currency.items())


def _line(books: Books, position: Position, last: Trade | None) -> PortfolioLine:
    terms = books.terms
    (name,) = (tranche.name for tranche in terms.tranches if tranche.id == position.tranche)
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
        last_price=last.price if last else None,
        value=value_down(position, books.payments(position.tranche), last) if last else None,
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
        value=sum(line.value or 0 for line in lines),
        unpriced=sum(line.value is None and line.units > 0 for line in lines),
    )
