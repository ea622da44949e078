# SPDX-License-Identifier: Apache-2.0
"""Principal in proportion to balances: no unit is lost to rounding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.program import (
    FacilityProgram,
    PeriodTable,
    PrincipalKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
)
from regalia.domain.program_words import FacilityKind
from regalia.domain.waterfall import Outcome
from tests.domain.small_deals import SENIOR, deal, held, run

FIRST = StepProgram(
    "a", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0, PrincipalKind.TURBO, StepFlag.PRO_RATA, tranche_mask=0b111
)
ON = StepFlag.PRO_RATA | StepFlag.GOES_ON
SHARED = (
    FIRST,
    replace(FIRST, subject=1, flags=ON, tranche_mask=0b110),
    replace(FIRST, subject=2, flags=ON, tranche_mask=0b100),
)
NOTE = replace(SENIOR, coupon=0)
LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0)


def group(*steps: StepProgram, facilities: tuple[FacilityProgram, ...] = ()) -> Program:
    return deal(*(steps or SHARED), tranches=(NOTE, NOTE, NOTE), facilities=facilities)


def scheduled(amount: int) -> Program:
    table = PeriodTable(1, (amount,))
    return group(replace(FIRST, due_kind=PrincipalKind.SCHEDULED_TABLE, table=table), *SHARED[1:])


def paid(outcome: Outcome) -> list[int]:
    return [record.paid for record in outcome.records]


@pytest.mark.parametrize(
    ("balances", "available", "expected"),
    [
        ((3, 3, 1), 5, [2, 2, 1]),  # 15/7, then 9/4, then what is left
        ((3, 3, 1), 7, [3, 3, 1]),
        ((3, 3, 1), 100, [3, 3, 1]),
        ((3, 3, 1), 1, [0, 0, 1]),
        ((600, 300, 100), 100, [60, 30, 10]),
        ((0, 4, 4), 3, [0, 1, 2]),
        ((5, 0, 0), 3, [3, 0, 0]),
        ((0, 0, 0), 3, [0, 0, 0]),
        ((1, 1, 1), 2, [0, 1, 1]),
    ],
)
def test_pro_rata__turbo__shares_add_up_to_all_there_is(
    balances: tuple[int, int, int], available: int, expected: list[int]
) -> None:
    program = group()
    outcome = run(program, held(program, balance=balances), available)
    assert paid(outcome) == expected
    assert [r.due for r in outcome.records] == list(balances)
    assert outcome.state.balance == tuple(b - p for b, p in zip(balances, expected, strict=True))


def test_pro_rata__scheduled_and_short__due_and_paid_in_the_same_shares_and_the_rest_carried() -> None:
    program = scheduled(5)
    outcome = run(program, held(program, balance=(3, 3, 1)), available=3)
    assert [(r.due, r.paid) for r in outcome.records] == [(2, 1), (2, 1), (1, 1)]
    assert outcome.state.carried == (2, 0, 0)


def test_pro_rata__scheduled_with_something_missed__both_are_shared() -> None:
    program = scheduled(50)
    outcome = run(program, held(program, balance=(600, 300, 100), carried=(20, 0, 0)), available=100)
    assert [(r.due, r.paid) for r in outcome.records] == [(42, 42), (21, 21), (7, 7)]
    assert (outcome.state.carried, outcome.carried) == ((0, 0, 0), 30)


def test_pro_rata__supported__account_adds_to_what_the_group_shares() -> None:
    program = group(*(replace(step, support=(1,)) for step in SHARED))
    outcome = run(program, held(program, 2, balance=(3, 3, 1)), available=3)
    assert [(r.paid, r.drawn) for r in outcome.records] == [(2, 0), (2, 1), (1, 1)]
    assert outcome.state.account == (0,)


def test_pro_rata__facility_without_its_cash__what_it_promised_is_counted_once() -> None:
    program = group(*(replace(step, support=(128,)) for step in SHARED), facilities=(LINE,))
    outcome = run(program, held(program, 0, 1, balance=(300, 300, 100)), available=499)
    assert sum(paid(outcome)) == 500
    assert outcome.unmet == (200,)
    assert outcome.state.drawn == (1,)


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(*[st.integers(0, 2**128 - 1) | st.integers(0, 20)] * 3),
    st.integers(0, 2**96 - 1) | st.integers(0, 40),
    st.integers(0, 2**96 - 1) | st.integers(0, 40),
    st.integers(0, 2**96 - 1) | st.integers(0, 40),
)
def test_pro_rata__any_balances__sum_exact_and_nobody_above_its_due(
    balances: tuple[int, int, int], scheduled_amount: int, available: int, account: int
) -> None:
    program = scheduled(scheduled_amount)
    program = replace(program, steps=tuple(replace(s, support=(1,)) for s in program.steps))
    outcome = run(program, held(program, account, balance=balances), available)
    due = min(scheduled_amount, sum(balances))
    assert sum(r.due for r in outcome.records) == due
    assert sum(paid(outcome)) == min(due, available + account)
    assert all(0 <= r.paid <= r.due <= b for r, b in zip(outcome.records, balances, strict=True))
    assert outcome.state.carried == (due - sum(paid(outcome)), 0, 0)
