# SPDX-License-Identifier: Apache-2.0
"""What a reader of a distribution report must not overlook, as sentences; those about steps and triggers are in ``step_notes``."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.money import Currency
from regalia.reports.conclusion import ConclusionReport
from regalia.reports.date_lines import DateLines
from regalia.reports.distribution import DistributionReport
from regalia.reports.distribution_lines import FundsLines
from regalia.reports.names import Names
from regalia.reports.rights.trigger_causes import because
from regalia.reports.step_notes import StepNotes, trigger_notes
from regalia.reports.told import Told


def notes_on(report: DistributionReport, names: Names, currency: Currency) -> tuple[str, ...]:
    """Those of ``notes_told`` in English."""
    return tuple(note.text for note in notes_told(report, names, currency))


def notes_told(report: DistributionReport, names: Names, currency: Currency) -> tuple[Told, ...]:
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
        *(note for line in report.steps for note in writer.steps.of(line)),
        *(note for line in report.triggers for note in trigger_notes(line, because(report.done, line.trigger))),
    )


def notes_on_end(report: ConclusionReport, names: Names, currency: Currency) -> tuple[str, ...]:
    """Which list ran, calls, and what nobody will be paid any more."""
    writer = _Notes(report, names, currency)
    missing = (
        f"{writer.steps.name(line)}: {writer.money(line.record.shortfall)} of {writer.money(line.record.due)} due was not paid, and "
        "there is nothing left to pay it from."
        for line in report.steps
        if line.record.shortfall
    )
    return (*(note.text for note in (*writer.list_that_ran(), *writer.calls())), *missing)


class _Notes:
    def __init__(self, report: DateLines, names: Names, currency: Currency) -> None:
        self.report = report
        self.names = names
        self.currency = currency
        self.steps = StepNotes(report, names, self.money)

    def list_that_ran(self) -> Iterator[Told]:
        if self.report.payment.accelerated:
            yield Told("An event of default is in force: the steps below are those of the list that follows one.")

    def attestation(self, report: DistributionReport) -> Iterator[Told]:
        if report.done.missing:
            yield Told(
                "No report came in time: an empty one stood in. What was received for the period is taken in by a later payment date, "
                "once it is restated."
            )
        struck = sum(bool(dispute.struck) for dispute in report.disputes if not dispute.number)
        if struck == 1:
            yield Told("An earlier report of this period was struck after a dispute.")
        elif struck:
            yield Told("{count} earlier reports of this period were struck after a dispute.", {"count": f"{struck}"})
        flow = report.payment.collections
        if report.restated and flow is not None:
            amounts = {"said": self.money(report.payment.report.received), "flowed": self.money(flow.received)}
            yield Told(
                "Restatements of earlier periods are in this date: its report says {said} of royalties, its collections are {flowed}.",
                amounts,
            )
            if flow.left:
                yield Told(
                    "{amount} more was taken back than came in: it lowers the collections of the next payment date.",
                    {"amount": self.money(-flow.left)},
                )

    def calls(self) -> Iterator[Told]:
        for call in self.report.calls:
            for t, tranche in enumerate(self.report.payment.program.tranches):
                if call.paid[t]:
                    named = {"tranche": self.names.tranche(tranche.label), "day": call.day.isoformat()}
                    yield Told(
                        "{tranche} was repaid by a call on {day}: {amount} in all, outside this distribution.",
                        named | {"amount": self.money(call.paid[t])},
                    )

    def funds(self, funds: FundsLines) -> Iterator[Told]:
        if funds.overpaid:
            yield Told(
                "{amount} that was distributed earlier is attested no more. Nothing flows until what is attested next has made up for it.",
                {"amount": self.money(funds.overpaid)},
            )
        if funds.uncovered:
            yield Told(
                "Receipts of {amount} are attested, but the cash was not there on the payment date. They are distributed when it arrives.",
                {"amount": self.money(funds.uncovered)},
            )
        if funds.unattested:
            yield Told(
                "Cash of {amount} in collection is attested by no report yet. It waits there.",
                {"amount": self.money(funds.unattested)},
            )
        if not self.report.payment.flow.tranches:
            yield Told("No tranche was paid on this date.")
        if left := self.report.payment.flow.left:
            yield Told(
                "Available funds of {amount} were needed by no step and stay in collection.",
                {"amount": self.money(left)},
            )

    def late_providers(self) -> Iterator[Told]:
        for line in self.report.facilities:
            if line.missed:
                named = {"facility": self.names.facility(line.facility), "provider": self.names.party(line.provider)}
                yield Told("{facility}: {provider} let the time to pay pass. The date was executed without it.", named)

    def money(self, units: int) -> str:
        return f"{self.currency.format(units)} {self.currency.code}"
