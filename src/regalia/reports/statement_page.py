# SPDX-License-Identifier: Apache-2.0
"""An investor statement as a page."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.ledger.model import DealLedger
from regalia.reports.files import INDEX
from regalia.reports.names import Names
from regalia.reports.page import Block, Facts, Figures, Heading, Sum
from regalia.reports.position_tables import claims_table, income_table, movements_table
from regalia.reports.shares import factor_decimal
from regalia.reports.sheet import Sheet
from regalia.reports.statement import Position, Statement


def statement_page(statement: Statement, ledger: DealLedger, names: Names) -> str:
    """The HTML of a holder's statement."""
    sheet = Sheet(ledger, names)
    label = names.label(statement.holder)
    return sheet.render(
        title=f"Statement of {label}" if label else "Statement of a holder",
        lead=f"Wallet {statement.holder}. Units, income and claims since closing.",
        up=f"../{INDEX}",
        blocks=_blocks(sheet, statement),
    )


def _blocks(sheet: Sheet, statement: Statement) -> Iterator[Block]:
    yield Figures(
        (
            ("Subscription cost", sheet.money(statement.cost)),
            ("Income to date", sheet.money(statement.income)),
            ("Claimed", sheet.money(statement.claimed)),
            ("Not yet claimed", sheet.money(statement.unclaimed)),
        )
    )
    yield _proof(sheet, statement)
    for position in statement.positions:
        yield from _position(sheet, position)
    yield sheet.links.sources(sheet.currency)


def _proof(sheet: Sheet, statement: Statement) -> Sum:
    return Sum(
        "Income = claimed + not yet claimed",
        tuple((sheet.names.tranche(p.tranche), sheet.money(p.income)) for p in statement.positions),
        (("claimed", sheet.money(statement.claimed)), ("not yet claimed", sheet.money(statement.unclaimed))),
        sheet.money(statement.income),
    )


def _position(sheet: Sheet, position: Position) -> Iterator[Block]:
    yield Heading(sheet.names.tranche(position.tranche))
    factor = factor_decimal(position.pool_factor)
    repaid = (
        ()
        if factor is None
        else (
            ("Pool factor", f"{factor:f}"),
            ("Principal outstanding on the units held", sheet.money(position.outstanding_down)),
        )
    )
    refunded = (
        (("Units given back to the offering", f"{position.refunded_units:,}"),) if position.refunded_units else ()
    )
    yield Facts(
        "",
        (
            ("Units bought in the offering", f"{position.opening_units:,}"),
            ("Units transferred in", f"{position.units_in:,}"),
            ("Units transferred out", f"{position.units_out:,}"),
            *refunded,
            ("Units held", f"{position.closing_units:,}"),
            ("Subscription cost", sheet.money(position.cost)),
            *repaid,
            ("Income to date", sheet.money(position.income)),
            ("Claimed", sheet.money(position.claimed)),
            ("Not yet claimed", sheet.money(position.unclaimed)),
        ),
    )
    yield income_table(sheet, position)
    yield claims_table(sheet, position)
    yield movements_table(sheet, position)
