# SPDX-License-Identifier: Apache-2.0
"""The waterfall: a pure function of program, state and inputs. The twin of ``contracts/waterfall/Waterfall.sol``.

What somebody is due rounds down, what the deal must hold rounds up. The meaning of each step and trigger is written in
``docs/decisions/0003-the-whole-waterfall.md``.
"""

from __future__ import annotations

from regalia.domain.program import Program, SubjectKind
from regalia.domain.running import Running
from regalia.domain.state import AMOUNT_LIMIT, LARGEST_DUE, Inputs, Outcome, State, StepRecord
from regalia.domain.step_kinds import Steps
from regalia.domain.triggers import Triggers

__all__ = [
    "AMOUNT_LIMIT",
    "LARGEST_DUE",
    "Inputs",
    "Outcome",
    "State",
    "StepRecord",
    "available_funds",
    "paid_to",
    "run_steps",
]

OLDEST = 255
"""Where the age of arrears stops."""


def run_steps(program: Program, state: State, inputs: Inputs) -> Outcome:
    """Run one payment date. ValueError when the inputs are not of the program's shape or an amount is out of range."""
    _check(program, inputs)
    run = Running(program, state, inputs)
    triggers = Triggers(run, state)
    if not inputs.ending:
        triggers.before()
    accelerated = _accelerates(run)
    steps = Steps(run, program.list_of(accelerated), run.up())
    records = _records(steps, len(program.steps) if accelerated else 0)
    _grow_older(run)
    if not inputs.ending:
        triggers.after()
    after = State(
        balance=tuple(run.balance),
        arrears=tuple(run.arrears),
        account=tuple(run.account),
        carried=tuple(run.carried),
        age=tuple(run.age),
        used=tuple(run.used),
        drawn=tuple(run.drawn),
        cost=tuple(run.cost),
        called=tuple(run.called),
        history=tuple(run.history),
        active=tuple(run.active),
        series=tuple(triggers.series),
        defaulted=run.defaulted,
        collected=run.collected,
    )
    return Outcome(records, after, run.available, tuple(run.unmet), accelerated, steps.up)


def _check(program: Program, inputs: Inputs) -> None:
    if len(inputs.invoices) != len(program.invoiced_steps):
        raise ValueError(f"{len(inputs.invoices)} invoices for {len(program.invoiced_steps)} as-invoiced steps")
    if len(inputs.facts) != len(program.facts):
        raise ValueError(f"{len(inputs.facts)} facts for the {len(program.facts)} that triggers and steps look at")
    for amount in (inputs.available, inputs.received, inputs.target or 0, *inputs.invoices, *inputs.facts):
        if not 0 <= amount < AMOUNT_LIMIT:
            raise ValueError(f"amount {amount} is outside 0 to 2^96 - 1")


def _accelerates(run: Running) -> bool:
    if not run.program.acceleration:
        return False
    triggers = zip(run.program.triggers, run.active, strict=True)
    return run.defaulted or any(active and trigger.is_default for trigger, active in triggers)


def _records(steps: Steps, first: int) -> tuple[StepRecord, ...]:
    records = [steps.step(first + i, step) for i, step in enumerate(steps.steps)]
    for i, step in enumerate(steps.steps):
        # interest that guards held back is not forgiven
        if (held_back := steps.interest_held_back(step)) is not None:
            records[i] = held_back
    return tuple(records)


def _grow_older(run: Running) -> None:
    for t, arrears in enumerate(run.arrears):
        if run.program.watched >> t & 1:
            run.age[t] = min(run.age[t] + 1, OLDEST) if arrears else 0


def paid_to(
    program: Program, records: tuple[StepRecord, ...], kind: SubjectKind, *, accelerated: bool = False
) -> tuple[int, ...]:
    """Total paid to each payee, tranche or facility on one date, in index order (for accounts: put in)."""
    totals = [0] * len(program.subjects(kind))
    for step, record in zip(program.list_of(accelerated), records, strict=True):
        if step.subject_kind is kind:
            totals[step.subject] += record.paid
    return tuple(totals)


def available_funds(collection_cash: int, attested_to_date: int, distributed_to_date: int) -> int:
    """Only cash that is really there and was attested and not yet distributed may flow."""
    return max(0, min(collection_cash, attested_to_date - distributed_to_date))
