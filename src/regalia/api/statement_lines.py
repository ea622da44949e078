# SPDX-License-Identifier: Apache-2.0
"""The lines of a statement as rows of a table."""

from __future__ import annotations

from regalia.api.frames import SOURCE, TIME, Column, Kind
from regalia.domain.money import Currency
from regalia.reports.entries import Entry

_AMOUNTS = (
    ("cost", "paid for units in the offering; negative when paid back"),
    ("accrued", "paid beside it for income of units taken up; negative when another paid it"),
    ("traded", "paid for units at the desk; negative when received"),
    ("fee", "paid to the venue of a trade"),
    ("interest", "part of the income"),
    ("principal", "part of the income"),
    ("residual", "part of the income"),
    ("premium", "part of the income: what a call paid above the balance"),
    ("income", "added to what is owed, before tax"),
    ("carried", "income that came or went with units by order, and fractions of others who left"),
    ("claimed", "taken, before tax"),
    ("tax", "withheld from what was claimed"),
    ("net", "claimed less tax"),
    ("unclaimed", "owed after the entry"),
)
LINES = (
    TIME,
    Column("tranche", Kind.TEXT, "id of the tranche"),
    Column("entry", Kind.TEXT, "what happened"),
    Column("period", Kind.WHOLE, "of a payment date"),
    Column("counterparty", Kind.TEXT, "from or to whom units went"),
    Column("units", Kind.WHOLE, "that came, or went (negative)"),
    Column("units_held", Kind.WHOLE, "after the entry"),
    Column("price", Kind.AMOUNT, "of a unit where units were issued or traded, None elsewhere"),
    *(Column(name, Kind.AMOUNT, meaning) for name, meaning in _AMOUNTS),
    *SOURCE,
)


def row_of(entry: Entry, tranche: str, money: Currency) -> tuple[object, ...]:
    carried = entry.carried + entry.fractions
    amounts = [money.to_decimal(carried if name == "carried" else getattr(entry, name)) for name, _ in _AMOUNTS]
    return (
        entry.place.timestamp,
        tranche,
        entry.kind.value,
        entry.period,
        entry.counterparty,
        entry.units,
        entry.units_held,
        None if entry.price is None else money.to_decimal(entry.price),
        *amounts,
        entry.place.block_number,
        entry.place.transaction_hash,
    )
