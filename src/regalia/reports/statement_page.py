# SPDX-License-Identifier: Apache-2.0
"""An investor statement as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from markupsafe import Markup

from regalia.domain.terms import Terms
from regalia.ledger.model import DealLedger, ExecutedDate
from regalia.reports.entries import TRADES, EntryKind
from regalia.reports.files import INDEX
from regalia.reports.names import Names
from regalia.reports.page import Block, Facts, Figures, Heading, Notes, Page, Sum, render
from regalia.reports.position_tables import claims_table, income_table, movements_table, period_table
from regalia.reports.rights.fact_tables import taken_table
from regalia.reports.shares import factor_decimal
from regalia.reports.sheet import DealSheet, Sheet
from regalia.reports.statement import Position, Statement
from regalia.reports.trade_tables import holder_trades_table


def statement_page(statement: Statement, terms: Terms, names: Names, ledger: DealLedger | None = None) -> str:
    """The HTML of a holder's statement.

    ``ledger`` is the replayed deal behind it, where the page stands among the deal's reports: then it also says what payment dates took
    of the rights, and links to their reports.
    """
    return render(page_of(statement, terms, names, ledger))


def page_of(statement: Statement, terms: Terms, names: Names, ledger: DealLedger | None = None) -> Page:
    """The page before it is HTML."""
    sheet = Sheet(terms, statement.as_of, names) if ledger is None else DealSheet(ledger, names)
    label = names.label(statement.holder)
    return sheet.page(
        title=f"Statement of {label}" if label else "Statement of a holder",
        lead=f"Wallet {statement.holder}. Units, income and claims since closing.",
        up=f"../{INDEX}" if sheet.among_reports else "",
        blocks=_blocks(sheet, statement, ledger.dates if ledger else ()),
    )


def _blocks(sheet: Sheet, statement: Statement, executed: Sequence[ExecutedDate]) -> Iterator[Block]:
    yield Figures(
        (
            ("Subscription cost", sheet.money(statement.cost)),
            *_paid_beside(sheet, statement),
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
    if dates := [date for date in executed if any(fact.causes for fact in date.facts)]:
        yield taken_table(sheet, dates, several=True)
    yield sheet.links.sources(sheet.currency)


def _paid_beside(sheet: Sheet, of: Statement | Position) -> tuple[tuple[str, Markup], ...]:
    """What was paid and received for units beside the offering, and for their income: only where there was any."""
    lines = (
        ("Paid for income of units taken up", max(of.accrued, 0)),
        ("Received for income of units taken up", max(-of.accrued, 0)),
        ("Bought at the desk", of.bought_for),
        ("Sold at the desk", of.sold_for),
        ("Fees of venues", of.fees),
    )
    return tuple((label, sheet.money(amount)) for label, amount in lines if amount)


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
            *_paid_beside(sheet, position),
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
    if position.of_kind(*TRADES):
        yield holder_trades_table(sheet, position)


def _moved(position: Position) -> tuple[tuple[str, str], ...]:
    """Units that came and went: transfers always, the rest where there is any."""
    lines = [
        ("Units transferred in", position.units_by(EntryKind.TRANSFER_IN)),
        ("Units transferred out", -position.units_by(EntryKind.TRANSFER_OUT)),
    ]
    rarer = [
        ("Units bought at the desk", position.units_by(EntryKind.BOUGHT)),
        ("Units sold at the desk", -position.units_by(EntryKind.SOLD)),
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
