# SPDX-License-Identifier: Apache-2.0
"""The laws of a payment date, on generated deals: whatever the terms, the state and the inputs."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.domain.history import PaymentDate, PeriodOutOfOrderError, PeriodReport, PoolFacts
from regalia.domain.program import Program, StepKind, SubjectKind
from regalia.domain.waterfall import Outcome, State, run_steps
from tests.differential.cases import Case, unrelated
from tests.differential.programs import program as any_program
from tests.domain.escrow_model import EscrowModel
from tests.domain.rebuilt import rebuilt, with_put_in
from tests.domain.small_deals import NOTES, run

SEEDS = st.integers(0, 2**32)
AMOUNTS = st.integers(0, 200_000)
MODEST = settings(max_examples=200, deadline=None)
LONG = settings(max_examples=60, deadline=None)


def case(seed: int) -> Case:
    """One payment date of a generated deal."""
    rng = Random(seed)
    return unrelated(rng, any_program(rng))


def executed(seed: int) -> tuple[Case, Outcome]:
    generated = case(seed)
    return generated, run_steps(generated.program, generated.state, generated.inputs)


def history(seed: int, length: int = 6) -> tuple[EscrowModel, list[PaymentDate]]:
    """A generated deal from its opening through payment dates with payments, claims and transfers between them."""
    rng = Random(seed)
    program = any_program(rng)
    modest = tuple(replace(t, original_balance=t.original_balance % 10**13) for t in program.tranches)
    program = replace(program, tranches=modest)
    escrow = EscrowModel(program, State.opening(program, tuple(random_amount(rng) for _ in program.accounts)))
    done = []
    for _ in range(length):
        for _ in range(rng.randrange(6)):
            escrow.something_happens(rng)
        report, facts = random_report(rng, program, escrow.books.next_period), random_facts(rng, program)
        if rng.random() < 0.5:
            for facility, amount in enumerate(escrow.books.demands(report, facts)):
                escrow.put_in(facility, min(amount, 10**15))
        done.append(escrow.execute(report, facts))
        for _ in range(rng.randrange(6)):
            escrow.something_happens(rng)
    return escrow, done


def random_amount(rng: Random) -> int:
    return rng.randrange(10 ** rng.randrange(1, 13))


def random_report(rng: Random, program: Program, period: int) -> PeriodReport:
    invoices = tuple(random_amount(rng) for _ in program.invoiced_steps)
    target = rng.choice([None, random_amount(rng)])
    return PeriodReport(period, random_amount(rng), random_amount(rng), target, invoices)


def random_facts(rng: Random, program: Program) -> PoolFacts:
    facts = tuple(rng.choice([rng.randrange(10**6 + 1), random_amount(rng)]) for _ in program.facts)
    return PoolFacts(facts, rng.randrange(200), rng.randrange(2 ** len(program.facilities)))


@MODEST
@given(SEEDS)
def test_law_1__any_date__what_came_in_went_out_or_is_left(seed: int) -> None:
    generated, outcome = executed(seed)
    came_in = generated.inputs.available + sum(r.drawn + r.released for r in outcome.records)
    went_out = sum(r.paid for r in outcome.records)
    assert came_in == went_out + outcome.carried


@MODEST
@given(SEEDS)
def test_law_1__any_date__nothing_is_negative_and_nobody_gets_more_than_due(seed: int) -> None:
    _, outcome = executed(seed)
    assert all(0 <= r.drawn <= r.paid <= r.due and r.released >= 0 for r in outcome.records)
    state = outcome.state
    kept = (state.balance, state.arrears, state.account, state.carried, state.used, state.drawn, state.cost)
    assert min((*chain.from_iterable(kept), *outcome.unmet, outcome.carried)) >= 0


@MODEST
@given(SEEDS)
def test_law_2__a_step_is_short__below_it_flows_only_what_a_reserve_below_releases(seed: int) -> None:
    generated, outcome = executed(seed)
    steps = generated.program.list_of(outcome.accelerated)
    for index, (step, record) in enumerate(zip(steps, outcome.records, strict=True)):
        held_back = not step.runs(outcome.up)  # the terms' guards say so
        if record.shortfall and not held_back:
            end = index + 1
            while end < len(steps) and steps[end].goes_on:
                end += 1  # a group in proportion is short together
            released = 0
            for later in outcome.records[end:]:
                released += later.released
                released -= later.paid - later.drawn
                assert released >= 0


@MODEST
@given(SEEDS)
def test_law_2__support_is_drawn__available_funds_are_used_up(seed: int) -> None:
    """A reserve is the last resort: whoever draws on it left nothing for the next step, until a reserve releases."""
    _, outcome = executed(seed)
    for record, following in pairwise(outcome.records):
        if record.drawn and not following.released:
            assert following.paid == following.drawn


@MODEST
@given(AMOUNTS, st.integers(0, 10_000), st.integers(0, 30_000), st.integers(0, 30_000))
def test_law_2__notes__junior_income_only_when_all_notes_are_repaid_and_nothing_is_owed(
    available: int, invoice: int, senior: int, mezzanine: int
) -> None:
    state = State((senior, mezzanine, 0), (0, 0, 0), (0,), (0,) * len(NOTES.steps))
    outcome = run(NOTES, state, available=available, invoices=(invoice,))
    if outcome.records[7].paid:
        assert outcome.state.balance == (0, 0, 0)
        assert outcome.state.arrears == (0, 0, 0)
        assert outcome.state.carried == (0,) * len(NOTES.steps)


@MODEST
@given(AMOUNTS, st.integers(0, 10_000), st.integers(0, 60_000))
def test_law_2__notes__mezzanine_principal_only_when_senior_is_repaid(
    available: int, invoice: int, senior: int
) -> None:
    state = State((senior, 500_000, 0), (0, 0, 0), (0,), (0,) * len(NOTES.steps))
    outcome = run(NOTES, state, available=available, invoices=(invoice,))
    if outcome.records[6].paid:
        assert outcome.state.balance[0] == 0


def test_law_2__reserve_above_its_target__excess_flows_down_the_list_and_not_up() -> None:
    """The terms' order decides: mezzanine interest stands above the reserve and has no support, so it stays short."""
    state = State((0, 34, 0), (0, 0, 0), (40_035,), (0,) * len(NOTES.steps))
    outcome = run(NOTES, state, available=2_500, invoices=(0,))
    assert [r.paid for r in outcome.records[3:]] == [0, 0, 0, 34, 1]
    assert outcome.records[4].released == 35
    assert outcome.state.arrears == (0, 1, 0)


