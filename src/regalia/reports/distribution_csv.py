# SPDX-License-Identifier: Apache-2.0
"""A distribution report as CSV: one row a figure, so that one table holds everything and a spreadsheet can pivot it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from regalia.domain.program_words import POOL_VALUE
from regalia.ledger.model import DealLedger
from regalia.reports.csv_text import Cell, csv_text
from regalia.reports.date_csv import HEADER, Row
from regalia.reports.distribution import DistributionReport
from regalia.reports.names import Names
from regalia.reports.notes import notes_on
from regalia.reports.rights.cause_csv import cause_figures
from regalia.reports.rights.fact_lines import triggers_on, written_value
from regalia.reports.stream_csv import StreamFigures
from regalia.reports.trigger_lines import TriggerLine, flags_up


def distribution_csv(report: DistributionReport, ledger: DealLedger, names: Names) -> str:
    """The whole file. ``section``: report, funds, restatement, dispute, receipt, fact, cause, trigger, step, source, tranche, account,
    facility, call, tax, conservation or note.
    """
    return csv_text(HEADER, _Figures(report, ledger, names).rows())


class _Figures(StreamFigures):
    def rows(self) -> Iterator[Row]:
        yield from self.head()
        yield from self.funds()
        yield from self.restated()
        yield from self.disputes()
        yield from self.facts()
        for trigger in self.report.triggers:
            yield from self.trigger(trigger)
        yield from self.line_rows()
        yield from self.taxes()
        yield from self.conservation()
        for number, note in enumerate(notes_on(self.report, self.names, self.terms.money), 1):
            yield ("note", number, "", "text", note, "")

    def head(self) -> Iterator[Row]:
        report, done = self.report, self.report.done
        facts: dict[str, Cell] = {
            "deal": self.terms.id,
            "deal_name": self.terms.name,
            "notice": self.terms.notice,
            "period": report.period,
            "collection_period": str(report.collected),
            "scheduled_date": report.scheduled.isoformat(),
            "accrual_start": report.accrual[0].isoformat(),
            "accrual_end": report.accrual[1].isoformat(),
            "accelerated": "yes" if report.payment.accelerated else "no",
            "flags_up": "; ".join(flags_up(report.payment)),
            "report_missing": "yes" if done.missing else "no",
            "evidence_root": done.evidence_root,
            "signatures_needed": report.threshold,
            "executor": done.executor,
        }
        facts |= self.place("reported", done.reported) | self.place("executed", done.executed)
        for measure, value in facts.items():
            yield ("report", "", "", measure, value, "")
        for number, signer in enumerate(done.signers, 1):
            yield ("report", number, self.names.label(signer), "attestor", signer, "")

    def funds(self) -> Iterator[Row]:
        funds = self.report.funds
        figures = {
            **asdict(funds),
            "attested": funds.attested,
            "collections": self.report.payment.received,
            "available": funds.available,
            "unattested": funds.unattested,
            "uncovered": funds.uncovered,
            "overpaid": funds.overpaid,
        }
        yield from self.amounts("funds", "", "", figures)
        for number, receipt in enumerate(self.report.receipts, 1):
            name = self.names.label(receipt.payer)
            yield from self.amounts("receipt", number, name, {"amount": receipt.amount})
            facts: dict[str, Cell] = {
                "payer": receipt.payer,
                "licence": receipt.licence,
                "reference": receipt.reference,
                **self.place("paid", receipt.place),
            }
            for measure, value in facts.items():
                yield ("receipt", number, name, measure, value, "")

    def facts(self) -> Iterator[Row]:
        """What the date looked at beside its report."""
        payment = self.report.payment
        for label, value in zip(payment.program.facts, payment.facts.facts, strict=False):
            if label == POOL_VALUE:
                yield from self.amounts("fact", label, "", {"value": value})
            else:
                yield ("fact", label, "", "value", written_value(self.terms.money, label, value), "")
            for trigger in triggers_on(payment.program, label):
                yield ("fact", label, "", "trigger", trigger.label, "")
        for taken in self.report.done.facts:
            for number, (cause, place) in enumerate(zip(taken.causes, taken.places, strict=True), 1):
                for name, measure, cell in cause_figures(taken.label, cause, place):
                    yield ("cause", f"{taken.label} {number}", name, measure, cell, "")

    def trigger(self, line: TriggerLine) -> Iterator[Row]:
        figures: dict[str, Cell] = {
            "measured": "after" if line.after else "before",
            "effect": line.effect,
            "breached": "yes" if line.breached else "no",
            "active": "yes" if line.active else "no",
            "active_since": line.since.isoformat() if line.since else None,
        }
        for measure, value in figures.items():
            yield ("trigger", line.trigger, "", measure, value, "")

    def taxes(self) -> Iterator[Row]:
        for line in self.report.taxes:
            figures = {"claimed": line.gross, "tax": line.tax, "net": line.net}
            yield from self.amounts("tax", line.tranche, self.names.tranche(line.tranche), figures)
        if self.report.taxes:
            totals = {"withheld": self.report.withheld, "owed_to_authority": self.report.owed_to_authority}
            yield from self.amounts("tax", "", "", totals)
