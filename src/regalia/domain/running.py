# SPDX-License-Identifier: Apache-2.0
"""One payment date under way: the state while it changes, and how money is taken from where it is."""

from __future__ import annotations

from datetime import date

from regalia.domain.accrual import interest_down, rate_days
from regalia.domain.calendar import DayCount
from regalia.domain.program import Program, TrancheProgram
from regalia.domain.program_words import FACILITY_BIT, FacilityKind
from regalia.domain.state import LARGEST_DUE, Inputs, State

Draws = list[tuple[int, int]]


class Running:
    """A payment date under way. Lists are of ``State``; ``unmet`` and the rest are found on this date."""

    def __init__(self, program: Program, state: State, inputs: Inputs) -> None:
        self.program = program
        self.inputs = inputs
        self.start, self.end = program.schedule.accrual(inputs.period)
        at_end = program.legal_final is not None and self.end >= program.legal_final
        self.final = inputs.ending or at_end
        self.available = inputs.available
        self.received = 0 if inputs.ending else inputs.received
        self.balance = list(state.balance)
        self.arrears = list(state.arrears)
        self.age = list(state.age)
        self.account = list(state.account)
        self.carried = list(state.carried)
        # a cap per year starts anew with the first date of a calendar year
        self.used = [0] * len(state.used) if self.start.year != self.end.year else list(state.used)
        self.drawn = list(state.drawn)
        self.called = list(state.called)
        self.cost = self._costs(state)
        self.history = list(state.history)
        self.active = list(state.active)
        self.defaulted = state.defaulted
        counted = state.collected + self.received if program.counts_collections else state.collected
        self.collected = min(counted, LARGEST_DUE)
        self.unmet = [0] * len(program.facilities)
        self.accrual = [self._accrual_down(t, tranche) for t, tranche in enumerate(program.tranches)]

    def rate_days(self, rate: int, day_count: DayCount, step_up: tuple[int, date] | None = None) -> int:
        """Rate times days of this accrual period; none when the deal is wound up."""
        return 0 if self.inputs.ending else rate_days(rate, day_count, self.start, self.end, step_up)

    def up(self) -> int:
        """Bits of the flags that are up: those of active triggers."""
        bits = 0
        for trigger, active in zip(self.program.triggers, self.active, strict=True):
            if active and not trigger.is_default:
                bits |= 1 << trigger.effect
        return bits

    def outstanding(self, mask: int) -> int:
        return sum(balance for t, balance in enumerate(self.balance) if mask >> t & 1)

    def in_arrears(self, mask: int) -> int:
        return sum(arrears for t, arrears in enumerate(self.arrears) if mask >> t & 1)

    def take(self, due: int) -> int:
        """From available funds, as much of what is due as there is."""
        paid = min(due, self.available)
        self.available -= paid
        return paid

    def pay(self, due: int, support: tuple[int, ...], *, counts_unmet: bool = True) -> tuple[int, Draws]:
        """From available funds, then from each support in order. What was paid, and how much of it from which support."""
        paid, draws = self.take(due), []
        for source in support:
            got, unmet = self.obtainable(source, due - paid)
            self._draw(source, got)
            if counts_unmet and unmet:
                self.unmet[source - FACILITY_BIT] += unmet
            if got:
                draws.append((source, got))
            paid += got
        return paid, draws

    def payable(self, due: int, support: tuple[int, ...]) -> int:
        """What ``pay`` could pay of that, found without paying; ``unmet`` is counted here."""
        missing = due - min(due, self.available)
        for source in support:
            got, unmet = self.obtainable(source, missing)
            if unmet:
                self.unmet[source - FACILITY_BIT] += unmet
            missing -= got
        return due - missing

    def obtainable(self, source: int, needed: int) -> tuple[int, int]:
        """What a support can give of what is needed, and what it would give beyond that had it put in the cash."""
        if source < FACILITY_BIT:
            return min(needed, self.account[source - 1]), 0
        f = source - FACILITY_BIT
        facility = self.program.facilities[f]
        owed = self.drawn[f] if facility.kind is FacilityKind.LIQUIDITY else self.called[f]
        promised = min(needed, max(0, facility.limit - owed))
        got = min(promised, self.account[len(self.program.accounts) + f])
        return got, promised - got

    def _draw(self, source: int, amount: int) -> None:
        if source < FACILITY_BIT:
            self.account[source - 1] -= amount
            return
        f = source - FACILITY_BIT
        self.account[len(self.program.accounts) + f] -= amount
        self.drawn[f] = min(self.drawn[f] + amount, LARGEST_DUE)
        self.called[f] = min(self.called[f] + amount, LARGEST_DUE)

    def _accrual_down(self, t: int, tranche: TrancheProgram) -> int:
        if not tranche.bears_interest:
            return 0
        base = self.balance[t] + (self.arrears[t] if tranche.interest_on_arrears else 0)
        step_up = (tranche.step_up.rate, tranche.step_up.since) if tranche.step_up else None
        weighted = self.rate_days(tranche.coupon, tranche.day_count, step_up)
        return interest_down(base, weighted, tranche.day_count)

    def _costs(self, state: State) -> list[int]:
        costs = []
        for facility, drawn, cost in zip(self.program.facilities, state.drawn, state.cost, strict=True):
            weighted = self.rate_days(facility.rate, facility.day_count)
            costs.append(min(cost + interest_down(drawn, weighted, facility.day_count), LARGEST_DUE))
        return costs
