# SPDX-License-Identifier: Apache-2.0
"""A statement by periods as CSV: one row a tranche and period, each beginning where the one before ended."""

from __future__ import annotations

from decimal import Decimal

from regalia.domain.money import Currency
from regalia.domain.terms import Terms
from regalia.reports.csv_text import Cell, csv_text
from regalia.reports.entries import ISSUES, TRADES, EntryKind
from regalia.reports.names import Names
from regalia.reports.periods import PeriodLine
from regalia.reports.statement import Statement

HEADER = (
    "deal",
    "holder",
    "holder_name",
    "tranche",
    "period",
    "collection_period",
    "opening_units",
    "issued",
    "taken_up",
    "retained",
    "bought",
    "sold",
    "transferred_in",
    "transferred_out",
    "forced_in",
    "forced_out",
    "recovered_in",
    "recovered_out",
    "redeemed",
    "closing_units",
    "orders",
    "interest_per_unit",
    "principal_per_unit",
    "residual_per_unit",
    "opening_unclaimed",
    "interest",
    "principal",
    "residual",
    "premium",
    "gross",
    "carried",
    "claimed",
    "tax",
    "net",
    "closing_unclaimed",
    "currency",
)
_BY_KIND = (
    *ISSUES,
    *TRADES,
    EntryKind.TRANSFER_IN,
    EntryKind.TRANSFER_OUT,
    EntryKind.FORCED_IN,
    EntryKind.FORCED_OUT,
    EntryKind.RECOVERED_IN,
    EntryKind.RECOVERED_OUT,
    EntryKind.REDEEMED,
)
"""In the order of the columns; units that went are negative."""


def periods_csv(statement: Statement, terms: Terms, names: Names) -> str:
    """The whole file. ``opening_units`` and the twelve columns after it add up to ``closing_units``; ``opening_unclaimed`` + ``gross`` +
    ``carried`` − ``claimed`` = ``closing_unclaimed``; ``claimed`` − ``tax`` = ``net``. Without a ``period``: since the last one.
    """
    start: tuple[Cell, ...] = (terms.id, statement.holder, names.label(statement.holder))
    rows = [
        (*start, position.tranche, *_row(line, terms.money))
        for position in statement.positions
        for line in position.periods
    ]
    return csv_text(HEADER, rows)


def _row(line: PeriodLine, money: Currency) -> tuple[Cell, ...]:
    per_unit: tuple[Decimal | None, ...] = line.per_unit.parts if line.per_unit else (None, None, None)
    amounts = (
        line.opening_unclaimed,
        line.interest,
        line.principal,
        line.residual,
        line.premium,
        line.income,
        line.carried,
        line.claimed,
        line.tax,
        line.net,
        line.closing_unclaimed,
    )
    return (
        line.period,
        line.collected,
        line.opening_units,
        *(line.units_by(kind) for kind in _BY_KIND),
        line.closing_units,
        "; ".join(line.orders),
        *per_unit,
        *(money.to_decimal(amount) for amount in amounts),
        money.code,
    )
