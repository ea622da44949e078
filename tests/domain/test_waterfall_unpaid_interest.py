# SPDX-License-Identifier: Apache-2.0
"""Interest that isn't paid: capitalised, a default, held back by a guard, asked for by two steps. A quarter's is 20,000."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import Program, StepKind, StepProgram, SubjectKind, TrancheProgram
from regalia.domain.waterfall import State, StepRecord
from tests.domain.small_deals import ALWAYS, MEZZANINE, NEVER, SENIOR, deal, held, raised, run

INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
LATER = replace(INTEREST, label="interest_later")
PIK = replace(SENIOR, capitalises=True)
MUST_PAY = replace(SENIOR, defaults=True)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 1)
ZEROS = StepRecord(0, 0, 0, 0)


def test_capitalised__short__added_to_the_balance_and_no_arrears() -> None:
    outcome = run(deal(INTEREST, tranches=(PIK,)), available=5_000)
    assert outcome.records[0] == StepRecord(20_000, 5_000, 0, 0)
    assert (outcome.state.balance, outcome.state.arrears) == ((1_015_000,), (0,))


def test_capitalised__three_quarters_unpaid__compounds() -> None:
    program, balances = deal(INTEREST, tranches=(PIK,)), []
    state = State.opening(program)
    for period in (1, 2, 3):
        state = run(program, state, period=period).state
        balances.append(state.balance[0])
    assert balances == [1_020_000, 1_040_400, 1_061_208]


def test_capitalised__arrears_from_before__go_to_the_balance_too() -> None:
    program = deal(INTEREST, tranches=(PIK,))
    outcome = run(program, held(program, arrears=(700,)), available=300)
    assert (outcome.state.balance, outcome.state.arrears) == ((1_020_400,), (0,))


def test_capitalised__paid_in_full__balance_as_it_was() -> None:
    assert run(deal(INTEREST, tranches=(PIK,)), available=20_000).state.balance == (1_000_000,)


@pytest.mark.parametrize(("available", "defaulted"), [(19_999, True), (20_000, False)])
def test_default__one_unit_short__is_one(available: int, defaulted: bool) -> None:
    outcome = run(deal(INTEREST, tranches=(MUST_PAY,), acceleration=(INTEREST,)), available=available)
    assert (outcome.state.defaulted, outcome.state.arrears) == (defaulted, (20_000 - available,))
    assert not outcome.accelerated


def test_default__paid_out_of_support__is_none() -> None:
    program = deal(replace(INTEREST, support=(1,)), tranches=(MUST_PAY,), acceleration=(INTEREST,))
    assert not run(program, held(program, 20_000)).state.defaulted


def test_default__no_acceleration_list__arrears_alone() -> None:
    outcome = run(deal(INTEREST, tranches=(MUST_PAY,)))
    assert (outcome.state.defaulted, outcome.state.arrears) == (False, (20_000,))


def test_arrears_on_arrears__three_quarters_unpaid__compound_at_the_coupon() -> None:
    program, arrears = deal(INTEREST, tranches=(MEZZANINE,)), []
    state = State.opening(program)
    for period in (1, 2, 3):
        state = run(program, state, period=period).state
        arrears.append(state.arrears[0])
    assert arrears == [15_000, 30_450, 46_363]  # 3% of 500,000 + arrears, rounded down: 15,913.5


def guarded(*steps: StepProgram, up: bool, tranche: TrancheProgram = SENIOR) -> Program:
    flag = raised(0, ALWAYS if up else NEVER)
    return deal(*steps, RESIDUAL, tranches=(tranche, MEZZANINE), triggers=(flag,), acceleration=(INTEREST,))


ONLY_WHILE_DOWN = replace(INTEREST, guard_off=1)
ONLY_WHILE_UP = replace(LATER, guard_on=1)


def test_held_back__the_only_step__recorded_and_in_arrears_and_cash_flows_on() -> None:
    outcome = run(guarded(ONLY_WHILE_DOWN, up=True), available=50_000)
    assert outcome.records == (StepRecord(20_000, 0, 0, 0), StepRecord(50_000, 50_000, 0, 0))
    assert outcome.state.arrears == (20_000, 0)


def test_held_back__capitalising_tranche__added_to_the_balance() -> None:
    outcome = run(guarded(ONLY_WHILE_DOWN, up=True, tranche=PIK), available=50_000)
    assert (outcome.state.balance[0], outcome.state.arrears[0]) == (1_020_000, 0)


def test_held_back__tranche_that_must_pay__no_default_follows() -> None:
    outcome = run(guarded(ONLY_WHILE_DOWN, up=True, tranche=MUST_PAY), available=50_000)
    assert (outcome.state.defaulted, outcome.state.arrears[0]) == (False, 20_000)


def test_held_back__guard_opens__arrears_and_the_new_quarter_are_due() -> None:
    shut, open_ = guarded(ONLY_WHILE_DOWN, up=True), guarded(ONLY_WHILE_DOWN, up=False)
    first = run(shut, available=0)
    assert run(open_, first.state, available=50_000, period=2).records[0] == StepRecord(40_000, 40_000, 0, 0)


@pytest.mark.parametrize(
    ("up", "records"),
    [
        (False, [StepRecord(20_000, 20_000, 0, 0), ZEROS]),
        (True, [ZEROS, StepRecord(20_000, 20_000, 0, 0)]),
    ],
)
def test_two_guarded_steps__either_runs__the_other_leaves_zeros(up: bool, records: list[StepRecord]) -> None:
    outcome = run(guarded(ONLY_WHILE_DOWN, ONLY_WHILE_UP, up=up), available=30_000)
    assert list(outcome.records[:2]) == records
    assert (outcome.records[2].paid, outcome.state.arrears) == (10_000, (0, 0))


def test_two_guarded_steps__neither_runs__the_first_says_what_was_due() -> None:
    outcome = run(guarded(replace(INTEREST, guard_on=2), replace(LATER, guard_on=2), up=True), available=30_000)
    assert list(outcome.records[:2]) == [StepRecord(20_000, 0, 0, 0), ZEROS]
    assert outcome.state.arrears[0] == 20_000


def test_two_guarded_steps__both_run__the_second_pays_what_the_first_could_not() -> None:
    second = replace(LATER, guard_on=1, support=(1,))
    program = guarded(replace(INTEREST, guard_on=1), second, up=True)
    outcome = run(program, held(program, 12_000), available=5_000)
    assert list(outcome.records[:2]) == [StepRecord(20_000, 5_000, 0, 0), StepRecord(15_000, 12_000, 12_000, 0)]
    assert outcome.state.arrears[0] == 3_000


def test_two_guarded_steps__both_run_for_a_capitalising_tranche__the_second_finds_nothing() -> None:
    program = guarded(replace(INTEREST, guard_on=1), replace(LATER, guard_on=1, support=(1,)), up=True, tranche=PIK)
    outcome = run(program, held(program, 12_000), available=5_000)
    assert outcome.records[1] == ZEROS
    assert outcome.state.balance[0] == 1_015_000
