# SPDX-License-Identifier: Apache-2.0
"""What happens to a deal and to its Python books beside payment dates: royalties, support, calls. The books foretell what each comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from regalia.domain.calls import CallRefusedError
from regalia.domain.history import PoolFacts
from tests.contracts.twins import EPOCH, Twins
from tests.support import sample
from tests.support.acts import call_price, demand, deposit_support, exercise, needed, pay_support
from tests.support.chain import RefusedError, refused
from tests.support.deal import Report
from tests.support.roles import actor
from tests.support.whole import HOUR

TOO_MUCH = 2**95
"""More than a provider can be asked for: such a life ends there."""


class Acts(Twins):
    """Each act on chain and in the books."""

    def pay_royalty(self, most: int | None = None) -> int:
        cash = self.some_of(self.amounts.cash if most is None else most)
        if cash:
            self.deal.pay_royalty(cash)
            self.books.collect(cash)
        return cash

    def some_of(self, most: int) -> int:
        """Often nothing, often little."""
        return self.rng.choice(
            [0, self.rng.randrange(10), self.rng.randrange(most // 8 + 1), self.rng.randrange(most + 1)]
        )

    def deposit(self) -> None:
        if not self.program.facilities:
            return
        f = self.rng.randrange(len(self.program.facilities))
        amount = min(self.some_of(self.amounts.cash), self._room(f))
        if amount:
            deposit_support(self.deal, f, amount, by=self.provider(f))
            self.books.put_in(f, amount)
            self.done["deposit"] += 1

    def _room(self, f: int) -> int:
        _, _, limit, used, held = self.deal.lens.read("facilityAt", self.deal.deal.address, f)
        return max(0, int(limit - used - held))

    def call(self) -> None:
        """On some day before the next date, by the holder; not often, as little is left to do after it."""
        if not self.program.calls or self.rng.random() < 0.6:
            return
        index = self.rng.randrange(len(self.program.calls))
        due = int(self.deal.deal.read("scheduledAt", self.books.next_period))
        if due > self.chain.now + 1:
            self.chain.now = self.rng.randrange(self.chain.now, due)
        day, before = EPOCH + timedelta(days=self.chain.now // sample.DAY), self.books.state
        try:
            prices = self.books.exercise_call(index, day)
        except CallRefusedError:
            assert refusal_of(lambda: call_price(self.deal, index)).startswith("Calls_")
            self.done["call refused"] += 1
            return
        assert call_price(self.deal, index) == prices
        holder = self.program.payees[self.program.calls[index].payee]
        if sum(prices) >= TOO_MUCH:
            self.books.state = before
        elif not sum(prices):
            with refused("Deal_NothingToCall", index=index):
                self.deal.deal.send("exerciseCall", index, 0, by=actor(holder))
        else:
            assert exercise(self.deal, index, sum(prices) + self.rng.choice([0, 5]), by=holder) == sum(prices)
            self.note(prices)
            self.done["call"] += 1

    def settle(self, report: Report, facts: PoolFacts) -> PoolFacts | None:
        """Each provider that is needed is asked, and pays or not, until nobody can be asked any more."""
        while any(wanted := self.books.demands(report.in_domain(), facts)):
            if max(wanted) >= TOO_MUCH:
                return None
            assert needed(self.deal, report) == wanted
            with refused("SupportFacility_Outstanding"):
                self.deal.execute(report)
            f = self.rng.choice([f for f, amount in enumerate(wanted) if amount])
            asked, deadline = demand(self.deal, f, report)
            assert asked == wanted[f]
            assert deadline == self.chain.now + self.program.facilities[f].notice_hours * HOUR
            if self.rng.random() < 0.7:
                pay_support(self.deal, f, asked, by=self.provider(f))
                self.books.put_in(f, asked)
                self.done["support paid"] += 1
            else:
                self.chain.now = deadline + 1
                facts = replace(facts, unpaid=facts.unpaid | 1 << f)
                self.done["support unpaid"] += 1
        return facts


def refusal_of(act: Callable[[], object]) -> str:
    """By which error the act is refused."""
    with pytest.raises(RefusedError) as refusal:
        act()
    return refusal.value.revert.name
