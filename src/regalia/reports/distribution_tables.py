# SPDX-License-Identifier: Apache-2.0
"""The tables of a distribution report about what comes in, and about tax."""

from __future__ import annotations

from markupsafe import Markup

from regalia.ledger.dispute_events import FORFEITED_BOND
from regalia.reports.distribution import DistributionReport
from regalia.reports.links import utc
from regalia.reports.sheet import DealSheet
from regalia.reports.table import Column, Kind, Raw, Table, make_table

FORFEITED = "0x" + FORFEITED_BOND.hex()


def funds_table(sheet: DealSheet, report: DistributionReport) -> Table:
    """How available funds were found."""
    funds = report.funds
    floor = ", never below zero" if funds.overpaid else ""
    rows = [
        ("Attested earlier and not distributed", funds.brought_forward),
        ("Royalties attested for the period", funds.received),
        ("Other income attested for the period", funds.other_income),
        *([("Restatements of earlier periods", funds.restated)] if report.restated else []),
        ("Attested and not distributed, in all", funds.attested),
        ("Cash in the collection account", funds.cash),
    ]
    return make_table(
        sheet.currency,
        "Where the available funds come from",
        (Column("Item"), Column("Amount", Kind.MONEY)),
        rows,
        [(f"Available funds: the smaller of the last two{floor}", funds.available)],
    )


def receipts_table(sheet: DealSheet, report: DistributionReport) -> Table:
    """Cash that came in since the date before."""
    rows: list[tuple[Raw, ...]] = [
        (
            utc(receipt.place),
            sheet.links.party(receipt.payer),
            "forfeited bond of a dispute" if receipt.licence == FORFEITED else _short(receipt.licence),
            _short(receipt.reference),
            receipt.amount,
            sheet.links.source(receipt.place),
        )
        for receipt in report.receipts
    ]
    total = sum(receipt.amount for receipt in report.receipts)
    return make_table(
        sheet.currency,
        "Cash received since the payment date before",
        (
            Column("Time (UTC)"),
            Column("Paid by"),
            Column("Licence"),
            Column("Payer’s reference"),
            Column("Amount", Kind.MONEY),
            Column("Source"),
        ),
        rows,
        [("Received", "", "", "", total, "")],
        empty="No cash came in.",
    )


def tax_table(sheet: DealSheet, report: DistributionReport) -> Table:
    """Claims since the date before, before and after tax. This date's own income is taxed when it is claimed."""
    lines = report.taxes
    authority = sheet.ledger.tax_authority
    name = sheet.names.label(authority) if authority else None
    rows: list[tuple[Raw, ...]] = [
        (sheet.names.tranche(line.tranche), line.gross, line.tax, line.net) for line in lines
    ]
    totals = (sum(line.gross for line in lines), sum(line.tax for line in lines), sum(line.net for line in lines))
    return make_table(
        sheet.currency,
        "Tax withheld from claims since the payment date before",
        (Column("Tranche"), *(Column(head, Kind.MONEY) for head in ("Claimed", "Tax withheld", "Paid out"))),
        rows,
        [
            ("In all", *totals),
            ("Withheld since closing", None, report.withheld, None),
            (f"Owed to {name or 'the tax authority'} on this date", None, report.owed_to_authority, None),
        ],
        note="What this payment date paid the tranches is taxed when its holders claim it.",
    )


def _short(word: str) -> Markup:
    return Markup("<code title='{}'>{}…</code>").format(word, word[:10])
