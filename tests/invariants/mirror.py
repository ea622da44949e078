# SPDX-License-Identifier: Apache-2.0
"""The deal as the Python domain keeps it, fed with the same acts as the contracts; and what was paid in and out of the escrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport
from regalia.domain.program import CallProgram, SubjectKind
from regalia.domain.program_words import CallKind
from regalia.domain.transfer_rules import TransferRules
from regalia.domain.waterfall import State
from regalia.domain.withholding import TaxTable
from tests.invariants.refusal import Refusal
from tests.invariants.twin import Twin, units_in
from tests.support import sample

RESIDUAL_TRANCHE = 2
"""The junior one: it is never redeemed."""
CALL_HOLDER = "servicer"
CALL = CallProgram(CallKind.OPTIONAL, sample.PAYEES.index(CALL_HOLDER), 0b01, 1_012_345)
PROGRAM = replace(sample.PROGRAM, calls=(CALL,))
"""The sample, whose servicer may repay the senior tranche at a premium."""


class Mirror:
    """Holders and payees by role; amounts in smallest units. ``twin`` has the registers and what orders and halts put on them."""

    def __init__(self, rules: Sequence[TransferRules], table: TaxTable, tax_authority: str) -> None:
        self.deal = DealBooks(PROGRAM, State.opening(PROGRAM, (sample.FUNDING,)))
        self.twin = Twin(rules, sample.ALLOCATION, sample.START, table)
        self.books = self.twin.registers
        self.tax_authority = tax_authority
        self.payable = dict.fromkeys((*sample.PAYEES, tax_authority), 0)
        self.payable["originator"] = sample.PROCEEDS - sample.FUNDING
        self.cash_in = sample.PROCEEDS
        self.cash_out = 0
        self.donated = 0

    def pay_royalty(self, amount: int) -> None:
        self.deal.collect(amount)
        self.cash_in += amount

    def execute(self, report: PeriodReport) -> PaymentDate:
        done = self.deal.execute(report)
        for payee, amount in zip(sample.PAYEES, done.paid(SubjectKind.PAYEE), strict=True):
            self.payable[payee] += amount
        assert self.twin.distribute(done.paid(SubjectKind.TRANCHE)) is None
        for tranche in range(RESIDUAL_TRANCHE):
            self.twin.redeemed[tranche] = not (done.state.balance[tranche] or done.state.arrears[tranche])
        return done

    def exercise_call(self, day: date) -> int:
        """What the holder pays. Raises ``CallRefusedError``; nothing is changed then."""
        prices = self.deal.exercise_call(0, day)
        if sum(prices):
            assert self.twin.distribute(prices) is None
            self.twin.redeemed[0] = True
        self.cash_in += sum(prices)
        return sum(prices)

    def claim(self, tranche: int, role: str) -> tuple[Refusal | None, int, int]:
        """Refusal, gross, tax."""
        claimed, taxed = self.twin.claimed[tranche], self.twin.tax
        refusal = self.twin.claim(tranche, role)
        gross, tax = self.twin.claimed[tranche] - claimed, self.twin.tax - taxed
        self.payable[self.tax_authority] += tax
        self.cash_out += gross - tax
        return refusal, gross, tax

    def withdraw(self, role: str) -> int:
        amount = self.payable[role]
        self.payable[role] = 0
        self.cash_out += amount
        return amount

    def units(self, tranche: int, role: str) -> int:
        return units_in(self.books[tranche], role)

    def fractions_owed(self) -> int:
        """Everything tranches were credited and holders have not taken, in fractions of 2^-48, carried ones included."""
        return sum(book.scaled_total() for book in self.books)

    def books_exact(self) -> int:
        """Everything the escrow holds for somebody, in fractions of 2^-48."""
        whole = self.deal.collection + sum(self.deal.state.account) + sum(self.payable.values())
        return (whole << SCALE_BITS) + self.fractions_owed()
