# SPDX-License-Identifier: Apache-2.0
"""One payment date under way in many scenarios: the twin of ``domain.running``. Whatever a mask leaves out is due nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from regalia.domain.accrual import PPM, rate_days
from regalia.domain.calendar import DayCount
from regalia.domain.program import NO_LIMIT, Program, TrancheProgram
from regalia.domain.program_words import FACILITY_BIT, FacilityKind
from regalia.projection.batch.integers import times_over_down
from regalia.projection.batch.position import Position
from regalia.projection.whole import Mask, Whole


@dataclass(frozen=True)
class DateInputs:
    """``domain.state.Inputs`` of many scenarios. ``pays``: a mask a facility, where its provider pays what it is asked for."""

    period: int
    received: Whole
    other: int
    target: int | None
    invoices: list[Whole]
    facts: list[Whole]
    report_age: int
    pays: list[Mask]
    ending: bool = False


class Running:
    """The position while it changes (it is written into) and what is found on this date."""

    def __init__(self, program: Program, position: Position, inputs: DateInputs) -> None:
        self.program = program
        self.at = position
        self.inputs = inputs
        self.start, self.end = program.schedule.accrual(inputs.period)
        at_end = program.legal_final is not None and self.end >= program.legal_final
        self.final = inputs.ending or at_end
        self.none: Whole = np.zeros_like(position.left)
        self.received = self.none if inputs.ending else inputs.received
        self.available: Whole = position.left if inputs.ending else position.left + inputs.received + inputs.other
        if self.start.year != self.end.year:
            position.used = [self.none] * len(position.used)
        self._charge_facilities()
        if program.counts_collections:
            position.collected = position.collected + self.received
        self.put_in: list[Whole] = [self.none] * len(program.facilities)
        self.unmet: list[Whole] = [self.none] * len(program.facilities)
        self.accrual = [self._accrual_down(t, tranche) for t, tranche in enumerate(program.tranches)]

    def rate_days(self, rate: int, day_count: DayCount, step_up: tuple[int, date] | None = None) -> int:
        return 0 if self.inputs.ending else rate_days(rate, day_count, self.start, self.end, step_up)

    def interest_down(self, base: Whole, weighted: int, day_count: DayCount) -> Whole:
        return times_over_down(base, weighted, PPM * day_count.year_days) if weighted else self.none

    def up(self) -> list[Mask]:
        """For each flag, where it is up."""
        flags = [self.none != 0] * len(self.program.flags)
        for trigger, active in zip(self.program.triggers, self.at.active, strict=True):
            if not trigger.is_default:
                flags[trigger.effect] = flags[trigger.effect] | active
        return flags

    def outstanding(self, mask: int) -> Whole:
        return sum((b for t, b in enumerate(self.at.balance) if mask >> t & 1), self.none)

    def in_arrears(self, mask: int) -> Whole:
        return sum((a for t, a in enumerate(self.at.arrears) if mask >> t & 1), self.none)

    def take(self, due: Whole) -> Whole:
        paid: Whole = np.minimum(due, self.available)
        self.available = self.available - paid
        return paid

    def pay(self, due: Whole, support: tuple[int, ...], *, counts_unmet: bool = True) -> Whole:
        """From available funds, then from each support in order."""
        paid = self.take(due)
        for source in support:
            got, unmet = self.obtainable(source, due - paid)
            self._draw(source, got)
            if counts_unmet and unmet is not None:
                self.unmet[source - FACILITY_BIT] = self.unmet[source - FACILITY_BIT] + unmet
            paid = paid + got
        return paid

    def payable(self, due: Whole, support: tuple[int, ...]) -> Whole:
        """What ``pay`` could pay of that, found without paying."""
        missing: Whole = due - np.minimum(due, self.available)
        for source in support:
            got, unmet = self.obtainable(source, missing)
            if unmet is not None:
                self.unmet[source - FACILITY_BIT] = self.unmet[source - FACILITY_BIT] + unmet
            missing = missing - got
        found: Whole = due - missing
        return found

    def obtainable(self, source: int, needed: Whole) -> tuple[Whole, Whole | None]:
        """What a support can give of what is needed, and what a facility promised beyond that."""
        if source < FACILITY_BIT:
            return np.minimum(needed, self.at.account[source - 1]), None
        f = source - FACILITY_BIT
        facility = self.program.facilities[f]
        promised = needed
        if facility.limit != NO_LIMIT:
            owed = self.at.drawn[f] if facility.kind is FacilityKind.LIQUIDITY else self.at.called[f]
            promised = np.minimum(needed, np.maximum(0, facility.limit - owed))
        # asked for exactly what it draws, a provider that pays leaves no cash behind
        got = np.where(self.inputs.pays[f], promised, 0)
        return got, promised - got

    def _draw(self, source: int, amount: Whole) -> None:
        at = self.at
        if source < FACILITY_BIT:
            at.account[source - 1] = at.account[source - 1] - amount
            return
        f = source - FACILITY_BIT
        self.put_in[f] = self.put_in[f] + amount
        at.drawn[f] = at.drawn[f] + amount
        at.called[f] = at.called[f] + amount

    def _accrual_down(self, t: int, tranche: TrancheProgram) -> Whole:
        if not tranche.bears_interest:
            return self.none
        base = self.at.balance[t] + (self.at.arrears[t] if tranche.interest_on_arrears else 0)
        step_up = (tranche.step_up.rate, tranche.step_up.since) if tranche.step_up else None
        return self.interest_down(base, self.rate_days(tranche.coupon, tranche.day_count, step_up), tranche.day_count)

    def _charge_facilities(self) -> None:
        for f, facility in enumerate(self.program.facilities):
            weighted = self.rate_days(facility.rate, facility.day_count)
            interest = self.interest_down(self.at.drawn[f], weighted, facility.day_count)
            self.at.cost[f] = self.at.cost[f] + interest
