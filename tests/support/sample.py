# SPDX-License-Identifier: Apache-2.0
"""The deal most tests run on, with round numbers: every accrual period has 90 days.

A quarter's interest is 15,000 on the senior and 9,000 on the mezzanine tranche; the reserve wants two quarters of both, 48,000.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from bench.scenario import expense, interest, principal, residual
from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import DueKind, Program, StepFlag, StepKind, StepProgram, SubjectKind, TrancheProgram

USD = 10**6
START = int(datetime(2024, 1, 20, tzinfo=UTC).timestamp())
DAY = 24 * 3600
DEADLINE = START + 10 * DAY
CLOSING = DEADLINE + 1
"""When a deal that nobody waits with is closed."""
FIRST_DATE = int(datetime(2024, 4, 20, tzinfo=UTC).timestamp())
SECOND_DATE = int(datetime(2024, 7, 20, tzinfo=UTC).timestamp())

PAYEES = ("trustee", "servicer", "adviser")
PRICES = (1_000 * USD, 1_000 * USD, 10 * USD)
PROCEEDS = 1_500_000 * USD
FUNDING = 40_000 * USD
"""Of the reserve, from the proceeds."""
SENIOR_UNIT = 78_500_000
"""What a senior unit earns in a first quarter with 100,000 received and nothing invoiced: 15,000 of interest and the 63,500 of principal
that 2,500 and 2,000 of fees, 24,000 of interest and 8,000 for the reserve leave, over 1,000 units."""
ALLOCATION = {
    "senior_investor": (600, 0, 2_500),
    "mezzanine_investor": (400, 400, 0),
    "junior_investor": (0, 0, 7_500),
}
"""Who subscribes how many units of each tranche."""
NAMES = ("Regalia Senior Notes", "Regalia Mezzanine Notes", "Regalia Junior Notes")
SYMBOLS = ("RGS", "RGM", "RGJ")

RESERVE = StepProgram(
    "reserve",
    StepKind.RESERVE,
    SubjectKind.ACCOUNT,
    0,
    flags=StepFlag.PART_FIXED | StepFlag.PART_INTEREST,
    tranche_mask=3,
    number=2,
    amount=20_000 * USD,
)

SCHEDULE = Schedule(date(2024, 1, 20), 2024 * 12 + 2, 3, 1, 20)

PROGRAM = Program(
    SCHEDULE,
    (
        TrancheProgram("senior", 60_000, DayCount.THIRTY_E_360, False, 1_000, 1_000_000 * USD),
        TrancheProgram("mezzanine", 90_000, DayCount.THIRTY_E_360, True, 400, 400_000 * USD),
        TrancheProgram("junior", 0, DayCount.THIRTY_E_360, False, 10_000, 100_000 * USD),
    ),
    ("reserve",),
    PAYEES,
    (
        expense("trustee fee", 0, DueKind.FIXED, amount=2_500 * USD),
        expense("servicer fee", 1, DueKind.COLLECTIONS_RATE, rate=20_000),
        expense("adviser", 2, DueKind.AS_INVOICED),
        interest(0),
        interest(1),
        RESERVE,
        principal(0),
        principal(1),
        principal(2),
        residual(2),
    ),
)


def plain(units: int, original_balance: int = 0) -> Program:
    """One tranche that takes everything, at no cost: what is received is what its holders earn."""
    tranche = TrancheProgram("units", 0, DayCount.THIRTY_E_360, False, units, original_balance)
    return Program(SCHEDULE, (tranche,), (), (), (residual(0),))
