# SPDX-License-Identifier: Apache-2.0
"""Principal in many scenarios: the twin of ``domain.principal``."""

from __future__ import annotations

import numpy as np

from regalia.domain.accrual import share_down
from regalia.domain.principal import SCHEDULED
from regalia.domain.program import PrincipalKind, Program, StepFlag, StepProgram
from regalia.projection.batch.integers import share_up, times_over_down
from regalia.projection.batch.running import Running
from regalia.projection.whole import Mask, Whole


class Principal:
    """The group whose steps are running. All of them have one guard (``bounds`` refuses others), so one ``on``."""

    def __init__(self, run: Running) -> None:
        self.run = run
        self.due = self.payable = run.none
        self.place: int | None = None

    def step(self, index: int, step: StepProgram, on: Mask) -> Whole:
        """What was paid to the tranche of this step."""
        if not step.goes_on:
            self._begin(index, step, on)
        run, t = self.run, step.subject
        if StepFlag.PRO_RATA in step.flags:
            rest = np.maximum(1, run.outstanding(step.group))  # all zero: the balance is too
            due = times_over_down(self.due, run.at.balance[t], rest)
            share = times_over_down(self.payable, run.at.balance[t], rest)
            paid = run.pay(np.where(on, share, 0), step.support, counts_unmet=False)
        else:
            due = np.where(on, np.minimum(run.at.balance[t], self.due), 0)
            paid = run.pay(due, step.support)
        run.at.balance[t] = run.at.balance[t] - paid
        self.due = self.due - due
        self.payable = self.payable - paid
        if self.place is not None:
            run.at.carried[self.place] = run.at.carried[self.place] - paid
        return paid

    def _begin(self, index: int, step: StepProgram, on: Mask) -> None:
        run = self.run
        self.place = run.program.carry(index) if step.carries else None
        self.due = np.where(on, self._due(step), 0)
        self.payable = run.payable(self.due, step.support) if StepFlag.PRO_RATA in step.flags else run.none
        if self.place is not None:
            run.at.carried[self.place] = np.where(on, self.due, run.at.carried[self.place])

    def _due(self, step: StepProgram) -> Whole:
        run = self.run
        total = run.outstanding(step.group)
        if run.final or step.due_kind == PrincipalKind.TURBO:
            return total
        if step.due_kind in SCHEDULED:
            carried = run.none if self.place is None else run.at.carried[self.place]
            return np.minimum(total, carried + scheduled_down(run.program, run.inputs.period, step))
        goal = self._goal_up(step)
        return run.none if goal is None else np.maximum(0, total - goal)

    def _goal_up(self, step: StepProgram) -> Whole | int | None:
        run, program = self.run, self.run.program
        if step.due_kind == PrincipalKind.TARGET_TABLE:
            return step.table.latest(run.inputs.period) if step.table else None
        return None if program.pool_value is None else share_up(run.inputs.facts[program.pool_value], step.rate)


def scheduled_down(program: Program, period: int, step: StepProgram) -> int:
    """What the schedule of a group asks for on this date, the same in all scenarios."""
    if step.due_kind == PrincipalKind.SCHEDULED_TABLE:
        return step.table.exact(period) if step.table else 0
    originals = (t.original_balance for i, t in enumerate(program.tranches) if step.group >> i & 1)
    return share_down(sum(originals), step.rate)
