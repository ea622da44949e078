# SPDX-License-Identifier: Apache-2.0
"""Triggers: a measured quantity, a comparison, a memory. The twin of ``contracts/waterfall/Triggers.sol``."""

from __future__ import annotations

from regalia.domain.accrual import PPM
from regalia.domain.principal import SCHEDULED, scheduled_down
from regalia.domain.program import StepKind, TriggerProgram
from regalia.domain.program_words import Comparison, Measure
from regalia.domain.running import Running
from regalia.domain.state import LARGEST_DUE, Series, State
from regalia.domain.step_kinds import reserve_target_up

HISTORY = 2**16 - 1
"""Answers that are remembered, a bit each."""
_COVERAGE = (Measure.DEBT_SERVICE_COVERAGE, Measure.INTEREST_COVERAGE)

Ratio = tuple[int, int]


class Triggers:
    """The triggers of a deal on one payment date: measured once each, before the steps or after them."""

    def __init__(self, run: Running, state: State) -> None:
        self.run = run
        self.pairs: list[tuple[int, int]] = []
        self.series = list(state.series)

    def before(self) -> None:
        """Find the collections and the debt service of every trigger, and measure those that steer this date."""
        for i, trigger in enumerate(self.run.program.triggers):
            self.pairs.append(self._pair(trigger))
            if not trigger.after:
                self._measure(i, trigger)

    def after(self) -> None:
        """Measure those that steer the next date, and remember this one."""
        for i, trigger in enumerate(self.run.program.triggers):
            if trigger.after:
                self._measure(i, trigger)
        for i, trigger in enumerate(self.run.program.triggers):
            if trigger.looks_back:
                self.series[i] = (*self.series[i], self.pairs[i])[-(trigger.trailing - 1) :]

    def _measure(self, i: int, trigger: TriggerProgram) -> None:
        run = self.run
        breached = self.breached(i, trigger)
        run.history[i] = (run.history[i] << 1 | breached) & HISTORY
        condition = (run.history[i] & ((1 << trigger.n) - 1)).bit_count() >= trigger.k
        run.active[i] = condition or (trigger.latched and run.active[i])

    def breached(self, i: int, trigger: TriggerProgram) -> bool:
        match trigger.measure:
            case Measure.DATE_REACHED:
                return trigger.since is not None and self.run.end >= trigger.since
            case Measure.SUPPORT_UNPAID:
                return bool(self.run.inputs.unpaid >> trigger.subject & 1)
        return is_breached(trigger.comparison, self.quantity(i, trigger), trigger.threshold)

    def quantity(self, i: int, trigger: TriggerProgram) -> Ratio:
        """Numerator and denominator, with the balances of this moment."""
        run = self.run
        match trigger.measure:
            case Measure.DEBT_SERVICE_COVERAGE | Measure.INTEREST_COVERAGE:
                known = self._known(i)
                return sum(c for c, _ in known), sum(s for _, s in known)
            case Measure.OVERCOLLATERALISATION:
                value = run.program.pool_value
                return (0 if value is None else run.inputs.facts[value]), run.outstanding(trigger.tranche_mask)
            case Measure.LEVERAGE:
                known, owed = self._known(i), run.outstanding(trigger.tranche_mask)
                yearly = sum(c for c, _ in known) * trigger.trailing
                return (owed * len(known), yearly) if owed else (0, 1)  # nothing owed is no leverage
            case Measure.COLLECTIONS_TO_FORECAST:
                return self._to_forecast(i, trigger)
            case Measure.RESERVE_DEFICIENCY:
                return self._deficiency(trigger.subject)
            case Measure.ARREARS_AGE:
                return run.age[trigger.subject], PPM
            case Measure.FACT:
                return run.inputs.facts[trigger.subject], PPM
            case _:
                return run.inputs.report_age, PPM

    def _known(self, i: int) -> Series:
        return (*self.series[i], self.pairs[i])

    def _to_forecast(self, i: int, trigger: TriggerProgram) -> Ratio:
        run, period = self.run, self.run.inputs.period
        if trigger.to_date:
            return run.collected, _to_date(trigger, period)
        known = self._known(i)
        return sum(c for c, _ in known), _to_date(trigger, period) - _to_date(trigger, period - len(known))

    def _deficiency(self, account: int) -> Ratio:
        """What the account lacks of its target, by its first reserve step of the normal list."""
        run = self.run
        for step in run.program.steps:
            if step.kind is StepKind.RESERVE and step.subject == account:
                target = reserve_target_up(run, step)
                return (max(0, target - run.account[account]), target) if target else (0, 1)
        return 0, 1

    def _pair(self, trigger: TriggerProgram) -> tuple[int, int]:
        """Collections and debt service of this date, found before the steps."""
        run = self.run
        if trigger.measure not in _COVERAGE:
            return run.received, 0
        service = sum(a for t, a in enumerate(run.accrual) if trigger.tranche_mask >> t & 1)
        if trigger.measure is Measure.DEBT_SERVICE_COVERAGE:
            service += self._scheduled(trigger.tranche_mask)
        return run.received, min(service, LARGEST_DUE)

    def _scheduled(self, mask: int) -> int:
        run, up, total = self.run, self.run.up(), 0
        for step in run.program.steps:
            begins = step.kind is StepKind.PRINCIPAL and not step.goes_on and step.due_kind in SCHEDULED
            if begins and step.group & mask and step.runs(up):
                total += min(run.outstanding(step.group), scheduled_down(run, step))
        return total


def is_breached(comparison: Comparison, quantity: Ratio, threshold: int) -> bool:
    """Compared without division; a denominator of zero is infinitely much."""
    numerator, denominator = quantity
    if denominator == 0:
        return comparison in (Comparison.AT_LEAST, Comparison.ABOVE)
    left, right = numerator * PPM, threshold * denominator
    match comparison:
        case Comparison.BELOW:
            return left < right
        case Comparison.AT_MOST:
            return left <= right
        case Comparison.AT_LEAST:
            return left >= right
        case Comparison.ABOVE:
            return left > right


def _to_date(trigger: TriggerProgram, period: int) -> int:
    return (trigger.forecast.latest(period) or 0) if trigger.forecast else 0
