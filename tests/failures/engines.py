# SPDX-License-Identifier: Apache-2.0
"""Both waterfalls on one case: they must agree in every field, and what is asked of one is asked of both."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import Program, StepKind, StepProgram, SubjectKind, TrancheProgram
from regalia.domain.state import Inputs, Outcome, State
from regalia.domain.waterfall import run_steps
from tests.differential.solidity_engine import SolidityEngine

QUARTERS = Schedule(date(2024, 1, 20), 2024 * 12 + 2, 3, 1, 20)
"""By 30E/360 each accrual period has 90 days: a quarter of a year."""
SENIOR = TrancheProgram("senior", 60_000, DayCount.THIRTY_E_360, False, 1_000, 1_000_000)
JUNIOR = TrancheProgram("junior", 90_000, DayCount.THIRTY_E_360, False, 400, 400_000)
"""A quarter's interest is 15,000 and 9,000."""


def step(kind: StepKind, tranche: int) -> StepProgram:
    return StepProgram(f"{kind.name.lower()} {tranche}", kind, SubjectKind.TRANCHE, tranche)


INTEREST, PRINCIPAL, RESIDUAL = StepKind.INTEREST, StepKind.PRINCIPAL, StepKind.RESIDUAL
SEQUENTIAL = Program(
    QUARTERS,
    (SENIOR, JUNIOR),
    (),
    (),
    (step(INTEREST, 0), step(INTEREST, 1), step(PRINCIPAL, 0), step(PRINCIPAL, 1), step(RESIDUAL, 1)),
)


@functools.cache
def solidity() -> SolidityEngine:
    return SolidityEngine()


def opened(program: Program, **changes: object) -> State:
    return replace(State.opening(program), **changes)  # type: ignore[arg-type]


def run(program: Program, state: State | None = None, inputs: Inputs | None = None, cash: int = 0) -> Outcome:
    """By the contracts, which would let this program through; and as the Python engine has it."""
    state, inputs = state or State.opening(program), inputs or Inputs(1, cash, cash, None, ())
    solidity().check(program.pack(), len(program.payees))
    outcome = solidity().run(program, state, inputs)
    assert outcome == run_steps(program, state, inputs)
    return outcome


def payments(outcome: Outcome) -> list[int]:
    return [record.paid for record in outcome.records]
