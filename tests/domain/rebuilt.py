# SPDX-License-Identifier: Apache-2.0
"""Law 5, the other way round: the state after a date from the state before it, the program, the report and the records.

Of the state after the date only what a trigger answered is looked at, which is recorded too, and the debt service it was measured with.
"""

from __future__ import annotations

from dataclasses import replace

from regalia.domain.accrual import interest_down, rate_days, share_down
from regalia.domain.calendar import DayCount
from regalia.domain.history import PaymentDate
from regalia.domain.program import DueKind, StepFlag, StepKind, StepProgram
from regalia.domain.program_words import FACILITY_BIT, FacilityKind
from regalia.domain.state import LARGEST_DUE, State, StepRecord


def rebuilt(before: State, date: PaymentDate) -> State:
    """The state after ``date``."""
    return _Date(before, date).after()


class _Date:
    """Lists of the state before, changed record by record."""

    def __init__(self, before: State, date: PaymentDate) -> None:
        self.before, self.date, self.program = before, date, date.program
        self.start, self.end = self.program.schedule.accrual(date.report.period)
        self.balance, self.arrears = list(before.balance), list(before.arrears)
        self.account, self.carried = list(before.account), list(before.carried)
        self.used = list(before.used) if self.start.year == self.end.year else [0] * len(before.used)
        self.drawn, self.called = list(before.drawn), list(before.called)
        self.cost = [
            least(cost + interest_down(drawn, self.weighted(f.rate, f.day_count), f.day_count))
            for f, drawn, cost in zip(self.program.facilities, before.drawn, before.cost, strict=True)
        ]
        self.defaulted = before.defaulted
        self.above: dict[int, int] = {}
        self.looked_at: set[int] = set()
        self.group = 0

    def weighted(self, rate: int, day_count: DayCount) -> int:
        return rate_days(rate, day_count, self.start, self.end)

    def after(self) -> State:
        first = len(self.program.steps) if self.date.accelerated else 0
        pairs = list(zip(self.date.steps, self.date.records, strict=True))
        for i, (step, record) in enumerate(pairs):
            if step.runs(self.date.up) or step.kind in (StepKind.TRAP, StepKind.RESERVE):  # these may release without
                self.ran(first + i, step, record)
        for step, record in pairs:
            if step.kind is StepKind.INTEREST and step.subject not in self.looked_at:
                self.interest(step.subject, record.due)
        state = self.date.state
        return State(
            balance=tuple(self.balance),
            arrears=tuple(self.arrears),
            account=tuple(self.account),
            carried=tuple(self.carried),
            age=tuple(self.age(t) for t in range(len(self.balance))),
            used=tuple(self.used),
            drawn=tuple(self.drawn),
            cost=tuple(self.cost),
            called=tuple(self.called),
            history=tuple(self.history(i) for i in range(len(state.history))),
            active=tuple(self.active(i) for i in range(len(state.active))),
            series=tuple(self.series(i) for i in range(len(state.series))),
            defaulted=self.defaulted,
            collected=self.collected(),
        )

    def ran(self, index: int, step: StepProgram, record: StepRecord) -> None:
        place = self.program.carry(index)
        self.draw(step, record.drawn)
        match step.kind:
            case StepKind.EXPENSE:
                self.expense(index, place, step, record)
            case StepKind.INTEREST:
                must_pay = self.program.tranches[step.subject].defaults and bool(self.program.acceleration)
                self.defaulted = self.defaulted or (must_pay and record.shortfall > 0)
                self.interest(step.subject, record.shortfall)
            case StepKind.RESERVE | StepKind.TRAP:
                self.account[step.subject] += record.paid - record.released
            case StepKind.PRINCIPAL:
                self.balance[step.subject] -= record.paid
                if not step.goes_on:
                    self.group = place if step.carries else -1
                    if step.carries:
                        self.carried[place] = 0
                if self.group >= 0:
                    self.carried[self.group] += record.shortfall
            case StepKind.REPAY_SUPPORT:
                interest = min(record.paid, self.cost[step.subject])
                self.cost[step.subject] -= interest
                self.drawn[step.subject] -= record.paid - interest
            case StepKind.RESIDUAL:
                pass

    def draw(self, step: StepProgram, drawn: int) -> None:
        """Each support in its order gave all it could before the next was asked."""
        for source in step.support:
            if source < FACILITY_BIT:
                place, given = source - 1, min(drawn, self.account[source - 1])
            else:
                f = source - FACILITY_BIT
                facility, place = self.program.facilities[f], len(self.program.accounts) + f
                owed = self.drawn[f] if facility.kind is FacilityKind.LIQUIDITY else self.called[f]
                given = min(drawn, self.account[place], max(0, facility.limit - owed))
                self.drawn[f], self.called[f] = least(self.drawn[f] + given), least(self.called[f] + given)
            self.account[place] -= given
            drawn -= given
        assert drawn == 0, "more was drawn than the support of the step had"

    def expense(self, index: int, place: int, step: StepProgram, record: StepRecord) -> None:
        owed = record.due
        if step.cap:  # the record says what is below the cap; the report says the rest
            rate = self.weighted(step.carry_rate, DayCount.THIRTY_E_360)
            before = self.carried[place]
            owed = least(before + interest_down(before, rate, DayCount.THIRTY_E_360) + self.found(step))
            self.used[place] = least(self.used[place] + record.paid) if step.counts_year else self.used[place]
        if StepFlag.TAKEN_ABOVE in step.flags:
            self.above[index], owed = owed - record.due, record.due
        if step.carries:
            self.carried[place] = owed - record.paid

    def found(self, step: StepProgram) -> int:
        match step.due_kind:
            case DueKind.COLLECTIONS_RATE:
                return share_down(self.date.report.received, step.rate)
            case DueKind.OUTSTANDING_RATE:
                base = sum(balance for t, balance in enumerate(self.balance) if step.tranche_mask >> t & 1)
                return interest_down(base, self.weighted(step.rate, step.day_count), step.day_count)
            case DueKind.AS_INVOICED:
                return self.date.report.invoices[step.number]
            case DueKind.ABOVE_CAP:
                return self.above.get(step.number, 0)
        return step.amount

    def interest(self, t: int, unpaid: int) -> None:
        self.looked_at.add(t)
        if self.program.tranches[t].capitalises:
            self.balance[t], unpaid = least(self.balance[t] + unpaid), 0
        self.arrears[t] = unpaid

    def age(self, t: int) -> int:
        if not self.program.watched >> t & 1:
            return self.before.age[t]
        return min(self.before.age[t] + 1, 255) if self.arrears[t] else 0

    def history(self, i: int) -> int:
        answer = self.date.state.history[i] & 1
        return (self.before.history[i] << 1 | answer) % 2**16

    def active(self, i: int) -> bool:
        trigger = self.program.triggers[i]
        answers = f"{self.history(i):016b}"[16 - trigger.n :].count("1")
        return answers >= trigger.k or (trigger.latched and self.before.active[i])

    def series(self, i: int) -> tuple[tuple[int, int], ...]:
        trailing = self.program.triggers[i].trailing
        if trailing < 2:
            return ()
        _, service = self.date.state.series[i][-1]
        return (*self.before.series[i], (self.date.report.received, service))[-(trailing - 1) :]

    def collected(self) -> int:
        received = self.date.report.received if self.program.counts_collections else 0
        return least(self.before.collected + received)


def least(amount: int) -> int:
    """What is kept stops growing."""
    return min(amount, LARGEST_DUE)


def with_put_in(state: State, accounts: int, put_in: list[int]) -> State:
    """The state after providers put cash in, a facility each; ``accounts``: how many come before them."""
    account = list(state.account)
    for f, amount in enumerate(put_in):
        account[accounts + f] += amount
    return replace(state, account=tuple(account))
