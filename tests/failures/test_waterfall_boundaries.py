# SPDX-License-Identifier: Apache-2.0
"""W6 and W10: dates and triggers exactly at, a day or a unit before, and after their boundary."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from regalia.domain.calendar import DayCount, Schedule
from regalia.domain.program import Program, TriggerProgram
from regalia.domain.program_words import POOL_VALUE, Comparison, Measure
from regalia.domain.state import Inputs, State
from tests.failures.engines import INTEREST, RESIDUAL, SENIOR, SEQUENTIAL, payments, run, solidity, step
from tests.support.chain import refused
from tests.support.deal import DealContracts

MONTHS = [(year, month) for year in range(2000, 2101) for month in range(1, 13)]


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def month_boundary_after(day: date, months: int) -> tuple[date, date]:
    """The last day of the month so many after, and the first of the next."""
    index = day.year * 12 + day.month - 1 + months
    end = month_end(index // 12, index % 12 + 1)
    return end, end + timedelta(days=1)


def actual(start: date, end: date) -> int:
    return (datetime(end.year, end.month, end.day) - datetime(start.year, start.month, start.day)).days


def european(start: date, end: date) -> int:
    """30E/360 as a difference of two day numbers in a calendar whose months have thirty days each."""
    numbers = [(day.year * 12 + day.month) * 30 + min(day.day, 30) for day in (start, end)]
    return numbers[1] - numbers[0]


def american(start: date, end: date) -> int:
    """30/360 US by its four rules, as they are written."""
    d1, d2, february = start.day, end.day, [day.month == 2 and day == month_end(day.year, 2) for day in (start, end)]
    if all(february):
        d2 = 30
    if february[0]:
        d1 = 30
    if d2 == 31 and d1 in (30, 31):
        d2 = 30
    if d1 == 31:
        d1 = 30
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + d2 - d1


RULES = {
    DayCount.ACT_360: actual,
    DayCount.ACT_365F: actual,
    DayCount.THIRTY_E_360: european,
    DayCount.THIRTY_US_360: american,
}


@pytest.mark.parametrize("day_count", list(DayCount))
def test_w6__half_a_year_and_a_year_from_every_month_boundary_2000_to_2100__days_by_the_rule(
    day_count: DayCount,
) -> None:
    for year, month in MONTHS:
        first = date(year, month, 1)
        for start in (first - timedelta(days=1), first):
            for end in (*month_boundary_after(start, 6), *month_boundary_after(start, 12)):
                assert solidity().days_between(day_count, start, end) == RULES[day_count](start, end), (start, end)


@pytest.mark.parametrize("months", [1, 3, 6, 12])
@pytest.mark.parametrize("day", [1, 15, 28])
def test_w6__every_payment_date_2000_to_2100__midnight_of_the_day_as_datetime_has_it(months: int, day: int) -> None:
    """Half-years end in June and December, and are paid ``lag`` months later."""
    lag = 2
    program = Program(Schedule(date(2000, 1, 1), 2000 * 12 + months - 1, months, lag, day), (), (), (), ())
    year, month = 2000, months
    for period in range(1, 101 * 12 // months):
        paid_in = (year * 12 + month - 1 + lag) // 12, (year * 12 + month - 1 + lag) % 12 + 1
        expected = int(datetime(*paid_in, day, tzinfo=UTC).timestamp())
        assert solidity().payment_timestamp(program, period) == expected, period
        year, month = (year, month + months) if month + months <= 12 else (year + 1, month + months - 12)


@pytest.mark.parametrize("day_count", list(DayCount))
def test_w6__half_years_one_after_the_other__interest_of_each_is_of_its_own_days(day_count: DayCount) -> None:
    """The leap day falls into the first half of 2024; no day is counted twice or left out."""
    terms = Schedule(date(2023, 8, 28), 2023 * 12 + 11, 6, 2, 28)
    program = Program(terms, (replace(SENIOR, day_count=day_count),), (), (), (step(INTEREST, 0), step(RESIDUAL, 0)))
    state, days = State.opening(program), [date(2023, 8, 28), date(2024, 2, 28), date(2024, 8, 28), date(2025, 2, 28)]
    for period, (start, end) in enumerate(pairwise(days), 1):
        outcome = run(program, state, Inputs(period, 10**6, 0, None, ()))
        assert outcome.records[0].due == 60_000 * RULES[day_count](start, end) // day_count.year_days
    assert actual(days[0], days[1]) + actual(days[1], days[2]) == 366


@pytest.mark.parametrize(("seconds", "due"), [(-1, False), (0, True), (1, True)])
def test_w6__payment_date__from_its_first_second_on(live: DealContracts, seconds: int, due: bool) -> None:
    report = live.report(0)
    live.submit(report)
    midnight = int(datetime(2024, 4, 20, tzinfo=UTC).timestamp())
    live.chain.now = midnight + seconds
    if due:
        live.execute(report)
        assert live.deal.read("nextPeriod") == 2
    else:
        with refused("Deal_BeforeScheduledDate", scheduled=midnight, timestamp=midnight - 1):
            live.execute(report)


HOLDS = {
    Comparison.BELOW: (True, False, False),
    Comparison.AT_MOST: (True, True, False),
    Comparison.AT_LEAST: (False, True, True),
    Comparison.ABOVE: (False, False, True),
}
"""Whether it is breached a unit below, at, and a unit above the threshold."""
SIDES = [(comparison, near) for comparison in Comparison for near in (-1, 0, 1)]


def guarded(trigger: TriggerProgram, facts: tuple[str, ...] = ()) -> Program:
    """While the trigger is up the junior gets no interest: it goes into the senior's principal."""
    held_back = replace(SEQUENTIAL.steps[1], guard_off=1)
    steps = (SEQUENTIAL.steps[0], held_back, *SEQUENTIAL.steps[2:])
    return replace(SEQUENTIAL, steps=steps, triggers=(trigger,), facts=facts, flags=("trap",))


