# SPDX-License-Identifier: Apache-2.0
"""Deals with the whole vocabulary live random lives on chain and in the Python books, and are equal at every step.

By hand: one deal with everything in it. Generated: programs of the differential test, so that none is only tried in a harness.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from bench.scenario import expense, interest, principal, residual
from regalia.domain.calendar import DayCount
from regalia.domain.program import (
    Cap,
    DueKind,
    PeriodTable,
    PrincipalKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    StepUp,
    SubjectKind,
    TriggerProgram,
)
from regalia.domain.program_words import EVENT_OF_DEFAULT, POOL_VALUE, Comparison, Measure
from tests.contracts.lockstep import Lockstep
from tests.contracts.twins import Amounts
from tests.differential.programs import program as generated
from tests.support import sample, whole

USD = sample.USD
TRAP, TURBO, RAPID = 1, 2, 4
"""Bits of the flags."""
SENIOR = replace(sample.PROGRAM.tranches[0], defaults=True, step_up=StepUp(80_000, date(2026, 2, 1)))
MEZZANINE = replace(sample.PROGRAM.tranches[1], capitalises=True, day_count=DayCount.ACT_365F)
SUPPORT = (1, 128, 129)
SCHEDULED = replace(
    principal(0), due_kind=PrincipalKind.SCHEDULED_TABLE, flags=StepFlag.PRO_RATA, tranche_mask=0b11,
    table=PeriodTable(1, tuple((10_000 + 500 * i) * USD for i in range(12))), guard_off=RAPID,
)  # fmt: skip
STEPS = (
    replace(
        expense("servicer", 0, DueKind.COLLECTIONS_RATE, rate=30_000), support=(), carry_rate=50_000,
        flags=StepFlag.CARRIED | StepFlag.CAPPED | StepFlag.TAKEN_ABOVE, cap=Cap(2_000 * USD, 5_000 * USD),
    ),
    replace(expense("adviser", 0, DueKind.AS_INVOICED), support=(129,)),
    interest(0, SUPPORT),
    replace(interest(1, (1, 128)), guard_off=TURBO),
    StepProgram("repay line", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0),
    replace(sample.RESERVE, flags=sample.RESERVE.flags | StepFlag.SET_BY_REPORT),
    SCHEDULED,
    replace(SCHEDULED, subject=1, flags=StepFlag.PRO_RATA | StepFlag.GOES_ON, tranche_mask=0b10, table=None),
    StepProgram("trap half", StepKind.TRAP, SubjectKind.ACCOUNT, 1, rate=500_000, guard_on=TRAP, guard_off=TURBO),
    StepProgram("trap all", StepKind.TRAP, SubjectKind.ACCOUNT, 1, rate=10**6, guard_on=TRAP | TURBO),
    replace(principal(0), guard_on=TURBO),
    replace(principal(1), guard_on=RAPID),
    StepProgram("repay guarantee", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 1),
    StepProgram("servicer above its cap", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.ABOVE_CAP, StepFlag.CARRIED),
    replace(principal(2), due_kind=PrincipalKind.TARGET_SHARE, rate=900_000),
    residual(2),
)  # fmt: skip
ACCELERATION = (
    replace(expense("servicer", 0, DueKind.COLLECTIONS_RATE, rate=30_000), support=(), carry=0),
    interest(0, (1,)),
    principal(0),
    interest(1, ()),
    principal(1),
    StepProgram("repay line", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0),
    StepProgram("reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0),
    StepProgram("trap", StepKind.TRAP, SubjectKind.ACCOUNT, 1, rate=0, guard_on=RAPID),
    principal(2),
    residual(2),
)
TRIGGERS = (
    TriggerProgram("coverage over a year", Measure.DEBT_SERVICE_COVERAGE, Comparison.BELOW, 1_100_000, trailing=4,
                   tranche_mask=0b11, effect=0),
    TriggerProgram("collections to date", Measure.COLLECTIONS_TO_FORECAST, Comparison.BELOW, 800_000, trailing=0, k=2, n=3,
                   effect=1, forecast=PeriodTable(1, tuple(50_000 * USD * i for i in range(1, 20)))),
    TriggerProgram("pool value", Measure.OVERCOLLATERALISATION, Comparison.AT_MOST, 1_000_000, after=True, k=2, n=4,
                   tranche_mask=0b111, effect=2),
    TriggerProgram("rights lapsed", Measure.FACT, Comparison.ABOVE, 400_000, subject=0, effect=0),
    TriggerProgram("late report", Measure.DAYS_SINCE_REPORT, Comparison.AT_LEAST, 120, effect=1),
    TriggerProgram("arrears grow old", Measure.ARREARS_AGE, Comparison.AT_LEAST, 2, subject=0, after=True, effect=2),
    TriggerProgram("reserve short", Measure.RESERVE_DEFICIENCY, Comparison.ABOVE, 500_000, subject=0, after=True, effect=0),
    TriggerProgram("anticipated repayment", Measure.DATE_REACHED, since=date(2028, 4, 20), latched=True, effect=1),
    TriggerProgram("guarantor defaults", Measure.SUPPORT_UNPAID, subject=1, k=3, n=3, effect=EVENT_OF_DEFAULT),
    TriggerProgram("leverage", Measure.LEVERAGE, Comparison.ABOVE, 2**90, trailing=4, tranche_mask=0b11, latched=True, k=4, n=4,
                   effect=EVENT_OF_DEFAULT),
)  # fmt: skip
PROGRAM = Program(
    sample.SCHEDULE,
    (SENIOR, MEZZANINE, sample.PROGRAM.tranches[2]),
    ("reserve", "trap"),
    ("servicer", "liquidity_provider", "guarantor", "call_holder"),
    STEPS,
    ACCELERATION,
    tuple(replace(facility, limit=4 * facility.limit) for facility in whole.FACILITIES),
    TRIGGERS,
    tuple(f"flag{i}" for i in range(3)),
    ("rights-lapsed", POOL_VALUE),
    tuple(replace(call, tranche_mask=0b10 if call.tranche_mask else 0) for call in whole.CALLS),
    date(2031, 1, 20),
)


def test_deal_with_everything__random_lives__equal_the_python_books_and_are_rebuilt_from_events() -> None:
    done: Counter[str] = Counter()
    for seed in range(6):
        life = Lockstep(
            Random(seed), PROGRAM, Amounts(150_000 * USD, 5_000 * USD, 2 * 10**6), window=7_200, funding=15_000 * USD
        )
        done += life.pass_by(30).done
    assert done["date"] + done["accelerated"] >= 6 * 20
    assert (
        min(done[name] for name in ("accelerated", "support paid", "support unpaid", "deposit", "call", "concluded"))
        > 0
    ), done


SMALL = 2**80


def ordinary(program: Program) -> bool:
    """Nothing in it grows beyond what can be paid, and its dates are those of one who could be paid."""
    amounts = [t.original_balance for t in program.tranches] + [s.amount for s in program.all_steps]
    tables = [a for s in program.all_steps if s.table for a in s.table.amounts]
    return max(amounts + tables) < SMALL and date(1985, 1, 1) < program.schedule.closing < date(2070, 1, 1)


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_generated_deals__random_lives__equal_the_python_books_and_are_rebuilt_from_events(first: int) -> None:
    done: Counter[str] = Counter()
    for seed in range(first, first + 40):
        rng = Random(seed)
        while not ordinary(made := generated(rng)):
            pass
        largest = max(t.original_balance for t in made.tranches)
        life = Lockstep(rng, made, Amounts(2 * largest + 9, largest, 2 * 10**6), funding=rng.choice([0, largest // 3]))
        done += life.pass_by(8).done
    assert done["date"] + done["accelerated"] >= 200
    assert (
        min(done[name] for name in ("accelerated", "support paid", "support unpaid", "deposit", "call", "concluded"))
        > 0
    ), done
