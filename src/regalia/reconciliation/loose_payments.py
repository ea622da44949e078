# SPDX-License-Identifier: Apache-2.0
"""Payments that no reference ties to a receipt, by licence and amount."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from regalia.reconciliation.books import Books
from regalia.reconciliation.dues import due_of
from regalia.reconciliation.reference import written


class LoosePayments:
    """One under what a statement says its reference is can only be for that reference, whatever its amount."""

    def __init__(self, books: Books, payments: Sequence[int]) -> None:
        self._books = books
        self._by_licence: defaultdict[str, list[int]] = defaultdict(list)
        for k in payments:
            self._by_licence[books.licence_of(k) or ""].append(k)
        for group in self._by_licence.values():
            group.sort(key=lambda k: books.payments[k].amount)

    def amounting_to_due(self, receipt: int) -> Iterator[int]:
        """Those of the receipt's licence that may be so much as is due for it."""
        licence, due = self._books.receipts[receipt].licence, due_of(self._books, receipt)
        spans = [(due.start, due.stop - 1)] if isinstance(due, range) else [(amount, amount) for amount in due]
        for least, most in spans:
            yield from (k for k in self._between(licence, least, most) if not self._is_of_another(receipt, k))

    def like(self, payment: int) -> list[int]:
        """The payments of its licence and amount, itself first."""
        books, amount = self._books, self._books.payments[payment].amount
        return [payment, *self._between(books.licence_of(payment) or "", amount, amount)]

    def _between(self, licence: str, least: int, most: int) -> Iterator[int]:
        group, payments = self._by_licence.get(licence, []), self._books.payments
        first = bisect_left(group, least, key=lambda k: payments[k].amount)
        last = bisect_right(group, most, key=lambda k: payments[k].amount)
        return (group[place] for place in range(first, last))

    def _is_of_another(self, receipt: int, payment: int) -> bool:
        told = self._books.texts.get(self._books.payments[payment].reference)
        return told is not None and written(told) != self._books.keys[receipt]
