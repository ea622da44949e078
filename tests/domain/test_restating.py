# SPDX-License-Identifier: Apache-2.0
"""Corrections of past periods: what the oracle refuses, and what a payment date takes in. A figure below is in smallest units."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.restating import (
    DELTA_LIMIT,
    LARGEST_COLLECTIONS,
    MOST_WAITING,
    NEVER,
    Collections,
    RestatementRefusedError,
    Restatements,
    WaitingRestatement,
)

EXECUTED = 4
WINDOW = 100


def waiting(*deltas: int, final_at: int = WINDOW) -> Restatements:
    """One restatement a delta of what was received, all final at the same time."""
    found = Restatements()
    for number, delta in enumerate(deltas, 1):
        found.accept(number, EXECUTED, WaitingRestatement(1, delta, 0, final_at))
    return found


def refused(found: Restatements, number: int, given: WaitingRestatement, other_income: int = 0) -> str:
    """The message; nothing was changed."""
    before = deepcopy(found)
    with pytest.raises(RestatementRefusedError) as refusal:
        found.accept(number, EXECUTED, given, other_income)
    assert found == before
    return str(refusal.value)


def test_accept__delta_of_both__attested_changes_by_their_sum() -> None:
    found = Restatements()
    found.accept(1, EXECUTED, WaitingRestatement(2, -70, 0, WINDOW), 30)
    assert found.at(1) == WaitingRestatement(2, -70, -40, WINDOW)
    assert (found.waiting, found.taken) == (1, 0)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_accept__another_number_than_the_next__refused(number: int) -> None:
    found = waiting(5)
    assert f"number {number}: the next restatement is number 2" in refused(
        found, number, WaitingRestatement(1, 1, 0, WINDOW)
    )


@pytest.mark.parametrize("period", [0, EXECUTED + 1])
def test_accept__period_that_was_not_executed__refused(period: int) -> None:
    message = refused(Restatements(), 1, WaitingRestatement(period, 1, 0, WINDOW))
    assert f"period {period}: only periods from 1 up to {EXECUTED} have been executed" in message


@pytest.mark.parametrize("period", [0, 1, EXECUTED - 2])
def test_accept__period_before_the_deal_s_first__refused(period: int) -> None:
    message = refused(Restatements(first=EXECUTED - 1), 1, WaitingRestatement(period, 1, 0, WINDOW))
    assert f"period {period}: only periods from {EXECUTED - 1} up to {EXECUTED} have been executed" in message


def test_accept__first_period_of_the_deal__taken() -> None:
    found = Restatements(first=EXECUTED)
    found.accept(1, EXECUTED, WaitingRestatement(EXECUTED, 1, 0, WINDOW))
    assert found.waiting == 1


@pytest.mark.parametrize("delta", [DELTA_LIMIT, -DELTA_LIMIT, 2**255])
def test_accept__delta_beyond_the_limit__refused(delta: int) -> None:
    assert f"received {delta}: " in refused(Restatements(), 1, WaitingRestatement(1, delta, 0, WINDOW))
    assert f"otherIncome {delta}: " in refused(Restatements(), 1, WaitingRestatement(1, 0, 0, WINDOW), delta)


@pytest.mark.parametrize("delta", [DELTA_LIMIT - 1, 1 - DELTA_LIMIT])
def test_accept__largest_delta_of_both__taken(delta: int) -> None:
    found = Restatements()
    found.accept(1, EXECUTED, WaitingRestatement(EXECUTED, delta, 0, WINDOW), delta)
    assert found.at(1).attested == 2 * delta


def test_accept__ninth_that_would_wait__refused_until_a_date_took_some_in() -> None:
    found = waiting(*range(1, MOST_WAITING + 1))
    assert "8 restatements wait for a payment date already" in refused(found, 9, WaitingRestatement(1, 1, 0, WINDOW))
    found.take(WINDOW, 0, 0)
    found.accept(9, EXECUTED, WaitingRestatement(1, 1, 0, WINDOW))
    assert found.waiting == 1


def test_foreseen__none__the_report_alone() -> None:
    assert Restatements().foreseen(0, 100, 7) == Collections.of(100, 7) == Collections(100, 107)


def test_foreseen__last_second_of_the_window__not_yet() -> None:
    found = waiting(5)
    assert found.foreseen(WINDOW - 1, 100, 0) == Collections(100, 100)
    assert found.foreseen(WINDOW, 100, 0) == Collections(105, 105, 1, 1)


def test_foreseen__asked_only__nothing_is_taken() -> None:
    found = waiting(5)
    before = deepcopy(found)
    found.foreseen(WINDOW, 100, 0)
    assert found == before


def test_take__several__in_order_up_to_the_first_that_is_not_final() -> None:
    found = Restatements()
    for number, (delta, final_at) in enumerate([(1, 10), (20, 10), (300, 11), (4_000, 10)], 1):
        found.accept(number, EXECUTED, WaitingRestatement(1, delta, 0, final_at))
    assert found.take(10, 0, 0) == Collections(21, 21, 1, 2)
    assert (found.taken, found.waiting) == (2, 2)
    assert found.take(11, 0, 0) == Collections(4_300, 4_300, 3, 4)
    assert found.take(12, 0, 0) == Collections(0, 0)


def test_take__disputed__it_and_all_behind_it_wait() -> None:
    found = waiting(1, 20, 300)
    found.dispute(2)
    assert found.at(2).final_at == NEVER
    assert found.take(10**9, 0, 0) == Collections(1, 1, 1, 1)
    found.settle(2, 10**9 + 1, struck=False)
    assert found.take(10**9 + 1, 0, 0) == Collections(320, 320, 2, 3)


@pytest.mark.parametrize(("now", "final_at"), [(WINDOW - 1, WINDOW - 1), (WINDOW, WINDOW), (10 * WINDOW, WINDOW)])
@pytest.mark.parametrize("struck", [True, False])
def test_settle__after_a_dispute__not_later_than_without_it(now: int, final_at: int, struck: bool) -> None:
    found = waiting(20)
    found.dispute(1)
    assert found.at(1).was_final_at == WINDOW
    found.settle(1, now, struck)
    assert (found.at(1).final_at, found.at(1).struck) == (final_at, struck)


def test_foreseen__more_than_there_can_ever_be_in_a_report_alone__told_as_it_is() -> None:
    """Which the waterfall refuses; with a restatement it is cut off, so that it can't lock the deal."""
    most = LARGEST_COLLECTIONS + 5
    assert Restatements().foreseen(0, most, 7) == Collections(most, most + 7)
    found = waiting(20)
    assert found.foreseen(WINDOW - 1, most, 0) == Collections(most, most)
    assert found.foreseen(WINDOW, most, 0) == Collections(LARGEST_COLLECTIONS, most + 20, 1, 1)


