# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.program import StepFlag, StepKind, StepProgram, StepUp, SubjectKind
from regalia.domain.waterfall import State, StepRecord
from tests.domain.small_deals import MEZZANINE, QUARTERLY, SENIOR, one_step, run

FIXED = StepProgram(
    "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, tranche_mask=0b11, amount=40_000
)
BY_REPORT = replace(FIXED, flags=StepFlag.SET_BY_REPORT)
ALL_PARTS = replace(
    FIXED, flags=StepFlag.PART_FIXED | StepFlag.PART_INTEREST | StepFlag.PART_OUTSTANDING, number=2, rate=50_000
)
BALANCES = (1_000_000, 500_000)


def due(step: StepProgram, balances: tuple[int, int] = BALANCES, target: int | None = None) -> int:
    """What the step asks for when the account is empty: its target."""
    state = State(balances, (0, 0), (0,), (0,))
    return run(one_step(step, SENIOR, MEZZANINE), state, target=target).records[0].due


def held(step: StepProgram, account: int, available: int, target: int | None = None) -> tuple[StepRecord, int, int]:
    """The record, what the account holds after and what is left, when it held ``account`` before."""
    state = State(BALANCES, (0, 0), (account,), (0,))
    outcome = run(one_step(step, SENIOR, MEZZANINE), state, available=available, target=target)
    return outcome.records[0], outcome.state.account[0], outcome.carried


def test_target__fixed__that_amount() -> None:
    assert due(FIXED) == 40_000


def test_target__periods_of_interest__thirty_day_months_at_the_coupons() -> None:
    assert due(replace(FIXED, flags=StepFlag.PART_INTEREST, number=2)) == 70_000  # twice 20,000 + 15,000


def test_target__periods_of_interest__of_the_protected_notes_alone() -> None:
    assert due(replace(FIXED, flags=StepFlag.PART_INTEREST, number=1, tranche_mask=0b10)) == 15_000


@pytest.mark.parametrize(("months", "target"), [(1, 23_334), (6, 140_000), (12, 280_000)])
def test_target__periods_of_interest__of_the_length_of_the_deals_periods(months: int, target: int) -> None:
    step = replace(FIXED, flags=StepFlag.PART_INTEREST, number=2)
    program = one_step(step, SENIOR, MEZZANINE, schedule=replace(QUARTERLY, months=months))
    assert run(program).records[0].due == target  # a year of both: 140,000


def test_target__rate_on_outstanding__of_the_masked_balances() -> None:
    step = replace(FIXED, flags=StepFlag.PART_OUTSTANDING, rate=50_000)
    assert due(step) == 75_000
    assert due(replace(step, tranche_mask=0b10)) == 25_000


def test_target__fractions__rounded_up() -> None:
    assert due(replace(FIXED, flags=StepFlag.PART_OUTSTANDING, rate=50_000), (1, 0)) == 1
    assert due(replace(FIXED, flags=StepFlag.PART_INTEREST, number=1), (1, 0)) == 1


def test_target__several_parts__greatest_or_least() -> None:
    assert due(ALL_PARTS) == 75_000
    assert due(replace(ALL_PARTS, combine_min=True)) == 40_000


def test_target__no_parts__zero() -> None:
    assert due(replace(FIXED, flags=StepFlag.NONE)) == 0


def test_target__protected_notes_repaid__zero() -> None:
    assert due(FIXED, (0, 0)) == 0


def test_target__protected_notes_repaid_but_owed_arrears__stays() -> None:
    state = State((0, 0), (0, 1), (0,), (0,))
    assert run(one_step(FIXED, SENIOR, MEZZANINE), state).records[0].due == 40_000


def test_target__as_much_in_arrears_as_outstanding__stays() -> None:
    state = State((5, 0), (5, 0), (0,), (0,))
    assert run(one_step(FIXED, SENIOR, MEZZANINE), state).records[0].due == 40_000


def test_target__protected_notes_repaid_and_others_in_arrears__zero() -> None:
    state = State((0, 500_000), (0, 1), (0,), (0,))
    step = replace(FIXED, tranche_mask=0b01)
    assert run(one_step(step, SENIOR, MEZZANINE), state).records[0].due == 0


def test_target__coupon_that_stepped_up__the_one_in_force_on_the_payment_date() -> None:
    step = replace(FIXED, flags=StepFlag.PART_INTEREST, number=1)
    dues = []
    for day in (19, 20, 21):
        senior = replace(SENIOR, step_up=StepUp(100_000, date(2024, 4, day)))
        dues.append(run(one_step(step, senior, MEZZANINE), available=0).records[0].due)
    assert dues == [40_000, 40_000, 35_000]  # 25,000 or 20,000, and 15,000


def test_target__no_notes_named__stays_when_balances_are_zero() -> None:
    assert due(replace(FIXED, tranche_mask=0), (0, 0)) == 40_000


def test_target__set_by_report__replaces_the_formula() -> None:
    assert due(replace(FIXED, flags=StepFlag.PART_FIXED | StepFlag.SET_BY_REPORT), target=63_932) == 63_932


def test_target__set_by_report_to_zero__is_zero_and_not_the_formula() -> None:
    assert due(replace(FIXED, flags=StepFlag.PART_FIXED | StepFlag.SET_BY_REPORT), target=0) == 0


def test_target__report_silent__formula() -> None:
    assert due(replace(FIXED, flags=StepFlag.PART_FIXED | StepFlag.SET_BY_REPORT)) == 40_000


def test_target__report_may_not_set_it__ignored_by_the_engine() -> None:
    assert due(FIXED, target=1) == 40_000


@pytest.mark.parametrize(
    ("account", "available", "record", "after", "left"),
    [
        (0, 100_000, StepRecord(40_000, 40_000, 0, 0), 40_000, 60_000),
        (30_000, 100_000, StepRecord(10_000, 10_000, 0, 0), 40_000, 90_000),
        (30_000, 4_000, StepRecord(10_000, 4_000, 0, 0), 34_000, 0),
        (40_000, 5, StepRecord(0, 0, 0, 0), 40_000, 5),
        (40_001, 5, StepRecord(0, 0, 0, 1), 40_000, 6),
        (90_000, 0, StepRecord(0, 0, 0, 50_000), 40_000, 50_000),
    ],
)
def test_reserve__below_at_and_above_target__filled_left_or_released(
    account: int, available: int, record: StepRecord, after: int, left: int
) -> None:
    assert held(FIXED, account, available) == (record, after, left)


def test_reserve__lowered_by_the_report__excess_flows_on() -> None:
    assert held(BY_REPORT, 63_932, 100, target=0) == (StepRecord(0, 0, 0, 63_932), 0, 64_032)
