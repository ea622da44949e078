# SPDX-License-Identifier: Apache-2.0
"""The lines of a distribution report. Amounts in smallest units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.history import PaymentDate, Source
from regalia.domain.money import Currency
from regalia.domain.program import StepKind, SubjectKind
from regalia.domain.waterfall import State, StepRecord
from regalia.reports.shares import pool_factor_down, tranche_receipts


@dataclass(frozen=True)
class FundsLines:
    """How available funds were found: the smaller of what is attested and undistributed, and the cash that is there."""

    brought_forward: int
    received: int
    other_income: int
    cash: int

    @property
    def attested(self) -> int:
        return self.brought_forward + self.received + self.other_income

    @property
    def available(self) -> int:
        return max(0, min(self.cash, self.attested))

    @property
    def unattested(self) -> int:
        """Cash nobody attested: it waits."""
        return max(0, self.cash - self.attested)

    @property
    def uncovered(self) -> int:
        """Attested without cash: a shortfall of the collection, not money."""
        return max(0, self.attested - self.cash)


@dataclass(frozen=True)
class StepLine:
    """One step. ``remaining`` is what was available after it; ``carried``: an expense's shortfall is due again."""

    index: int
    label: str
    kind: StepKind
    carried: bool
    record: StepRecord
    sources: tuple[Source, ...]
    remaining: int


@dataclass(frozen=True)
class TrancheLine:
    """``interest_due`` is opening arrears and what accrued; ``per_unit`` of all that was paid, in whole currency, rounded down."""

    tranche: str
    units: int
    opening_balance: int
    opening_arrears: int
    accrued: int
    interest_paid: int
    closing_arrears: int
    principal_paid: int
    residual_paid: int
    closing_balance: int
    pool_factor: int | None
    per_unit: Decimal
    interest_on_arrears: bool

    @property
    def interest_due(self) -> int:
        return self.opening_arrears + self.accrued

    @property
    def paid(self) -> int:
        return self.interest_paid + self.principal_paid + self.residual_paid


@dataclass(frozen=True)
class AccountLine:
    account: str
    opening: int
    put_in: int
    drawn: int
    released: int
    closing: int


@dataclass(frozen=True)
class TaxLine:
    """What holders of a tranche claimed since the payment date before, and what was withheld of it."""

    tranche: str
    gross: int
    tax: int

    @property
    def net(self) -> int:
        return self.gross - self.tax


def step_lines(payment: PaymentDate) -> tuple[StepLine, ...]:
    remaining = payment.flow.available
    lines = []
    for index, (step, record) in enumerate(zip(payment.steps, payment.records, strict=True)):
        remaining += record.released + record.drawn - record.paid
        sources = payment.sources(index)
        lines.append(StepLine(index, step.label, step.kind, step.carries, record, sources, remaining))
    return tuple(lines)


def tranche_lines(payment: PaymentDate, opening: State, currency: Currency) -> tuple[TrancheLine, ...]:
    """A line a tranche; ``opening`` is the state before the date."""
    lines = []
    for t, tranche in enumerate(payment.program.tranches):
        interest, principal, residual = tranche_receipts(payment, t)
        arrears, balance = payment.state.arrears[t], payment.state.balance[t]
        lines.append(
            TrancheLine(
                tranche=tranche.label,
                units=tranche.units,
                opening_balance=opening.balance[t],
                opening_arrears=opening.arrears[t],
                accrued=arrears + interest - opening.arrears[t],
                interest_paid=interest,
                closing_arrears=arrears,
                principal_paid=principal,
                residual_paid=residual,
                closing_balance=balance,
                pool_factor=pool_factor_down(payment.program, t, balance),
                per_unit=currency.per_unit_down(interest + principal + residual, tranche.units),
                interest_on_arrears=tranche.interest_on_arrears,
            )
        )
    return tuple(lines)


def account_lines(payment: PaymentDate, opening: State) -> tuple[AccountLine, ...]:
    """A line an account; ``opening`` is the state before the date."""
    pairs = list(zip(payment.steps, payment.records, strict=True))
    lines = []
    for a, put_in in enumerate(payment.paid(SubjectKind.ACCOUNT)):
        drawn = sum(amount for record in payment.records for source, amount in record.draws if source == a + 1)
        released = sum(
            record.released for step, record in pairs if step.subject_kind is SubjectKind.ACCOUNT and step.subject == a
        )
        account, closing = payment.program.accounts[a], payment.state.account[a]
        lines.append(AccountLine(account, opening.account[a], put_in, drawn, released, closing))
    return tuple(lines)