def test_take__struck__passed_over_but_counted() -> None:
    found = waiting(1, 20, 300)
    found.dispute(2)
    found.settle(2, WINDOW, struck=True)
    assert found.take(WINDOW, 0, 0) == Collections(301, 301, 1, 3)


def test_take__only_a_struck_one__told_though_nothing_changes() -> None:
    found = waiting(20)
    found.dispute(1)
    found.settle(1, WINDOW, struck=True)
    assert found.take(WINDOW, 7, 0) == Collections(7, 7, 1, 1)
    assert found.waiting == 0


def test_take__other_income_alone__collections_as_reported() -> None:
    found = Restatements()
    found.accept(1, EXECUTED, WaitingRestatement(1, 0, 0, WINDOW), -30)
    assert found.take(WINDOW, 100, 40) == Collections(100, 110, 1, 1)


def test_take__more_taken_back_than_came__left_for_the_next_date_and_attested_changes_at_once() -> None:
    found = waiting(-250)
    assert found.take(WINDOW, 100, 0) == Collections(0, -150, 1, 1, -150)
    assert (found.taken, found.waiting) == (0, 1)
    assert found.at(1) == WaitingRestatement(1, -150, 0, WINDOW)
    assert found.take(WINDOW + 1, 120, 5) == Collections(0, 125, 1, 1, -30)
    assert found.take(WINDOW + 2, 40, 0) == Collections(10, 40, 1, 1)
    assert found.take(WINDOW + 3, 40, 0) == Collections(40, 40)


