# SPDX-License-Identifier: Apache-2.0
"""Which bank lines and payments a receipt can belong to by amount and dates, and who else can belong to them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from regalia.reconciliation.books import Books
from regalia.reconciliation.dues import Dues
from regalia.reconciliation.loose_payments import LoosePayments
from regalia.reconciliation.shared_hashes import same_hash
from regalia.statements.minor_units import as_booked

_ENOUGH = 2
"""Options after which it makes no difference how many more there are."""


class Candidates:
    """Of what is loose: lines that bear no reference of a receipt, payments under none. ``receipts`` lack a line, a payment, or both."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self.receipts = [
            i
            for i in range(len(books.receipts))
            if i not in books.receipt_faults and not (i in books.line_of and i in books.payment_of)
        ]
        lines, payments = books.loose_lines(), books.loose_payments()
        self._twin = same_hash(books, lines, payments)
        self._twins = set(self._twin.values())
        self._lines: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for j in lines:
            self._lines[self._key(j)].append(j)
        self.payments = LoosePayments(books, payments)
        lineless = [k for k, i in books.receipt_of.items() if i not in books.line_of]
        self._seekers: defaultdict[int, list[date]] = defaultdict(list)
        for k in sorted(set(payments + lineless) - self._twin.keys()):
            self._seekers[books.payments[k].amount].append(books.payments[k].paid_on)
        own: defaultdict[str, list[int]] = defaultdict(list)
        self._foreign: defaultdict[str, list[int]] = defaultdict(list)
        for i in (i for i in self.receipts if i not in books.payment_of):
            said = books.receipts[i]
            (own if said.currency == books.rules.currency else self._foreign)[said.licence].append(i)
        self._due = {licence: Dues(books, group) for licence, group in own.items()}
        lacking = [books.receipts[i] for i in self.receipts if i not in books.line_of]
        self._wanted = Counter(
            (said.currency, amount) for said in lacking for amount in as_booked(said.net, said.currency)
        )

    def options(self, receipt: int) -> list[tuple[int, int]]:
        """The first few pairs of payment and line the receipt can belong to."""
        found: list[tuple[int, int]] = []
        for payment in self._payments_for(receipt):
            for line in self._lines_for(receipt, payment):
                found.append((payment, line))
                if len(found) == _ENOUGH:
                    return found
        return found

    def is_only(self, receipt: int, payment: int, line: int) -> bool:
        """Whether neither payment nor line can belong to anything else."""
        books = self._books
        paid, booked = books.payments[payment], books.lines[line]
        if receipt not in books.payment_of:
            licence = books.receipts[receipt].licence
            rivals = len(self._due[licence].fitting(paid.amount)) if licence in self._due else 0
            rivals += sum(self._agrees(other, payment, line) for other in self._foreign[licence])
            if rivals != 1:
                return False
        if receipt in books.line_of or self._twin.get(payment) == line:
            return True
        if booked.currency != books.rules.currency:
            return self._wanted[booked.currency, booked.amount] == 1
        return _within(self._seekers[paid.amount], booked.booked_on, books.rules.window) == 1

    def near(self, payment: int) -> Iterator[int]:
        """Lines of its amount in the payment currency that are near it."""
        paid = self._books.payments[payment]
        return self._near((self._books.rules.currency, paid.amount), paid.paid_on)

    def _key(self, line: int) -> tuple[str, int]:
        """Lines in the payment currency by what they come to in the token, others by their amount."""
        booked, rules = self._books.lines[line], self._books.rules
        return (booked.currency, rules.units(booked.amount) if booked.currency == rules.currency else booked.amount)

    def _payments_for(self, receipt: int) -> Iterator[int]:
        tied = self._books.payment_of.get(receipt)
        return self.payments.amounting_to_due(receipt) if tied is None else iter([tied])

    def _lines_for(self, receipt: int, payment: int) -> Iterator[int]:
        books, said, paid = self._books, self._books.receipts[receipt], self._books.payments[payment]
        near: Iterator[int]
        if receipt in books.line_of:
            line = books.line_of[receipt]
            near = iter([line] if abs(books.lines[line].booked_on - paid.paid_on) <= books.rules.window else [])
        elif payment in self._twin:
            near = iter([self._twin[payment]])
        else:
            own = books.rules.currency
            near = self._near((own, paid.amount), paid.paid_on)
            if said.currency != own:
                amounts = as_booked(said.net, said.currency)
                near = chain(near, *(self._near((said.currency, amount), paid.paid_on) for amount in amounts))
        yield from (line for line in near if self._agrees(receipt, payment, line))

    def _near(self, key: tuple[str, int], day: date) -> Iterator[int]:
        """Lines of an amount within the window of a day, but those that are the twin of a payment."""
        group, lines, window = self._lines.get(key, []), self._books.lines, self._books.rules.window
        first = bisect_left(group, day - window, key=lambda j: lines[j].booked_on)
        last = bisect_right(group, day + window, key=lambda j: lines[j].booked_on)
        return (group[place] for place in range(first, last) if group[place] not in self._twins)

    def _agrees(self, receipt: int, payment: int, line: int) -> bool:
        """Whether the three can be the same money. A receipt that has a line already goes by that."""
        books, said = self._books, self._books.receipts[receipt]
        tied = books.line_of.get(receipt)
        booked = books.lines[line if tied is None else tied]
        if tied is None and not books.rules.fits(said.net, said.currency, booked):
            return False
        return books.rules.pays(
            said, booked, books.payments[payment].amount, tied is not None and books.is_shared(tied)
        )


def _within(days: Sequence[date], day: date, window: timedelta) -> int:
    """How many of them, in rising order, are near a day."""
    return bisect_right(days, day + window) - bisect_left(days, day - window)
