# SPDX-License-Identifier: Apache-2.0
"""Legal final: everything is due and released. Winding up: the same without time passing or anything new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calendar import DayCount
from regalia.domain.program import (
    Cap,
    DueKind,
    FacilityProgram,
    PeriodTable,
    PrincipalKind,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TriggerProgram,
)
from regalia.domain.program_words import Comparison, FacilityKind, Measure
from regalia.domain.waterfall import StepRecord
from tests.domain.small_deals import ALWAYS, MEZZANINE, SENIOR, deal, held, raised, run

FEE = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.FIXED, StepFlag.CARRIED, amount=2_500)
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
FROM_BOTH = StepFlag.PART_FIXED | StepFlag.SET_BY_REPORT
RESERVE = StepProgram("reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=FROM_BOTH, amount=40_000)
SCHEDULE = StepProgram(
    "principal", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0, PrincipalKind.SCHEDULED_TABLE,
    table=PeriodTable(1, (1_000,)),
)  # fmt: skip
TRAP = StepProgram("trap", StepKind.TRAP, SubjectKind.ACCOUNT, 0, rate=10**6)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 1)


@pytest.mark.parametrize(
    ("legal_final", "final"), [((2024, 4, 19), True), ((2024, 4, 20), True), ((2024, 4, 21), False)]
)
def test_legal_final__payment_date_of_20_april__on_and_after_it(legal_final: tuple[int, int, int], final: bool) -> None:
    program = deal(RESERVE, SCHEDULE, RESIDUAL, legal_final=date(*legal_final))
    outcome = run(program, held(program, 40_000), available=2_000)
    if final:
        assert list(outcome.records) == [
            StepRecord(0, 0, 0, 40_000),
            StepRecord(1_000_000, 42_000, 0, 0),
            StepRecord(0, 0, 0, 0),
        ]
    else:
        assert [r.paid for r in outcome.records] == [0, 1_000, 1_000]
        assert outcome.state.account == (40_000,)


def test_legal_final__reserve_set_by_the_report__released_all_the_same() -> None:
    program = deal(RESERVE, RESIDUAL, legal_final=date(2024, 4, 20))
    outcome = run(program, held(program, 40_000), target=40_000)
    assert (outcome.records[0].released, outcome.records[1].paid) == (40_000, 40_000)


@pytest.mark.parametrize("ending", [False, True])
def test_final__guard_of_a_reserve_shut__given_back_all_the_same_and_recorded(ending: bool) -> None:
    program = deal(replace(RESERVE, guard_on=0b1), RESIDUAL, legal_final=None if ending else date(2024, 4, 20))
    outcome = run(program, held(program, 40_000), ending=ending)
    assert list(outcome.records) == [StepRecord(0, 0, 0, 40_000), StepRecord(40_000, 40_000, 0, 0)]
    assert outcome.state.account == (0,)


def test_legal_final__trap__takes_nothing_and_gives_back() -> None:
    program = deal(TRAP, RESIDUAL, legal_final=date(2024, 4, 20))
    outcome = run(program, held(program, 700), available=300)
    assert list(outcome.records) == [StepRecord(0, 0, 0, 700), StepRecord(1_000, 1_000, 0, 0)]


def test_legal_final__interest_and_fees__accrue_as_on_any_date() -> None:
    outcome = run(deal(FEE, INTEREST, legal_final=date(2024, 4, 20)))
    assert [r.due for r in outcome.records] == [2_500, 20_000]


def test_legal_final__not_repaid__the_next_date_is_final_too() -> None:
    program = deal(SCHEDULE, legal_final=date(2024, 4, 20))
    first = run(program, available=400_000)
    second = run(program, first.state, available=10**6, period=2)
    assert (second.records[0], second.state.balance[0]) == (StepRecord(600_000, 600_000, 0, 0), 0)


def test_ending__notes__nothing_accrues_and_what_is_owed_is_paid_in_order() -> None:
    program = deal(FEE, INTEREST, RESERVE, SCHEDULE, RESIDUAL, tranches=(SENIOR, MEZZANINE))
    state = held(program, 40_000, carried=(900, 0, 0, 0, 0), arrears=(700, 0), balance=(30_000, 0))
    outcome = run(program, state, available=500, received=10**6, period=7, ending=True)
    assert list(outcome.records) == [
        StepRecord(900, 500, 0, 0),
        StepRecord(700, 0, 0, 0),
        StepRecord(0, 0, 0, 40_000),
        StepRecord(30_000, 30_000, 0, 0),
        StepRecord(10_000, 10_000, 0, 0),
    ]
    assert outcome.state.carried == (400, 0, 0, 0, 0)
    assert outcome.state.arrears == (700, 0)


@pytest.mark.parametrize(
    "due",
    [
        {"due_kind": DueKind.FIXED, "amount": 2_500},
        {"due_kind": DueKind.COLLECTIONS_RATE, "rate": 10**6},
        {"due_kind": DueKind.OUTSTANDING_RATE, "rate": 10**6, "tranche_mask": 0b11},
        {"due_kind": DueKind.AS_INVOICED},
    ],
    ids=lambda due: due["due_kind"].name,
)
def test_ending__expense_of_any_kind__only_what_is_carried_and_no_interest_on_it(due: dict[str, int]) -> None:
    program = deal(replace(FEE, carry_rate=120_000, **due))  # type: ignore[arg-type]
    invoices = (5_000,) * len(program.invoiced_steps)
    outcome = run(program, held(program, carried=(900,)), 10**6, 10**6, invoices=invoices, ending=True)
    assert outcome.records[0] == StepRecord(900, 900, 0, 0)


def test_ending__above_a_cap__goes_to_the_later_step_as_ever() -> None:
    capped = replace(FEE, flags=FEE.flags | StepFlag.CAPPED | StepFlag.TAKEN_ABOVE, cap=Cap(per_period=600))
    program = deal(capped, replace(FEE, due_kind=DueKind.ABOVE_CAP, number=0))
    outcome = run(program, held(program, carried=(900, 50)), available=10**6, ending=True)
    assert [r.paid for r in outcome.records] == [600, 350]


def test_ending__facility__owed_what_it_was_without_another_day() -> None:
    line = FacilityProgram("line", FacilityKind.LIQUIDITY, 0, 120_000, DayCount.THIRTY_E_360)
    program = deal(StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0), facilities=(line,))
    state = held(program, drawn=(10**12,), cost=(300,))
    assert run(program, state, ending=True).records[0].due == 10**12 + 300


def test_ending__interest__none_for_another_day() -> None:
    program = deal(INTEREST)
    assert run(program, held(program, balance=(10**12, 0)), ending=True).records[0].due == 0


def test_ending__triggers__not_measured_and_steering_as_they_were_left() -> None:
    counted = TriggerProgram("forecast", Measure.COLLECTIONS_TO_FORECAST, trailing=0, forecast=PeriodTable(1, (9,)))
    trailing = TriggerProgram("dscr", Measure.DEBT_SERVICE_COVERAGE, Comparison.BELOW, 1, tranche_mask=1, trailing=3)
    triggers = (raised(0, ALWAYS), replace(raised(1, ALWAYS), after=True), counted, trailing)
    program = deal(replace(FEE, guard_off=0b01), replace(FEE, guard_on=0b10), RESIDUAL, triggers=triggers)
    state = held(
        program, active=(False, True, False, False), history=(0b10, 0b11, 0, 0),
        series=((), (), (), ((5, 6),)), collected=80, carried=(7, 8, 0),
    )  # fmt: skip
    outcome = run(program, state, available=100, received=1_000, ending=True)
    assert [r.paid for r in outcome.records] == [7, 8, 85]
    assert outcome.state == replace(state, carried=(0, 0, 0))


def test_ending__held_back_interest__stays_in_arrears() -> None:
    program = deal(replace(INTEREST, guard_on=0b1), RESIDUAL)
    outcome = run(program, held(program, arrears=(700, 0)), available=100, ending=True)
    assert (outcome.records[0], outcome.state.arrears) == (StepRecord(700, 0, 0, 0), (700, 0))
