# SPDX-License-Identifier: Apache-2.0
"""The report on the end of a deal as a page."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from regalia.ledger.model import DealLedger
from regalia.reports.conclusion import ConclusionReport
from regalia.reports.date_blocks import conservation, date_figures, line_tables
from regalia.reports.files import INDEX
from regalia.reports.links import day, utc
from regalia.reports.names import Names
from regalia.reports.notes import notes_on_end
from regalia.reports.page import Block, Facts, Notes
from regalia.reports.sheet import DealSheet


def conclusion_page(report: ConclusionReport, ledger: DealLedger, names: Names) -> str:
    """The HTML of the report."""
    sheet = DealSheet(ledger, names)
    return sheet.render(
        title="Conclusion",
        lead=f"The deal was wound up on {day(report.done.place)}: all that was in hand was distributed. Only claims go on.",
        up=INDEX,
        blocks=_blocks(sheet, report),
    )


def _blocks(sheet: DealSheet, report: ConclusionReport) -> Iterator[Block]:
    yield date_figures(sheet, report)
    yield Notes("Notes", notes_on_end(report, sheet.names, sheet.currency), "Nobody was left short.")
    yield from line_tables(sheet, report)
    yield conservation(sheet, report)
    done, links = report.done, sheet.links
    yield Facts(
        "Execution",
        (
            ("Concluded", Markup("{} UTC, {}").format(utc(done.place), links.source(done.place))),
            ("Concluded by", links.party_in_full(done.by)),
        ),
    )
    yield links.sources(sheet.currency)
