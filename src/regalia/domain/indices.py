# SPDX-License-Identifier: Apache-2.0
"""From the names of a deal file to the numbers of its program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regalia.domain.calendar import CollectionPeriod, DayCount
from regalia.domain.program import PeriodTable
from regalia.domain.program_words import FACILITY_BIT
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.dues import PeriodAmount
from regalia.domain.terms.tranches import DayCountName

DAY_COUNTS: dict[DayCountName, DayCount] = {
    "30E/360": DayCount.THIRTY_E_360,
    "ACT/360": DayCount.ACT_360,
    "30/360 US": DayCount.THIRTY_US_360,
    "ACT/365F": DayCount.ACT_365F,
}


class Indices:
    """Names of one deal; payees, flags and facts get their number when they are first asked for."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.money = terms.money
        self.schedule = terms.calendar.schedule()
        self.tranches = [tranche.id for tranche in terms.tranches]
        self.accounts = [account.id for account in terms.accounts]
        self.facilities = [facility.id for facility in terms.facilities]
        self.payees: list[str] = []
        self.facts: list[str] = []
        self.flags: list[str] = []
        for trigger in terms.triggers:
            if trigger.effect.kind == "flag" and trigger.effect.flag not in self.flags:
                self.flags.append(trigger.effect.flag)

    def payee(self, party: str) -> int:
        return _place(self.payees, party)

    def fact(self, label: str) -> int:
        return _place(self.facts, label)

    def support(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(
            self.accounts.index(name) + 1 if name in self.accounts else FACILITY_BIT + self.facilities.index(name)
            for name in names
        )

    def mask(self, tranches: Iterable[str]) -> int:
        return sum(1 << self.tranches.index(tranche) for tranche in tranches)

    def bits(self, flags: Iterable[str]) -> int:
        return sum(1 << self.flags.index(flag) for flag in set(flags))

    def amounts_table(self, entries: Iterable[PeriodAmount]) -> PeriodTable:
        """Zero in periods that are left out."""
        given = dict(self._numbered(entries))
        first, last = min(given), max(given)
        return PeriodTable(first, tuple(given.get(period, 0) for period in range(first, last + 1)))

    def balances_table(self, entries: Iterable[PeriodAmount]) -> PeriodTable:
        """The balance before goes on in periods that are left out."""
        given = dict(self._numbered(entries))
        first, last, found = min(given), max(given), 0
        balances = [found := given.get(period, found) for period in range(first, last + 1)]
        return PeriodTable(first, tuple(balances))

    def to_date_table(self, entries: Iterable[PeriodAmount]) -> PeriodTable:
        """Added up from the first period that the deal pays itself; those before it are not counted."""
        given = {period: amount for period, amount in self._numbered(entries) if period >= self.schedule.opening}
        first, last, found = self.schedule.opening, max(given), 0
        amounts = [found := found + given.get(period, 0) for period in range(first, last + 1)]
        return PeriodTable(first, tuple(amounts))

    def number(self, period: CollectionPeriod) -> int:
        return self.schedule.period_of(period)

    def _numbered(self, entries: Iterable[PeriodAmount]) -> Iterator[tuple[int, int]]:
        return ((self.number(entry.period), self.money.to_units(entry.amount)) for entry in entries)


def _place(names: list[str], name: str) -> int:
    if name not in names:
        names.append(name)
    return names.index(name)
