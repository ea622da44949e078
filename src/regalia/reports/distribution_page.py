# SPDX-License-Identifier: Apache-2.0
"""A distribution report as a page."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from regalia.ledger.model import DealLedger
from regalia.reports.date_blocks import conservation, date_figures, line_tables
from regalia.reports.distribution import DistributionReport
from regalia.reports.distribution_tables import funds_table, receipts_table, tax_table
from regalia.reports.files import INDEX
from regalia.reports.links import utc
from regalia.reports.names import Names
from regalia.reports.notes import notes_on
from regalia.reports.page import Block, Facts, Html, Notes
from regalia.reports.sheet import DealSheet
from regalia.reports.stream_tables import dispute_table, restated_table
from regalia.reports.trigger_tables import trigger_blocks


def distribution_page(report: DistributionReport, ledger: DealLedger, names: Names) -> str:
    """The HTML of the report of one period."""
    sheet = DealSheet(ledger, names)
    return sheet.render(
        title=f"Distribution report {report.period}",
        lead=f"Royalties collected in {report.collected}, scheduled payment date {report.scheduled.isoformat()}.",
        up=f"../{INDEX}",
        blocks=_blocks(sheet, report),
    )


def _blocks(sheet: DealSheet, report: DistributionReport) -> Iterator[Block]:
    yield date_figures(sheet, report)
    notes = notes_on(report, sheet.names, sheet.currency)
    yield Notes("Notes", notes, "No shortfall, and nothing drawn, kept or given back.")
    yield funds_table(sheet, report)
    if report.restated:
        yield restated_table(sheet, report)
    if report.disputes:
        yield dispute_table(sheet, "Disputes over what this payment date works on", report.disputes)
    yield receipts_table(sheet, report)
    yield from trigger_blocks(sheet, report)
    yield from line_tables(sheet, report)
    if report.taxes:
        yield tax_table(sheet, report)
    yield conservation(sheet, report)
    yield _execution(sheet, report)
    yield sheet.links.sources(sheet.currency)


def _execution(sheet: DealSheet, report: DistributionReport) -> Facts:
    done, links = report.done, sheet.links
    start, end = (day.isoformat() for day in report.accrual)
    bears_interest = any(tranche.bears_interest for tranche in report.payment.program.tranches)
    accrual = (("Interest accrues", f"from {start} to {end}"),) if bears_interest else ()
    return Facts(
        "Attestation and execution",
        (
            ("Collection period", str(report.collected)),
            *accrual,
            ("Scheduled payment date", report.scheduled.isoformat()),
            ("Executed", Markup("{} UTC, {}").format(utc(done.executed), links.source(done.executed))),
            ("Executed by", links.party_in_full(done.executor)),
            *_attestation(sheet, report),
        ),
    )


def _attestation(sheet: DealSheet, report: DistributionReport) -> Iterator[tuple[str, Html]]:
    done, links = report.done, sheet.links
    reported = Markup("{} UTC, {}").format(utc(done.reported), links.source(done.reported))
    if done.missing:
        yield "No report came in time: declared missing", reported
        return
    yield "Receipts report accepted", reported
    weight = f" of weight {done.weight}" if done.weight > len(done.signers) else ""
    signers = (Markup("<li>{}</li>").format(links.party_in_full(signer)) for signer in done.signers)
    named = Markup("<ul>{}</ul>").format(Markup("").join(signers))
    yield f"Signed by {len(done.signers)} attestors{weight}, {report.threshold} needed", named
    yield "Evidence root", Markup("<code>{}</code>").format(done.evidence_root)
