# SPDX-License-Identifier: Apache-2.0
"""A holder's position in a tranche period by period. Every line ends where the next one begins, so that all of them foot."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from regalia.domain.money import Currency
from regalia.domain.terms import Terms
from regalia.ledger.holding import PaidBy, TranchePayment
from regalia.reports.entries import Entry, EntryKind
from regalia.reports.totals import Totals


@dataclass(frozen=True)
class PerUnit:
    """What one unit got of a payment date, in whole currency, rounded down at six decimals more than the currency has."""

    interest: Decimal
    principal: Decimal
    residual: Decimal

    @property
    def parts(self) -> tuple[Decimal, Decimal, Decimal]:
        return self.interest, self.principal, self.residual


@dataclass(frozen=True)
class PeriodLine(Totals):
    """From the payment date before (or the first subscription) to the payment date of ``period``, included; ``period`` is None for what
    came after the last one. ``collected`` names the collection period.

    ``entries`` are the holder's in that time. ``opening_unclaimed`` + income + carried − claimed = ``closing_unclaimed``, where the income
    is what the payment date added to what is owed, rounded down: the fraction counts in the next line. ``per_unit`` is None where no
    payment date ends the line.
    """

    period: int | None
    collected: str
    opening_units: int
    opening_unclaimed: int
    entries: tuple[Entry, ...]
    per_unit: PerUnit | None

    @property
    def closing_units(self) -> int:
        return self.opening_units + self.units_by(*EntryKind)

    @property
    def closing_unclaimed(self) -> int:
        return self.opening_unclaimed + self.income + self.carried - self.claimed

    @property
    def orders(self) -> tuple[str, ...]:
        """References of the orders by which units or income moved."""
        return tuple(dict.fromkeys(entry.order.name for entry in self.entries if entry.order))


def period_lines(terms: Terms, payments: Sequence[TranchePayment], entries: Sequence[Entry]) -> tuple[PeriodLine, ...]:
    """A line a period in which the holder had units, income or an entry, and one for what came since; in order, as ``entries`` are."""
    dates = [payment for payment in payments if payment.by is PaidBy.DATE]
    ends = [date.place.position for date in dates]
    by_line = {
        number: tuple(group)
        for number, group in groupby(entries, lambda entry: bisect_left(ends, entry.place.position))
    }
    lines: list[PeriodLine] = []
    for number in range(len(ends) + 1):
        before = lines[-1] if lines else None
        units, owed = (before.closing_units, before.closing_unclaimed) if before else (0, 0)
        within = by_line.get(number, ())
        if number == len(ends):
            if within:
                lines.append(PeriodLine(None, "", units, owed, within, None))
        elif within or units or owed:
            lines.append(_line(terms, dates[number], units, owed, within))
    return tuple(lines)


def _line(terms: Terms, date: TranchePayment, units: int, owed: int, within: tuple[Entry, ...]) -> PeriodLine:
    assert date.period is not None  # of every payment date
    collected = str(terms.calendar.schedule().collection_period(date.period))
    return PeriodLine(date.period, collected, units, owed, within, _per_unit(terms.money, date))


def _per_unit(money: Currency, date: TranchePayment) -> PerUnit | None:
    if not date.supply:
        return None
    paid = (date.interest, date.principal, date.residual)
    return PerUnit(*(money.per_unit_down(amount, date.supply) for amount in paid))
