# SPDX-License-Identifier: Apache-2.0
"""A step of the priority of payments as a sentence."""

from __future__ import annotations

from decimal import Decimal

from regalia.domain.money import format_decimal, format_rate
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.dues import ExpenseDue, PrincipalDue, ReserveTarget, TargetPart
from regalia.domain.terms.steps import ExpenseStep, PrincipalStep, Step

_COMBINED = {"max": "largest", "min": "smallest"}


def describe_step(terms: Terms, step: Step) -> str:
    """``Trustee fee: 2,500.00 each period to trustee; a shortfall is carried``."""
    sentence = f"{step.name or step.id}: {_Sentences(terms).what(step)}"
    if step.kind in ("expense", "interest", "principal") and step.support:
        sentence += f"; supported by {', then '.join(step.support)}"
    if step.guard.while_active:
        sentence += f"; only while {' and '.join(step.guard.while_active)}"
    if step.guard.while_not_active:
        sentence += f"; not while {' or '.join(step.guard.while_not_active)}"
    return sentence


class _Sentences:
    """Sentences with the amounts of one currency."""

    def __init__(self, terms: Terms) -> None:
        self.decimals = min(2, terms.currency.decimals)

    def what(self, step: Step) -> str:
        match step.kind:
            case "expense":
                return self.expense(step)
            case "interest":
                return f"interest on {step.tranche}, with what is in arrears"
            case "reserve":
                if step.gives_all_back:
                    return f"give back all of {step.account}"
                return f"fill {step.account} to {self.target(step.target)}; give back what is above"
            case "principal":
                return self.principal(step)
            case "trap":
                return f"keep {format_rate(step.share)} of what is left in {step.account}"
            case "repay-support":
                return f"repay {step.facility}, with its interest"
            case "residual":
                return f"all that is left to {step.tranche or step.payee}"

    def expense(self, step: ExpenseStep) -> str:
        text = f"{self.expense_due(step.due)} to {step.payee}"
        if step.cap:
            caps = [(step.cap.per_period, "a period"), (step.cap.per_year, "a year")]
            text += ", at most " + " and ".join(f"{self.amount(cap)} {per}" for cap, per in caps if cap is not None)
        if step.shortfall == "presented-again":
            return f"{text}; a shortfall is presented again by the payee"
        interest = f" with {format_rate(step.carry_rate)} interest" if step.carry_rate else ""
        return f"{text}; a shortfall is carried{interest}"

    def expense_due(self, due: ExpenseDue) -> str:
        match due.kind:
            case "fixed":
                return f"{self.amount(due.amount)} each period"
            case "rate-on-collections":
                return f"{format_rate(due.rate)} of collections"
            case "rate-on-outstanding":
                return f"{format_rate(due.rate)} a year ({due.day_count}) on {' + '.join(due.tranches)}"
            case "as-invoiced":
                return "as invoiced"
            case "above-cap":
                return f"what the cap of {due.step} left out"

    def target(self, target: ReserveTarget) -> str:
        ways = []
        if target.set_by_report:
            ways.append("what the report sets")
        if target.parts:
            parts = ", ".join(self.part(part) for part in target.parts)
            formula = f"the {_COMBINED[target.combine]} of {parts}" if len(target.parts) > 1 else parts
            ways.append(f"{formula}, for {' + '.join(target.protects)}" if target.protects else formula)
        else:
            ways.append("zero")
        return ", else ".join(ways)

    def part(self, part: TargetPart) -> str:
        match part.kind:
            case "fixed":
                return self.amount(part.amount)
            case "periods-of-interest":
                return f"{part.periods} periods of interest"
            case "rate-on-outstanding":
                return f"{format_rate(part.rate)} of the balance"

    def principal(self, step: PrincipalStep) -> str:
        joint = ", then " if step.order == "sequential" else " and "
        manner = ", in proportion" if step.order == "pro-rata" else ""
        return f"{self.principal_due(step.due)} to {joint.join(step.tranches)}{manner}"

    def principal_due(self, due: PrincipalDue) -> str:
        match due.kind:
            case "turbo":
                return "principal with all that is available, until repaid,"
            case "scheduled":
                share = due.share_of_original
                measure = "by a table" if share is None else f"{format_rate(share)} of the original"
                return f"scheduled principal, {measure},"
            case "target-balance":
                share = due.share_of_pool_value
                measure = "a table" if share is None else f"{format_rate(share)} of pool value"
                return f"principal down to {measure},"

    def amount(self, amount: Decimal) -> str:
        return format_decimal(amount, self.decimals)
