# SPDX-License-Identifier: Apache-2.0
"""The rows of a distribution report's CSV about restatements and disputes."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.ledger.model import DealLedger
from regalia.reports.csv_text import Cell
from regalia.reports.date_csv import DateFigures, Row
from regalia.reports.distribution import DistributionReport
from regalia.reports.names import Names
from regalia.reports.stream_tables import outcome_of_dispute, trustee_said, what_of


class StreamFigures(DateFigures):
    def __init__(self, report: DistributionReport, ledger: DealLedger, names: Names) -> None:
        super().__init__(report, ledger, names)
        self.report = report

    def restated(self) -> Iterator[Row]:
        """Restatements the date took in; ``name`` is the period each corrects. What is left for the next date has no item."""
        for line in self.report.restated:
            told = line.told
            yield from self.amounts(
                "restatement", told.number, told.period, {"received": line.received, "attested": line.attested}
            )
            facts: dict[str, Cell] = {
                "what": what_of(line),
                "corrects": told.corrects,
                "evidence_root": told.evidence_root,
                **self.place("accepted", told.place),
            }
            for measure, value in facts.items():
                yield ("restatement", told.number, told.period, measure, value, "")
        flow = self.report.payment.collections
        if flow is not None and flow.first:
            yield from self.amounts("restatement", "", "", {"left_for_next_date": flow.left})

    def disputes(self) -> Iterator[Row]:
        """``name`` is what was disputed: the report, or a restatement by its number."""
        for number, dispute in enumerate(self.report.disputes, 1):
            name = f"restatement {dispute.number}" if dispute.number else "report"
            yield from self.amounts("dispute", number, name, {"bond": dispute.bond, "appeal_bond": dispute.appeal_bond})
            facts: dict[str, Cell] = {
                "by": dispute.by,
                "evidence": dispute.evidence,
                "trustee": trustee_said(dispute),
                "appellant": dispute.appellant,
                "outcome": outcome_of_dispute(dispute),
                **self.place("opened", dispute.opened),
                **(self.place("settled", dispute.settled) if dispute.settled else {}),
            }
            for measure, value in facts.items():
                yield ("dispute", number, name, measure, value, "")
