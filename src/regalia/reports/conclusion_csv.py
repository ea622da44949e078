# SPDX-License-Identifier: Apache-2.0
"""The report on the end of a deal as CSV, in the form of that of a payment date."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.ledger.model import DealLedger
from regalia.reports.conclusion import ConclusionReport
from regalia.reports.csv_text import Cell, csv_text
from regalia.reports.date_csv import HEADER, DateFigures, Row
from regalia.reports.names import Names
from regalia.reports.notes import notes_on_end


def conclusion_csv(report: ConclusionReport, ledger: DealLedger, names: Names) -> str:
    """The whole file. ``section``: report, step, source, tranche, account, facility, call, conservation or note."""
    return csv_text(HEADER, _rows(report, DateFigures(report, ledger, names)))


def _rows(report: ConclusionReport, figures: DateFigures) -> Iterator[Row]:
    terms = figures.terms
    facts: dict[str, Cell] = {
        "deal": terms.id,
        "deal_name": terms.name,
        "notice": terms.notice,
        "accelerated": "yes" if report.payment.accelerated else "no",
        "concluded_by": report.done.by,
        **figures.place("concluded", report.done.place),
    }
    for measure, value in facts.items():
        yield ("report", "", "", measure, value, "")
    yield from figures.line_rows()
    yield from figures.conservation()
    for number, note in enumerate(notes_on_end(report, figures.names, terms.money), 1):
        yield ("note", number, "", "text", note, "")
