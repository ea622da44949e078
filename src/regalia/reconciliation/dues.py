# SPDX-License-Identifier: Apache-2.0
"""What the escrow may get for a receipt, and the receipts that a payment may be for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from regalia.reconciliation.books import Books

_ANYTHING = range(2**256)


def due_of(books: Books, receipt: int) -> Sequence[int]:
    """In smallest units of the token: what its line brought; without a line what a bank may book for it. A range where its line brought
    others as well, as that tells the sum only; and of foreign receipts, as a rate and a tolerance are in it.
    """
    rules, net, line = books.rules, books.receipts[receipt].net, books.line_of.get(receipt)
    if books.receipts[receipt].currency != rules.currency:
        return _ANYTHING
    if line is None:
        return rules.comes_to(net)
    return rules.near(net) if books.is_shared(line) else (rules.units(books.lines[line].amount),)


class Dues:
    """``receipts`` by what is due for them. Of foreign ones the rules are asked, one by one."""

    def __init__(self, books: Books, receipts: Sequence[int]) -> None:
        self._books, self._receipts = books, receipts
        self._exact: defaultdict[int, list[int]] = defaultdict(list)
        self._foreign: list[int] = []
        ranges: list[tuple[int, int, int]] = []
        for place, i in enumerate(receipts):
            if books.receipts[i].currency != books.rules.currency:
                self._foreign.append(place)
                continue
            due = due_of(books, i)
            if isinstance(due, range):
                ranges.append((due.start, due.stop, place))
            for amount in () if isinstance(due, range) else due:
                self._exact[amount].append(place)
        self._ranges = sorted(ranges)
        self._widest = max((stop - start for start, stop, _ in ranges), default=0)

    def fitting(self, amount: int) -> tuple[int, ...]:
        """Places of the receipts that a payment of so much may be for."""
        first = bisect_left(self._ranges, amount - self._widest, key=lambda each: each[0])
        last = bisect_right(self._ranges, amount, key=lambda each: each[0])
        near = (place for start, stop, place in self._ranges[first:last] if start <= amount < stop)
        foreign = (place for place in self._foreign if self._fits(self._receipts[place], amount))
        return tuple(sorted((*self._exact.get(amount, ()), *near, *foreign)))

    def _fits(self, receipt: int, amount: int) -> bool:
        books, line = self._books, self._books.line_of.get(receipt)
        return line is None or books.rules.pays(
            books.receipts[receipt], books.lines[line], amount, books.is_shared(line)
        )
