# SPDX-License-Identifier: Apache-2.0
"""What each kind of step does on a payment date under way."""

from __future__ import annotations

from regalia.domain.accrual import ceil_div, interest_down, share_down, share_up
from regalia.domain.calendar import DayCount
from regalia.domain.principal import Principal
from regalia.domain.program import DueKind, StepFlag, StepKind, StepProgram
from regalia.domain.running import Running
from regalia.domain.state import LARGEST_DUE, NOTHING, StepRecord

YEAR_PPM = 360 * 10**6


class Steps:
    """The steps of one list on one payment date; ``index`` counts through both lists."""

    def __init__(self, run: Running, steps: tuple[StepProgram, ...], up: int) -> None:
        self.run = run
        self.steps = steps
        self.up = up
        self.above: dict[int, int] = {}
        """What the cap of a step, by index, left to a later one."""
        self.paid_interest: set[int] = set()
        self.group = Principal(run)

    def step(self, index: int, step: StepProgram) -> StepRecord:
        runs = step.runs(self.up)
        if step.kind is StepKind.TRAP:
            return self.trap(step, runs)
        if not runs and not (self.run.final and step.kind is StepKind.RESERVE):
            return NOTHING  # at the end every reserve is given back, whatever its guard says
        match step.kind:
            case StepKind.EXPENSE:
                return self.expense(index, step)
            case StepKind.INTEREST:
                return self.interest(step)
            case StepKind.RESERVE:
                return self.reserve(step)
            case StepKind.PRINCIPAL:
                return self.group.step(index, step)
            case StepKind.REPAY_SUPPORT:
                return self.repay_support(step)
            case StepKind.RESIDUAL:
                paid = self.run.take(self.run.available)
                return StepRecord(paid, paid, 0, 0)

    def expense(self, index: int, step: StepProgram) -> StepRecord:
        run, place = self.run, self.run.program.carry(index)
        owed = run.carried[place]
        if step.carry_rate:
            weighted = run.rate_days(step.carry_rate, DayCount.THIRTY_E_360)
            owed += interest_down(owed, weighted, DayCount.THIRTY_E_360)
        owed = min(owed + self.expense_found_down(step), LARGEST_DUE)
        due = owed
        binds = StepFlag.TAKEN_ABOVE in step.flags or not run.inputs.ending  # at the end nothing waits
        if step.cap and binds:
            due = min(owed, step.cap.per_period)
            if step.counts_year:
                due = min(due, max(0, step.cap.per_year - run.used[place]))
        if StepFlag.TAKEN_ABOVE in step.flags:
            self.above[index], owed = owed - due, due
        paid, draws = run.pay(due, step.support)
        if step.counts_year:
            run.used[place] = min(run.used[place] + paid, LARGEST_DUE)
        if step.carries:
            run.carried[place] = owed - paid
        return StepRecord(due, paid, sum(d for _, d in draws), 0, tuple(draws))

    def expense_found_down(self, step: StepProgram) -> int:
        run = self.run
        if step.due_kind == DueKind.ABOVE_CAP:
            return self.above.get(step.number, 0)
        if run.inputs.ending:
            return 0
        match step.due_kind:
            case DueKind.COLLECTIONS_RATE:
                return share_down(run.received, step.rate)
            case DueKind.OUTSTANDING_RATE:
                weighted = run.rate_days(step.rate, step.day_count)
                return interest_down(run.outstanding(step.tranche_mask), weighted, step.day_count)
            case DueKind.AS_INVOICED:
                return run.inputs.invoices[step.number]
            case _:
                return step.amount

    def interest(self, step: StepProgram) -> StepRecord:
        run, t = self.run, step.subject
        due = self.interest_due(t)
        paid, draws = run.pay(due, step.support)
        self.unpaid_interest(t, due - paid)
        if due > paid and run.program.tranches[t].defaults and run.program.acceleration:
            run.defaulted = True
        return StepRecord(due, paid, sum(d for _, d in draws), 0, tuple(draws))

    def interest_held_back(self, step: StepProgram) -> StepRecord | None:
        """The record of an interest step whose guard held it back, when no step has looked at that interest."""
        if step.kind is not StepKind.INTEREST or step.subject in self.paid_interest:
            return None
        due = self.interest_due(step.subject)
        self.unpaid_interest(step.subject, due)
        return StepRecord(due, 0, 0, 0)

    def interest_due(self, t: int) -> int:
        """Arrears and accrual; the accrual is then used up for this date."""
        due = min(self.run.arrears[t] + self.run.accrual[t], LARGEST_DUE)
        self.run.accrual[t] = 0
        self.paid_interest.add(t)
        return due

    def unpaid_interest(self, t: int, shortfall: int) -> None:
        run = self.run
        if run.program.tranches[t].capitalises:
            run.balance[t] = min(run.balance[t] + shortfall, LARGEST_DUE)
            shortfall = 0
        run.arrears[t] = shortfall

    def reserve(self, step: StepProgram) -> StepRecord:
        run, a = self.run, step.subject
        target = reserve_target_up(run, step)
        if run.account[a] > target:
            released = run.account[a] - target
            run.account[a] = target
            run.available += released
            return StepRecord(0, 0, 0, released)
        due = min(target - run.account[a], LARGEST_DUE)
        paid = run.take(due)
        run.account[a] += paid
        return StepRecord(due, paid, 0, 0)

    def trap(self, step: StepProgram, runs: bool) -> StepRecord:
        run, a = self.run, step.subject
        if runs and not run.final:
            due = share_up(run.available, step.rate)
            paid = run.take(due)
            run.account[a] += paid
            return StepRecord(due, paid, 0, 0)
        if not run.final and self.is_trapped(a):
            return NOTHING
        released, run.account[a] = run.account[a], 0
        run.available += released
        return StepRecord(0, 0, 0, released)

    def is_trapped(self, account: int) -> bool:
        """Whether a trap step of the account runs on this date."""
        return any(s.kind is StepKind.TRAP and s.subject == account and s.runs(self.up) for s in self.steps)

    def repay_support(self, step: StepProgram) -> StepRecord:
        run, f = self.run, step.subject
        due = min(run.cost[f] + run.drawn[f], LARGEST_DUE)
        paid = run.take(due)
        interest = min(paid, run.cost[f])
        run.cost[f] -= interest
        run.drawn[f] -= paid - interest
        return StepRecord(due, paid, 0, 0)


def reserve_target_up(run: Running, step: StepProgram) -> int:
    """What a reserve step keeps in its account, with the balances of this moment."""
    if run.final:
        return 0
    if StepFlag.SET_BY_REPORT in step.flags and run.inputs.target is not None:
        return run.inputs.target
    mask = step.tranche_mask
    if mask and not run.outstanding(mask) + run.in_arrears(mask):
        return 0  # what it protects is repaid
    parts = []
    if StepFlag.PART_FIXED in step.flags:
        parts.append(step.amount)
    if StepFlag.PART_INTEREST in step.flags:
        tranches = [(t, tranche) for t, tranche in enumerate(run.program.tranches) if mask >> t & 1]
        yearly = sum(run.balance[t] * tranche.coupon_on(run.end) for t, tranche in tranches)
        parts.append(ceil_div(yearly * step.number * 30 * run.program.schedule.months, YEAR_PPM))
    if StepFlag.PART_OUTSTANDING in step.flags:
        parts.append(share_up(run.outstanding(mask), step.rate))
    if not parts:
        return 0
    return min(parts) if step.combine_min else max(parts)
