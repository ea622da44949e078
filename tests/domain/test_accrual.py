# SPDX-License-Identifier: Apache-2.0
"""Four day counts and a coupon that steps up, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.accrual import rate_days
from regalia.domain.calendar import DayCount, days_between
from regalia.domain.program import StepKind, StepProgram, StepUp, SubjectKind
from tests.domain.small_deals import SENIOR, one_step, run

THIRTY_E, ACT_360, US, ACT_365 = DayCount.THIRTY_E_360, DayCount.ACT_360, DayCount.THIRTY_US_360, DayCount.ACT_365F
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
FEBRUARY = date(2024, 2, 29)
"""40 days into the first period of 91: 39 of 90 where months have 30."""


@pytest.mark.parametrize(
    ("start", "end", "thirty_e", "us", "actual"),
    [
        # both are the last day of February: the later becomes 30, and then the earlier
        (date(2024, 2, 29), date(2025, 2, 28), 359, 360, 365),
        (date(2023, 2, 28), date(2024, 2, 29), 361, 360, 366),
        (date(2000, 2, 29), date(2100, 2, 28), 35_999, 36_000, 36_524),
        # the earlier is the last day of February: it becomes 30, and a later 31 with it
        (date(2023, 2, 28), date(2023, 3, 31), 32, 30, 31),
        (date(2024, 2, 29), date(2024, 3, 31), 31, 30, 31),
        (date(2024, 2, 29), date(2024, 8, 31), 181, 180, 184),
        (date(2023, 2, 28), date(2023, 3, 1), 3, 1, 1),
        # the 28th is not the last day of a leap year's February
        (date(2024, 2, 28), date(2024, 3, 31), 32, 33, 32),
        (date(2024, 2, 28), date(2024, 2, 29), 1, 1, 1),
        (date(2023, 2, 28), date(2024, 2, 28), 360, 358, 365),
        # the later is the last day of February: it stays
        (date(2023, 1, 31), date(2023, 2, 28), 28, 28, 28),
        (date(2024, 1, 31), date(2024, 2, 29), 29, 29, 29),
        (date(2023, 8, 31), date(2024, 2, 29), 179, 179, 182),
        # the later is 31: it becomes 30 only where the earlier is 30 or 31
        (date(2024, 1, 15), date(2024, 1, 31), 15, 16, 16),
        (date(2024, 1, 29), date(2024, 3, 31), 61, 62, 62),
        (date(2024, 1, 30), date(2024, 1, 31), 0, 0, 1),
        (date(2024, 1, 31), date(2024, 3, 31), 60, 60, 60),
        # the earlier is 31
        (date(2024, 1, 31), date(2024, 3, 30), 60, 60, 59),
        (date(2024, 12, 31), date(2025, 1, 1), 1, 1, 1),
        (date(2024, 5, 31), date(2024, 5, 31), 0, 0, 0),
    ],
)
def test_days_between__each_day_count__as_the_rules_say(
    start: date, end: date, thirty_e: int, us: int, actual: int
) -> None:
    assert [days_between(d, start, end) for d in (THIRTY_E, US, ACT_360, ACT_365)] == [thirty_e, us, actual, actual]


def test_days_between__30_360_us_in_two_parts__does_not_add_up() -> None:
    start, middle, end = date(2023, 1, 31), date(2023, 2, 28), date(2023, 3, 31)
    parts = days_between(US, start, middle), days_between(US, middle, end)
    assert (parts, days_between(US, start, end)) == ((28, 30), 60)


@pytest.mark.parametrize(
    ("day_count", "due"),
    [
        (THIRTY_E, 20_000),  # 1,000,000 at 8% for 90/360
        (US, 20_000),
        (ACT_360, 20_222),  # 91/360: 20,222.2
        (ACT_365, 19_945),  # 91/365: 19,945.2
    ],
)
def test_interest__a_quarter_of_91_days__by_day_count(day_count: DayCount, due: int) -> None:
    assert run(one_step(INTEREST, replace(SENIOR, day_count=day_count))).records[0].due == due


@pytest.mark.parametrize(
    ("day_count", "due"),
    [
        (THIRTY_E, 22_833),  # 39 days at 8% and 51 at 10%: 8.22 / 360 of a million
        (US, 22_833),
        (ACT_360, 23_055),  # 40 days at 8% and 51 at 10%: 8.30 / 360
        (ACT_365, 22_739),  # 8.30 / 365: 22,739.7
    ],
)
def test_step_up__within_the_period__each_part_at_its_rate_and_rounded_once(day_count: DayCount, due: int) -> None:
    note = replace(SENIOR, day_count=day_count, step_up=StepUp(100_000, FEBRUARY))
    assert run(one_step(INTEREST, note)).records[0].due == due


@pytest.mark.parametrize("day_count", DayCount)
@pytest.mark.parametrize(
    ("since", "before", "after"),
    [
        (date(2023, 1, 31), 0, 60),
        (date(2023, 3, 31), 60, 0),
        (date(2023, 4, 1), 60, 0),
        (date(2022, 12, 1), 0, 60),
        (date(2023, 2, 28), 28, 32),  # under 30/360 US the second part by itself has 30 days
    ],
)
def test_step_up__at_the_edges_and_inside__days_add_up_to_those_of_the_period(
    day_count: DayCount, since: date, before: int, after: int
) -> None:
    """59 days are actual from 31 January to 31 March 2023, 60 by months."""
    if day_count in (ACT_360, ACT_365):
        before, after = (59 if before == 60 else before), (59 if after == 60 else 31 if after == 32 else after)
    weighted = rate_days(1, day_count, date(2023, 1, 31), date(2023, 3, 31), (1_000, since))
    assert weighted == before + 1_000 * after


def test_step_up__last_day_of_the_period__one_day_at_the_higher_rate() -> None:
    assert rate_days(0, ACT_360, date(2024, 1, 20), date(2024, 4, 20), (1, date(2024, 4, 19))) == 1


def test_step_up__before_within_and_after__three_quarters() -> None:
    program = one_step(INTEREST, replace(SENIOR, step_up=StepUp(100_000, date(2024, 6, 5))))
    # 45 days each at 8% and 10%, then all at 10%
    assert [run(program, period=p).records[0].due for p in (1, 2, 3)] == [20_000, 22_500, 25_000]


def test_step_up__no_coupon_before__interest_from_that_day_on() -> None:
    program = one_step(INTEREST, replace(SENIOR, coupon=0, step_up=StepUp(80_000, date(2024, 4, 10))))
    assert run(program).records[0].due == 2_222  # ten days
