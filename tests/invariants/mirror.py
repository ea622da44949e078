# SPDX-License-Identifier: Apache-2.0
"""The deal as the Python domain keeps it, fed with the same acts as the contracts; and what was paid in and out of the escrow."""

from __future__ import annotations

from regalia.domain.entitlement import SCALE_BITS, Book
from regalia.domain.history import DealBooks, PaymentDate, PeriodReport
from regalia.domain.program import SubjectKind
from regalia.domain.waterfall import State
from tests.support import sample


class Mirror:
    """Holders and payees by role; amounts in smallest units."""

    def __init__(self) -> None:
        self.deal = DealBooks(sample.PROGRAM, State.opening(sample.PROGRAM, (sample.FUNDING,)))
        self.books = [Book() for _ in sample.PROGRAM.tranches]
        for role, units in sample.ALLOCATION.items():
            for book, count in zip(self.books, units, strict=True):
                book.move(None, role, count)
        self.payable = dict.fromkeys(sample.PAYEES, 0) | {"originator": sample.PROCEEDS - sample.FUNDING}
        self.cash_in = sample.PROCEEDS
        self.cash_out = 0
        self.donated = 0

    def pay_royalty(self, amount: int) -> None:
        self.deal.collect(amount)
        self.cash_in += amount

    def execute(self, report: PeriodReport) -> PaymentDate:
        date = self.deal.execute(report)
        for payee, amount in zip(sample.PAYEES, date.paid(SubjectKind.PAYEE), strict=True):
            self.payable[payee] += amount
        for book, amount in zip(self.books, date.paid(SubjectKind.TRANCHE), strict=True):
            book.credit(amount)
        return date

    def claim(self, tranche: int, role: str) -> int:
        amount = self.books[tranche].claim(role)
        self.cash_out += amount
        return amount

    def withdraw(self, role: str) -> int:
        amount = self.payable[role]
        self.payable[role] = 0
        self.cash_out += amount
        return amount

    def units(self, tranche: int, role: str) -> int:
        return self.books[tranche].account(role).units

    def fractions_owed(self) -> int:
        """Everything tranches were credited and holders have not taken, in fractions of 2^-48, carried remainders included."""
        return sum(
            sum(book.per_unit * account.units + account.correction for account in book.accounts.values())
            + book.remainder
            for book in self.books
        )

    def books_exact(self) -> int:
        """Everything the escrow holds for somebody, in fractions of 2^-48."""
        whole = self.deal.collection + sum(self.deal.state.account) + sum(self.payable.values())
        return (whole << SCALE_BITS) + self.fractions_owed()
