# SPDX-License-Identifier: Apache-2.0
"""What a payment date, a call and the end of the deal pay each tranche, and the balance they leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regalia.chain.events import Event
from regalia.chain.step_records import ToldDate, unpack_date
from regalia.domain.accrual import share_up
from regalia.domain.program import Program, StepKind, SubjectKind
from regalia.domain.state import LARGEST_DUE
from regalia.ledger.index import schema
from regalia.ledger.index.fold_state import FoldState, TrancheFold
from regalia.ledger.index.kinds import PaymentKind


@dataclass(frozen=True)
class Paid:
    """What a tranche was paid, part by part, and the balance after it."""

    interest: int
    principal: int
    residual: int
    premium: int
    balance: int

    @property
    def total(self) -> int:
        return self.interest + self.principal + self.residual + self.premium


def payment_date_executed(state: FoldState, event: Event) -> None:
    _distributed(state, event, PaymentKind.DATE, event.args["period"])


def deal_concluded(state: FoldState, event: Event) -> None:
    _distributed(state, event, PaymentKind.CONCLUSION, None)


def call_exercised(state: FoldState, event: Event) -> None:
    """Of what a called tranche is paid, the balance is principal, what the price is above it premium, the rest interest."""
    price = state.program.calls[event.args["index"]].price
    for tranche, paid in zip(state.tranches, event.args["paid"], strict=True):
        if paid:
            repaid = tranche.balance
            premium = share_up(repaid, price) - repaid
            _pay(state, event, tranche, PaymentKind.CALL, Paid(paid - repaid - premium, repaid, 0, premium, 0))


def _distributed(state: FoldState, event: Event, kind: PaymentKind, period: int | None) -> None:
    told = unpack_date(event.args["records"])
    for tranche in state.tranches:
        _pay(state, event, tranche, kind, paid_by_steps(state.program, tranche, told), period)


def paid_by_steps(program: Program, tranche: TrancheFold, told: ToldDate) -> Paid:
    """Interest that was due and not paid is added to the balance where the tranche capitalises it."""
    paid, balance = {StepKind.INTEREST: 0, StepKind.PRINCIPAL: 0, StepKind.RESIDUAL: 0}, tranche.balance
    capitalises = program.tranches[tranche.index].capitalises
    for step, record in zip(program.list_of(told.accelerated), told.records, strict=True):
        if (step.subject_kind, step.subject) != (SubjectKind.TRANCHE, tranche.index):
            continue
        paid[step.kind] += record.paid
        if step.kind is StepKind.PRINCIPAL:
            balance -= record.paid
        elif step.kind is StepKind.INTEREST and capitalises:
            balance = min(balance + record.shortfall, LARGEST_DUE)
    return Paid(paid[StepKind.INTEREST], paid[StepKind.PRINCIPAL], paid[StepKind.RESIDUAL], 0, balance)


def _pay(
    state: FoldState, event: Event, tranche: TrancheFold, kind: PaymentKind, paid: Paid, period: int | None = None
) -> None:
    book, before = tranche.book, tranche.book.per_unit
    book.credit(paid.total)
    tranche.balance = paid.balance
    key: Iterable[object] = (state.rows.deal, tranche.id, event.block_number, event.log_index)
    parts = (paid.interest, paid.principal, paid.residual, paid.premium)
    after = (book.supply, before, book.per_unit, paid.balance, tranche.original_balance)
    state.rows.of[schema.payment].append((*key, kind.value, period, *parts, *after))
