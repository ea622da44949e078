# SPDX-License-Identifier: Apache-2.0
"""Lines of a statement added up by licence, period, currency and reference as they stream by."""

from __future__ import annotations

from regalia.statements.errors import Problem
from regalia.statements.model import Source, StatementReceipt

MOST_RECEIPTS = 100_000
"""Different licences, periods, currencies and references of one file: what bounds the memory."""

Key = tuple[str, str, str, str]
"""Licence, period, currency, reference."""


class Accumulator:
    """Exact sums, in 10^-12. ``add`` trusts what it is given: readers check their lines before.

    A sum of ``sales`` is told only where each of its lines tells it.
    """

    def __init__(self, most: int = MOST_RECEIPTS) -> None:
        self.lines = 0
        self._most = most
        self._sums: dict[Key, list[int]] = {}
        self._overflow = 0

    def add(self, line: int, key: Key, gross: int, deductions: int, sales: int | None = None) -> None:
        """A line of the file, with the number it has there."""
        self.lines += 1
        sums = self._sums.get(key)
        if sums is None:
            if len(self._sums) >= self._most:
                self._overflow = self._overflow or line
                return
            self._sums[key] = [gross, deductions, sales or 0, sales is not None, 1, line]
            return
        sums[0] += gross
        sums[1] += deductions
        if sales is None:
            sums[3] = False
        else:
            sums[2] += sales
        sums[4] += 1

    @property
    def gross(self) -> int:
        """Of all lines, whatever their currency."""
        return sum(sums[0] for sums in self._sums.values())

    @property
    def deductions(self) -> int:
        return sum(sums[1] for sums in self._sums.values())

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(sorted({key[2] for key in self._sums}))

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({key[1] for key in self._sums}))

    def problems(self) -> list[Problem]:
        """What can be told only of the sums: a receipt in two currencies, one that is negative, more receipts than a file may have."""
        problems, seen = list[Problem](), dict[tuple[str, str, str], tuple[str, int]]()
        for (licence, period, currency, reference), sums in self._sums.items():
            line, of = sums[5], f"licence {licence}, period {period}, reference {reference!r}"
            other, first = seen.setdefault((licence, period, reference), (currency, line))
            if other != currency:
                rule = f"{of} is in {other} since line {first}; one payment has one currency"
                problems.append(Problem(line, "currency", currency, rule))
            if min(sums[0], sums[1], sums[0] - sums[1]) < 0:
                rule = f"the lines of {of} add up to a negative gross, deductions or net; a receipt is zero or more"
                problems.append(Problem(line, "amount", "", rule))
        if self._overflow:
            rule = f"has more than {self._most:,} different licences, periods and references; split the file"
            problems.append(Problem(self._overflow, "", "", rule))
        return sorted(problems, key=lambda problem: problem.line)

    def receipts(self, source: Source) -> tuple[StatementReceipt, ...]:
        """One of each key, sorted by it. To be taken only where there are no ``problems``."""
        return tuple(
            StatementReceipt(
                licence=licence,
                period=period,
                currency=currency,
                gross=gross,
                deductions=deductions,
                net=gross - deductions,
                reference=reference,
                source=source,
                sales=sales if told else None,
                lines=lines,
            )
            for (licence, period, currency, reference), (gross, deductions, sales, told, lines, _) in sorted(
                self._sums.items()
            )
        )
