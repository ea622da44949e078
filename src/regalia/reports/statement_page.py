# SPDX-License-Identifier: Apache-2.0
"""An investor statement as a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from markupsafe import Markup

from regalia.ledger.model import DealLedger
from regalia.reports.entries import EntryKind
from regalia.reports.files import INDEX
from regalia.reports.names import Names
from regalia.reports.page import Block, Facts, Figures, Heading, Notes, Sum
from regalia.reports.position_tables import claims_table, income_table, movements_table, period_table
from regalia.reports.rights.fact_tables import taken_table
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
            *_taxed(sheet, statement),
            ("Not yet claimed", sheet.money(statement.unclaimed)),
        )
    )
    yield _proof(sheet, statement)
    if statement.halted_until:
        until = datetime.fromtimestamp(statement.halted_until, UTC).strftime("%Y-%m-%d %H:%M:%S")
        halt = f"The supervisor halted this holder until {until} UTC. Income goes on; it can be claimed afterwards."
        yield Notes("Halted", (halt,), "")
    for position in statement.positions:
        yield from _position(sheet, position)
    if dates := [date for date in sheet.ledger.dates if any(fact.causes for fact in date.facts)]:
        yield taken_table(sheet, dates, several=True)
    yield sheet.links.sources(sheet.currency)


def _taxed(sheet: Sheet, of: Statement | Position) -> tuple[tuple[str, Markup], ...]:
    if not sheet.taxed:
        return ()
    return ("Tax withheld", sheet.money(of.tax)), ("Claimed, after tax", sheet.money(of.net))


def _proof(sheet: Sheet, statement: Statement) -> Sum:
    came, went = max(statement.carried, 0), max(-statement.carried, 0)
    taxed = statement.tax > 0
    claimed = (
        (("claimed, after tax", sheet.money(statement.net)), ("tax withheld", sheet.money(statement.tax)))
        if taxed
        else (("claimed", sheet.money(statement.claimed)),)
    )
    return Sum(
        "Income = claimed + not yet claimed",
        (
            *((sheet.names.tranche(p.tranche), sheet.money(p.income)) for p in statement.positions),
            *((("came by order", sheet.money(came)),) if came else ()),
        ),
        (
            *claimed,
            *((("went by order", sheet.money(went)),) if went else ()),
            ("not yet claimed", sheet.money(statement.unclaimed)),
        ),
        sheet.money(statement.income + came),
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
    yield Facts(
        "",
        (
            ("Units issued in the offering", f"{position.opening_units:,}"),
            *_moved(position),
            ("Units held", f"{position.closing_units:,}"),
            *_stopped(position),
            ("Subscription cost", sheet.money(position.cost)),
            *repaid,
            ("Income to date", sheet.money(position.income)),
            *((("Income carried by order", sheet.money(position.carried)),) if position.carried else ()),
            ("Claimed", sheet.money(position.claimed)),
            *_taxed(sheet, position),
            ("Not yet claimed", sheet.money(position.unclaimed)),
        ),
    )
    yield period_table(sheet, position)
    yield income_table(sheet, position)
    yield claims_table(sheet, position)
    yield movements_table(sheet, position)


def _moved(position: Position) -> tuple[tuple[str, str], ...]:
    """Units that came and went: transfers always, the rest where there is any."""
    lines = [
        ("Units transferred in", position.units_by(EntryKind.TRANSFER_IN)),
        ("Units transferred out", -position.units_by(EntryKind.TRANSFER_OUT)),
    ]
    rarer = [
        ("Units received by forced transfer", position.units_by(EntryKind.FORCED_IN)),
        ("Units taken by forced transfer", -position.units_by(EntryKind.FORCED_OUT)),
        ("Units recovered from a lost wallet", position.units_by(EntryKind.RECOVERED_IN)),
        ("Units recovered to another wallet", -position.units_by(EntryKind.RECOVERED_OUT)),
        ("Units redeemed", -position.units_by(EntryKind.REDEEMED)),
    ]
    return tuple((label, f"{units:,}") for label, units in [*lines, *(line for line in rarer if line[1])])


def _stopped(position: Position) -> tuple[tuple[str, str], ...]:
    frozen = (("Units frozen by order", f"{position.frozen_units:,}"),) if position.frozen_units else ()
    wallet = (("Wallet", "frozen by order: it goes on earning"),) if position.wallet_frozen else ()
    return *frozen, *wallet
