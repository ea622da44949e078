# SPDX-License-Identifier: Apache-2.0
"""What a trigger remembers, when it is active, and which date it steers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import DueKind, StepKind, StepProgram, SubjectKind, TriggerProgram
from regalia.domain.program_words import Comparison, Measure
from regalia.domain.waterfall import State
from tests.domain.small_deals import deal, run

LAPSED = TriggerProgram("lapsed", Measure.FACT, Comparison.AT_LEAST, 1)
FEE = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.FIXED, amount=5, guard_off=0b1)


def lives(trigger: TriggerProgram, breaches: str) -> tuple[str, State]:
    """Whether it is active after each date (``1`` breached, ``0`` not), and the last state."""
    program = deal(triggers=(trigger,), facts=("lapsed",))
    state, active = State.opening(program), ""
    for period, breached in enumerate(breaches, 1):
        state = run(program, state, facts=(int(breached),), period=period).state
        active += str(int(state.active[0]))
    return active, state


@pytest.mark.parametrize(
    ("k", "n", "latched", "breaches", "active"),
    [
        (1, 1, False, "101100", "101100"),
        (1, 1, True, "001000", "001111"),
        (2, 2, False, "1011100", "0001100"),
        (2, 2, True, "1011000", "0001111"),
        (2, 3, False, "1011000", "0011100"),
        (2, 3, True, "1000101", "0000001"),
        (3, 4, False, "11011000", "00011000"),
        (1, 3, False, "0100001", "0111001"),
        (16, 16, False, "1" * 15 + "10", "0" * 15 + "10"),
        (16, 16, True, "1" * 16 + "00", "0" * 15 + "111"),
        (15, 16, False, "1" * 14 + "0100", "0" * 15 + "100"),
    ],
)
def test_memory__k_of_the_last_n__curable_or_latched(k: int, n: int, latched: bool, breaches: str, active: str) -> None:
    assert lives(replace(LAPSED, k=k, n=n, latched=latched), breaches)[0] == active


def test_memory__sixteen_answers__the_newest_in_bit_0_and_older_ones_forgotten() -> None:
    assert lives(LAPSED, "1101")[1].history == (0b1101,)
    assert lives(LAPSED, "1" * 20)[1].history == (2**16 - 1,)
    assert lives(LAPSED, "1" + "0" * 16)[1].history == (0,)


def test_before__breached__steers_the_same_date() -> None:
    program = deal(FEE, triggers=(LAPSED,), facts=("lapsed",))
    assert [r.paid for r in run(program, available=9, facts=(1,)).records] == [0]
    assert [r.paid for r in run(program, available=9, facts=(0,)).records] == [5]


def test_after__breached_then_cured__steers_the_next_date() -> None:
    program = deal(FEE, triggers=(replace(LAPSED, after=True),), facts=("lapsed",))
    first = run(program, available=9, facts=(1,))
    second = run(program, first.state, available=9, facts=(0,), period=2)
    third = run(program, second.state, available=9, facts=(0,), period=3)
    assert [outcome.records[0].paid for outcome in (first, second, third)] == [5, 0, 5]
    assert [outcome.up for outcome in (first, second, third)] == [0, 1, 0]


def test_flags__two_triggers_with_one_effect__up_while_either_is_active() -> None:
    program = deal(FEE, triggers=(LAPSED, replace(LAPSED, subject=1)), facts=("lapsed", "pledged"))
    paid = [run(program, available=9, facts=facts).records[0].paid for facts in ((0, 0), (1, 0), (0, 1), (1, 1))]
    assert paid == [5, 0, 0, 0]


@pytest.mark.parametrize(
    ("on", "off", "paid"),
    [
        (0b0000, 0b0000, 5),
        (0b0101, 0b0000, 5),
        (0b0111, 0b0000, 0),  # all of them must be up
        (0b0000, 0b1010, 5),
        (0b0000, 0b1011, 0),  # and none of these
        (0b0101, 0b1010, 5),
        (0b0001, 0b0001, 0),
    ],
)
def test_guard__flags_0_and_2_up__all_on_and_none_off(on: int, off: int, paid: int) -> None:
    triggers = tuple(replace(LAPSED, subject=f, effect=f) for f in range(4))
    step = replace(FEE, guard_on=on, guard_off=off)
    program = deal(step, triggers=triggers, facts=("a", "b", "c", "d"))
    assert run(program, available=9, facts=(1, 0, 1, 0)).records[0].paid == paid


def test_guard__flag_15__is_a_flag_like_any_other() -> None:
    program = deal(replace(FEE, guard_off=2**15), triggers=(replace(LAPSED, effect=15),), facts=("lapsed",))
    assert run(program, available=9, facts=(1,)).records[0].paid == 0
