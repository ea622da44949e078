# SPDX-License-Identifier: Apache-2.0
"""Everything that was done by order: acts of the transfer agent, halts by the supervisor. Who, when, on what, with which evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from markupsafe import Markup

from regalia.ledger.powers_model import Act, Halt, Order, Power, Scope
from regalia.reports.links import utc
from regalia.reports.sheet import DealSheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table

_MOVES = (Power.FORCE, Power.RECOVER)


def order_tables(sheet: DealSheet) -> Iterator[Table]:
    """Only in a deal in which something was done by order."""
    if sheet.ledger.acts:
        yield _acts(sheet)
    if sheet.ledger.halted:
        yield _halts(sheet)


def _acts(sheet: DealSheet) -> Table:
    return make_table(
        sheet.currency,
        "Acts of the transfer agent",
        (
            *(Column(head) for head in ("Time (UTC)", "Act", "Tranche", "Holder", "To")),
            Column("Units", Kind.COUNT),
            Column("Income", Kind.MONEY),
            *(Column(head) for head in ("Order", "Evidence", "By", "Source")),
        ),
        [_act(sheet, act) for act in sheet.ledger.acts],
        note="Units frozen are all that are frozen from then on.",
    )


def _act(sheet: DealSheet, act: Act) -> tuple[Raw, ...]:
    links = sheet.links
    counted = act.power in (*_MOVES, Power.REDEEM, Power.FREEZE_UNITS)
    return (
        utc(act.place),
        act.power.value.capitalize(),
        sheet.names.tranche(act.tranche),
        links.party(act.holder) if act.holder else None,
        links.party(act.other) if act.other else None,
        act.units if counted else None,
        act.income if act.power in _MOVES else None,
        *_order(sheet, act.order),
        links.source(act.place),
    )


def _halts(sheet: DealSheet) -> Table:
    return make_table(
        sheet.currency,
        "Halts by the supervisor",
        tuple(
            Column(head) for head in ("Time (UTC)", "Of", "Until (UTC)", "Reason", "Order", "Evidence", "By", "Source")
        ),
        [
            (
                utc(halt.place),
                _subject(sheet, halt),
                _moment(halt.until) if halt.until is not None else "lifted",
                halt.reason or None,
                *_order(sheet, halt.order),
                sheet.links.source(halt.place),
            )
            for halt in sheet.ledger.halted
        ],
        note="A halt ends by itself after its last second. Income goes on through all of them.",
    )


def _order(sheet: DealSheet, order: Order) -> tuple[Raw, Raw, Raw]:
    evidence = Markup("<code title='{}'>{}…</code>").format(order.evidence, order.evidence[:10])
    return order.name, evidence, sheet.links.party(order.by)


def _subject(sheet: DealSheet, halt: Halt) -> Raw:
    match halt.scope:
        case Scope.DEAL:
            return "the deal"
        case Scope.TRANCHE:
            return sheet.names.tranche(halt.subject)
        case Scope.HOLDER:
            return sheet.links.party(halt.subject)


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
