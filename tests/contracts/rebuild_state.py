# SPDX-License-Identifier: Apache-2.0
"""What a payment date, or the end, left of a deal's state: from the state before and from what its event told, without a waterfall."""

from __future__ import annotations

from dataclasses import replace

from regalia.chain.step_records import ACTIVE_BIT, DEFAULTED_BIT, ToldDate
from regalia.domain.calendar import DayCount
from regalia.domain.conservation import Flow
from regalia.domain.history import PaymentDate, PeriodReport
from regalia.domain.program import DueKind, Program, StepProgram
from regalia.domain.state import State
from tests.domain import rebuilt

NO_FLOW = Flow(0, 0, 0, 0, 0, 0, 0)


def after_date(program: Program, before: State, report: PeriodReport, told: ToldDate) -> State:
    """All but ``series``: the debt service that a trigger adds up over several dates is in no event, its answers are."""
    answered = _answered(program, before, told)
    active = [a if t.after else b for t, a, b in zip(program.triggers, before.active, answered.active, strict=True)]
    series = tuple(((report.received, 0),) for _ in program.triggers)
    date = _told(program, replace(answered, series=series), report, told, active)
    after = rebuilt.rebuilt(replace(before, series=((),) * len(program.triggers)), date)
    assert after.defaulted == answered.defaulted, "the event tells another default than its records show"
    assert after.active == answered.active, "a trigger is active against its answers"
    return replace(after, series=())


def after_end(program: Program, before: State, period: int, told: ToldDate) -> State:
    """Nothing accrues, no trigger is measured; what facilities never drew is given back."""
    report = PeriodReport(period, 0, invoices=(0,) * len(program.invoiced_steps))
    after = _End(before, _told(program, before, report, told, list(before.active))).after()
    first = len(program.accounts)
    return replace(after, account=after.account[:first] + (0,) * len(program.facilities), series=())


def _answered(program: Program, before: State, told: ToldDate) -> State:
    """The state before, with what its triggers answered on this date."""
    if told.answers is None:
        return before
    triggers = range(len(program.triggers))
    return replace(
        before,
        history=tuple(told.answers >> 16 * i & 0xFFFF for i in triggers),
        active=tuple(bool(told.answers >> ACTIVE_BIT + i & 1) for i in triggers),
        defaulted=bool(told.answers >> DEFAULTED_BIT & 1),
    )


def _told(program: Program, state: State, report: PeriodReport, told: ToldDate, active: list[bool]) -> PaymentDate:
    """``active``: of the triggers, as the guards of the steps saw them."""
    up = 0
    for trigger, is_active in zip(program.triggers, active, strict=True):
        if is_active and not trigger.is_default:
            up |= 1 << trigger.effect
    return PaymentDate(program, report, told.records, state, NO_FLOW, 0, accelerated=told.accelerated, up=up)


class _End(rebuilt._Date):
    def weighted(self, rate: int, day_count: DayCount) -> int:
        return 0

    def found(self, step: StepProgram) -> int:
        return super().found(step) if step.due_kind == DueKind.ABOVE_CAP else 0

    def history(self, i: int) -> int:
        return self.before.history[i]

    def active(self, i: int) -> bool:
        return self.before.active[i]

    def series(self, i: int) -> tuple[tuple[int, int], ...]:
        return ()
