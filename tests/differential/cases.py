# SPDX-License-Identifier: Apache-2.0
"""Random payment dates of a program, from a seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from regalia.domain.program import Program, TriggerProgram
from regalia.domain.program_words import Measure
from regalia.domain.running import Running
from regalia.domain.state import Inputs, State
from regalia.domain.triggers import Triggers
from tests.differential.amounts import amount, owed, some

PPM = 10**6


@dataclass(frozen=True)
class Case:
    """One payment date. Its ``repr`` is code that builds it again."""

    program: Program
    state: State
    inputs: Inputs


def state(rng: Random, program: Program) -> State:
    """Any a deal could come to, and some beyond."""
    carrying = {program.carry(i) for i, step in enumerate(program.all_steps) if step.carries}
    yearly = {program.carry(i) for i, step in enumerate(program.all_steps) if step.counts_year}
    steps, facilities = range(len(program.all_steps)), range(len(program.facilities))
    return State(
        balance=tuple(owed(rng) for _ in program.tranches),
        arrears=tuple(owed(rng) if some(rng, 0.5) else 0 for _ in program.tranches),
        account=tuple(amount(rng) for _ in (*program.accounts, *facilities)),
        carried=tuple(owed(rng) if s in carrying else 0 for s in steps),
        age=tuple(rng.choice([0, 1, 2, 254, 255]) for _ in program.tranches),
        used=tuple(amount(rng) if s in yearly else 0 for s in steps),
        drawn=tuple(owed(rng) for _ in facilities),
        cost=tuple(owed(rng) for _ in facilities),
        called=tuple(owed(rng) for _ in facilities),
        history=tuple(rng.choice([0, 1, 2, rng.randrange(2**16)]) for _ in program.triggers),
        active=tuple(some(rng, 0.5) for _ in program.triggers),
        series=tuple(pairs(rng, trigger) for trigger in program.triggers),
        defaulted=bool(program.acceleration) and some(rng, 0.2),
        collected=amount(rng) if program.counts_collections else 0,
    )


def pairs(rng: Random, trigger: TriggerProgram) -> tuple[tuple[int, int], ...]:
    known = rng.randrange(trigger.trailing) if trigger.looks_back else 0
    return tuple((amount(rng), owed(rng)) for _ in range(known))


def inputs(rng: Random, program: Program, period: int) -> Inputs:
    return Inputs(
        period,
        amount(rng),
        amount(rng),
        amount(rng) if some(rng, 0.5) else None,
        tuple(amount(rng) for _ in program.invoiced_steps),
        tuple(rng.choice([0, 250_000, PPM, amount(rng)]) for _ in program.facts),
        rng.choice([0, 1, 2, 90, 400]),
        rng.randrange(2 ** len(program.facilities)),
        some(rng, 0.04),
    )


def unrelated(rng: Random, program: Program) -> Case:
    """A payment date in a state no history need lead to."""
    opening = program.schedule.opening  # periods before it are not this deal's; it and those after it come up often
    period = opening + rng.choice([0, 1, rng.randrange(8), rng.randrange(40)])
    return aimed(rng, Case(program, state(rng, program), inputs(rng, program, period)))


def aimed(rng: Random, case: Case) -> Case:
    """Often with one trigger exactly at its threshold, or a unit from it."""
    if not case.program.triggers or some(rng, 0.4):
        return case
    i = rng.randrange(len(case.program.triggers))
    near = rng.choice([0, 0, 0, 1, -1])
    return _aim(case, i, case.program.triggers[i], near)


def _aim(case: Case, i: int, trigger: TriggerProgram, near: int) -> Case:
    inputs, state, threshold = case.inputs, case.state, trigger.threshold
    match trigger.measure:
        case Measure.ARREARS_AGE:
            age = list(state.age)
            age[trigger.subject] = min(255, max(0, threshold + near))
            return replace(case, state=replace(state, age=tuple(age)))
        case Measure.DAYS_SINCE_REPORT:
            return replace(case, inputs=replace(inputs, report_age=max(0, threshold + near)))
        case Measure.FACT:
            return _with_fact(case, trigger.subject, threshold + near)
        case Measure.OVERCOLLATERALISATION if case.program.pool_value is not None:
            value = sum(b for t, b in enumerate(state.balance) if trigger.tranche_mask >> t & 1) * threshold // PPM
            return _with_fact(case, case.program.pool_value, value + near)
        case Measure.RESERVE_DEFICIENCY:
            return _aim_account(case, i, trigger, near)
        case Measure.DATE_REACHED | Measure.SUPPORT_UNPAID:
            return case
    return _aim_received(case, i, trigger, near)


def _with_fact(case: Case, fact: int, value: int) -> Case:
    facts = list(case.inputs.facts)
    facts[fact] = min(2**96 - 1, max(0, value))
    return replace(case, inputs=replace(case.inputs, facts=tuple(facts)))


def _aim_received(case: Case, i: int, trigger: TriggerProgram, near: int) -> Case:
    """Collections of this date that bring the ratio where the threshold is."""
    numerator, denominator = _quantity(replace(case, inputs=replace(case.inputs, received=0)), i, trigger)
    if trigger.measure is Measure.LEVERAGE:
        if not trigger.threshold:
            return case
        wanted = numerator * PPM // (trigger.threshold * trigger.trailing) - denominator // trigger.trailing
    else:
        wanted = denominator * trigger.threshold // PPM - numerator
    received = min(2**96 - 1, max(0, wanted + near))
    return replace(case, inputs=replace(case.inputs, received=received))


def _aim_account(case: Case, i: int, trigger: TriggerProgram, near: int) -> Case:
    account = list(case.state.account)
    account[trigger.subject] = 0
    target = _quantity(replace(case, state=replace(case.state, account=tuple(account))), i, trigger)[1]
    account[trigger.subject] = min(2**96 - 1, max(0, target - target * trigger.threshold // PPM + near))
    return replace(case, state=replace(case.state, account=tuple(account)))


def _quantity(case: Case, i: int, trigger: TriggerProgram) -> tuple[int, int]:
    triggers = Triggers(Running(case.program, case.state, case.inputs), case.state)
    triggers.before()
    return triggers.quantity(i, trigger)
