# SPDX-License-Identifier: Apache-2.0
"""Scheduled principal and principal down to a target, of one tranche and of a group in sequence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.program import PeriodTable, PrincipalKind, Program, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.waterfall import State, StepRecord
from tests.domain.small_deals import SENIOR, deal, held, raised, run

TURBO = StepProgram("principal.senior", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0, PrincipalKind.TURBO)
SHARE = replace(TURBO, due_kind=PrincipalKind.SCHEDULED_SHARE, tranche_mask=0b11, rate=10_000)
"""1% of the original 1,000,000 + 500,000: 15,000 a date."""
MEZZANINE_GOES_ON = replace(SHARE, label="principal.mezzanine", subject=1, flags=StepFlag.GOES_ON, tranche_mask=0b10)
GROUP = (SHARE, MEZZANINE_GOES_ON)


def table(kind: PrincipalKind, first: int, *amounts: int) -> StepProgram:
    return replace(TURBO, due_kind=kind, table=PeriodTable(first, amounts))


SCHEDULE = table(PrincipalKind.SCHEDULED_TABLE, 2, 100, 0, 300)
TARGETS = table(PrincipalKind.TARGET_TABLE, 2, 900_000, 800_000)
OF_POOL = replace(TURBO, due_kind=PrincipalKind.TARGET_SHARE, rate=800_000)


def dates(program: Program, *available: int) -> list[tuple[int, int, int]]:
    """Of each date from the first: due, paid and carried of the first step."""
    state, figures = State.opening(program), []
    for period, cash in enumerate(available, 1):
        outcome = run(program, state, cash, period=period)
        state = outcome.state
        figures.append((outcome.records[0].due, outcome.records[0].paid, state.carried[0]))
    return figures


def test_scheduled_share__enough__that_share_of_the_original_balances_and_no_more() -> None:
    outcome = run(deal(*GROUP), available=40_000)
    assert outcome.records == (StepRecord(15_000, 15_000, 0, 0), StepRecord(0, 0, 0, 0))
    assert (outcome.state.balance, outcome.carried) == ((985_000, 500_000), 25_000)


def test_scheduled_share__of_one_tranche__its_own_original_alone() -> None:
    assert run(deal(replace(SHARE, tranche_mask=0))).records[0].due == 10_000


def test_scheduled_share__later_with_a_lower_balance__still_of_the_original() -> None:
    program = deal(*GROUP)
    assert run(program, held(program, balance=(600_000, 500_000)), available=40_000).records[0].due == 15_000


def test_scheduled_share__short__missed_amount_is_due_on_top() -> None:
    assert dates(deal(*GROUP), 4_000, 0, 100_000, 100_000) == [
        (15_000, 4_000, 11_000),
        (26_000, 0, 26_000),
        (41_000, 41_000, 0),
        (15_000, 15_000, 0),
    ]


def test_scheduled_share__senior_nearly_repaid__the_rest_goes_to_the_next() -> None:
    program = deal(*GROUP)
    outcome = run(program, held(program, balance=(10_000, 500_000)), available=13_000)
    assert outcome.records == (StepRecord(10_000, 10_000, 0, 0), StepRecord(5_000, 3_000, 0, 0))
    assert (outcome.state.balance, outcome.state.carried) == ((0, 497_000), (2_000, 0))


def test_scheduled_share__more_than_is_left__all_that_is_left() -> None:
    program = deal(*GROUP)
    outcome = run(program, held(program, balance=(0, 700), carried=(9_000, 0)), available=10**6)
    assert [r.due for r in outcome.records] == [0, 700]
    assert (outcome.state.balance, outcome.state.carried) == ((0, 0), (0, 0))


def test_scheduled_share__fraction__rounded_down() -> None:
    program = deal(replace(SHARE, tranche_mask=0b1), tranches=(replace(SENIOR, original_balance=199),))
    assert run(program, available=100).records[0].due == 1


def test_scheduled_share__supported__account_pays_for_both_of_the_group() -> None:
    program = deal(*(replace(step, support=(1,)) for step in GROUP))
    outcome = run(program, held(program, 6_000, balance=(10_000, 500_000)), available=8_000)
    assert outcome.records == (StepRecord(10_000, 10_000, 2_000, 0), StepRecord(5_000, 4_000, 4_000, 0))
    assert (outcome.state.account, outcome.state.carried) == ((0,), (1_000, 0))


def test_scheduled_table__before_within_and_beyond__zero_outside_and_missed_amounts_carried() -> None:
    assert dates(deal(SCHEDULE), 50, 40, 0, 1_000, 1_000) == [
        (0, 0, 0),
        (100, 40, 60),
        (60, 0, 60),
        (360, 360, 0),
        (0, 0, 0),
    ]


def test_scheduled_table__beyond_its_end_with_something_missed__that_alone() -> None:
    program = deal(SCHEDULE)
    assert run(program, held(program, carried=(60,)), available=10, period=9).records[0] == StepRecord(60, 10, 0, 0)


def test_scheduled__guard_shut__nothing_due_and_what_was_missed_stays() -> None:
    program = deal(replace(SCHEDULE, guard_off=1), triggers=(raised(0),))
    outcome = run(program, held(program, carried=(60,)), available=1_000, period=2)
    assert (outcome.records[0], outcome.state.carried) == (StepRecord(0, 0, 0, 0), (60,))


@pytest.mark.parametrize(
    ("period", "due"),
    [(1, 0), (2, 100_000), (3, 200_000), (4, 200_000), (40, 200_000)],
)
def test_target_table__before_within_and_beyond__down_to_the_last_known_balance(period: int, due: int) -> None:
    assert run(deal(TARGETS), period=period).records[0].due == due


def test_target_table__short__nothing_carried_as_the_target_asks_again() -> None:
    assert dates(deal(TARGETS), 0, 30_000, 10**6) == [(0, 0, 0), (100_000, 30_000, 0), (170_000, 170_000, 0)]


def test_target_table__already_below__nothing_due() -> None:
    program = deal(TARGETS)
    assert run(program, held(program, balance=(899_999, 0)), available=5, period=2).records[0].due == 0


def test_target_table__group__excess_of_both_in_sequence() -> None:
    first = replace(TARGETS, tranche_mask=0b11, table=PeriodTable(1, (450_000,)))
    outcome = run(deal(first, MEZZANINE_GOES_ON), available=10**7)
    assert [r.paid for r in outcome.records] == [1_000_000, 50_000]


@pytest.mark.parametrize(
    ("value", "due"),
    [
        (1_250_000, 0),  # 80% is the balance
        (1_249_999, 0),  # 999,999.2 is rounded up
        (1_249_998, 1),  # 999,998.4: up to 999,999
        (1_000_000, 200_000),
        (0, 1_000_000),
        (2_000_000, 0),
    ],
)
def test_target_share__of_pool_value__balance_above_it_rounded_up(value: int, due: int) -> None:
    assert run(deal(OF_POOL, facts=("pool-value",)), facts=(value,)).records[0].due == due


def test_target_share__pool_value_is_a_later_fact__found_by_its_name() -> None:
    program = deal(OF_POOL, facts=("lapsed", "pool-value"))
    assert run(program, facts=(999_999, 1_000_000)).records[0].due == 200_000


@pytest.mark.parametrize(
    "step", [SCHEDULE, TARGETS, replace(OF_POOL, rate=10**6), TURBO], ids=lambda s: s.due_kind.name
)
def test_final__any_kind__the_whole_balance(step: StepProgram) -> None:
    program = deal(step, facts=("pool-value",), legal_final=date(2024, 4, 20))
    assert run(program, available=10, facts=(10**9,)).records[0] == StepRecord(1_000_000, 10, 0, 0)


def test_final__scheduled_group_short__the_whole_rest_is_carried() -> None:
    outcome = run(deal(*GROUP, legal_final=date(2024, 4, 20)), available=1_100_000)
    assert [r.due for r in outcome.records] == [1_000_000, 500_000]
    assert (outcome.state.balance, outcome.state.carried) == ((0, 400_000), (400_000, 0))


def test_two_groups__one_after_the_other__each_with_its_own_due() -> None:
    second = replace(TURBO, label="sweep", subject=1, tranche_mask=0b11)
    outcome = run(deal(*GROUP, second), available=50_000)
    assert [r.due for r in outcome.records] == [15_000, 0, 500_000]
    assert [r.paid for r in outcome.records] == [15_000, 0, 35_000]
