# SPDX-License-Identifier: Apache-2.0
"""The deal as the Python domain keeps it, fed with the same acts as the contracts; and what was paid in and out of the escrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.program import CallProgram, SubjectKind
from regalia.domain.program_words import CallKind
from regalia.domain.transfer_rules import TransferRules
from regalia.domain.waterfall import State
from regalia.domain.withholding import TaxTable
from tests.invariants.refusal import Refusal
from tests.invariants.sale import Sale
from tests.invariants.twin import Twin, units_in
from tests.support import sample

RESIDUAL_TRANCHE = 2
"""The junior one: it is never redeemed."""
CALL_HOLDER = "servicer"
CALL = CallProgram(CallKind.OPTIONAL, sample.PAYEES.index(CALL_HOLDER), 0b01, 1_012_345)
PROGRAM = replace(sample.PROGRAM, calls=(CALL,))
"""The sample, whose servicer may repay the senior tranche at a premium."""
USD = sample.USD
OFFERS = (
    Offer(1_000 * USD, 1_000),
    Offer(1_000 * USD, 400),
    Offer(11 * USD, 10_000, kind=OfferKind.PRICE_BIDS, levels=2, step=USD),
)
EARLY = (
    ("senior_investor", 0, 0, 600),
    ("mezzanine_investor", 0, 0, 300),
    ("mezzanine_investor", 1, 0, 300),
    ("senior_investor", 2, 1, 2_000),
    ("junior_investor", 2, 1, 3_500),
)
LATE = (
    ("custodian", 0, 0, 100),
    ("mezzanine_investor", 1, 0, 100),
    ("senior_investor", 2, 0, 500),
    ("junior_investor", 2, 0, 1_000),
    ("attacker", 2, 0, 3_000),
)
"""Bids: investor, tranche, level, units. The first are collected at once, the others at any time or never. Residual units clear at the
lower price, so that who bid more is owed change.
"""


class Mirror:
    """Holders and payees by role; amounts in smallest units. ``twin`` has the registers and what orders and halts put on them, ``sale`` how
    far each bid is settled. It begins at closing, when nothing is collected.
    """

    def __init__(self, rules: Sequence[TransferRules], table: TaxTable, tax_authority: str, closed_at: int) -> None:
        self.deal = DealBooks(PROGRAM, State.opening(PROGRAM, (sample.FUNDING,)))
        self.twin = Twin(rules, {}, closed_at, table, late=[tranche.units for tranche in PROGRAM.tranches])
        self.sale = Sale.closed(closed_at, OFFERS, (*EARLY, *LATE))
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
        """Everything tranches were credited and nobody has taken, in fractions of 2^-48: what holders are owed, what comes with units that
        are not collected yet, and what is carried.
        """
        return sum(book.scaled_total() for book in self.books)

    def books_exact(self) -> int:
        """Everything the escrow holds for somebody, in fractions of 2^-48."""
        whole = self.deal.collection + sum(self.deal.state.account) + sum(self.payable.values())
        return (whole << SCALE_BITS) + self.fractions_owed()
