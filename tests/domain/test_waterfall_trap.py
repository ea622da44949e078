# SPDX-License-Identifier: Apache-2.0
"""Traps: half and then all of what is left, on one account, given back when the flag is down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.program import Program, StepKind, StepProgram, SubjectKind, TriggerProgram
from regalia.domain.program_words import Comparison, Measure
from regalia.domain.waterfall import State, StepRecord
from tests.domain.small_deals import SENIOR, deal, held, run

ZEROS = StepRecord(0, 0, 0, 0)
HALF = StepProgram("trap_half", StepKind.TRAP, SubjectKind.ACCOUNT, 0, rate=500_000, guard_on=0b01)
ALL = replace(HALF, label="trap_all", rate=10**6, guard_on=0b10)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 0)


def lapsed(flag: int, threshold: int) -> TriggerProgram:
    return TriggerProgram(f"lapsed{flag}", Measure.FACT, Comparison.AT_LEAST, threshold, effect=flag)


def ladder(*steps: StepProgram, legal_final: date | None = None) -> Program:
    """Half is trapped from 10% lapsed on, all of it from 20% on."""
    triggers = (lapsed(0, 100_000), lapsed(1, 200_000))
    return deal(
        *(steps or (HALF, ALL)), RESIDUAL, tranches=(SENIOR,), triggers=triggers, facts=("lapsed",),
        legal_final=legal_final,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("share", "records", "account"),
    [
        (99_999, [StepRecord(0, 0, 0, 70), ZEROS, StepRecord(1_071, 1_071, 0, 0)], 0),
        (100_000, [StepRecord(501, 501, 0, 0), ZEROS, StepRecord(500, 500, 0, 0)], 571),
        (200_000, [StepRecord(501, 501, 0, 0), StepRecord(500, 500, 0, 0), ZEROS], 1_071),
    ],
)
def test_ladder__neither_one_or_both_flags__half_rounded_up_then_all(
    share: int, records: list[StepRecord], account: int
) -> None:
    program = ladder()
    outcome = run(program, held(program, 70), available=1_001, facts=(share,))
    assert list(outcome.records) == records
    assert (outcome.state.account, outcome.carried) == ((account,), 0)


def test_ladder__step_of_the_closed_flag_comes_first__account_is_kept_for_the_other() -> None:
    program = ladder(ALL, HALF)
    outcome = run(program, held(program, 70), available=1_000, facts=(100_000,))
    assert list(outcome.records) == [ZEROS, StepRecord(500, 500, 0, 0), StepRecord(500, 500, 0, 0)]
    assert outcome.state.account == (570,)


def test_trap__filled_over_two_dates_then_cured__all_of_it_comes_back() -> None:
    program, state, paid = ladder(), None, 0
    for period, share in ((1, 200_000), (2, 100_000), (3, 0)):
        outcome = run(program, state, available=1_000, facts=(share,), period=period)
        state, paid = outcome.state, paid + outcome.records[2].paid
    assert state == replace(State.opening(program), history=(0b110, 0b100))
    assert paid == 3_000


def test_trap__released__flows_on_below_it_and_not_above() -> None:
    interest = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
    outcome = run(ladder(interest, HALF), held(ladder(interest, HALF), 30_000), facts=(0,))
    assert [r.paid for r in outcome.records] == [0, 0, 30_000]
    assert outcome.state.arrears == (20_000,)


def test_trap__nothing_left__traps_nothing_and_keeps_what_it_has() -> None:
    outcome = run(ladder(), held(ladder(), 70), facts=(100_000,))
    assert (outcome.records[0], outcome.state.account) == (ZEROS, (70,))


def test_trap__two_accounts__each_released_by_its_own_steps() -> None:
    other = replace(ALL, subject=1)
    program = replace(ladder(HALF, other), accounts=("trap", "other_trap"))
    outcome = run(program, held(program, 70, 30), available=1_000, facts=(100_000,))
    assert (outcome.records[0].paid, outcome.records[1].released, outcome.records[2].paid) == (500, 30, 530)
    assert outcome.state.account == (570, 0)


def test_trap__without_a_guard__always_shut() -> None:
    outcome = run(ladder(replace(HALF, guard_on=0)), available=1_000, facts=(0,))
    assert outcome.state.account == (500,)


def test_final__both_flags_up__everything_is_released() -> None:
    program = ladder(legal_final=date(2024, 4, 20))
    outcome = run(program, held(program, 70), available=1_000, facts=(200_000,))
    assert list(outcome.records) == [StepRecord(0, 0, 0, 70), ZEROS, StepRecord(1_070, 1_070, 0, 0)]
