# SPDX-License-Identifier: Apache-2.0
"""Random programs from the whole vocabulary, all of which the contracts' own check lets through."""

from __future__ import annotations

from random import Random

from regalia.domain.calendar import DayCount
from regalia.domain.program import (
    MAX_STEPS,
    NO_LIMIT,
    CallProgram,
    FacilityProgram,
    Program,
    StepKind,
    StepProgram,
    StepUp,
    SubjectKind,
    TrancheProgram,
)
from regalia.domain.program_words import POOL_VALUE, CallKind, FacilityKind
from tests.differential.amounts import amount, day_near, largest_rate, rate, schedule, some
from tests.differential.parts import Parts
from tests.differential.step_blocks import Blocks
from tests.differential.triggers import trigger

PAYEES = ("payee0", "payee1", "payee2", "payee3")


def program(rng: Random) -> Program:
    """Mostly small, sometimes as large as a program may be: narrow arithmetic shows only there."""
    large = some(rng, 0.05)
    terms = schedule(rng)
    accelerates = some(rng, 0.5)
    # each is named by a step of both lists, and those have forty steps together
    accounts = rng.randrange(0, 7 if accelerates else 10) if large else rng.randrange(0, 4)
    facilities = rng.randrange(0, 5 if accelerates else 7) if large else rng.choice([0, 1, 2])
    facts = tuple(f"fact-{i}" for i in range(rng.randrange(0, 3))) + ((POOL_VALUE,) if some(rng, 0.7) else ())
    made = Parts(
        schedule=terms,
        tranches=rng.randrange(1, 17) if large else rng.randrange(1, 5),
        accounts=accounts,
        facilities=facilities,
        facts=facts,
        accelerates=accelerates,
    )
    count = rng.randrange(0, 15) if large else rng.choice([0, 1, 2, 3, 4, 5])
    triggers = tuple(trigger(rng, made, f"trigger{i}") for i in range(count))
    made.flags = sorted({t.effect for t in triggers if not t.is_default})
    room = MAX_STEPS if large else 26
    blocks = Blocks(rng, made)
    steps = blocks.normal_list(room if not made.accelerates else room * 3 // 5)
    acceleration = blocks.acceleration_list(room - len(steps), steps) if made.accelerates else ()
    return Program(
        terms,
        tuple(tranche(rng, made, f"tranche{t}") for t in range(made.tranches)),
        tuple(f"account{a}" for a in range(accounts)),
        PAYEES,
        steps,
        acceleration,
        tuple(facility(rng, f"facility{f}") for f in range(facilities)),
        triggers,
        tuple(f"flag{i}" for i in range(16)),
        facts,
        tuple(call(rng, made) for _ in range(rng.choice([0, 1, 2]))),
        day_near(rng, terms, 12) if some(rng, 0.3) or (facilities and held(steps + acceleration)) else None,
    )


def held(steps: tuple[StepProgram, ...]) -> bool:
    """Whether units take a residual: then only a legal final date ends the deal, and gives back what providers put in."""
    return any(step.kind is StepKind.RESIDUAL and step.subject_kind is SubjectKind.TRANCHE for step in steps)


def tranche(rng: Random, made: Parts, label: str) -> TrancheProgram:
    unpaid = rng.choice(["arrears", "capitalised", "default"] if made.accelerates else ["arrears", "capitalised"])
    return TrancheProgram(
        label,
        rng.choice([0, largest_rate(rng), rate(rng)]),
        rng.choice(list(DayCount)),
        some(rng, 0.5),
        rng.randrange(1, 2**48),
        amount(rng),
        capitalises=unpaid == "capitalised",
        defaults=unpaid == "default",
        step_up=StepUp(largest_rate(rng), day_near(rng, made.schedule)) if some(rng, 0.3) else None,
    )


def facility(rng: Random, label: str) -> FacilityProgram:
    limit = NO_LIMIT if some(rng, 0.3) else amount(rng)
    kind = rng.choice(list(FacilityKind))
    return FacilityProgram(
        label, kind, rng.randrange(4), rate(rng), rng.choice(list(DayCount)), rng.randrange(1, 999), limit
    )


def call(rng: Random, made: Parts) -> CallProgram:
    kind = rng.choice(list(CallKind))
    since = day_near(rng, made.schedule) if kind is CallKind.OPTIONAL and some(rng, 0.8) else None
    mask = rng.randrange(1, 2**made.tranches)
    return CallProgram(
        kind, rng.randrange(4), mask, rng.choice([10**6, 1_020_000, 10**6 + rate(rng)]), since, rng.randrange(10**6)
    )
