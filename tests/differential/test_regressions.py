# SPDX-License-Identifier: Apache-2.0
"""Cases on which the engines once disagreed, kept for ever, and cases set exactly on a boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import (
    NO_LIMIT,
    Cap,
    FacilityProgram,
    PeriodTable,
    PrincipalKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TrancheProgram,
    TriggerProgram,
)
from regalia.domain.program_words import EVENT_OF_DEFAULT, FACILITY_BIT, Comparison, FacilityKind, Measure
from regalia.domain.state import Inputs, State
from regalia.domain.waterfall import run_steps
from tests.differential.cases import Case
from tests.differential.solidity_engine import SolidityEngine

SCHEDULE = Schedule(date(2024, 1, 31), 2024 * 12 + 2, 3, 1, 28)
NOTE = TrancheProgram("note", 98_750, DayCount.THIRTY_E_360, True, 1_000, 1_000_000)
RESERVE = StepProgram(
    "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, tranche_mask=1, amount=500
)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 0)
PROGRAM = Program(SCHEDULE, (NOTE,), ("reserve",), (), (RESERVE,))

CASES = [
    Case(PROGRAM, State((1_000_000,), (0,), (held,), (0,), age=(0,), used=(0,)), Inputs(1, cash, 0, None, ()))
    for held in (499, 500, 501)
    for cash in (0, 1, 2)
]

USURY = replace(NOTE, coupon=2**32 - 1, original_balance=2**96 - 1)
YEARS = Schedule(date(2024, 1, 31), 2024 * 12 + 11, 12, 1, 28)
FEE = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, flags=StepFlag.CARRIED, amount=5)
STEPS = (
    StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0),
    FEE,
    replace(RESERVE, flags=StepFlag.PART_INTEREST, number=2**16 - 1, tranche_mask=2**16 - 1),
)
BEYOND = Program(YEARS, (USURY,) * 16, ("reserve",), ("payee",), STEPS)


def opened(program: Program, **changes: object) -> State:
    return replace(State.opening(program), **changes)  # type: ignore[arg-type]


# what is due stops growing at 2^128 - 1
CASES += [
    Case(BEYOND, opened(BEYOND, arrears=(arrears,) * 16, carried=(0, carried, 0)), Inputs(1, cash, 0, None, ()))
    for arrears in (0, 2**120, 2**128 - 1)
    for carried in (2**128 - 6, 2**128 - 5, 2**128 - 1)
    for cash in (0, 7)
]

# a balance that capitalises for ever stops there too, and so does a group in proportion that is due all of it
CAPITALISED = replace(USURY, capitalises=True)
GROUP = tuple(
    StepProgram(
        f"principal {t}", StepKind.PRINCIPAL, SubjectKind.TRANCHE, t, PrincipalKind.TURBO,
        StepFlag.PRO_RATA | (StepFlag.GOES_ON if t else StepFlag.NONE), tranche_mask=2**16 - 2**t,
    )
    for t in range(16)
)  # fmt: skip
ACCRUED = tuple(StepProgram(f"interest {t}", StepKind.INTEREST, SubjectKind.TRANCHE, t) for t in range(16))
PROPORTION = Program(YEARS, (CAPITALISED,) * 16, (), (), (*ACCRUED, *GROUP, RESIDUAL))
CASES += [
    Case(PROPORTION, opened(PROPORTION, balance=(balance,) * 16), Inputs(1, cash, 0, None, ()))
    for balance in (2**96 - 1, 2**128 - 2, 2**128 - 1)
    for cash in (0, 1, 2**96 - 1)
]

# a first support that has nothing goes before one that has
LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0, limit=100)
LEANING = replace(STEPS[0], support=(FACILITY_BIT, 1))
SUPPORTED = Program(SCHEDULE, (NOTE,), ("reserve",), ("bank",), (LEANING, RESERVE, RESIDUAL), facilities=(LINE,))
CASES += [
    Case(SUPPORTED, opened(SUPPORTED, account=(7, cash), drawn=(drawn,)), Inputs(1, 3, 0, None, ()))
    for cash in (0, 5)
    for drawn in (0, 99, 100, 101)
]

# the reserve that a trigger measures after the steps is that of the list that ran
LACKING = TriggerProgram(
    "lacking", Measure.RESERVE_DEFICIENCY, Comparison.AT_LEAST, 1_000_000, after=True, effect=EVENT_OF_DEFAULT
)
AFTER_DEFAULT = replace(RESERVE, amount=0)
DEFICIENT = Program(
    SCHEDULE, (NOTE,), ("reserve",), (), (RESERVE, RESIDUAL), (AFTER_DEFAULT, RESIDUAL), triggers=(LACKING,)
)
CASES += [
    Case(DEFICIENT, opened(DEFICIENT, account=(0,), active=(active,)), Inputs(1, 0, 0, None, ()))
    for active in (False, True)
]

# a cap without a limit a year counts nothing, even in the place of a step that counts
COUNTED = replace(FEE, flags=FEE.flags | StepFlag.CAPPED, cap=Cap(per_year=10))
UNCOUNTED = replace(COUNTED, cap=Cap(NO_LIMIT, NO_LIMIT), carry=0)
CAPS = Program(SCHEDULE, (replace(NOTE, defaults=True),), (), ("payee",), (COUNTED, RESIDUAL), (UNCOUNTED, RESIDUAL))
CASES += [
    Case(
        CAPS,
        opened(CAPS, carried=(carried, 0, 0, 0), used=(7, 0, 0, 0), defaulted=defaulted),
        Inputs(2, 3, 0, None, ()),
    )
    for carried in (0, 2**128 - 1)
    for defaulted in (False, True)
]

# a table of the forecast may begin before the first period there is
EARLY = TriggerProgram(
    "forecast", Measure.COLLECTIONS_TO_FORECAST, Comparison.AT_MOST, 1_000_000,
    trailing=3, forecast=PeriodTable(0, (673, 673)), after=True,
)  # fmt: skip
FORECAST = Program(SCHEDULE, (NOTE,), (), (), (RESIDUAL,), triggers=(EARLY,))
CASES += [Case(FORECAST, opened(FORECAST), Inputs(1, 0, received, None, ())) for received in (0, 1)]


@pytest.mark.parametrize("kept", CASES)
def test_run__kept_case__engines_equal(kept: Case) -> None:
    assert SolidityEngine().run(kept.program, kept.state, kept.inputs) == run_steps(
        kept.program, kept.state, kept.inputs
    )
