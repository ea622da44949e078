# SPDX-License-Identifier: Apache-2.0
"""Random deals and histories for both engines, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import (
    MAX_STEPS,
    MAX_TRANCHES,
    DueKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TrancheProgram,
)
from regalia.domain.waterfall import AMOUNT_LIMIT, Inputs, State


@dataclass(frozen=True)
class Case:
    """One payment date. Its ``repr`` is code that builds it again."""

    program: Program
    state: State
    inputs: Inputs


def amount(rng: Random) -> int:
    """Zero, tiny, ordinary and extreme amounts, all of them often."""
    shape = rng.random()
    if shape < 0.2:
        return 0
    if shape < 0.35:
        return rng.randrange(1, 10)
    if shape < 0.9:
        return rng.randrange(1, 10 ** rng.randrange(3, 15))
    return rng.randrange(AMOUNT_LIMIT)


def rate(rng: Random) -> int:
    return rng.choice([0, 1, 98_750, 1_000_000, rng.randrange(2_000_000)])


def schedule(rng: Random) -> Schedule:
    months = rng.choice([1, 3, 6, 12])
    first_end = rng.randrange(1980 * 12, 2090 * 12) // months * months + months - 1
    lag = rng.randrange(0, 7)
    day = rng.randrange(1, 29)
    year, month = divmod(first_end + lag, 12)
    first_date = date(year, month + 1, day)
    closing = date.fromordinal(first_date.toordinal() - rng.randrange(0, 400))
    return Schedule(closing, first_end, months, lag, day, rng.choice([1, 1, 1, 2, 5]))


def tranche(rng: Random, label: str) -> TrancheProgram:
    return TrancheProgram(
        label, rate(rng), rng.choice(list(DayCount)), rng.random() < 0.5, rng.randrange(1, 2**48), amount(rng)
    )


def step(rng: Random, label: str, tranches: int, accounts: int) -> StepProgram:
    kind = rng.choice(list(StepKind) if accounts else [k for k in StepKind if k is not StepKind.RESERVE])
    mask = rng.randrange(2**tranches)
    support = rng.randrange(accounts + 1)
    match kind:
        case StepKind.EXPENSE:
            flags = rng.choice([StepFlag.NONE, StepFlag.CARRIED])
            return StepProgram(
                label, kind, SubjectKind.PAYEE, rng.randrange(4), rng.choice(list(DueKind)), flags, support, mask,
                rate(rng), 0, rng.choice(list(DayCount)), False, amount(rng),
            )  # fmt: skip
        case StepKind.INTEREST:
            return StepProgram(label, kind, SubjectKind.TRANCHE, rng.randrange(tranches), support=support)
        case StepKind.RESERVE:
            return StepProgram(
                label, kind, SubjectKind.ACCOUNT, rng.randrange(accounts), flags=StepFlag(rng.randrange(8) << 1),
                tranche_mask=mask, rate=rate(rng), periods=rng.choice([rng.randrange(13), rng.randrange(2**16)]),
                combine_min=rng.random() < 0.5, amount=amount(rng),
            )  # fmt: skip
        case StepKind.PRINCIPAL:
            return StepProgram(label, kind, SubjectKind.TRANCHE, rng.randrange(tranches))
        case StepKind.RESIDUAL:
            if rng.random() < 0.5:
                return StepProgram(label, kind, SubjectKind.PAYEE, rng.randrange(4))
            return StepProgram(label, kind, SubjectKind.TRANCHE, rng.randrange(tranches))


def case(rng: Random) -> Case:
    # mostly small, sometimes as large as a program may be: narrow arithmetic shows only there
    tranches = rng.randrange(1, MAX_TRANCHES + 1) if rng.random() < 0.1 else rng.randrange(1, 6)
    accounts = rng.randrange(0, 16) if rng.random() < 0.1 else rng.randrange(0, 3)
    count = rng.randrange(1, MAX_STEPS + 1) if rng.random() < 0.05 else rng.randrange(1, 13)
    steps = tuple(step(rng, f"step{i}", tranches, accounts) for i in range(count))
    program = Program(
        schedule(rng),
        tuple(tranche(rng, f"tranche{t}") for t in range(tranches)),
        tuple(f"account{a}" for a in range(accounts)),
        ("payee0", "payee1", "payee2", "payee3"),
        steps,
    )
    state = State(
        tuple(amount(rng) for _ in range(tranches)),
        tuple(amount(rng) for _ in range(tranches)),
        tuple(amount(rng) for _ in range(accounts)),
        tuple(amount(rng) if s.carries else 0 for s in steps),
    )
    invoices = tuple(amount(rng) for _ in program.invoiced_steps)
    target = amount(rng) if rng.random() < 0.5 else None
    opening = program.schedule.opening  # periods before it are not this deal's; it and those after it come up often
    inputs = Inputs(opening + rng.choice([0, 0, 1, rng.randrange(40)]), amount(rng), amount(rng), target, invoices)
    return Case(program, state, inputs)
