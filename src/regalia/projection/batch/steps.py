# SPDX-License-Identifier: Apache-2.0
"""What each kind of step does in many scenarios: the twin of ``domain.step_kinds``. ``on``: where the step runs."""

from __future__ import annotations

import numpy as np

from regalia.domain.calendar import DayCount
from regalia.domain.program import NO_LIMIT, DueKind, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.projection.batch.flows import TrancheFlows
from regalia.projection.batch.guards import guard_of
from regalia.projection.batch.integers import share_down, share_up
from regalia.projection.batch.principal import Principal
from regalia.projection.batch.reserve import reserve_target_up
from regalia.projection.batch.running import Running
from regalia.projection.whole import Mask, Whole


class Steps:
    """The steps of one list on one date, in the scenarios of ``here``; ``index`` counts through both lists."""

    def __init__(
        self, run: Running, steps: tuple[StepProgram, ...], up: list[Mask], here: Mask, flows: TrancheFlows
    ) -> None:
        self.run = run
        self.steps = steps
        self.here = here
        self.flows = flows
        self.guards = [here & guard_of(step, up) for step in steps]
        self.above: dict[int, Whole] = {}
        self.looked_at: dict[int, Mask] = {}
        self.group = Principal(run)

    def run_all(self, first: int) -> None:
        """Every step in order, then the interest that guards held back. ``first``: index of the list's first step."""
        for i, step in enumerate(self.steps):
            self._step(first + i, step, self.guards[i])
        for step in self.steps:
            if step.kind is StepKind.INTEREST:
                held_back = self.here & ~self.looked_at[step.subject]
                due = self._interest_due(step.subject, held_back)
                self._unpaid_interest(step.subject, held_back, due)

    def _step(self, index: int, step: StepProgram, on: Mask) -> None:
        match step.kind:
            case StepKind.EXPENSE:
                self._expense(index, step, on)
            case StepKind.INTEREST:
                self._interest(step, on)
            case StepKind.RESERVE:
                self._reserve(step, on)
            case StepKind.PRINCIPAL:
                paid = self.group.step(index, step, on)
                self.flows.add_principal(step.subject, paid)
            case StepKind.TRAP:
                self._trap(step, on)
            case StepKind.REPAY_SUPPORT:
                self._repay_support(step, on)
            case StepKind.RESIDUAL:
                paid = self.run.take(np.where(on, self.run.available, 0))
                if step.subject_kind is SubjectKind.TRANCHE:
                    self.flows.add_residual(step.subject, paid)

    def _expense(self, index: int, step: StepProgram, on: Mask) -> None:
        run, place = self.run, self.run.program.carry(index)
        owed = run.at.carried[place]
        if step.carry_rate:
            weighted = run.rate_days(step.carry_rate, DayCount.THIRTY_E_360)
            owed = owed + run.interest_down(owed, weighted, DayCount.THIRTY_E_360)
        owed = np.where(on, owed + self._found_down(step), 0)
        due = owed
        binds = StepFlag.TAKEN_ABOVE in step.flags or not run.inputs.ending  # at the end nothing waits
        if step.cap and binds:
            if step.cap.per_period != NO_LIMIT:
                due = np.minimum(due, step.cap.per_period)
            if step.cap.per_year != NO_LIMIT:
                due = np.minimum(due, np.maximum(0, step.cap.per_year - run.at.used[place]))
        if StepFlag.TAKEN_ABOVE in step.flags:
            self.above[index], owed = owed - due, due
        paid = run.pay(due, step.support)
        if step.counts_year:
            run.at.used[place] = run.at.used[place] + paid
        if step.carries:
            run.at.carried[place] = np.where(on, owed - paid, run.at.carried[place])

    def _found_down(self, step: StepProgram) -> Whole:
        run = self.run
        if step.due_kind == DueKind.ABOVE_CAP:
            return self.above.get(step.number, run.none)
        if run.inputs.ending:
            return run.none
        match step.due_kind:
            case DueKind.COLLECTIONS_RATE:
                return share_down(run.received, step.rate)
            case DueKind.OUTSTANDING_RATE:
                weighted = run.rate_days(step.rate, step.day_count)
                return run.interest_down(run.outstanding(step.tranche_mask), weighted, step.day_count)
            case DueKind.AS_INVOICED:
                return run.inputs.invoices[step.number]
            case _:
                return run.none + step.amount

    def _interest(self, step: StepProgram, on: Mask) -> None:
        run, t = self.run, step.subject
        due = self._interest_due(t, on)
        paid = run.pay(due, step.support)
        self.flows.add_interest(t, paid)
        self._unpaid_interest(t, on, due - paid)
        if run.program.tranches[t].defaults and run.program.acceleration:
            run.at.defaulted = run.at.defaulted | (due > paid)

    def _interest_due(self, t: int, on: Mask) -> Whole:
        run = self.run
        due = np.where(on, run.at.arrears[t] + run.accrual[t], 0)
        run.accrual[t] = np.where(on, 0, run.accrual[t])
        self.looked_at[t] = self.looked_at[t] | on if t in self.looked_at else on
        return due

    def _unpaid_interest(self, t: int, on: Mask, shortfall: Whole) -> None:
        run = self.run
        if run.program.tranches[t].capitalises:
            self.flows.add_capitalised(t, shortfall)
            run.at.balance[t] = run.at.balance[t] + shortfall
            shortfall = run.none
        run.at.arrears[t] = np.where(on, shortfall, run.at.arrears[t])

    def _reserve(self, step: StepProgram, on: Mask) -> None:
        run, a = self.run, step.subject
        if run.final:
            on = self.here  # at the end every reserve is given back, whatever its guard says
        missing = np.where(on, reserve_target_up(run, step) - run.at.account[a], 0)
        released = np.maximum(0, -missing)
        run.available = run.available + released
        run.at.account[a] = run.at.account[a] - released + run.take(np.maximum(0, missing))

    def _trap(self, step: StepProgram, on: Mask) -> None:
        run, a = self.run, step.subject
        released_where = self.here
        if not run.final:
            run.at.account[a] = run.at.account[a] + run.take(np.where(on, share_up(run.available, step.rate), 0))
            traps = [
                guard
                for s, guard in zip(self.steps, self.guards, strict=True)
                if s.kind is StepKind.TRAP and s.subject == a
            ]
            released_where = self.here & ~np.any(traps, axis=0)
        released = np.where(released_where, run.at.account[a], 0)
        run.at.account[a] = run.at.account[a] - released
        run.available = run.available + released

    def _repay_support(self, step: StepProgram, on: Mask) -> None:
        run, f = self.run, step.subject
        paid = run.take(np.where(on, run.at.cost[f] + run.at.drawn[f], 0))
        interest = np.minimum(paid, run.at.cost[f])
        run.at.cost[f] = run.at.cost[f] - interest
        run.at.drawn[f] = run.at.drawn[f] - (paid - interest)
