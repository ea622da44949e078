# SPDX-License-Identifier: Apache-2.0
"""The exact projection: the deal's own books, a scenario at a time. It defines the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from regalia.domain.history import DealBooks, PeriodReport, PoolFacts
from regalia.domain.principal import SCHEDULED, scheduled_down
from regalia.domain.program import Program, StepKind, StepProgram, SubjectKind
from regalia.domain.running import Running
from regalia.domain.state import Inputs, State, StepRecord
from regalia.domain.triggers import Triggers
from regalia.projection.outcomes import Outcomes, joined
from regalia.projection.outlook import Outlook
from regalia.projection.whole import exact_array


@dataclass(frozen=True)
class ExactDate:
    """What happened on one payment date of one scenario."""

    on: date
    steps: tuple[StepProgram, ...]
    records: tuple[StepRecord, ...]
    state: State
    received: int
    service: int
    put_in: tuple[int, ...]
    accelerated: bool

    def paid(self, kind: StepKind, tranches: int) -> list[int]:
        """To each tranche, in steps of that kind."""
        totals = [0] * tranches
        for step, record in zip(self.steps, self.records, strict=True):
            if step.kind is kind and step.subject_kind is SubjectKind.TRANCHE:
                totals[step.subject] += record.paid
        return totals

    def shortfall(self, program: Program) -> list[int]:
        """Interest left in arrears, or added to the balance."""
        totals = list(self.state.arrears)
        for step, record in zip(self.steps, self.records, strict=True):
            if step.kind is StepKind.INTEREST and program.tranches[step.subject].capitalises:
                totals[step.subject] += record.shortfall
        return totals


def project_exact(
    program: Program, opening: State, outlook: Outlook, progress: Callable[[int], None] | None = None
) -> Outcomes:
    """Every scenario to the end, one after the other, with the engine that pays. ``progress``: called with how many are done."""
    outlook.check(program)
    parts = []
    for scenario in range(outlook.scenarios):
        parts.append(_outcomes(program, *_project_one(program, opening, outlook, scenario)))
        if progress:
            progress(scenario + 1)
    return joined(parts)


def _project_one(
    program: Program, opening: State, outlook: Outlook, scenario: int
) -> tuple[list[ExactDate], DealBooks]:
    books, unpaid = DealBooks(program, opening, outlook.first), 0
    done: list[ExactDate] = []
    for i, period in enumerate(outlook.periods):
        report = PeriodReport(
            period=period,
            received=int(outlook.received[i, scenario]),
            other_income=outlook.other[i],
            target=outlook.targets[i],
            invoices=tuple(map(int, outlook.invoices[i, :, scenario])),
        )
        books.collect(report.received + report.other_income)
        given = tuple(map(int, outlook.facts[i, :, scenario]))
        while True:
            facts = PoolFacts(given, outlook.report_age[i], unpaid)
            asked = books.demands(report, facts)
            failed = sum(1 << f for f, a in enumerate(asked) if a and not outlook.pays[f, scenario])
            if not failed:
                break
            unpaid |= failed  # it lets the deadline pass: the date is run with that known
        for f, amount in enumerate(asked):
            books.put_in(f, amount)
        service = _debt_service(program, books, report, facts)
        paid = books.execute(report, facts)
        on = program.schedule.payment_date(period)
        done.append(
            ExactDate(
                on, paid.steps, paid.records, paid.state, report.received, service, asked, paid.accelerated
            )
        )  # fmt: skip
    if outlook.ends and not (program.legal_final and done[-1].on >= program.legal_final):
        done.append(_wind_up(program, books, done[-1]))
    return done, books


def _debt_service(program: Program, books: DealBooks, report: PeriodReport, facts: PoolFacts) -> int:
    """Interest of the date and scheduled principal of the steps whose guards the triggers measured before let run."""
    inputs = Inputs(
        report.period, 0, report.received, report.target, report.invoices, facts.facts, facts.report_age, facts.unpaid
    )
    run = Running(program, books.state, inputs)
    Triggers(run, books.state).before()
    up, service = run.up(), sum(run.accrual)
    for step in program.steps:
        if step.kind is StepKind.PRINCIPAL and not step.goes_on and step.due_kind in SCHEDULED and step.runs(up):
            service += min(run.outstanding(step.group), scheduled_down(run, step))
    return service


def _wind_up(program: Program, books: DealBooks, last: ExactDate) -> ExactDate:
    """The deal ends: all the cash is given out, nothing more falls due."""
    done = books.conclude()
    nothing = (0,) * len(program.facilities)
    return ExactDate(
        last.on, program.list_of(done.accelerated), done.records, done.state, 0, 0, nothing, done.accelerated
    )


def _outcomes(program: Program, done: list[ExactDate], books: DealBooks) -> Outcomes:
    tranches, accounts = len(program.tranches), len(program.accounts)

    def column(rows: list[Any], width: int) -> Any:
        return exact_array(rows).reshape((len(done), width, 1))

    return Outcomes(
        dates=tuple(d.on for d in done),
        received=exact_array([[d.received] for d in done]),
        service=exact_array([[d.service] for d in done]),
        interest=column([d.paid(StepKind.INTEREST, tranches) for d in done], tranches),
        principal=column([d.paid(StepKind.PRINCIPAL, tranches) for d in done], tranches),
        residual=column([d.paid(StepKind.RESIDUAL, tranches) for d in done], tranches),
        shortfall=column([d.shortfall(program) for d in done], tranches),
        balance=column([d.state.balance for d in done], tranches),
        arrears=column([d.state.arrears for d in done], tranches),
        account=column([d.state.account[:accounts] for d in done], accounts),
        put_in=column([d.put_in for d in done], len(program.facilities)),
        owed=column(
            [tuple(map(sum, zip(d.state.drawn, d.state.cost, strict=True))) for d in done], len(program.facilities)
        ),
        active=np.array([d.state.active for d in done], np.bool_).reshape((len(done), len(program.triggers), 1)),
        accelerated=np.array([[d.accelerated] for d in done], np.bool_),
        left=exact_array([books.collection]),
    )
