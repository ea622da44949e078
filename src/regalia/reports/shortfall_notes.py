# SPDX-License-Identifier: Apache-2.0
"""What becomes of an amount that a step was due and did not get, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regalia.domain.program import PrincipalKind, StepKind
from regalia.reports.date_lines import DateLines
from regalia.reports.names import Names
from regalia.reports.step_lines import StepLine
from regalia.reports.told import Told, sentences

_TARGETS = (PrincipalKind.TARGET_TABLE, PrincipalKind.TARGET_SHARE)


class ShortfallNotes:
    """Of one payment date; ``money`` writes an amount with its currency."""

    def __init__(self, report: DateLines, names: Names, money: Callable[[int], str]) -> None:
        self.report = report
        self.names = names
        self.money = money

    def of(self, line: StepLine, name: str) -> Iterator[Told]:
        missing = {"name": name, "missing": self.money(line.record.shortfall)}
        unpaid = Told("{name}: {missing} of {due} due was not paid.", missing | {"due": self.money(line.record.due)})
        match line.kind:
            case StepKind.RESERVE:
                account = {"account": self.names.subject(line.index, self.report.payment.accelerated)}
                yield Told("{name}: {account} is {missing} below its target. This is no default.", missing | account)
            case StepKind.INTEREST:
                yield sentences([unpaid, *self.interest(line)])
            case StepKind.PRINCIPAL:
                yield from self.principal(line, missing, unpaid)
            case StepKind.REPAY_SUPPORT:
                yield sentences([unpaid, Told("It stays owed to the provider.")])
            case _ if line.carried:
                yield sentences([unpaid, Told("It is due again on the next payment date.")])
            case _:
                yield sentences([unpaid, Told("It is for the payee to present again.")])

    def interest(self, line: StepLine) -> Iterator[Told]:
        program = self.report.payment.program
        tranche = program.tranches[self.report.payment.steps[line.index].subject]
        if tranche.capitalises:
            yield Told("It was added to the balance.")
        else:
            if tranche.interest_on_arrears:
                yield Told("It is in arrears and bears interest at the coupon.")
            else:
                yield Told("It is in arrears and bears no interest.")
            if line.held is None and tranche.defaults and program.acceleration:
                yield Told("This is an event of default.")
        if line.held is not None:
            yield Told("The step was {held}; no default follows from that.", {"held": line.held.told})

    def principal(self, line: StepLine, missing: dict[str, str], unpaid: Told) -> Iterator[Told]:
        """Nothing of a turbo, which is repaid from whatever is available: what is missing is outstanding, not overdue."""
        if self.report.final:
            yield sentences([unpaid, Told("The legal final date has come, and it is outstanding still.")])
        elif line.due_kind in _TARGETS:
            yield Told(
                "{name}: the balance stays {missing} above its target, which is measured anew on the next payment date.",
                missing,
            )
        elif line.due_kind is not PrincipalKind.TURBO:
            yield sentences([unpaid, Told("It is due again on the next payment date.")])
