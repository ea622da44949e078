# SPDX-License-Identifier: Apache-2.0
"""A statement as CSV: one row an entry, oldest first within a tranche, with running units and unclaimed income."""

from __future__ import annotations

from regalia.domain.money import Currency
from regalia.domain.terms import Terms
from regalia.reports.csv_text import Cell, csv_text, iso_time
from regalia.reports.entries import INCOMES, ISSUES, TRADES, Entry, EntryKind
from regalia.reports.names import Names
from regalia.reports.shares import factor_decimal
from regalia.reports.statement import Statement

HEADER = (
    "deal",
    "holder",
    "holder_name",
    "tranche",
    "time",
    "entry",
    "period",
    "counterparty",
    "order",
    "evidence",
    "officer",
    "units",
    "units_held",
    "cost",
    "accrued",
    "price",
    "traded",
    "fee",
    "interest",
    "principal",
    "residual",
    "premium",
    "income",
    "carried",
    "claimed",
    "tax",
    "net",
    "unclaimed",
    "pool_factor",
    "currency",
    "block",
    "transaction",
    "log_index",
)
_PRICED = (EntryKind.SUBSCRIPTION, EntryKind.REFUND, EntryKind.TAKEN_UP)


def statement_csv(statement: Statement, terms: Terms, names: Names) -> str:
    """The whole file. In every tranche ``income`` and ``carried`` add up to ``claimed`` and the last ``unclaimed``.

    ``cost`` was paid in the offering, ``accrued`` for the income of units taken up, ``traded`` at the desk: each negative when received.
    ``fee`` was paid beside it. ``carried`` is income that came or went by ``order`` and, at the end, fractions of others who left; ``tax``
    was withheld from ``claimed``.
    """
    money = terms.money
    start: tuple[Cell, ...] = (terms.id, statement.holder, names.label(statement.holder))
    rows = [
        (*start, position.tranche, *_row(entry, money))
        for position in statement.positions
        for entry in position.entries
    ]
    return csv_text(HEADER, rows)


def _row(entry: Entry, money: Currency) -> tuple[Cell, ...]:
    income = entry.kind in INCOMES or (entry.kind in ISSUES and entry.income > 0)
    claim = entry.kind is EntryKind.CLAIM
    earned = (entry.interest, entry.principal, entry.residual, entry.premium, entry.income)
    carried = entry.carried + entry.fractions
    order = (entry.order.name, entry.order.evidence, entry.order.by) if entry.order else (None, None, None)
    return (
        iso_time(entry.place),
        entry.kind.value,
        entry.period,
        entry.counterparty,
        *order,
        entry.units if entry.units else None,
        entry.units_held,
        money.to_decimal(entry.cost) if entry.kind in _PRICED else None,
        money.to_decimal(entry.accrued) if entry.accrued else None,
        None if entry.price is None else money.to_decimal(entry.price),
        *(money.to_decimal(part) if entry.kind in TRADES else None for part in (entry.traded, entry.fee)),
        *(money.to_decimal(part) if income else None for part in earned),
        money.to_decimal(carried) if entry.order or carried else None,
        *(money.to_decimal(part) if claim else None for part in (entry.claimed, entry.tax, entry.net)),
        money.to_decimal(entry.unclaimed),
        factor_decimal(entry.pool_factor),
        money.code,
        entry.place.block_number,
        entry.place.transaction_hash,
        entry.place.log_index,
    )
