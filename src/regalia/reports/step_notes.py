# SPDX-License-Identifier: Apache-2.0
"""What a reader must not overlook of a step or a trigger, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regalia.domain.history import AVAILABLE_FUNDS
from regalia.domain.program import StepKind, SubjectKind
from regalia.reports.date_lines import DateLines
from regalia.reports.names import Names
from regalia.reports.shortfall_notes import ShortfallNotes
from regalia.reports.step_lines import StepLine
from regalia.reports.told import Told, sentences
from regalia.reports.trigger_lines import TriggerLine


class StepNotes:
    """Of one payment date; ``money`` writes an amount with its currency."""

    def __init__(self, report: DateLines, names: Names, money: Callable[[int], str]) -> None:
        self.report = report
        self.accelerated = report.payment.accelerated
        self.names = names
        self.money = money
        self.shortfalls = ShortfallNotes(report, names, money)

    def of(self, line: StepLine) -> Iterator[Told]:
        name, record = self.name(line), line.record
        for source in line.sources:
            if source.label != AVAILABLE_FUNDS:
                drawn = {"name": name, "amount": self.money(source.amount), "source": self.names.source(source.label)}
                yield Told("{name}: available funds were not enough; {amount} was drawn from {source}.", drawn)
        if line.kind in (StepKind.RESERVE, StepKind.TRAP) and record.paid:
            kept = {"name": name, "amount": self.money(record.paid), "account": self.subject(line)}
            yield Told("{name}: {amount} was kept in {account}.", kept)
        if record.released:
            yield self.released(line, name)
        if record.shortfall:
            yield from self.shortfalls.of(line, name)

    def released(self, line: StepLine, name: str) -> Told:
        named = {"name": name, "amount": self.money(line.record.released), "account": self.subject(line)}
        step = self.report.payment.steps[line.index]
        if line.kind is StepKind.TRAP:
            return Told("{name}: {amount} that {account} had kept was released to available funds.", named)
        assert step.subject_kind is SubjectKind.ACCOUNT  # nothing else gives anything back
        if self.report.accounts[step.subject].closing:
            return Told("{name}: {amount} above the target was given back to available funds.", named)
        return Told("{name}: all that was in {account}, {amount}, was given back to available funds.", named)

    def name(self, line: StepLine) -> str:
        """With its tranche, where several steps of the program are one of the deal file."""
        name, steps = self.names.step(line.index, self.accelerated), self.report.payment.steps
        shared = any(step.goes_on for step in steps[line.index : line.index + 2])
        return f"{name} ({self.subject(line)})" if shared else name

    def subject(self, line: StepLine) -> str:
        return self.names.subject(line.index, self.accelerated)


def trigger_notes(line: TriggerLine, because: Told | None) -> Iterator[Told]:
    if line.tripped:
        became = Told("Trigger {trigger} became active on this date.", {"trigger": line.trigger})
        why = [Told("Because: {because}.", {"because": because})] if because else []
        yield sentences([became, _effect(line), *why])
    if line.cured:
        yield Told("Trigger {trigger} was cured on this date.", {"trigger": line.trigger})


def _effect(line: TriggerLine) -> Told:
    if line.flag is None:
        if line.after:
            return Told("It is an event of default, from the next payment date on.")
        return Told("It is an event of default.")
    if line.after:
        return Told("The flag {flag} is up, from the next payment date on.", {"flag": line.flag})
    return Told("The flag {flag} is up.", {"flag": line.flag})
