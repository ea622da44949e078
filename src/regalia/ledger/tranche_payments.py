# SPDX-License-Identifier: Apache-2.0
"""What payment dates, calls and the end paid a tranche, found in a replayed ledger."""

from __future__ import annotations

from regalia.domain.history import PaymentDate
from regalia.domain.program import PPM, Program, StepKind, SubjectKind
from regalia.ledger.holding import PaidBy, TranchePayment
from regalia.ledger.model import CallPayment, DealLedger, MoveKind
from regalia.ledger.place import Place


def payments_of(ledger: DealLedger, tranche: str) -> tuple[TranchePayment, ...]:
    """In the order of the chain; see ``TranchePayment`` for which are among them."""
    index = tranche_index(ledger.program, tranche)
    found = [
        _paid(PaidBy.DATE, date.executed, date.payment, index, date.supply[index], date.payment.report.period)
        for date in ledger.dates
    ]
    found += [_called(ledger, call, tranche, index) for call in ledger.calls if call.paid[index]]
    if ledger.concluded is not None:
        end = ledger.concluded
        found.append(_paid(PaidBy.CONCLUSION, end.place, end.payment, index, _supply(ledger, tranche, end.place), None))
    return tuple(sorted(found, key=lambda payment: payment.place.position))


def tranche_receipts(payment: PaymentDate, tranche: int) -> tuple[int, int, int]:
    """What a payment date paid the tranche at that index as interest, as principal and as residual."""
    paid = {StepKind.INTEREST: 0, StepKind.PRINCIPAL: 0, StepKind.RESIDUAL: 0}
    for step, record in zip(payment.steps, payment.records, strict=True):
        if step.subject_kind is SubjectKind.TRANCHE and step.subject == tranche:
            paid[step.kind] += record.paid
    return paid[StepKind.INTEREST], paid[StepKind.PRINCIPAL], paid[StepKind.RESIDUAL]


def pool_factor_down(program: Program, tranche: int, balance: int) -> int | None:
    """The share of the original balance that is outstanding, in parts per million; None where there never was one."""
    original = program.tranches[tranche].original_balance
    return balance * PPM // original if original else None


def tranche_index(program: Program, tranche: str) -> int:
    return [t.label for t in program.tranches].index(tranche)


def _paid(
    by: PaidBy, place: Place, payment: PaymentDate, index: int, supply: int, period: int | None
) -> TranchePayment:
    interest, principal, residual = tranche_receipts(payment, index)
    factor = pool_factor_down(payment.program, index, payment.state.balance[index])
    return TranchePayment(by, place, period, interest, principal, residual, 0, supply, factor)


def _called(ledger: DealLedger, call: CallPayment, tranche: str, index: int) -> TranchePayment:
    parts = (call.interest(index), call.balance[index], 0, call.premium[index])
    supply, factor = _supply(ledger, tranche, call.place), pool_factor_down(ledger.program, index, 0)
    return TranchePayment(PaidBy.CALL, call.place, None, *parts, supply, factor)


def _supply(ledger: DealLedger, tranche: str, at: Place) -> int:
    """Units then: those there are now, and those burnt since."""
    burnt = (
        move.units
        for move in ledger.transfers
        if (move.tranche, move.kind) == (tranche, MoveKind.REDEEMED) and move.place.position > at.position
    )
    return ledger.books[tranche].supply + sum(burnt)
