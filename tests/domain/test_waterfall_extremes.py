# SPDX-License-Identifier: Apache-2.0
"""Amounts at their limits: nothing raises, and what is kept stops growing at 2^128 - 1."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.calendar import DayCount
from regalia.domain.conservation import check_conserved
from regalia.domain.program import (
    Cap,
    DueKind,
    FacilityProgram,
    PeriodTable,
    PrincipalKind,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
    TrancheProgram,
    TriggerProgram,
)
from regalia.domain.program_words import Comparison, FacilityKind, Measure
from regalia.domain.waterfall import AMOUNT_LIMIT, LARGEST_DUE, Inputs, State, run_steps
from tests.domain.small_deals import SENIOR, deal, held, run

MOST, RATE = AMOUNT_LIMIT - 1, 2**32 - 1
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0)
FEE = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.AS_INVOICED, StepFlag.CARRIED)
DEAR = replace(SENIOR, coupon=RATE, day_count=DayCount.ACT_360, interest_on_arrears=True)
LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0, RATE)


@pytest.mark.parametrize(("capitalises", "balance", "arrears"), [(True, LARGEST_DUE, 0), (False, 10**6, LARGEST_DUE)])
def test_interest__compounds_for_ever__stops_at_the_largest(capitalises: bool, balance: int, arrears: int) -> None:
    program = deal(INTEREST, tranches=(replace(DEAR, capitalises=capitalises),))
    state = State.opening(program)
    for period in range(1, 60):
        state = run(program, state, period=period).state
    assert (state.balance, state.arrears) == ((balance,), (arrears,))
    last = run(program, state, MOST, period=60)
    assert last.records[0].due == (arrears or last.records[0].due)
    assert last.records[0].paid == MOST


def test_carried__at_a_rate_for_ever__stops_at_the_largest() -> None:
    program = deal(replace(FEE, carry_rate=RATE))
    state = State.opening(program)
    for period in range(1, 30):
        state = run(program, state, invoices=(MOST,), period=period).state
    assert state.carried == (LARGEST_DUE,)


def test_cost__of_the_largest_amount_drawn__stops_at_the_largest() -> None:
    program = deal(StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0), facilities=(LINE,))
    outcome = run(program, held(program, drawn=(LARGEST_DUE,), cost=(LARGEST_DUE,)), MOST)
    assert (outcome.records[0].due, outcome.records[0].paid) == (LARGEST_DUE, MOST)
    assert (outcome.state.cost, outcome.state.drawn) == ((LARGEST_DUE - MOST,), (LARGEST_DUE,))


def test_draws__at_the_largest__stay_there() -> None:
    line = replace(LINE, kind=FacilityKind.GUARANTEE, rate=0)
    program = deal(replace(INTEREST, support=(128,)), tranches=(SENIOR,), facilities=(line,))
    outcome = run(program, held(program, 0, MOST, drawn=(LARGEST_DUE,), called=(LARGEST_DUE - 5,)))
    assert (outcome.state.drawn, outcome.state.called) == ((LARGEST_DUE,), (LARGEST_DUE,))


def test_used__at_the_largest__stays_there() -> None:
    program = deal(replace(FEE, cap=Cap(per_year=LARGEST_DUE - 1)))
    outcome = run(program, held(program, used=(LARGEST_DUE - 3,)), MOST, invoices=(MOST,))
    assert (outcome.records[0].paid, outcome.state.used) == (2, (LARGEST_DUE - 1,))


def test_collected__at_the_largest__stays_there() -> None:
    forecast = PeriodTable(1, (LARGEST_DUE,))
    program = deal(triggers=(TriggerProgram("t", Measure.COLLECTIONS_TO_FORECAST, trailing=0, forecast=forecast),))
    assert run(program, held(program, collected=LARGEST_DUE - 1), received=MOST).state.collected == LARGEST_DUE


def test_principal__sixteen_largest_balances__due_stops_at_the_largest() -> None:
    notes = tuple(TrancheProgram(f"t{t}", 0, DayCount.ACT_360, False, 1, LARGEST_DUE) for t in range(16))
    flags = StepFlag.PRO_RATA
    steps = tuple(
        StepProgram(
            f"p{t}", StepKind.PRINCIPAL, SubjectKind.TRANCHE, t, PrincipalKind.TURBO,
            flags | StepFlag.GOES_ON if t else flags, tranche_mask=2**16 - 2**t,
        )
        for t in range(16)
    )  # fmt: skip
    outcome = run(deal(*steps, tranches=notes), available=MOST)
    assert sum(record.due for record in outcome.records) == LARGEST_DUE
    assert sum(record.paid for record in outcome.records) == MOST


@pytest.mark.parametrize("combine_min", [False, True])
def test_reserve__largest_of_every_part__due_stops_at_the_largest(combine_min: bool) -> None:
    parts = StepFlag.PART_FIXED | StepFlag.PART_INTEREST | StepFlag.PART_OUTSTANDING
    step = StepProgram(
        "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=parts, tranche_mask=0b1, rate=RATE,
        number=2**16 - 1, amount=LARGEST_DUE, combine_min=combine_min,
    )  # fmt: skip
    program = deal(step, tranches=(replace(DEAR, original_balance=LARGEST_DUE),))
    outcome = run(program, available=MOST)
    assert (outcome.records[0].due, outcome.state.account) == (LARGEST_DUE, (MOST,))


def test_debt_service__of_sixteen_largest_balances__stops_at_the_largest() -> None:
    trigger = TriggerProgram("t", Measure.INTEREST_COVERAGE, tranche_mask=2**16 - 1, trailing=2)
    program = deal(tranches=(replace(DEAR, original_balance=LARGEST_DUE),) * 16, triggers=(trigger,))
    assert run(program, received=MOST).state.series == (((MOST, LARGEST_DUE),),)


SUPPORTED = (1, 128)
EVERYTHING = deal(
    replace(FEE, cap=Cap(7, 70), flags=FEE.flags | StepFlag.CAPPED | StepFlag.TAKEN_ABOVE, carry_rate=RATE),
    replace(INTEREST, support=SUPPORTED, guard_off=0b1),
    replace(INTEREST, support=SUPPORTED, guard_on=0b1),
    replace(INTEREST, subject=1, guard_off=0b10),
    StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0),
    StepProgram("reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, amount=10**6),
    replace(
        INTEREST, kind=StepKind.PRINCIPAL, due_kind=PrincipalKind.SCHEDULED_SHARE, rate=10**5, tranche_mask=0b11,
        flags=StepFlag.PRO_RATA, support=SUPPORTED,
    ),
    replace(
        INTEREST, kind=StepKind.PRINCIPAL, subject=1, tranche_mask=0b10, flags=StepFlag.PRO_RATA | StepFlag.GOES_ON,
        support=SUPPORTED,
    ),
    replace(FEE, due_kind=DueKind.ABOVE_CAP, number=0),
    StepProgram("trap", StepKind.TRAP, SubjectKind.ACCOUNT, 1, rate=333_333, guard_on=0b10),
    tranches=(replace(DEAR, capitalises=True), replace(DEAR, defaults=True)),
    facilities=(LINE,),
    triggers=(
        TriggerProgram("dscr", Measure.DEBT_SERVICE_COVERAGE, threshold=10**6, tranche_mask=0b11, trailing=3),
        TriggerProgram("lev", Measure.LEVERAGE, Comparison.ABOVE, 10**6, effect=1, tranche_mask=0b11, trailing=4, after=True),
    ),
    acceleration=(
        replace(INTEREST, subject=1, support=SUPPORTED),
        replace(INTEREST, kind=StepKind.PRINCIPAL, subject=1),
        StepProgram("give_back", StepKind.RESERVE, SubjectKind.ACCOUNT, 0),
        StepProgram("residual", StepKind.RESIDUAL, SubjectKind.PAYEE, 0),
    ),
)  # fmt: skip
WHOLE = replace(EVERYTHING, accounts=("reserve", "trap"))
AMOUNT = st.sampled_from([0, 1, 10**6, MOST]) | st.integers(0, MOST)


def extreme_state(program: Program, seed: int) -> State:
    """Every amount of the state zero, small or as large as it may be."""
    rng, opening = Random(seed), State.opening(program)

    def amount(most: int) -> int:
        return rng.choice([0, rng.randrange(100), rng.randrange(10**12), most, most])

    amounts: dict[str, Any] = {
        field.name: tuple(
            amount(MOST if field.name == "account" else LARGEST_DUE) for _ in getattr(opening, field.name)
        )
        for field in fields(State)
        if field.name in ("balance", "arrears", "account", "carried", "used", "drawn", "cost", "called")
    }
    active = tuple(rng.random() < 0.5 for _ in program.triggers)
    return replace(opening, **amounts, active=active, defaulted=rng.random() < 0.3)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), AMOUNT, AMOUNT, AMOUNT, st.booleans(), st.integers(1, 40))
def test_everything__amounts_at_their_limits__conserved_and_kept_within_them(
    seed: int, available: int, received: int, invoice: int, ending: bool, period: int
) -> None:
    state = extreme_state(WHOLE, seed)
    outcome = run_steps(WHOLE, state, Inputs(period, available, received, None, (invoice,), ending=ending))
    check_conserved(WHOLE, available, outcome)
    after = outcome.state
    for name in ("balance", "arrears", "carried", "used", "drawn", "cost", "called"):
        assert all(0 <= amount <= LARGEST_DUE for amount in getattr(after, name)), name
    assert all(0 <= record.drawn <= record.paid <= record.due <= LARGEST_DUE for record in outcome.records)
    cash_before = available + sum(state.account)
    assert sum(r.paid for r in outcome.records) + outcome.carried + sum(after.account) == cash_before + sum(
        record.paid
        for step, record in zip(WHOLE.list_of(outcome.accelerated), outcome.records, strict=True)
        if step.subject_kind is SubjectKind.ACCOUNT
    )
