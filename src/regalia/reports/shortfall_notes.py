# SPDX-License-Identifier: Apache-2.0
"""What becomes of an amount that a step was due and did not get, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regalia.domain.program import PrincipalKind, StepKind
from regalia.reports.date_lines import DateLines
from regalia.reports.names import Names
from regalia.reports.step_lines import StepLine

_TARGETS = (PrincipalKind.TARGET_TABLE, PrincipalKind.TARGET_SHARE)


class ShortfallNotes:
    """Of one payment date; ``money`` writes an amount with its currency."""

    def __init__(self, report: DateLines, names: Names, money: Callable[[int], str]) -> None:
        self.report = report
        self.names = names
        self.money = money

    def of(self, line: StepLine, name: str) -> Iterator[str]:
        missing, due = self.money(line.record.shortfall), self.money(line.record.due)
        unpaid = f"{name}: {missing} of {due} due was not paid."
        match line.kind:
            case StepKind.RESERVE:
                account = self.names.subject(line.index, self.report.payment.accelerated)
                yield f"{name}: {account} is {missing} below its target. This is no default."
            case StepKind.INTEREST:
                held = "" if line.held is None else f" The step was {line.held}; no default follows from that."
                yield f"{unpaid} {self.interest(line)}{held}"
            case StepKind.PRINCIPAL:
                yield from self.principal(line, name, unpaid)
            case StepKind.REPAY_SUPPORT:
                yield f"{unpaid} It stays owed to the provider."
            case _:
                yield f"{unpaid} It is {'due again on the next payment date' if line.carried else 'for the payee to present again'}."

    def interest(self, line: StepLine) -> str:
        program = self.report.payment.program
        tranche = program.tranches[self.report.payment.steps[line.index].subject]
        if tranche.capitalises:
            return "It was added to the balance."
        bears = " and bears interest at the coupon" if tranche.interest_on_arrears else " and bears no interest"
        default = line.held is None and tranche.defaults and program.acceleration
        return f"It is in arrears{bears}.{' This is an event of default.' if default else ''}"

    def principal(self, line: StepLine, name: str, unpaid: str) -> Iterator[str]:
        """Nothing of a turbo, which is repaid from whatever is available: what is missing is outstanding, not overdue."""
        if self.report.final:
            yield f"{unpaid} The legal final date has come, and it is outstanding still."
        elif line.due_kind in _TARGETS:
            missing = self.money(line.record.shortfall)
            yield f"{name}: the balance stays {missing} above its target, which is measured anew on the next payment date."
        elif line.due_kind is not PrincipalKind.TURBO:
            yield f"{unpaid} It is due again on the next payment date."
