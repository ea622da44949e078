# SPDX-License-Identifier: Apache-2.0
"""Hand-made programs whose figures can be worked out on paper, in whole dollars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import (
    DueKind,
    FacilityProgram,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TrancheProgram,
    TriggerProgram,
)
from regalia.domain.program_words import Measure
from regalia.domain.waterfall import Inputs, Outcome, State, run_steps

DECEMBER_2023 = 2023 * 12 + 11
QUARTERLY = Schedule(closing=date(2024, 1, 20), first_end_month=DECEMBER_2023 + 3, months=3, lag=1, payment_day=20)
"""Closes on 20 January 2024; period 1 collects to the end of March and pays on 20 April: 90 days 30E/360, 91 actual."""

SENIOR = TrancheProgram("senior", 80_000, DayCount.THIRTY_E_360, False, 1_000, 1_000_000)
MEZZANINE = TrancheProgram("mezzanine", 120_000, DayCount.THIRTY_E_360, True, 500, 500_000)
JUNIOR = TrancheProgram("junior", 0, DayCount.THIRTY_E_360, False, 7, 0)

INVOICES = StepProgram(
    "administration", StepKind.EXPENSE, SubjectKind.PAYEE, 1, DueKind.AS_INVOICED, StepFlag.CARRIED, support=()
)
NOTES = Program(
    QUARTERLY,
    (SENIOR, MEZZANINE, JUNIOR),
    ("reserve",),
    ("trustee", "administrator"),
    (
        StepProgram("trustee_fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, amount=2_500),
        INVOICES,
        StepProgram("interest.senior", StepKind.INTEREST, SubjectKind.TRANCHE, 0, support=(1,)),
        StepProgram("interest.mezzanine", StepKind.INTEREST, SubjectKind.TRANCHE, 1),
        StepProgram(
            "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, tranche_mask=0b11,
            amount=40_000,
        ),
        StepProgram("principal.senior", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0),
        StepProgram("principal.mezzanine", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 1),
        StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 2),
    ),
)  # fmt: skip
"""A quarter costs 2,500 of fee, the invoices, 20,000 of senior and 15,000 of mezzanine interest."""

PASS_THROUGH = Program(
    QUARTERLY,
    (TrancheProgram("units", 0, DayCount.THIRTY_E_360, False, 1_000, 0),),
    ("reserve",),
    ("trustee",),
    (
        StepProgram("expenses", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.AS_INVOICED, support=(1,)),
        StepProgram("reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.SET_BY_REPORT),
        StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 0),
    ),
)
"""Nothing accrues with time; the report may set the reserve."""


ALWAYS, NEVER = date(2000, 1, 1), date(2100, 1, 1)
"""Dates for a trigger that is active on every payment date, and on none."""


def raised(flag: int, since: date = ALWAYS) -> TriggerProgram:
    """A trigger that raises a flag from a date on, in time for the steps of that date."""
    return TriggerProgram(f"flag{flag}", Measure.DATE_REACHED, effect=flag, since=since)


def one_step(step: StepProgram, *tranches: TrancheProgram, schedule: Schedule = QUARTERLY) -> Program:
    """A program of a single step, with one account and one payee."""
    return deal(step, tranches=tranches or (SENIOR,), schedule=schedule)


def deal(
    *steps: StepProgram,
    tranches: tuple[TrancheProgram, ...] = (SENIOR, MEZZANINE),
    schedule: Schedule = QUARTERLY,
    facilities: tuple[FacilityProgram, ...] = (),
    triggers: tuple[TriggerProgram, ...] = (),
    facts: tuple[str, ...] = (),
    acceleration: tuple[StepProgram, ...] = (),
    legal_final: date | None = None,
) -> Program:
    """A program with one account and one payee."""
    flags = tuple(f"flag{f}" for f in range(16))
    return Program(
        schedule, tranches, ("reserve",), ("payee",), steps, acceleration, facilities, triggers, flags, facts, (),
        legal_final,
    )  # fmt: skip


def run(
    program: Program,
    state: State | None = None,
    available: int = 0,
    received: int = 0,
    target: int | None = None,
    invoices: tuple[int, ...] = (),
    period: int = 1,
    facts: tuple[int, ...] = (),
    report_age: int = 0,
    unpaid: int = 0,
    ending: bool = False,
) -> Outcome:
    """A payment date; where no ``state`` is given, that of closing."""
    inputs = Inputs(period, available, received, target, invoices, facts, report_age, unpaid, ending)
    return run_steps(program, state if state is not None else State.opening(program), inputs)


def held(program: Program, *accounts: int, **fields: Any) -> State:
    """The state of closing, but for what accounts (and then facilities) hold, and other fields."""
    opening = State.opening(program)
    return replace(opening, account=accounts + opening.account[len(accounts) :], **fields)
