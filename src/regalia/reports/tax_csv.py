# SPDX-License-Identifier: Apache-2.0
"""CSV for a tax adviser: one row a taxable event, oldest first."""

from __future__ import annotations

from collections.abc import Iterable

from regalia.domain.terms import Terms
from regalia.reports.csv_text import Cell, csv_text, iso_time
from regalia.reports.names import Names
from regalia.reports.statement import Statement
from regalia.reports.tax_events import TaxEvent, tax_events

HEADER = (
    "deal",
    "holder",
    "holder_name",
    "date",
    "time",
    "kind",
    "entry",
    "tranche",
    "period",
    "counterparty",
    "units",
    "unit_price",
    "cost",
    "proceeds",
    "fee",
    "accrued",
    "gross",
    "interest",
    "principal",
    "residual",
    "premium",
    "carried",
    "claimed",
    "tax",
    "net",
    "currency",
    "block",
    "transaction",
    "log_index",
)


def tax_csv(statement: Statement, terms: Terms, names: Names, year: int | None = None) -> str:
    """The whole file, or one year of it. Over all years ``units`` add up to those held, ``gross`` and ``carried`` to ``claimed`` and what
    is not claimed yet, ``claimed`` less ``tax`` to ``net``, as in the statement.
    """
    return tax_text(tax_rows(statement, terms, names, year))


def tax_text(rows: Iterable[tuple[Cell, ...]]) -> str:
    """One file of rows of several deals."""
    return csv_text(HEADER, rows)


def tax_rows(statement: Statement, terms: Terms, names: Names, year: int | None = None) -> tuple[tuple[Cell, ...], ...]:
    start: tuple[Cell, ...] = (terms.id, statement.holder, names.label(statement.holder))
    return tuple((*start, *_row(event, terms)) for event in tax_events(statement, year))


def _row(event: TaxEvent, terms: Terms) -> tuple[Cell, ...]:
    entry, money = event.entry, terms.money
    amounts = (
        entry.price if event.units else None,
        event.cost,
        event.proceeds,
        event.fee,
        event.accrued,
        event.gross,
        *event.parts,
        event.carried,
        event.claimed,
        event.tax,
        event.net,
    )
    return (
        event.day.isoformat(),
        iso_time(entry.place),
        event.kind.value,
        entry.kind.value,
        event.tranche,
        entry.period,
        entry.counterparty,
        event.units or None,
        *(None if amount is None else money.to_decimal(amount) for amount in amounts),
        money.code,
        entry.place.block_number,
        entry.place.transaction_hash,
        entry.place.log_index,
    )
