# SPDX-License-Identifier: Apache-2.0
"""After an event of default the acceleration list runs; what the two lists share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import (
    Cap,
    DueKind,
    PeriodTable,
    PrincipalKind,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TriggerProgram,
)
from regalia.domain.program_words import EVENT_OF_DEFAULT, Comparison, Measure
from regalia.domain.waterfall import State
from tests.domain.small_deals import SENIOR, deal, held, run

DEFAULT = TriggerProgram("default", Measure.FACT, Comparison.AT_LEAST, 1, effect=EVENT_OF_DEFAULT)
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
TURBO = StepProgram("principal", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.PAYEE, 0)
COUNSEL = StepProgram("counsel", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.AS_INVOICED, StepFlag.CARRIED)
PLAIN = deal(
    INTEREST, RESIDUAL, tranches=(SENIOR,), triggers=(DEFAULT,), facts=("seized",),
    acceleration=(INTEREST, TURBO, RESIDUAL),
)  # fmt: skip


def test_event__measured_before__the_same_date_is_accelerated() -> None:
    outcome = run(PLAIN, available=50_000, facts=(1,))
    assert outcome.accelerated
    assert [r.paid for r in outcome.records] == [20_000, 30_000, 0]
    assert run(PLAIN, available=50_000, facts=(0,)).accelerated is False


def test_event__measured_after__the_next_date_is_accelerated() -> None:
    program = replace(PLAIN, triggers=(replace(DEFAULT, after=True),))
    first = run(program, available=50_000, facts=(1,))
    second = run(program, first.state, available=50_000, facts=(0,), period=2)
    third = run(program, second.state, available=50_000, facts=(0,), period=3)
    assert [outcome.accelerated for outcome in (first, second, third)] == [False, True, False]
    assert [len(outcome.records) for outcome in (first, second, third)] == [2, 3, 2]


@pytest.mark.parametrize(("latched", "accelerated"), [(False, [True, False]), (True, [True, True])])
def test_event__cured__normal_list_again_unless_latched(latched: bool, accelerated: list[bool]) -> None:
    program = replace(PLAIN, triggers=(replace(DEFAULT, latched=latched),))
    first = run(program, facts=(1,))
    second = run(program, first.state, facts=(0,), period=2)
    assert [first.accelerated, second.accelerated] == accelerated


def test_event__two_strikes__accelerated_on_the_second() -> None:
    program = replace(PLAIN, triggers=(replace(DEFAULT, k=2, n=2),))
    first = run(program, facts=(1,))
    assert [first.accelerated, run(program, first.state, facts=(1,), period=2).accelerated] == [False, True]


def test_event__no_acceleration_list__normal_list_goes_on() -> None:
    outcome = run(replace(PLAIN, acceleration=()), available=50_000, facts=(1,))
    assert (outcome.accelerated, outcome.state.active) == (False, (True,))
    assert [r.paid for r in outcome.records] == [20_000, 30_000]


def test_event__is_no_flag__guards_do_not_read_it() -> None:
    assert run(PLAIN, facts=(1,)).up == 0


def test_default_of_interest__once__accelerated_for_good() -> None:
    program = replace(PLAIN, tranches=(replace(SENIOR, defaults=True),))
    first = run(program, available=19_999, facts=(0,))
    second = run(program, first.state, available=20_001, facts=(0,), period=2)
    third = run(program, second.state, available=10**7, facts=(0,), period=3)
    assert [outcome.accelerated for outcome in (first, second, third)] == [False, True, True]
    assert third.state.balance == (0,)
    assert third.state.defaulted


def shared(normal: StepProgram, accelerated: StepProgram) -> tuple[State, State, State]:
    """Three dates with 400 of cash and an invoice of 1,000: normal, accelerated, normal again."""
    program = deal(normal, tranches=(SENIOR,), triggers=(DEFAULT,), facts=("seized",), acceleration=(accelerated,))
    states, state = [], State.opening(program)
    for period, seized in enumerate((0, 1, 0), 1):
        invoices = (1_000,) * len(program.invoiced_steps)
        state = run(program, state, available=400, invoices=invoices, facts=(seized,), period=period).state
        states.append(state)
    return states[0], states[1], states[2]


def test_carry__same_place__the_other_list_takes_over_what_is_owed() -> None:
    states = shared(COUNSEL, replace(COUNSEL, carry=0))
    assert [state.carried for state in states] == [(600, 0), (1_200, 0), (1_800, 0)]


def test_carry__own_place__each_list_keeps_its_own() -> None:
    states = shared(COUNSEL, COUNSEL)
    assert [state.carried for state in states] == [(600, 0), (600, 600), (1_200, 600)]


def test_invoice__same_number_in_both_lists__one_invoice_a_report() -> None:
    program = deal(COUNSEL, acceleration=(replace(COUNSEL, carry=0),))
    assert program.invoiced_steps == (0,)
    both = deal(COUNSEL, acceleration=(replace(COUNSEL, number=1),))
    assert both.invoiced_steps == (0, 1)


def test_invoice__two_numbers__the_list_that_runs_reads_its_own() -> None:
    program = deal(
        COUNSEL, tranches=(SENIOR,), triggers=(DEFAULT,), facts=("seized",),
        acceleration=(replace(COUNSEL, number=1), RESIDUAL),
    )  # fmt: skip
    assert run(program, available=900, invoices=(70, 8), facts=(0,)).records[0].paid == 70
    assert run(program, available=900, invoices=(70, 8), facts=(1,)).records[0].paid == 8


def test_cap_a_year__same_place__used_up_by_both_lists() -> None:
    capped = replace(COUNSEL, flags=StepFlag.CARRIED | StepFlag.CAPPED, cap=Cap(per_year=700))
    states = shared(capped, replace(capped, carry=0))
    assert [state.used for state in states] == [(400, 0), (700, 0), (700, 0)]
    assert [state.carried for state in states] == [(600, 0), (1_300, 0), (2_300, 0)]


def test_above_cap__in_the_acceleration_list__steps_are_counted_through_both() -> None:
    taken = replace(COUNSEL, flags=StepFlag.CAPPED | StepFlag.TAKEN_ABOVE, cap=Cap(per_period=300))
    above = replace(COUNSEL, label="above", due_kind=DueKind.ABOVE_CAP, number=2)
    program = replace(PLAIN, acceleration=(taken, RESIDUAL, above))
    outcome = run(program, available=0, invoices=(1_000,), facts=(1,))
    assert [r.due for r in outcome.records] == [300, 0, 700]
    assert outcome.state.carried == (0, 0, 0, 0, 700)


def test_scheduled_principal__same_place__missed_amounts_go_over() -> None:
    schedule = replace(TURBO, due_kind=PrincipalKind.SCHEDULED_TABLE, table=PeriodTable(1, (1_000,) * 9))
    states = shared(schedule, replace(schedule, carry=0))
    assert [state.carried for state in states] == [(600, 0), (1_200, 0), (1_800, 0)]


def test_arrears__normal_then_accelerated__are_due_in_either_list() -> None:
    first = run(PLAIN, facts=(0,))
    second = run(PLAIN, first.state, available=30_000, facts=(1,), period=2)
    assert (second.records[0].due, second.state.arrears) == (40_000, (10_000,))


def test_records__accelerated__those_of_the_list_that_ran() -> None:
    outcome = run(PLAIN, held(PLAIN, 9_000), available=1, facts=(1,))
    assert (len(outcome.records), outcome.state.account) == (3, (9_000,))
