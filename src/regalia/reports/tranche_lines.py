# SPDX-License-Identifier: Apache-2.0
"""One line a tranche: what it was owed before a payment date, what it got, what it is owed after. Amounts in smallest units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.history import PaymentDate
from regalia.domain.money import Currency
from regalia.domain.program import StepKind
from regalia.domain.waterfall import State
from regalia.ledger.model import CallPayment
from regalia.ledger.tranche_payments import pool_factor_down, tranche_receipts
from regalia.reports.errors import reconcile


@dataclass(frozen=True)
class TrancheLine:
    """Opening figures are those after the payment date before. ``called_balance`` and ``called_arrears`` were repaid by calls since;
    ``capitalised`` is interest that was not paid and added to the balance. ``per_unit`` of all that was paid, in whole currency, rounded
    down.
    """

    tranche: str
    units: int
    opening_balance: int
    opening_arrears: int
    called_balance: int
    called_arrears: int
    accrued: int
    interest_paid: int
    capitalised: int
    closing_arrears: int
    principal_paid: int
    residual_paid: int
    closing_balance: int
    pool_factor: int | None
    per_unit: Decimal
    interest_on_arrears: bool

    @property
    def interest_due(self) -> int:
        """Arrears that no call repaid, and what accrued."""
        return self.opening_arrears - self.called_arrears + self.accrued

    @property
    def paid(self) -> int:
        return self.interest_paid + self.principal_paid + self.residual_paid


def tranche_lines(
    payment: PaymentDate, opening: State, calls: Sequence[CallPayment], currency: Currency
) -> tuple[TrancheLine, ...]:
    """A line a tranche; ``opening`` is the state after the date before, ``calls`` came since. UnreconciledError unless each line foots."""
    lines = []
    for t, tranche in enumerate(payment.program.tranches):
        interest, principal, residual = tranche_receipts(payment, t)
        arrears, balance = payment.state.arrears[t], payment.state.balance[t]
        called_balance, called_arrears = sum(c.balance[t] for c in calls), sum(c.arrears[t] for c in calls)
        capitalised = _unpaid_interest(payment, t) if tranche.capitalises else 0
        lines.append(
            TrancheLine(
                tranche=tranche.label,
                units=tranche.units,
                opening_balance=opening.balance[t],
                opening_arrears=opening.arrears[t],
                called_balance=called_balance,
                called_arrears=called_arrears,
                accrued=arrears + interest + capitalised - (opening.arrears[t] - called_arrears),
                interest_paid=interest,
                capitalised=capitalised,
                closing_arrears=arrears,
                principal_paid=principal,
                residual_paid=residual,
                closing_balance=balance,
                pool_factor=pool_factor_down(payment.program, t, balance),
                per_unit=currency.per_unit_down(interest + principal + residual, tranche.units),
                interest_on_arrears=tranche.interest_on_arrears,
            )
        )
    for line in lines:
        left = line.opening_balance - line.called_balance + line.capitalised - line.principal_paid
        reconcile(f"period {payment.report.period}: balance of {line.tranche}", left, line.closing_balance)
    return tuple(lines)


def _unpaid_interest(payment: PaymentDate, tranche: int) -> int:
    return sum(
        record.shortfall
        for step, record in zip(payment.steps, payment.records, strict=True)
        if step.kind is StepKind.INTEREST and step.subject == tranche
    )
