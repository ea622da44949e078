# SPDX-License-Identifier: Apache-2.0
"""What a review of the engine found: each of these was wrong once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calendar import DayCount
from regalia.domain.history import DealBooks, PeriodsAccrueError, accruing_steps
from regalia.domain.program import Cap, FacilityProgram, Program, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.program_words import FacilityKind
from regalia.domain.waterfall import State
from regalia.receipts import ReceiptsRow
from tests.domain.small_deals import PASS_THROUGH

CARRIED = replace(PASS_THROUGH.steps[0], flags=StepFlag.CARRIED, support=())
AT_A_RATE, CAPPED = replace(CARRIED, carry_rate=120_000), replace(CARRIED, cap=Cap(per_year=1_000))
LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0, 120_000, DayCount.THIRTY_E_360)
REPAY = StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0)


@pytest.mark.parametrize(
    ("program", "label"),
    [
        # 1,000 carried at 3% a quarter over two quarters is 1,060.90, not 1,030
        (replace(PASS_THROUGH, steps=(AT_A_RATE, *PASS_THROUGH.steps[1:])), "expenses"),
        # from October 2024 to April 2025: January, which begins a new year's cap, would be left out, and the old cap counted on
        (replace(PASS_THROUGH, steps=(CAPPED, *PASS_THROUGH.steps[1:])), "expenses"),
        # what a facility is owed costs interest in every period
        (replace(PASS_THROUGH, steps=(REPAY, *PASS_THROUGH.steps), facilities=(LINE,)), "line"),
    ],
    ids=["interest on what is carried", "cap a year", "interest of a facility"],
)
def test_skip_to__something_changes_with_time_alone__refused_by_its_name(program: Program, label: str) -> None:
    assert label in accruing_steps(program)
    with pytest.raises(PeriodsAccrueError, match=label):
        DealBooks(program, State.opening(program)).skip_to(2)


def test_conclude__huge_gift_in_collection__does_not_lock_the_deal() -> None:
    """Anybody can add to collection, beyond 2^96 too: the deal can still be wound up."""
    books = DealBooks(PASS_THROUGH, State.opening(PASS_THROUGH))
    books.collect(2**100)
    assert books.conclude().paid(SubjectKind.TRANCHE) >= (2**96 - 1,)


def test_pool_facts__a_facility_named_twice__is_that_facility_and_not_the_next() -> None:
    program = replace(PASS_THROUGH, facilities=(LINE, replace(LINE, label="other")))
    row = ReceiptsRow(
        row=2, payment_date=date(2024, 4, 20), attributed_to="2024Q1", period=1, currency="USD", received=0,
        other_income=0, reserve_target=None, invoices=(), unpaid=("line", "line"),
    )  # fmt: skip
    assert row.pool_facts(program).unpaid == 0b01
