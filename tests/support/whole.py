# SPDX-License-Identifier: Apache-2.0
"""A deal with support, calls and an acceleration list, with round numbers: every accrual period has 90 days.

A quarter costs 2,500 of fee, 15,000 of senior and 9,000 of mezzanine interest. A liquidity line of 20,000 pays for both, then a guarantee
of 50,000; what is drawn on the line costs 3.6% a year, 0.9% a quarter. The residual is the sponsor's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bench.scenario import expense, interest, principal
from regalia.domain.calendar import DayCount
from regalia.domain.program import (
    CallProgram,
    DueKind,
    FacilityProgram,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TriggerProgram,
)
from regalia.domain.program_words import EVENT_OF_DEFAULT, FACILITY_BIT, CallKind, FacilityKind, Measure
from tests.support import sample
from tests.support.chain import Chain
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform

USD = sample.USD
HOUR = 3_600
LINE, GUARANTEE = 0, 1
PAYEES = ("trustee", "liquidity_provider", "guarantor", "call_holder", "sponsor")
ALLOCATION = {"senior_investor": (1_000, 0), "mezzanine_investor": (0, 400)}

RESERVE = StepProgram(
    "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, amount=10_000 * USD
)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.PAYEE, 4)
REPAY_LINE = StepProgram("repay line", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, LINE)
REPAY_GUARANTEE = StepProgram("repay guarantee", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, GUARANTEE)
FEE = replace(expense("trustee fee", 0, DueKind.FIXED, amount=2_500 * USD), support=())
BOTH = (FACILITY_BIT | LINE, FACILITY_BIT | GUARANTEE)
STEPS = (
    FEE,
    interest(0, BOTH),
    interest(1, BOTH),
    REPAY_LINE,
    REPAY_GUARANTEE,
    RESERVE,
    principal(0),
    principal(1),
    RESIDUAL,
)
AFTER_DEFAULT = (
    replace(FEE, carry=0),
    interest(0, ()),
    principal(0),
    interest(1, ()),
    principal(1),
    REPAY_LINE,
    REPAY_GUARANTEE,
    replace(RESERVE, flags=StepFlag.NONE, amount=0),
    RESIDUAL,
)
UNPAID = TriggerProgram(
    "guarantor defaults", Measure.SUPPORT_UNPAID, subject=GUARANTEE, latched=True, effect=EVENT_OF_DEFAULT
)
FACILITIES = (
    FacilityProgram(
        "line", FacilityKind.LIQUIDITY, 1, 36_000, DayCount.THIRTY_E_360, notice_hours=72, limit=20_000 * USD
    ),
    FacilityProgram("guarantee", FacilityKind.GUARANTEE, 2, notice_hours=240, limit=50_000 * USD),
)
CALLS = (
    CallProgram(CallKind.OPTIONAL, 3, 0b01, 1_020_000, since=date(2024, 3, 1)),
    CallProgram(CallKind.CLEAN_UP, 3, 0, 10**6, remaining=100_000),
    CallProgram(CallKind.OPTIONAL, 3, 0b10, 1_000_001),
)
PROGRAM = Program(
    sample.SCHEDULE,
    sample.PROGRAM.tranches[:2],
    ("reserve",),
    PAYEES,
    STEPS,
    AFTER_DEFAULT,
    FACILITIES,
    (UNPAID,),
    calls=CALLS,
)
TWO_DATES = replace(PROGRAM, legal_final=date(2024, 7, 20))
"""The same, over with its second payment date."""


def spec(program: Program = PROGRAM, funding: int = 0, **changes: Any) -> DealSpec:
    made = DealSpec(program, sample.PRICES[:2], (funding,), program.payees, sample.NAMES[:2], sample.SYMBOLS[:2])
    return replace(made, **changes)


def live_whole(platform: Platform, money: Contract, made: DealSpec | None = None) -> DealContracts:
    """Sold and closed; no payment date yet."""
    deal = platform.create(money, made or spec())
    deal.sell(ALLOCATION)
    deal.close()
    return deal


def until(chain: Chain, day: date, seconds: int = 0) -> None:
    """Wait for so many seconds after midnight UTC of a day."""
    chain.now = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + seconds
