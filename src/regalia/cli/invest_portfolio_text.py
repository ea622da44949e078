# SPDX-License-Identifier: Apache-2.0
"""A portfolio as it is printed: one table of what is held and one of what it brought, a total a currency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regalia.cli.invest_open import Visit
from regalia.cli.invest_portfolio_rows import Row, Total, rows_of, totals_of
from regalia.cli.invest_text import head_facts, head_lines, restraint_facts, restraint_lines
from regalia.domain.money import Currency
from regalia.printing import table
from regalia.reports.entries import ISSUES
from regalia.reports.statement import Position

_HELD = ("deal", "tranche", "", "units", "put in", "principal left", "last price", "value")
_BROUGHT = ("deal", "tranche", "", "income", "claimed", "tax", "to claim", "tax on it", "net")


def facts(visit: Visit) -> dict[str, Any]:
    """One JSON object."""
    return {
        **head_facts(visit),
        "positions": [_facts(row) for row in rows_of(visit)],
        "totals": [_total_facts(total) for total in totals_of(rows_of(visit))],
    }


def text(visit: Visit) -> str:
    rows = rows_of(visit)
    totals = totals_of(rows)
    held = [_held(row) for row in rows] + [_held_in_all(total) for total in totals]
    brought = [_brought(row) for row in rows] + [_brought_in_all(total) for total in totals]
    lines = [*head_lines(visit), "", table(_HELD, held, "lllrrrrr"), "", table(_BROUGHT, brought, "lllrrrrrr")]
    notes = [*restraint_lines(visit), *_notes(visit, totals)]
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def _facts(row: Row) -> dict[str, Any]:
    view = row.view
    figures = view.figures(row.position, row.line)
    shown = {name: view.shown(figure, plain=name == "units") for name, figure in figures.items()}
    start = {"deal": view.terms.id, "tranche": row.position.tranche, "currency": view.money.code}
    return {**start, **shown, **restraint_facts(view, row.position)}


def _total_facts(total: Total) -> dict[str, Any]:
    names = ("invested", "outstanding", "value", "income", "claimed", "tax", "to_claim", "to_claim_tax", "to_claim_net")
    amounts = {name: getattr(total, name) for name in names}
    money = total.currency.to_decimal
    shown = {name: None if amount is None else f"{money(amount):f}" for name, amount in amounts.items()}
    return {"currency": total.currency.code, **shown, "positions_without_price": total.unpriced}


def _held(row: Row) -> tuple[str, ...]:
    line, money = row.line, row.view.money
    amounts = (line.invested, line.outstanding_down, line.last_price, line.value)
    start = (line.deal, line.tranche, money.code)
    return (*start, f"{line.units:,}", *(_cell(money, amount) for amount in amounts))


def _held_in_all(total: Total) -> tuple[str, ...]:
    money = total.currency
    amounts = (total.invested, total.outstanding, None, total.value)
    return ("total", "", money.code, "", *("" if amount is None else money.format(amount) for amount in amounts))


def _brought(row: Row) -> tuple[str, ...]:
    line, money, tax = row.line, row.view.money, row.tax
    net = None if tax is None else line.unclaimed - tax
    amounts = (line.income, line.claimed, line.tax, line.unclaimed, tax, net)
    return (line.deal, line.tranche, money.code, *(_cell(money, amount) for amount in amounts))


def _brought_in_all(total: Total) -> tuple[str, ...]:
    money = total.currency
    amounts = (total.income, total.claimed, total.tax, total.to_claim, total.to_claim_tax, total.to_claim_net)
    return ("total", "", money.code, *(_cell(money, amount) for amount in amounts))


def _cell(money: Currency, amount: int | None) -> str:
    return "-" if amount is None else money.format(amount)


def _only_bid(position: Position) -> bool:
    return bool(position.cost) and not position.of_kind(*ISSUES) and not position.closing_units


def _notes(visit: Visit, totals: Sequence[Total]) -> list[str]:
    notes = []
    if any(total.value for total in totals):
        notes.append("value: by the last trade of anybody, reduced in proportion to the principal repaid since")
    if unpriced := sum(total.unpriced for total in totals):
        are = "tranche was" if unpriced == 1 else "tranches were"
        notes.append(f"{unpriced} {are} never traded, and {'is' if unpriced == 1 else 'are'} not in the total value")
    bid = [f"{view.terms.id}, {p.tranche}" for view in visit.views for p in view.statement.positions if _only_bid(p)]
    if bid:
        notes.append(f"{'; '.join(bid)}: bid for, and nothing collected yet: regalia refund, once the sale is over")
    if visit.web3 is None:
        notes.append("what tax a claim would bear is known by the registry only: not offline")
    elif any(total.to_claim for total in totals):
        notes.append("take it: regalia invest claim, with the options you gave here and --keystore FILE")
    return notes