def test_take__something_left_and_the_last_was_struck__still_lowers_the_next_date() -> None:
    found = waiting(-250, 1_000)
    found.dispute(2)
    found.settle(2, WINDOW, struck=True)
    assert found.take(WINDOW, 100, 0) == Collections(0, -150, 1, 2, -150)
    assert found.take(WINDOW, 200, 0) == Collections(50, 200, 2, 2)


def test_take__something_left_and_more_came__together() -> None:
    found = waiting(-250)
    found.take(WINDOW, 100, 0)
    found.accept(2, EXECUTED, WaitingRestatement(2, 60, 0, WINDOW))
    assert found.take(WINDOW, 100, 0) == Collections(10, 160, 1, 2)


def test_take__more_than_there_can_ever_be__saturates_both_ways() -> None:
    top = waiting(DELTA_LIMIT - 1)
    assert top.take(WINDOW, LARGEST_COLLECTIONS, 0).received == LARGEST_COLLECTIONS
    bottom = waiting(*[1 - DELTA_LIMIT] * MOST_WAITING)
    for number in range(MOST_WAITING + 1, 80):
        left = bottom.take(WINDOW, 0, 0).left
        bottom.accept(number, EXECUTED, WaitingRestatement(1, 1 - DELTA_LIMIT, 0, WINDOW))
    assert left == -(LARGEST_COLLECTIONS // 2)
    assert bottom.take(WINDOW, LARGEST_COLLECTIONS // 2 + DELTA_LIMIT - 1, 0).left == 0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("restated"), st.integers(-500, 500), st.integers(-50, 50)),
        st.tuples(st.just("disputed"), st.integers(1, 12), st.booleans()),
        st.tuples(st.just("settled"), st.integers(1, 12), st.booleans()),
        st.tuples(st.just("date"), st.integers(0, 400), st.integers(0, 40)),
    ),
    max_size=40,
)


@given(STEPS)
def test_dates__any_history__all_that_stands_is_taken_in_exactly_once(steps: list[tuple[str, int, int]]) -> None:
    """Collections of all dates, and what is left for the next, are the reports' and the standing restatements'; so is what is attested."""
    found = Restatements()
    deltas: dict[int, tuple[int, int]] = {}
    open_: set[int] = set()
    reported = attested = taken_in = claimed = left = 0
    for now, (what, one, other) in enumerate(steps):
        if what == "restated" and found.waiting < MOST_WAITING:
            number = len(found.all) + 1
            found.accept(number, 1, WaitingRestatement(1, one, 0, now + 3), other)
            deltas[number] = (one, one + other)
        elif what == "disputed" and found.waiting:
            number = found.taken + 1 + one % found.waiting
            if now < found.at(number).final_at < NEVER:
                found.dispute(number)
                open_.add(number)
        elif what == "settled" and open_:
            number = sorted(open_)[one % len(open_)]
            found.settle(number, now, struck=bool(other))
            open_.remove(number)
            if other:
                deltas[number] = (0, 0)
        elif what == "date":
            date = found.take(now, one, other)
            reported, attested = reported + one, attested + one + other
            taken_in, claimed, left = taken_in + date.received, claimed + date.claimed, date.left
            assert date.received >= 0 >= date.left
            assert not (date.received and date.left)
            last = max(date.last, found.taken)
            in_ = [deltas[number] for number in range(1, last + 1)]
            assert taken_in + left == reported + sum(received for received, _ in in_)
            assert claimed == attested + sum(change for _, change in in_)
            assert not open_ & set(range(1, last + 1))
