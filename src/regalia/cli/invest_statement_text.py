# SPDX-License-Identifier: Apache-2.0
"""A statement as it is printed: each tranche with its sums, then its entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regalia.cli.invest_entries import entries_table, entry_facts
from regalia.cli.invest_open import Visit
from regalia.cli.invest_text import head_facts, head_lines, restraint_facts, restraint_lines
from regalia.cli.invest_view import View
from regalia.printing import table
from regalia.reports.portfolio import PortfolioLine
from regalia.reports.shares import factor_decimal
from regalia.reports.statement import Position

_SUMS = (
    "cost",
    "accrued",
    "bought_for",
    "sold_for",
    "fees",
    "interest",
    "principal",
    "residual",
    "premium",
    "carried",
    "net",
)
"""Sums over the entries, for programs: each follows from them."""


def text(visit: Visit) -> str:
    lines = head_lines(visit)
    for view in visit.views:
        lines += ["", f"{view.terms.name} ({view.terms.id}), amounts in {view.money.code}"]
        for position, line in zip(view.statement.positions, view.lines, strict=True):
            lines += ["", *_position(view, position, line)]
    notes = restraint_lines(visit)
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def facts(visit: Visit) -> dict[str, Any]:
    """One JSON object."""
    positions = [
        _facts(view, position, line)
        for view in visit.views
        for position, line in zip(view.statement.positions, view.lines, strict=True)
    ]
    return {**head_facts(visit), "positions": positions}


def _position(view: View, position: Position, line: PortfolioLine) -> Iterator[str]:
    money = view.money.format
    factor = factor_decimal(position.pool_factor)
    sums = [
        ("units held", f"{position.closing_units:,}"),
        ("put in for units, less what came back", money(line.invested)),
        *([] if factor is None else [("principal left on them", money(position.outstanding_down))]),
        ("income to date", money(position.income)),
        *([("income carried by order", money(position.carried))] if position.carried else []),
        ("claimed", money(position.claimed)),
        ("tax withheld", money(position.tax)),
        ("not claimed yet", money(position.unclaimed)),
    ]
    yield f"{line.tranche_name} ({position.tranche})"
    yield table(("", ""), sums, "lr", "  ").partition("\n")[2]
    yield ""
    yield entries_table([(view, position, entry) for entry in position.entries], named=False)


def _facts(view: View, position: Position, line: PortfolioLine) -> dict[str, Any]:
    figures = view.figures(position, line)
    factor = factor_decimal(position.pool_factor)
    return {
        "deal": view.terms.id,
        "tranche": position.tranche,
        "currency": view.money.code,
        **{name: view.shown(figure, plain=name == "units") for name, figure in figures.items()},
        "sums": {name: f"{view.money.to_decimal(getattr(position, name)):f}" for name in _SUMS},
        "pool_factor": None if factor is None else f"{factor:f}",
        **restraint_facts(view, position),
        "entries": [entry_facts(view, position, entry) for entry in position.entries],
    }
