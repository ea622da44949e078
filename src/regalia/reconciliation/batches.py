# SPDX-License-Identifier: Apache-2.0
"""What one bank line may pay of the receipts under one reference: one of them, or all of a statement, of a period or of the reference
when their nets add up to it, as a payer does who pays for several licences at once. A bank books whole minor units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from regalia.reconciliation.books import Books
from regalia.reconciliation.settle import Alike
from regalia.statements.minor_units import as_booked
from regalia.statements.model import BankLine


class Batches:
    """``parts``: the receipts of each batch, single ones first. A batch has one payer and one currency."""

    def __init__(self, books: Books, receipts: Sequence[int]) -> None:
        self._rules = books.rules
        self._lines = books.lines
        self.parts: list[tuple[int, ...]] = [(i,) for i in receipts]
        if len(receipts) > 1:
            self.parts += _several(books, receipts)
        self._booked: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        foreign: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self._currencies: list[str] = []
        for place, part in enumerate(self.parts):
            currency, total = books.receipts[part[0]].currency, sum(books.receipts[i].net for i in part)
            self._currencies.append(currency)
            for amount in as_booked(total, currency):
                self._booked[currency, amount].append(place)
            if currency != self._rules.currency:
                foreign[currency].append((total, place))
        self._foreign = {currency: sorted(totals) for currency, totals in sorted(foreign.items())}

    def alike(self, lines: Sequence[int]) -> list[Alike]:
        """The lines by what they can have paid: equal amounts together, on each day of its own where a rate is in it."""
        same: defaultdict[tuple[str, int, date | None], list[int]] = defaultdict(list)
        for j in lines:
            line = self._lines[j]
            day = line.booked_on if self._foreign and line.currency == self._rules.currency else None
            same[line.currency, line.amount, day].append(j)
        return [Alike(tuple(group), self.fitting(self._lines[group[0]])) for group in same.values()]

    def fitting(self, line: BankLine) -> tuple[int, ...]:
        """Places in ``parts`` of what the line can have paid."""
        found = list(self._booked.get((line.currency, line.amount), ()))
        if line.currency == self._rules.currency:
            for currency, totals in self._foreign.items():
                rate = self._rules.rate(currency, line.booked_on)
                if rate is not None:
                    found += self._converted(totals, currency, line)
        return tuple(sorted(found))

    def is_plain(self, place: int) -> bool:
        """Whether no rate is in it: then it makes no difference which of equal bank lines paid it."""
        return self._currencies[place] == self._rules.currency

    def lacks_rate(self, line: BankLine) -> str | None:
        """The currency for which no rate is known on the day of the line, when it can matter."""
        if line.currency != self._rules.currency:
            return None
        return next((c for c in self._foreign if self._rules.rate(c, line.booked_on) is None), None)

    def _converted(self, totals: Sequence[tuple[int, int]], currency: str, line: BankLine) -> list[int]:
        """Totals rise, and so do they converted: those within the tolerance lie side by side."""
        rules, found = self._rules, self._rules.units(line.amount)

        def in_units(total: tuple[int, int]) -> int:
            return rules.converted(total[0], currency, line.booked_on) or 0

        # the ends of the tolerance, a unit further than they can be
        first = bisect_left(totals, found * 10**6 // (10**6 + rules.tolerance_ppm), key=in_units)
        last = bisect_right(totals, found * 10**6 // (10**6 - rules.tolerance_ppm) + 1, key=in_units)
        return [place for total, place in totals[first:last] if rules.fits(total, currency, line)]


def _several(books: Books, receipts: Sequence[int]) -> list[tuple[int, ...]]:
    """Sets of two or more receipts, each once."""
    groups: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for i in receipts:
        receipt = books.receipts[i]
        payer = (books.rules.licences[receipt.licence].licensee, receipt.currency)
        groups[*payer, "reference"].append(i)
        groups[*payer, "statement", receipt.source.sha256].append(i)
        groups[*payer, "period", receipt.period].append(i)
    return sorted({tuple(group) for group in groups.values() if len(group) > 1})
