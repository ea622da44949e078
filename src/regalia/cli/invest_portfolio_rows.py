# SPDX-License-Identifier: Apache-2.0
"""The lines of a portfolio over all deals, and their sums by currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.cli.invest_open import Visit
from regalia.cli.invest_view import View
from regalia.domain.money import Currency
from regalia.reports.portfolio import PortfolioLine, portfolio_sums
from regalia.reports.statement import Position


@dataclass(frozen=True)
class Row:
    view: View
    position: Position
    line: PortfolioLine

    @property
    def tax(self) -> int | None:
        return self.view.tax_on(self.position)


@dataclass(frozen=True)
class Total:
    """Of one currency. ``value`` is of units with a price; ``to_claim_tax`` None where no node was asked."""

    currency: Currency
    invested: int
    outstanding: int
    value: int
    unpriced: int
    income: int
    claimed: int
    tax: int
    to_claim: int
    to_claim_tax: int | None

    @property
    def to_claim_net(self) -> int | None:
        return None if self.to_claim_tax is None else self.to_claim - self.to_claim_tax


def rows_of(visit: Visit) -> list[Row]:
    return [
        Row(view, position, line)
        for view in visit.views
        for position, line in zip(view.statement.positions, view.lines, strict=True)
    ]


def totals_of(rows: Sequence[Row]) -> list[Total]:
    found = []
    for one in portfolio_sums(row.line for row in rows):
        same = [row for row in rows if row.line.currency == one.currency]
        taxes = [row.tax for row in same]
        found.append(
            Total(
                one.currency,
                one.invested,
                one.outstanding_down,
                one.value,
                one.unpriced,
                one.income,
                one.claimed,
                one.tax,
                one.unclaimed,
                None if None in taxes else sum(tax or 0 for tax in taxes),
            )
        )
    return found
