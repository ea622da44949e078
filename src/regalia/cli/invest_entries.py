# SPDX-License-Identifier: Apache-2.0
"""Entries of a statement as lines of a table and as JSON, each with block and transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from regalia.cli.invest_text import iso
from regalia.cli.invest_view import View
from regalia.domain.money import Currency
from regalia.printing import table
from regalia.reports.entries import Entry
from regalia.reports.statement import Position

_HEADS = (
    "time (UTC)",
    "what",
    "units",
    "held",
    "paid",
    "income",
    "claimed",
    "tax",
    "owed after",
    "block",
    "transaction",
)
_ALIGN = "llrrrrrrrrl"
_AMOUNTS = (
    "cost",
    "accrued",
    "traded",
    "fee",
    "interest",
    "principal",
    "residual",
    "premium",
    "income",
    "carried",
    "fractions",
    "claimed",
    "tax",
    "net",
    "unclaimed",
)

Line = tuple[View, Position, Entry]


def entries_table(lines: Sequence[Line], named: bool) -> str:
    """``named``: with deal and tranche in front."""
    rows = [
        ((view.terms.id, position.tranche) if named else ()) + _cells(view, entry) for view, position, entry in lines
    ]
    heads = ("deal", "tranche", *_HEADS) if named else _HEADS
    return table(heads, rows, ("ll" if named else "") + _ALIGN)


def entry_facts(view: View, position: Position, entry: Entry) -> dict[str, Any]:
    money, place = view.money, entry.place
    order = entry.order and {"reference": entry.order.name, "evidence": entry.order.evidence, "by": entry.order.by}
    return {
        "deal": view.terms.id,
        "tranche": position.tranche,
        "currency": money.code,
        "time": iso(place.timestamp),
        "entry": entry.kind.value,
        "period": entry.period,
        "counterparty": entry.counterparty,
        "order": order,
        "units": entry.units,
        "units_held": entry.units_held,
        "price": None if entry.price is None else _plain(money, entry.price),
        **{name: _plain(money, getattr(entry, name)) for name in _AMOUNTS},
        "block": place.block_number,
        "transaction": place.transaction_hash,
        "log_index": place.log_index,
    }


def in_order(views: Iterable[View]) -> list[Line]:
    """Of all tranches of all deals, in the order of the chain."""
    found = [
        (view, position, entry) for view in views for position in view.statement.positions for entry in position.entries
    ]
    return sorted(found, key=lambda line: line[2].place.position)


def _cells(view: View, entry: Entry) -> tuple[str, ...]:
    place, money = entry.place, view.money
    paid = entry.cost + entry.accrued + entry.traded + entry.fee
    amounts = (paid, entry.income + entry.carried + entry.fractions, entry.claimed, entry.tax)
    return (
        iso(place.timestamp)[:19].replace("T", " "),
        _what(view, entry),
        f"{entry.units:+,}" if entry.units else "",
        f"{entry.units_held:,}",
        *(money.format(amount) if amount else "" for amount in amounts),
        money.format(entry.unclaimed),
        f"{place.block_number}",
        place.transaction_hash,
    )


def _what(view: View, entry: Entry) -> str:
    parts = [entry.kind.value]
    if entry.period is not None:
        parts.append(f"period {entry.period}")
    if entry.price is not None:
        parts.append(f"at {view.money.format(entry.price)}")
    if entry.counterparty is not None:
        side = "to" if entry.units < 0 else "from"
        parts.append(f"{side} {view.names.label(entry.counterparty) or entry.counterparty}")
    return ", ".join(parts)


def _plain(money: Currency, units: int) -> str:
    return f"{money.to_decimal(units):f}"
