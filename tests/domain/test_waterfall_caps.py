# SPDX-License-Identifier: Apache-2.0
"""Expenses with a cap a period and a calendar year, what is above it, and interest on what is carried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calendar import Schedule
from regalia.domain.program import Cap, DueKind, Program, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.waterfall import State, StepRecord
from tests.domain.small_deals import QUARTERLY, deal, held, run

COUNSEL = StepProgram(
    "counsel", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.AS_INVOICED, StepFlag.CARRIED | StepFlag.CAPPED,
    cap=Cap(per_period=1_000),
)  # fmt: skip
TAKEN = replace(COUNSEL, flags=COUNSEL.flags | StepFlag.TAKEN_ABOVE)
ABOVE = StepProgram(
    "counsel_above_cap", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.ABOVE_CAP, StepFlag.CARRIED, number=0
)
MILLS = Schedule(date(2023, 12, 31), 1964 * 12 + 11, 3, 3, 20, opening=237)


def months(program: Program, *invoices: int, available: int = 10**6) -> list[tuple[int, int, int]]:
    """Of each date from the first: due, carried and used of the first step."""
    state, figures = State.opening(program), []
    for period, invoice in enumerate(invoices, 1):
        outcome = run(program, state, available, invoices=(invoice,), period=period)
        state = outcome.state
        figures.append((outcome.records[0].due, state.carried[0], state.used[0]))
    return figures


@pytest.mark.parametrize(
    ("invoice", "due", "carried"), [(999, 999, 0), (1_000, 1_000, 0), (1_001, 1_000, 1), (0, 0, 0)]
)
def test_cap_a_period__below_at_and_above__excess_carried(invoice: int, due: int, carried: int) -> None:
    assert months(deal(COUNSEL), invoice) == [(due, carried, 0)]


def test_cap_a_period__excess_presented_again__under_the_next_cap() -> None:
    assert months(deal(COUNSEL), 2_700, 800, 0, 0) == [
        (1_000, 1_700, 0),
        (1_000, 1_500, 0),
        (1_000, 500, 0),
        (500, 0, 0),
    ]


def test_cap_a_period__not_carried__excess_and_shortfall_lapse() -> None:
    program = deal(replace(COUNSEL, flags=StepFlag.CAPPED))
    assert months(program, 1_500, 0, available=300) == [(1_000, 0, 0), (0, 0, 0)]


def test_cap_a_year__used_up__carried_until_the_first_date_of_the_next_year() -> None:
    """Dates: 20 April, July and October 2024, 20 January 2025."""
    program = deal(replace(COUNSEL, cap=Cap(1_000, 2_500)))
    assert months(program, 1_000, 1_000, 1_000, 1_000, 1_000) == [
        (1_000, 0, 1_000),
        (1_000, 0, 2_000),
        (500, 500, 2_500),
        (1_000, 500, 1_000),
        (1_000, 500, 2_000),
    ]


def test_cap_a_year__short_of_cash__only_what_was_paid_is_used() -> None:
    program = deal(replace(COUNSEL, cap=Cap(per_year=2_500)))
    first = run(program, available=400, invoices=(2_000,))
    assert (first.state.used, first.state.carried) == ((400,), (1_600,))
    second = run(program, first.state, available=10_000, invoices=(1_000,), period=2)
    assert (second.records[0].due, second.state.used, second.state.carried) == (2_100, (2_500,), (500,))


def test_cap_a_year__paid_out_of_support__counts_as_used() -> None:
    program = deal(replace(COUNSEL, cap=Cap(per_year=2_500), support=(1,)))
    outcome = run(program, held(program, 700), available=100, invoices=(800,))
    assert (outcome.records[0], outcome.state.used) == (StepRecord(800, 800, 700, 0), (800,))


@pytest.mark.parametrize(
    ("closing", "due"),
    [
        (date(2023, 12, 31), 1_000),  # the first date of 2024: a new year's cap
        (date(2024, 1, 1), 100),  # the same year as closing
    ],
)
def test_cap_a_year__seasoned_deal__goes_on_within_the_calendar_year(closing: date, due: int) -> None:
    program = deal(replace(COUNSEL, cap=Cap(per_year=2_500)), schedule=replace(MILLS, closing=closing))
    outcome = run(program, held(program, used=(2_400,)), available=10**6, invoices=(1_000,), period=237)
    assert outcome.records[0].due == due


def test_cap_a_year__yearly_periods__every_date_has_a_new_cap() -> None:
    yearly = Schedule(date(2024, 1, 20), 2024 * 12 + 11, 12, 1, 20)
    assert months(deal(replace(COUNSEL, cap=Cap(per_year=700)), schedule=yearly), 1_000, 0) == [
        (700, 300, 700),
        (300, 0, 300),
    ]


def test_cap_a_year__lowered_below_what_is_used__nothing_due() -> None:
    program = deal(replace(COUNSEL, cap=Cap(per_year=2_500)))
    outcome = run(program, held(program, used=(2_600,)), available=10**6, invoices=(10,))
    assert (outcome.records[0].due, outcome.state.carried, outcome.state.used) == (0, (10,), (2_600,))


def test_above_cap__later_step__takes_it_on_the_same_date() -> None:
    outcome = run(deal(TAKEN, ABOVE), available=1_200, invoices=(1_500,))
    assert outcome.records == (StepRecord(1_000, 1_000, 0, 0), StepRecord(500, 200, 0, 0))
    assert outcome.state.carried == (0, 300)


def test_above_cap__both_short__each_carries_its_own_and_the_cap_counts_again() -> None:
    program = deal(TAKEN, ABOVE)
    first = run(program, available=600, invoices=(1_500,))
    assert first.state.carried == (400, 500)
    second = run(program, first.state, available=1_050, invoices=(1_000,), period=2)
    # 400 + 1,000 is 400 above the cap; below it 500 was carried
    assert second.records == (StepRecord(1_000, 1_000, 0, 0), StepRecord(900, 50, 0, 0))
    assert second.state.carried == (0, 850)


def test_above_cap__nothing_above__due_is_what_it_carries() -> None:
    program = deal(TAKEN, ABOVE)
    outcome = run(program, held(program, carried=(0, 70)), available=5_000, invoices=(1_000,))
    assert (outcome.records[1].due, outcome.state.carried) == (70, (0, 0))


def test_above_cap__step_of_another_number__takes_nothing() -> None:
    outcome = run(deal(TAKEN, replace(ABOVE, number=1)), available=5_000, invoices=(1_500,))
    assert (outcome.records[1].due, outcome.carried) == (0, 4_000)


@pytest.mark.parametrize(("carried", "due"), [(1_000, 1_030), (33, 33), (34, 35), (0, 0)])
def test_carry_rate__a_quarter_at_12_percent__of_what_is_carried_rounded_down(carried: int, due: int) -> None:
    program = deal(replace(COUNSEL, cap=None, carry_rate=120_000))
    assert run(program, held(program, carried=(carried,)), invoices=(0,)).records[0].due == due


def test_carry_rate__two_dates_without_cash__interest_on_interest() -> None:
    program = deal(replace(COUNSEL, cap=None, carry_rate=120_000))
    assert months(program, 10_000, 0, 0, available=0) == [
        (10_000, 10_000, 0),
        (10_300, 10_300, 0),
        (10_609, 10_609, 0),
    ]


def test_carry_rate__under_a_cap__interest_is_capped_too() -> None:
    program = deal(replace(COUNSEL, carry_rate=120_000))
    outcome = run(program, held(program, carried=(1_000,)), available=10**6, invoices=(0,))
    assert (outcome.records[0].due, outcome.state.carried) == (1_000, (30,))


def test_carry_rate__period_of_92_days__counted_as_90() -> None:
    program = deal(replace(COUNSEL, cap=None, carry_rate=120_000), schedule=QUARTERLY)
    assert run(program, held(program, carried=(1_000,)), invoices=(0,), period=3).records[0].due == 1_030
