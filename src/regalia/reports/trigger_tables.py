# SPDX-License-Identifier: Apache-2.0
"""What a payment date found out beside the money: facts it looked at, and what triggers answered."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.program_words import Measure
from regalia.reports.distribution import DistributionReport
from regalia.reports.page import Block, Facts, Html
from regalia.reports.rights.fact_lines import written_value
from regalia.reports.rights.fact_tables import taken_table
from regalia.reports.sheet import Sheet
from regalia.reports.table import Column, Table, make_table
from regalia.reports.trigger_lines import flags_up


def trigger_blocks(sheet: Sheet, report: DistributionReport) -> Iterator[Block]:
    """Nothing of a deal without triggers that looks at no facts."""
    facts = tuple(_facts(sheet, report))
    if facts:
        yield Facts("Looked at beside the receipts report", facts)
    if any(fact.causes for fact in report.done.facts):
        yield taken_table(sheet, [report.done])
    if report.triggers:
        yield _triggers(report, sheet)


def _facts(sheet: Sheet, report: DistributionReport) -> Iterator[tuple[str, Html]]:
    program, known = report.payment.program, report.payment.facts
    for label, value in zip(program.facts, known.facts, strict=False):
        yield label, written_value(sheet.currency, label, value)
    if any(trigger.measure is Measure.DAYS_SINCE_REPORT for trigger in program.triggers):
        yield "Days since the report before", f"{known.report_age:,}"
    if report.facilities:
        missed = [sheet.names.facility(line.facility) for line in report.facilities if line.missed]
        yield "Facilities whose provider let the time to pay pass", ", ".join(missed) or "none"


def _triggers(report: DistributionReport, sheet: Sheet) -> Table:
    up = ", ".join(flags_up(report.payment)) or "none"
    return make_table(
        sheet.currency,
        "Triggers",
        tuple(Column(head) for head in ("Trigger", "Measured", "Effect", "Breached on this date", "Active", "Since")),
        [
            (
                line.trigger,
                "after the steps" if line.after else "before the steps",
                line.effect,
                "yes" if line.breached else "no",
                "yes" if line.active else "no",
                line.since.isoformat() if line.since else None,
            )
            for line in report.triggers
        ],
        note=f"Flags up while the steps ran: {up}. What is measured after the steps steers the next payment date.",
    )