def check_guard(outcome_paid: list[int], breached: bool, cash: int) -> None:
    interest = 0 if breached else 9_000
    assert outcome_paid == [15_000, interest, cash - 15_000 - interest, 0, 0]


@pytest.mark.parametrize(("comparison", "near"), SIDES)
@pytest.mark.parametrize("threshold", [1_000_000, 1_250_000, 1_333_335])
def test_w10__overcollateralisation_at_its_boundary__trips_where_the_comparison_says(
    comparison: Comparison, near: int, threshold: int
) -> None:
    """A pool of value to 1,400,000 of notes: so that each threshold is met by a whole amount."""
    trigger = TriggerProgram("oc", Measure.OVERCOLLATERALISATION, comparison, threshold, tranche_mask=3)
    program = guarded(trigger, (POOL_VALUE,))
    assert 1_400_000 * threshold % 10**6 == 0
    value = 1_400_000 * threshold // 10**6 + near
    outcome = run(program, inputs=Inputs(1, 100_000, 100_000, None, (), (value,)))
    breached = HOLDS[comparison][near + 1]
    check_guard(payments(outcome), breached, 100_000)
    assert outcome.state.active == (breached,)


@pytest.mark.parametrize(("comparison", "near"), SIDES)
@pytest.mark.parametrize("threshold", [1_500_000, 2_000_000])
def test_w10__interest_coverage_at_its_boundary__trips_where_the_comparison_says(
    comparison: Comparison, near: int, threshold: int
) -> None:
    """Collections to 24,000 of interest of both."""
    trigger = TriggerProgram("ic", Measure.INTEREST_COVERAGE, comparison, threshold, tranche_mask=3)
    received = 24_000 * threshold // 10**6 + near
    outcome = run(guarded(trigger), inputs=Inputs(1, 100_000, received, None, ()))
    check_guard(payments(outcome), HOLDS[comparison][near + 1], 100_000)


@pytest.mark.parametrize(("comparison", "near"), SIDES)
def test_w10__arrears_exactly_so_old__trips_where_the_comparison_says(comparison: Comparison, near: int) -> None:
    trigger = TriggerProgram("late", Measure.ARREARS_AGE, comparison, 2, subject=0)
    state = replace(State.opening(guarded(trigger)), age=(2 + near, 0))
    outcome = run(guarded(trigger), state, Inputs(1, 100_000, 0, None, ()))
    check_guard(payments(outcome), HOLDS[comparison][near + 1], 100_000)


@pytest.mark.parametrize(("days", "reached"), [(-1, True), (0, True), (1, False)])
def test_w10__date_reached__on_the_day_itself(days: int, reached: bool) -> None:
    since = date(2024, 4, 20) + timedelta(days=days)
    trigger = TriggerProgram("anticipated", Measure.DATE_REACHED, Comparison.AT_LEAST, since=since)
    outcome = run(guarded(trigger), inputs=Inputs(1, 100_000, 0, None, ()))
    check_guard(payments(outcome), reached, 100_000)
