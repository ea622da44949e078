# SPDX-License-Identifier: Apache-2.0
"""Triggers in many scenarios: the twin of ``domain.triggers``. Comparisons are exact, to the last unit."""

from __future__ import annotations

import numpy as np

from regalia.domain.accrual import PPM
from regalia.domain.principal import SCHEDULED
from regalia.domain.program import StepKind, TriggerProgram
from regalia.domain.program_words import Comparison, Measure
from regalia.domain.triggers import HISTORY
from regalia.projection.batch.guards import guard_of
from regalia.projection.batch.integers import less
from regalia.projection.batch.position import Series
from regalia.projection.batch.principal import scheduled_down
from regalia.projection.batch.reserve import reserve_target_up
from regalia.projection.batch.running import Running
from regalia.projection.whole import Mask, Whole

ONES = np.array([bits.bit_count() for bits in range(HISTORY + 1)], np.int64)
"""How many of the last answers were yes, by their bits."""
_COVERAGE = (Measure.DEBT_SERVICE_COVERAGE, Measure.INTEREST_COVERAGE)

Ratio = tuple[Whole, Whole]


class Triggers:
    def __init__(self, run: Running) -> None:
        self.run = run
        self.pairs: list[tuple[Whole, Whole]] = []

    def before(self) -> None:
        for i, trigger in enumerate(self.run.program.triggers):
            self.pairs.append(self._pair(trigger))
            if not trigger.after:
                self._measure(i, trigger)

    def after(self) -> None:
        at = self.run.at
        for i, trigger in enumerate(self.run.program.triggers):
            if trigger.after:
                self._measure(i, trigger)
        for i, trigger in enumerate(self.run.program.triggers):
            if trigger.looks_back:
                at.series[i] = [*at.series[i], self.pairs[i]][-(trigger.trailing - 1) :]

    def _measure(self, i: int, trigger: TriggerProgram) -> None:
        at = self.run.at
        breached = self.breached(i, trigger)
        at.history[i] = (at.history[i] << 1 | breached) & HISTORY
        condition: Mask = ONES[at.history[i] & ((1 << trigger.n) - 1)] >= trigger.k
        at.active[i] = condition | at.active[i] if trigger.latched else condition

    def breached(self, i: int, trigger: TriggerProgram) -> Mask:
        run = self.run
        match trigger.measure:
            case Measure.DATE_REACHED:
                reached = trigger.since is not None and run.end >= trigger.since
                return np.full(run.none.shape, reached)
            case Measure.SUPPORT_UNPAID:
                return (run.at.unpaid >> trigger.subject & 1).astype(np.bool_)
        return is_breached(trigger.comparison, self.quantity(i, trigger), trigger.threshold)

    def quantity(self, i: int, trigger: TriggerProgram) -> Ratio:
        run = self.run
        whole = run.none + PPM  # the denominator of what is no ratio
        match trigger.measure:
            case Measure.DEBT_SERVICE_COVERAGE | Measure.INTEREST_COVERAGE:
                known = self._known(i)
                return sum((c for c, _ in known), run.none), sum((s for _, s in known), run.none)
            case Measure.OVERCOLLATERALISATION:
                value = run.program.pool_value
                return (run.none if value is None else run.inputs.facts[value]), run.outstanding(trigger.tranche_mask)
            case Measure.LEVERAGE:
                known = self._known(i)
                yearly = sum((c for c, _ in known), run.none) * trigger.trailing
                owed = run.outstanding(trigger.tranche_mask)
                return owed * len(known), np.where(owed > 0, yearly, whole)  # nothing owed is no leverage
            case Measure.COLLECTIONS_TO_FORECAST:
                return self._to_forecast(i, trigger)
            case Measure.RESERVE_DEFICIENCY:
                return self._deficiency(trigger.subject)
            case Measure.ARREARS_AGE:
                return run.at.age[trigger.subject], whole
            case Measure.FACT:
                return run.inputs.facts[trigger.subject], whole
            case _:
                return run.none + run.inputs.report_age, whole

    def _known(self, i: int) -> Series:
        return [*self.run.at.series[i], self.pairs[i]]

    def _to_forecast(self, i: int, trigger: TriggerProgram) -> Ratio:
        run, period = self.run, self.run.inputs.period
        if trigger.to_date:
            return run.at.collected, run.none + _to_date(trigger, period)
        known = self._known(i)
        forecast = _to_date(trigger, period) - _to_date(trigger, period - len(known))
        return sum((c for c, _ in known), run.none), run.none + forecast

    def _deficiency(self, account: int) -> Ratio:
        run = self.run
        for step in run.program.steps:
            if step.kind is StepKind.RESERVE and step.subject == account:
                target = reserve_target_up(run, step)
                lacking = np.maximum(0, target - run.at.account[account])
                return np.where(target > 0, lacking, 0), np.maximum(1, target)
        return run.none, run.none + 1

    def _pair(self, trigger: TriggerProgram) -> tuple[Whole, Whole]:
        if trigger.measure not in _COVERAGE:
            return self.run.received, self.run.none
        scheduled = trigger.measure is Measure.DEBT_SERVICE_COVERAGE
        return self.run.received, debt_service(self.run, trigger.tranche_mask, scheduled)


def debt_service(run: Running, mask: int, scheduled: bool) -> Whole:
    """Interest of this date and, where asked, scheduled principal; found before the steps."""
    service = sum((a for t, a in enumerate(run.accrual) if mask >> t & 1), run.none)
    if not scheduled:
        return service
    up = run.up()
    for step in run.program.steps:
        begins = step.kind is StepKind.PRINCIPAL and not step.goes_on and step.due_kind in SCHEDULED
        if begins and step.group & mask:
            amount = scheduled_down(run.program, run.inputs.period, step)
            service = service + np.where(guard_of(step, up), np.minimum(run.outstanding(step.group), amount), 0)
    return service


def is_breached(comparison: Comparison, quantity: Ratio, threshold: int) -> Mask:
    """Compared without division; a denominator of zero is infinitely much."""
    numerator, denominator = quantity
    infinite: Mask = denominator == 0
    match comparison:
        case Comparison.BELOW:
            return ~infinite & less(numerator, PPM, denominator, threshold)
        case Comparison.AT_MOST:
            return ~infinite & ~less(denominator, threshold, numerator, PPM)
        case Comparison.AT_LEAST:
            return infinite | ~less(numerator, PPM, denominator, threshold)
        case Comparison.ABOVE:
            return infinite | less(denominator, threshold, numerator, PPM)


def _to_date(trigger: TriggerProgram, period: int) -> int:
    return (trigger.forecast.latest(period) or 0) if trigger.forecast else 0