@MODEST
@given(AMOUNTS, st.integers(0, 50_000), AMOUNTS)
def test_law_2__more_money__nobody_gets_less(available: int, more: int, invoice: int) -> None:
    less = run(NOTES, available=available, invoices=(invoice,)).records
    richer = run(NOTES, available=available + more, invoices=(invoice,)).records
    assert all(a.paid <= b.paid for a, b in zip(less, richer, strict=True))


@LONG
@given(SEEDS)
def test_law_3__history_with_claims_and_transfers__cash_is_exactly_what_is_booked(seed: int) -> None:
    escrow, _ = history(seed)
    assert escrow.cash == escrow.booked()


@LONG
@given(SEEDS)
def test_law_3__history_with_claims_and_transfers__entitlements_are_covered_up_to_the_carried_remainder(
    seed: int,
) -> None:
    escrow, _ = history(seed)
    for tranche, owed in enumerate(escrow.owed_to_units):
        # less than one smallest unit for each of four holders, and for those who have still to collect
        assert 0 <= owed - escrow.entitlements(tranche) <= 5


@LONG
@given(SEEDS)
def test_law_3__everybody_claims__cash_left_is_collection_reserves_and_dust(seed: int) -> None:
    escrow, _ = history(seed)
    for payee in range(len(escrow.payables)):
        escrow.pay_payee(payee)
    for tranche, register in enumerate(escrow.registers):
        escrow.collect(tranche, "custodian", register.awaited)
        for holder in list(register.accounts):
            escrow.claim(tranche, holder)
    kept = escrow.books.collection + sum(escrow.books.state.account)
    assert kept <= escrow.cash <= kept + 4 * len(escrow.registers)


