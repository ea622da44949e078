# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import StepKind, StepProgram, SubjectKind, TrancheProgram
from regalia.domain.waterfall import State, StepRecord
from tests.domain.small_deals import MEZZANINE, SENIOR, one_step, run

INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)


@pytest.mark.parametrize(
    ("balance", "day_count", "due"),
    [
        # AzaSite 16% notes from 15 November to 31 December; printed, in thousands: 1,038 in 2012 and 826 in 2013
        # https://www.sec.gov/Archives/edgar/data/802724/000119312513126841/R13.htm
        (51_883_000, DayCount.THIRTY_E_360, 1_037_660),
        (41_281_000, DayCount.THIRTY_E_360, 825_620),
        (51_883_000, DayCount.ACT_360, 1_060_719),  # 46 days: 1,060,719.1
    ],
)
def test_interest__azasite_note_at_year_end__as_printed(balance: int, day_count: DayCount, due: int) -> None:
    note = TrancheProgram("note", 160_000, day_count, True, 1, balance)
    to_year_end = Schedule(date(2012, 11, 15), 2012 * 12 + 11, 3, 0, 31)
    assert run(one_step(INTEREST, note, schedule=to_year_end), available=10**9).records[0].due == due


def test_interest__quarter_paid_in_full__no_arrears() -> None:
    outcome = run(one_step(INTEREST), available=25_000)
    assert outcome.records == (StepRecord(due=20_000, paid=20_000, drawn=0, released=0),)
    assert (outcome.state.arrears, outcome.carried) == ((0,), 5_000)


def test_interest__actual_days__one_more_day() -> None:
    program = one_step(INTEREST, replace(SENIOR, day_count=DayCount.ACT_360))
    assert run(program, available=0).records[0].due == 20_222  # 1,000,000 at 8% for 91/360: 20,222.2


def test_interest__fraction_of_the_smallest_unit__rounds_down() -> None:
    program = one_step(INTEREST, replace(SENIOR, original_balance=99))
    assert run(program, available=100).records[0].due == 1  # 1.98


def test_interest__short_without_interest_on_arrears__arrears_stay_as_they_are() -> None:
    program = one_step(INTEREST)
    first = run(program, available=5_000)
    second = run(program, first.state, available=0, period=2)
    assert first.state.arrears == (15_000,)
    assert (second.records[0].due, second.state.arrears) == (35_000, (35_000,))


def test_interest__short_with_interest_on_arrears__arrears_earn_the_coupon() -> None:
    program = one_step(INTEREST, MEZZANINE)
    first = run(program, available=5_000)
    second = run(program, first.state, available=0, period=2)
    assert first.state.arrears == (10_000,)
    assert second.records[0].due == 25_300  # 10,000 + 12% for 90/360 of 510,000


def test_interest__arrears_cured__next_quarter_is_as_if_nothing_had_been() -> None:
    program = one_step(INTEREST, MEZZANINE)
    short = run(program, available=5_000)
    cured = run(program, short.state, available=25_300, period=2)
    after = run(program, cured.state, available=0, period=3)
    assert cured.state.arrears == (0,)
    assert after.records[0].due == 15_000


def test_interest__no_balance__arrears_only() -> None:
    outcome = run(one_step(INTEREST), State((0,), (700,), (0,), (0,)), available=1_000)
    assert outcome.records[0].due == 700


def test_interest__tranche_without_a_coupon__arrears_only() -> None:
    program = one_step(INTEREST, replace(SENIOR, coupon=0, original_balance=10**12))
    assert run(program).records[0].due == 0


def test_interest__supported__reserve_pays_what_is_missing() -> None:
    program = one_step(replace(INTEREST, support=(1,)))
    outcome = run(program, State((10**6,), (0,), (12_000,), (0,)), available=5_000)
    assert outcome.records[0] == StepRecord(due=20_000, paid=17_000, drawn=12_000, released=0)
    assert (outcome.state.arrears, outcome.state.account) == ((3_000,), (0,))


def test_interest__paid__balance_unchanged() -> None:
    assert run(one_step(INTEREST), available=25_000).state.balance == (1_000_000,)
