# SPDX-License-Identifier: Apache-2.0
"""One payment date in many scenarios: the twin of ``domain.waterfall``, and of ``DealBooks`` where support is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from regalia.domain.program import Program
from regalia.domain.waterfall import OLDEST
from regalia.projection.batch.flows import TrancheFlows
from regalia.projection.batch.position import Position
from regalia.projection.batch.running import DateInputs, Running
from regalia.projection.batch.steps import Steps
from regalia.projection.batch.triggers import Triggers, debt_service
from regalia.projection.whole import Mask, Whole


@dataclass
class DateOutcome:
    """``service``: interest and scheduled principal of all tranches. ``put_in``: what each facility paid. Arrays of scenarios."""

    position: Position
    flows: TrancheFlows
    put_in: list[Whole]
    unmet: list[Whole]
    service: Whole
    accelerated: Mask


def pay_date(program: Program, before: Position, inputs: DateInputs) -> DateOutcome:
    """Run one date; ``before`` is left as it is. A provider that fails when asked is in default on this date already.

    Such a date is run again, with the facility counted as unpaid, until no further one fails: its triggers see the default.
    """
    position = before
    while True:
        pays = [
            paying & (position.unpaid >> f & 1 == 0) if program.facilities else paying
            for f, paying in enumerate(inputs.pays)
        ]
        outcome = _run(program, position.copy(), replace(inputs, pays=pays))
        failed = [(unmet > 0) & (position.unpaid >> f & 1 == 0) for f, unmet in enumerate(outcome.unmet)]
        if not any(mask.any() for mask in failed):
            return outcome
        position = position.copy()
        position.unpaid = position.unpaid + sum(mask.astype(np.int64) << f for f, mask in enumerate(failed))


def _run(program: Program, at: Position, inputs: DateInputs) -> DateOutcome:
    run = Running(program, at, inputs)
    triggers = Triggers(run)
    if not inputs.ending:
        triggers.before()
    everybody = (1 << len(program.tranches)) - 1
    service = run.none if inputs.ending else debt_service(run, everybody, scheduled=True)
    accelerated = _accelerates(run)
    flows, up = TrancheFlows(len(program.tranches), len(at.left)), run.up()
    if not accelerated.all():
        Steps(run, program.steps, up, ~accelerated, flows).run_all(0)
    if accelerated.any():
        Steps(run, program.acceleration, up, accelerated, flows).run_all(len(program.steps))
    for t, arrears in enumerate(at.arrears):
        if program.watched >> t & 1:
            at.age[t] = np.where(arrears > 0, np.minimum(at.age[t] + 1, OLDEST), 0)
    if not inputs.ending:
        triggers.after()
    at.left = run.available
    return DateOutcome(at, flows, run.put_in, run.unmet, service, accelerated)


def _accelerates(run: Running) -> Mask:
    if not run.program.acceleration:
        return np.zeros(run.none.shape, np.bool_)
    found = run.at.defaulted
    for trigger, active in zip(run.program.triggers, run.at.active, strict=True):
        if trigger.is_default:
            found = found | active
    return found
