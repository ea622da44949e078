# SPDX-License-Identifier: Apache-2.0
"""What a reader of a distribution report must not overlook, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.history import AVAILABLE_FUNDS
from regalia.domain.money import Currency
from regalia.domain.program import StepKind, SubjectKind
from regalia.reports.conclusion import ConclusionReport
from regalia.reports.date_lines import DateLines
from regalia.reports.distribution import DistributionReport
from regalia.reports.distribution_lines import FundsLines
from regalia.reports.names import Names
from regalia.reports.rights.trigger_causes import because
from regalia.reports.shortfall_notes import ShortfallNotes
from regalia.reports.step_lines import StepLine
from regalia.reports.trigger_lines import TriggerLine


def notes_on(report: DistributionReport, names: Names, currency: Currency) -> tuple[str, ...]:
    """Sentences about events of default, reports that did not come or were struck, restatements, calls, cash that could not flow,
    shortfalls, draws, what was kept or given back, and triggers; those about steps in their order.
    """
    writer = _Notes(report, names, currency)
    return (
        *writer.list_that_ran(),
        *writer.attestation(report),
        *writer.calls(),
        *writer.funds(report.funds),
        *writer.late_providers(),
        *(note for line in report.steps for note in writer.step(line)),
        *(note for line in report.triggers for note in writer.trigger(line, because(report.done, line.trigger))),
    )


def notes_on_end(report: ConclusionReport, names: Names, currency: Currency) -> tuple[str, ...]:
    """Which list ran, calls, and what nobody will be paid any more."""
    writer = _Notes(report, names, currency)
    missing = (
        f"{writer.name(line)}: {writer.money(line.record.shortfall)} of {writer.money(line.record.due)} due was not paid, and there is "
        "nothing left to pay it from."
        for line in report.steps
        if line.record.shortfall
    )
    return (*writer.list_that_ran(), *writer.calls(), *missing)


class _Notes:
    def __init__(self, report: DateLines, names: Names, currency: Currency) -> None:
        self.report = report
        self.accelerated = report.payment.accelerated
        self.names = names
        self.currency = currency
        self.shortfalls = ShortfallNotes(report, names, self.money)

    def list_that_ran(self) -> Iterator[str]:
        if self.accelerated:
            yield "An event of default is in force: the steps below are those of the list that follows one."

    def attestation(self, report: DistributionReport) -> Iterator[str]:
        if report.done.missing:
            yield (
                "No report came in time: an empty one stood in. What was received for the period is taken in by a later payment date, "
                "once it is restated."
            )
        struck = sum(bool(dispute.struck) for dispute in report.disputes if not dispute.number)
        if struck:
            earlier = (
                "An earlier report of this period was"
                if struck == 1
                else f"{struck} earlier reports of this period were"
            )
            yield f"{earlier} struck after a dispute."
        flow = report.payment.collections
        if report.restated and flow is not None:
            yield (
                f"Restatements of earlier periods are in this date: its report says {self.money(report.payment.report.received)} of "
                f"royalties, its collections are {self.money(flow.received)}."
            )
            if flow.left:
                yield f"{self.money(-flow.left)} more was taken back than came in: it lowers the collections of the next payment date."

    def calls(self) -> Iterator[str]:
        for call in self.report.calls:
            for t, tranche in enumerate(self.report.payment.program.tranches):
                if call.paid[t]:
                    yield (
                        f"{self.names.tranche(tranche.label)} was repaid by a call on {call.day.isoformat()}: "
                        f"{self.money(call.paid[t])} in all, outside this distribution."
                    )

    def funds(self, funds: FundsLines) -> Iterator[str]:
        if funds.overpaid:
            yield (
                f"{self.money(funds.overpaid)} that was distributed earlier is attested no more. Nothing flows until what is attested "
                "next has made up for it."
            )
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

    def late_providers(self) -> Iterator[str]:
        for line in self.report.facilities:
            if line.missed:
                facility, provider = self.names.facility(line.facility), self.names.party(line.provider)
                yield f"{facility}: {provider} let the time to pay pass. The date was executed without it."

    def step(self, line: StepLine) -> Iterator[str]:
        name, record = self.name(line), line.record
        for source in line.sources:
            if source.label != AVAILABLE_FUNDS:
                yield (
                    f"{name}: available funds were not enough; {self.money(source.amount)} was drawn from "
                    f"{self.names.source(source.label)}."
                )
        if line.kind in (StepKind.RESERVE, StepKind.TRAP) and record.paid:
            yield f"{name}: {self.money(record.paid)} was kept in {self.subject(line)}."
        if record.released:
            yield self.released(line, name)
        if record.shortfall:
            yield from self.shortfalls.of(line, name)

    def released(self, line: StepLine, name: str) -> str:
        amount, step = self.money(line.record.released), self.report.payment.steps[line.index]
        if line.kind is StepKind.TRAP:
            return f"{name}: {amount} that {self.subject(line)} had kept was released to available funds."
        assert step.subject_kind is SubjectKind.ACCOUNT  # nothing else gives anything back
        if self.report.accounts[step.subject].closing:
            return f"{name}: {amount} above the target was given back to available funds."
        return f"{name}: all that was in {self.subject(line)}, {amount}, was given back to available funds."

    def trigger(self, line: TriggerLine, because: str) -> Iterator[str]:
        effect = "It is an event of default" if line.flag is None else f"The flag {line.flag} is up"
        if line.tripped:
            when = ", from the next payment date on" if line.after else ""
            why = f" Because: {because}." if because else ""
            yield f"Trigger {line.trigger} became active on this date. {effect}{when}.{why}"
        if line.cured:
            yield f"Trigger {line.trigger} was cured on this date."

    def name(self, line: StepLine) -> str:
        """With its tranche, where several steps of the program are one of the deal file."""
        name, steps = self.names.step(line.index, self.accelerated), self.report.payment.steps
        shared = any(step.goes_on for step in steps[line.index : line.index + 2])
        return f"{name} ({self.subject(line)})" if shared else name

    def subject(self, line: StepLine) -> str:
        return self.names.subject(line.index, self.accelerated)

    def money(self, units: int) -> str:
        return f"{self.currency.format(units)} {self.currency.code}"