@LONG
@given(SEEDS)
def test_law_5__history__records_alone_rebuild_every_balance(seed: int) -> None:
    escrow, done = history(seed)
    state = escrow.opening
    for date, given_before in zip(done, escrow.given, strict=True):
        state = rebuilt(with_put_in(state, len(escrow.program.accounts), given_before), date)
        assert state == date.state


@MODEST
@given(SEEDS)
def test_law_5__any_date__sources_of_a_step_add_up_to_what_it_paid(seed: int) -> None:
    _, done = history(seed, length=1)
    for index, record in enumerate(done[0].records):
        assert sum(source.amount for source in done[0].sources(index)) == record.paid
    into_accounts = sum(done[0].paid(SubjectKind.ACCOUNT))
    assert into_accounts == sum(
        record.paid
        for step, record in zip(done[0].steps, done[0].records, strict=True)
        if step.kind in (StepKind.RESERVE, StepKind.TRAP)
    )


@LONG
@given(SEEDS, st.integers(-2, 20))
def test_law_6__any_period_but_the_next__refused_and_nothing_changes(seed: int, period: int) -> None:
    escrow, done = history(seed, length=3)
    books = escrow.books
    last = done[-1].report
    before = (books.collection, books.attested, books.distributed, books.next_period, books.state)
    if period != books.next_period:
        with pytest.raises(PeriodOutOfOrderError):
            books.execute(replace(last, period=period))
        assert (books.collection, books.attested, books.distributed, books.next_period, books.state) == before
    with pytest.raises(PeriodOutOfOrderError):
        books.execute(last)


@LONG
@given(SEEDS)
def test_carried_expense__history__invoiced_less_paid_is_what_is_carried(seed: int) -> None:
    """No double counting: what is due again was not paid before, and what was paid is not due again."""
    rng = Random(seed)
    state, invoiced, paid = State.opening(NOTES), 0, 0
    for period in range(1, 13):
        invoice = rng.randrange(30_000)
        outcome = run(NOTES, state, available=rng.randrange(40_000), invoices=(invoice,), period=period)
        state, invoiced, paid = outcome.state, invoiced + invoice, paid + outcome.records[1].paid
        assert invoiced - paid == state.carried[1]


@LONG
@given(SEEDS)
def test_interest__history__accrued_less_paid_is_arrears(seed: int) -> None:
    """Senior arrears earn nothing here: what accrued on the balance alone explains them."""
    rng = Random(seed)
    state, accrued, paid = State.opening(NOTES), 0, 0
    for period in range(1, 13):
        accrued += state.balance[0] * 2 // 100  # 8% a year is 2% a quarter of 90 days
        outcome = run(NOTES, state, available=rng.randrange(90_000), invoices=(0,), period=period)
        state, paid = outcome.state, paid + outcome.records[2].paid
        assert accrued - paid == state.arrears[0]


@LONG
@given(SEEDS)
def test_principal__history__original_less_paid_is_the_balance(seed: int) -> None:
    rng = Random(seed)
    state, paid = State.opening(NOTES), 0
    for period in range(1, 13):
        outcome = run(NOTES, state, available=rng.randrange(250_000), invoices=(0,), period=period)
        state, paid = outcome.state, paid + outcome.records[5].paid
        assert 1_000_000 - paid == state.balance[0]


@MODEST
@given(SEEDS)
def test_engine__same_inputs_twice__same_outcome_and_nothing_remembered(seed: int) -> None:
    generated, outcome = executed(seed)
    assert run_steps(generated.program, generated.state, generated.inputs) == outcome


@MODEST
@given(SEEDS, st.integers(1, 10**6))
def test_engine__cash_nobody_may_use__royalties_received_alone_pay_nothing(seed: int, received: int) -> None:
    generated = case(seed)
    inputs = replace(generated.inputs, available=0, received=received)
    outcome = run_steps(generated.program, State.opening(generated.program), inputs)
    assert all(record.paid == 0 for record in outcome.records)
