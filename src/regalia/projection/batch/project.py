# SPDX-License-Identifier: Apache-2.0
"""The vectorised projection: all scenarios, date by date."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from regalia.domain.program import Program
from regalia.domain.state import State
from regalia.projection.batch.bounds import check_program, check_size
from regalia.projection.batch.payment_date import DateOutcome, pay_date
from regalia.projection.batch.position import Position
from regalia.projection.batch.running import DateInputs
from regalia.projection.outcomes import Outcomes, joined
from regalia.projection.outlook import Outlook
from regalia.projection.whole import Whole

AT_ONCE = 2_500
"""Scenarios that are run together: their arrays stay in the processor's cache."""

Progress = Callable[[int], None]
"""Called with how many scenarios are done."""


def project_batch(program: Program, opening: State, outlook: Outlook, progress: Progress | None = None) -> Outcomes:
    """Every scenario to the end, in 64-bit integers; equal to ``project_exact``. NotBatchedError for what it can't run exactly."""
    outlook.check(program)
    check_program(program)
    check_size(max(int(outlook.received.max()), int(outlook.facts.max(initial=0))), "receipts or facts")
    check_size(int(outlook.invoices.max(initial=0)), "invoices")
    parts = []
    for first in range(0, outlook.scenarios, AT_ONCE):
        part = outlook.only(slice(first, first + AT_ONCE))
        parts.append(_Projection(program, opening, part).run())
        if progress:
            progress(min(first + AT_ONCE, outlook.scenarios))
    return joined(parts) if len(parts) > 1 else parts[0]


class _Projection:
    def __init__(self, program: Program, opening: State, outlook: Outlook) -> None:
        self.program = program
        self.outlook = outlook
        self.position = Position.opening(program, opening, outlook.scenarios)
        self.done: list[DateOutcome] = []

    def run(self) -> Outcomes:
        program, outlook = self.program, self.outlook
        check_size(self.position.money_at_stake(), "balances and accounts at closing")
        received = outlook.received.astype(np.int64)
        for i, period in enumerate(outlook.periods):
            self._pay(self._inputs(i, period, received[i]))
        dates = [program.schedule.payment_date(period) for period in outlook.periods]
        legal_final = program.legal_final
        if outlook.ends and not (legal_final and dates[-1] >= legal_final):
            self._wind_up()
            dates.append(dates[-1])
            received = np.concatenate([received, np.zeros_like(received[:1])])
        done = self.done
        return Outcomes(
            dates=tuple(dates),
            received=received,
            service=np.stack([d.service for d in done]),
            interest=np.stack([d.flows.interest for d in done]),
            principal=np.stack([d.flows.principal for d in done]),
            residual=np.stack([d.flows.residual for d in done]),
            shortfall=self._stack([[*d.position.arrears] for d in done])
            + np.stack([d.flows.capitalised for d in done]),
            balance=self._stack([d.position.balance for d in done]),
            arrears=self._stack([d.position.arrears for d in done]),
            account=self._stack([d.position.account for d in done]),
            put_in=self._stack([d.put_in for d in done]),
            owed=self._stack([list(map(np.add, d.position.drawn, d.position.cost)) for d in done]),
            active=self._stack([d.position.active for d in done]).astype(np.bool_),
            accelerated=np.stack([d.accelerated for d in done]),
            left=self.position.left,
        )

    def _inputs(self, i: int, period: int, received: Whole) -> DateInputs:
        outlook = self.outlook
        return DateInputs(
            period=period,
            received=received,
            other=outlook.other[i],
            target=outlook.targets[i],
            invoices=list(outlook.invoices[i].astype(np.int64)),
            facts=list(outlook.facts[i].astype(np.int64)),
            report_age=outlook.report_age[i],
            pays=list(outlook.pays),
        )

    def _wind_up(self) -> None:
        last = len(self.outlook.received) - 1
        inputs = self._inputs(last, self.outlook.periods[-1] + 1, self.outlook.received[last])
        nobody = [np.zeros_like(pays) for pays in inputs.pays]
        self._pay(DateInputs(**{**vars(inputs), "ending": True, "pays": nobody, "target": None}))

    def _pay(self, inputs: DateInputs) -> None:
        outcome = pay_date(self.program, self.position, inputs)
        self.position = outcome.position
        check_size(self.position.money_at_stake(), f"the money and debts of period {inputs.period}")
        self.done.append(outcome)

    def _stack(self, rows: list[list[Whole]]) -> Whole:
        """(dates, things, scenarios), also where there is no such thing."""
        shape = (len(rows), len(rows[0]), self.outlook.scenarios)
        return np.array(rows).reshape(shape) if rows[0] else np.zeros(shape, np.int64)
