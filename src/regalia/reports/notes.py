# SPDX-License-Identifier: Apache-2.0
"""What a reader of a distribution report must not overlook, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.history import AVAILABLE_FUNDS
from regalia.domain.money import Currency
from regalia.domain.program import StepKind
from regalia.reports.distribution import DistributionReport
from regalia.reports.distribution_lines import FundsLines, StepLine
from regalia.reports.names import Names


def notes_on(report: DistributionReport, names: Names, currency: Currency) -> tuple[str, ...]:
    """Sentences about shortfalls, draws, what was kept or given back, and cash that could not flow, in step order."""
    writer = _Notes(report, names, currency)
    return (*writer.funds(report.funds), *(note for line in report.steps for note in writer.step(line)))


class _Notes:
    def __init__(self, report: DistributionReport, names: Names, currency: Currency) -> None:
        self.report = report
        self.accelerated = report.payment.accelerated
        self.names = names
        self.currency = currency

    def funds(self, funds: FundsLines) -> Iterator[str]:
        if funds.uncovered:
            yield (
                f"Receipts of {self.money(funds.uncovered)} are attested, but the cash was not there on the payment date. They are "
                "distributed when it arrives."
            )
        if funds.unattested:
            yield (
                f"Cash of {self.money(funds.unattested)} in collection is attested by no report yet. It waits there."
            )
        if not self.report.payment.flow.tranches:
            yield "No tranche was paid on this date."
        if left := self.report.payment.flow.left:
            yield f"Available funds of {self.money(left)} were needed by no step and stay in collection."

    def step(self, line: StepLine) -> Iterator[str]:
        name, record = self.names.step(line.index, self.accelerated), line.record
        for source in line.sources:
            if source.label != AVAILABLE_FUNDS:
                yield (
                    f"{name}: available funds were not enough; {self.money(source.amount)} was drawn from "
                    f"{self.names.source(source.label)}."
                )
        if line.kind is StepKind.RESERVE and record.paid:
            yield f"{name}: {self.money(record.paid)} was kept in {self.names.subject(line.index, self.accelerated)}."
        if record.released:
            yield f"{name}: {self.money(record.released)} above the target was given back to available funds."
        if (
            record.shortfall and line.kind is not StepKind.PRINCIPAL
        ):  # it is repaid from whatever is available: not overdue
            yield self.shortfall(line, name)

    def shortfall(self, line: StepLine, name: str) -> str:
        record = line.record
        missing, due = self.money(record.shortfall), self.money(record.due)
        match line.kind:
            case StepKind.RESERVE:
                account = self.names.subject(line.index, self.accelerated)
                return f"{name}: {account} is {missing} below its target. This is no default."
            case StepKind.INTEREST:
                return f"{name}: {missing} of {due} due was not paid. It is in arrears{self.bearing(line)}."
            case _:
                after = "due again on the next payment date" if line.carried else "for the payee to present again"
                return f"{name}: {missing} of {due} due was not paid. It is {after}."

    def bearing(self, line: StepLine) -> str:
        subject = self.report.payment.steps[line.index].subject
        bears = self.report.tranches[subject].interest_on_arrears
        return " and bears interest at the coupon" if bears else " and bears no interest"

    def money(self, units: int) -> str:
        return f"{self.currency.format(units)} {self.currency.code}"
