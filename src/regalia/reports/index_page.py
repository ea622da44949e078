# SPDX-License-Identifier: Apache-2.0
"""The first page: what there is, and the whole deal on one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from regalia.ledger.model import ConcludedDeal, DealLedger
from regalia.reports.call_tables import call_table
from regalia.reports.distribution import DistributionReport
from regalia.reports.files import CONCLUSION, RIGHTS, distribution_stem, periods_stem
from regalia.reports.index_facts import claimed_words, deal_facts, proof
from regalia.reports.links import day, link
from regalia.reports.names import Names
from regalia.reports.order_tables import order_tables
from regalia.reports.page import Block, Facts, Figures
from regalia.reports.resolution_lines import resolution_lines
from regalia.reports.resolution_tables import resolutions_table
from regalia.reports.rights.portfolio import Portfolio
from regalia.reports.sheet import DealSheet
from regalia.reports.statement import Position, Statement
from regalia.reports.stream_overview import stream_tables
from regalia.reports.summary import summarise
from regalia.reports.table import Column, Kind, Raw, Table, make_table
from regalia.reports.trade_tables import trades_table


def index_page(
    ledger: DealLedger,
    names: Names,
    reports: Sequence[DistributionReport],
    statements: Mapping[str, Statement],
    portfolio: Portfolio | None = None,
) -> str:
    """The HTML of the index. ``statements`` are by file, without its ending; ``portfolio`` is None for a deal that rests on no rights."""
    sheet = DealSheet(ledger, names)
    return sheet.render(
        title="Reports",
        lead="Distribution reports, investor statements and the record of the deal.",
        up="",
        blocks=_blocks(sheet, reports, statements, portfolio),
    )


def _blocks(
    sheet: DealSheet,
    reports: Sequence[DistributionReport],
    statements: Mapping[str, Statement],
    portfolio: Portfolio | None,
) -> Iterator[Block]:
    summary = summarise(sheet.ledger)
    yield Figures(
        (
            ("Raised in the offering", sheet.money(summary.proceeds)),
            ("Royalties received", sheet.money(summary.royalties)),
            (claimed_words(sheet).capitalize(), sheet.money(summary.claimed_by_holders)),
            *((("Tax withheld", sheet.money(summary.tax_withheld)),) if sheet.taxed else ()),
            ("Claimed by payees", sheet.money(summary.claimed_by_payees)),
        )
    )
    yield _distributions(sheet, reports)
    if portfolio is not None:
        yield _rights(sheet, portfolio)
    if sheet.ledger.calls:
        yield call_table(sheet, "Repaid by calls", sheet.ledger.calls)
    if sheet.ledger.concluded:
        yield _end(sheet, sheet.ledger.concluded)
    yield _statements(sheet, statements)
    yield _payees(sheet)
    yield from stream_tables(sheet)
    yield from order_tables(sheet)
    if sheet.ledger.trades:
        yield trades_table(sheet)
    if sheet.ledger.resolutions:
        yield resolutions_table(sheet, resolution_lines(sheet.ledger))
    if sheet.links.used:
        yield sheet.links.sources(sheet.currency)
    yield proof(sheet, summary)
    yield deal_facts(sheet)


def _distributions(sheet: DealSheet, reports: Sequence[DistributionReport]) -> Table:
    rows: list[tuple[Raw, ...]] = []
    for report in reports:
        stem, flow = distribution_stem(report.period), report.payment.flow
        rows.append(
            (
                link(f"{stem}.html", f"{report.period}, {report.collected}"),
                report.scheduled.isoformat(),
                flow.available,
                flow.payees,
                flow.tranches,
                flow.accounts,
                flow.drawn + flow.released,
                flow.left,
                link(f"{stem}.csv", "CSV"),
            )
        )
    out = "Out of accounts and facilities" if sheet.ledger.program.facilities else "Out of accounts"
    heads = ("Available", "To payees", "To tranches", "Into accounts", out, "Left")
    return make_table(
        sheet.currency,
        "Distribution reports",
        (
            Column("Period"),
            Column("Scheduled"),
            *(Column(head, Kind.MONEY) for head in heads),
            Column("Data"),
        ),
        rows,
        empty="No payment date was executed yet.",
    )


def _rights(sheet: DealSheet, portfolio: Portfolio) -> Facts:
    sums = portfolio.sums
    return Facts(
        "Rights behind the deal",
        (
            ("Rights", Markup("{}, {}").format(f"{sums.rights:,}", link(f"{RIGHTS}.html", "each of them"))),
            ("Value", sheet.money(sums.value)),
            ("Base after haircuts", sheet.money(sums.base)),
            ("Limits broken", f"{sum(line.broken for line in portfolio.limits):,}"),
            ("Data", link(f"{RIGHTS}.csv", "CSV")),
        ),
    )


def _end(sheet: DealSheet, end: ConcludedDeal) -> Facts:
    returned = sum(end.returned)
    return Facts(
        "Conclusion",
        (
            ("Wound up", Markup("{}, {}").format(day(end.place), link(f"{CONCLUSION}.html", "what was left to whom"))),
            ("Distributed", sheet.money(end.payment.flow.money_out - end.payment.flow.left)),
            *((("Given back to providers of support", sheet.money(returned)),) if returned else ()),
            ("Data", link(f"{CONCLUSION}.csv", "CSV")),
        ),
    )


def _statements(sheet: DealSheet, statements: Mapping[str, Statement]) -> Table:
    heads = ("Cost", "Income", "Claimed", *(("Tax withheld",) if sheet.taxed else ()), "Not yet claimed")
    return make_table(
        sheet.currency,
        "Investor statements",
        (
            Column("Holder"),
            Column("Wallet"),
            Column("Units held"),
            *(Column(head, Kind.MONEY) for head in heads),
            Column("Data"),
        ),
        [
            (
                link(f"{stem}.html", sheet.names.label(statement.holder) or "Statement"),
                sheet.links.address(statement.holder),
                Markup("<br>").join(_units(sheet, position) for position in statement.positions),
                statement.cost,
                statement.income,
                statement.claimed,
                *((statement.tax,) if sheet.taxed else ()),
                statement.unclaimed,
                Markup("{}, {}").format(
                    link(f"{stem}.csv", "CSV"), link(f"{periods_stem(stem)}.csv", "by period (CSV)")
                ),
            )
            for stem, statement in statements.items()
        ],
        empty="Nobody holds units yet.",
    )


def _payees(sheet: DealSheet) -> Table:
    """By address: a party may be paid under several names. The tax authority is owed what was withheld."""
    authority = sheet.ledger.tax_authority
    claimed: dict[str, int] = dict.fromkeys(
        (*sheet.ledger.record.payees.values(), *([authority] if authority else []), *sheet.ledger.payables), 0
    )
    for claim in sheet.ledger.claims:
        if claim.tranche is None:
            claimed[claim.claimant] = claimed.get(claim.claimant, 0) + claim.amount
    rows: list[tuple[Raw, ...]] = []
    for address, amount in claimed.items():
        owed = sheet.ledger.payables.get(address, 0)
        name = sheet.names.label(address) or "Payee"
        rows.append((name, sheet.links.address(address), amount + owed, amount, owed))
    return make_table(
        sheet.currency,
        "Payees",
        (
            Column("Payee"),
            Column("Wallet"),
            *(Column(head, Kind.MONEY) for head in ("Credited", "Claimed", "Not yet claimed")),
        ),
        rows,
        empty="The deal has no payees.",
    )


def _units(sheet: DealSheet, position: Position) -> Markup:
    symbol = next(t.symbol for t in sheet.ledger.terms.tranches if t.id == position.tranche)
    return Markup("<span class='whole'>{} {}</span>").format(f"{position.closing_units:,}", symbol)
