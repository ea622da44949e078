# SPDX-License-Identifier: Apache-2.0
"""Tables of who holds what, and of what one holder has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from regalia.api.deal_tables import where
from regalia.api.frames import SOURCE, Column, Kind, frame
from regalia.ledger.index.moment import Moment
from regalia.reports.names import Names
from regalia.reports.portfolio import PortfolioLine, portfolio_lines
from regalia.reports.statement import Position, Statement

Row = tuple[object, ...]
_HOLDERS = (
    Column("holder", Kind.TEXT, "address of the wallet"),
    Column("name", Kind.TEXT, "what it is called, where that is known"),
    Column("tranche", Kind.TEXT, "id of the tranche"),
    Column("units", Kind.WHOLE, "held"),
    Column("outstanding", Kind.AMOUNT, "their part of the tranche's balance"),
    Column("unclaimed", Kind.AMOUNT, "income that is owed"),
    Column("frozen_units", Kind.WHOLE, "that an order froze (it may be more than are held)"),
    Column("wallet_frozen", Kind.FLAG, "whether an order froze the whole wallet"),
    *SOURCE,
)
_PORTFOLIO = (
    Column("deal", Kind.TEXT, "id of the deal"),
    Column("tranche", Kind.TEXT, "id of the tranche"),
    Column("units", Kind.WHOLE, "held"),
    Column("invested", Kind.AMOUNT, "put in for units, fees with it, less what came back and what sales brought"),
    Column("outstanding", Kind.AMOUNT, "the units' part of the tranche's balance"),
    Column("income", Kind.AMOUNT, "earned to date, before tax"),
    Column("claimed", Kind.AMOUNT, "taken, before tax"),
    Column("tax", Kind.AMOUNT, "withheld from what was taken"),
    Column("unclaimed", Kind.AMOUNT, "owed and not taken"),
    Column("last_price", Kind.AMOUNT, "of a unit in the last trade, None where there was none"),
    Column(
        "value",
        Kind.AMOUNT,
        "of the units by the last price, reduced in proportion to the principal repaid since; None where there was no trade",
    ),
    Column("currency", Kind.TEXT, "of all these amounts"),
    *SOURCE,
)
"""``block`` and ``transaction`` are those of the last thing that happened to the wallet in the tranche."""


def holders(now: Moment, names: Names) -> pd.DataFrame:
    """A row a wallet and tranche, of everybody who holds units or is owed income; in each tranche the largest first."""
    return frame(_HOLDERS, _holder_rows(now, names))


def _holder_rows(now: Moment, names: Names) -> Iterator[Row]:
    money, placed = now.terms.money.to_decimal, now.placed()
    for tranche in now.terms.tranches:
        balance, units, marks = now.books.state(tranche.id).balance, placed.get(tranche.id), now.marks(tranche.id)
        for account in sorted(now.accounts(tranche.id), key=lambda account: (-account.units, account.wallet)):
            if account.units or account.unclaimed:
                yield (
                    account.wallet,
                    names.label(account.wallet),
                    tranche.id,
                    account.units,
                    money(balance * account.units // units if units else 0),
                    money(account.unclaimed),
                    *marks.get(account.wallet, (0, False)),
                    account.block,
                    account.transaction,
                )


def portfolio(rows: Iterable[Row]) -> pd.DataFrame:
    """A row a position of one holder, whatever the deal."""
    return frame(_PORTFOLIO, rows)


def portfolio_rows(now: Moment, statement: Statement) -> list[Row]:
    """Of one deal."""
    lines = portfolio_lines(now.books, statement, now.last_trades())
    return [_portfolio_row(line, position) for line, position in zip(lines, statement.positions, strict=True)]


def _portfolio_row(line: PortfolioLine, position: Position) -> Row:
    amounts = (line.invested, line.outstanding_down, line.income, line.claimed, line.tax, line.unclaimed)
    return (
        line.deal,
        line.tranche,
        line.units,
        *map(line.currency.to_decimal, amounts),
        None if line.last_price is None else line.currency.to_decimal(line.last_price),
        None if line.value is None else line.currency.to_decimal(line.value),
        line.currency.code,
        *where(position.entries[-1].place),
    )
