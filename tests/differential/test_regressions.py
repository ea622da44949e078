# SPDX-License-Identifier: Apache-2.0
"""Cases on which the engines once disagreed, kept for ever, and cases set exactly on a boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import Program, StepFlag, StepKind, StepProgram, SubjectKind, TrancheProgram
from regalia.domain.waterfall import Inputs, State, run_steps
from tests.differential.cases import Case
from tests.differential.solidity_engine import SolidityEngine

SCHEDULE = Schedule(date(2024, 1, 31), 2024 * 12 + 2, 3, 1, 28)
NOTE = TrancheProgram("note", 98_750, DayCount.THIRTY_E_360, True, 1_000, 1_000_000)
RESERVE = StepProgram(
    "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, tranche_mask=1, amount=500
)
PROGRAM = Program(SCHEDULE, (NOTE,), ("reserve",), (), (RESERVE,))

CASES = [
    Case(PROGRAM, State((1_000_000,), (0,), (held,), (0,)), Inputs(1, cash, 0, None, ()))
    for held in (499, 500, 501)
    for cash in (0, 1, 2)
]

USURY = replace(NOTE, coupon=2**32 - 1, original_balance=2**96 - 1)
YEARS = Schedule(date(2024, 1, 31), 2024 * 12 + 11, 12, 1, 28)
STEPS = (
    StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0),
    StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, flags=StepFlag.CARRIED, amount=5),
    replace(RESERVE, flags=StepFlag.PART_INTEREST, periods=2**16 - 1, tranche_mask=2**16 - 1),
)
BEYOND = Program(YEARS, (USURY,) * 16, ("reserve",), ("payee",), STEPS)
# what is due stops growing at 2^128 - 1
CASES += [
    Case(BEYOND, State((2**96 - 1,) * 16, (arrears,) * 16, (0,), (0, carried, 0)), Inputs(1, cash, 0, None, ()))
    for arrears in (0, 2**120, 2**128 - 1)
    for carried in (2**128 - 6, 2**128 - 5, 2**128 - 1)
    for cash in (0, 7)
]


@pytest.mark.parametrize("kept", CASES)
def test_run__kept_case__engines_equal(kept: Case) -> None:
    assert SolidityEngine().run(kept.program, kept.state, kept.inputs) == run_steps(
        kept.program, kept.state, kept.inputs
    )
