# SPDX-License-Identifier: Apache-2.0
"""Principal: what a group of tranches is due on this date, and each one's part of it."""

from __future__ import annotations

from regalia.domain.accrual import share_down, share_up
from regalia.domain.program import PrincipalKind, StepFlag, StepProgram
from regalia.domain.running import Running
from regalia.domain.state import LARGEST_DUE, StepRecord

SCHEDULED = (PrincipalKind.SCHEDULED_SHARE, PrincipalKind.SCHEDULED_TABLE)


class Principal:
    """The group whose steps are running: what of its due is left, and what of it can be paid."""

    def __init__(self, run: Running) -> None:
        self.run = run
        self.due = 0
        self.payable = 0
        self.place: int | None = None

    def step(self, index: int, step: StepProgram) -> StepRecord:
        if not step.goes_on:
            self._begin(index, step)
        run, t = self.run, step.subject
        if StepFlag.PRO_RATA in step.flags:
            rest = run.outstanding(step.group)
            # the last one's share is all that is left: nothing is lost to rounding
            due = self.due * run.balance[t] // rest if rest else 0
            paid, draws = run.pay(
                self.payable * run.balance[t] // rest if rest else 0, step.support, counts_unmet=False
            )
        else:
            due = min(run.balance[t], self.due)
            paid, draws = run.pay(due, step.support)
        run.balance[t] -= paid
        self.due -= due
        self.payable -= paid
        if self.place is not None:
            run.carried[self.place] -= paid
        return StepRecord(due, paid, sum(d for _, d in draws), 0, tuple(draws))

    def _begin(self, index: int, step: StepProgram) -> None:
        run = self.run
        self.place = run.program.carry(index) if step.carries else None
        self.due = min(self._due(step), LARGEST_DUE)
        self.payable = run.payable(self.due, step.support) if StepFlag.PRO_RATA in step.flags else 0
        if self.place is not None:
            run.carried[self.place] = self.due

    def _due(self, step: StepProgram) -> int:
        run = self.run
        total = run.outstanding(step.group)
        if run.final or step.due_kind == PrincipalKind.TURBO:
            return total
        if step.due_kind in SCHEDULED:
            carried = 0 if self.place is None else run.carried[self.place]
            return min(total, carried + scheduled_down(run, step))
        goal = self._goal_up(step)
        return 0 if goal is None else max(0, total - goal)

    def _goal_up(self, step: StepProgram) -> int | None:
        """The balance to come down to; None where nothing is due yet."""
        run, program = self.run, self.run.program
        if step.due_kind == PrincipalKind.TARGET_TABLE:
            return step.table.latest(run.inputs.period) if step.table else None
        return None if program.pool_value is None else share_up(run.inputs.facts[program.pool_value], step.rate)


def scheduled_down(run: Running, step: StepProgram) -> int:
    """What the schedule of a group asks for on this date, without what was missed before."""
    if step.due_kind == PrincipalKind.SCHEDULED_TABLE:
        return step.table.exact(run.inputs.period) if step.table else 0
    tranches = enumerate(run.program.tranches)
    return share_down(sum(t.original_balance for i, t in tranches if step.group >> i & 1), step.rate)
