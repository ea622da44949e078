# SPDX-License-Identifier: Apache-2.0
"""W1 to W5: how money goes down the list. Each case stands at a boundary; both engines agree, and with figures worked out here."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, permutations
from random import Random

import pytest

from regalia.domain.accrual import interest_down
from regalia.domain.calendar import DayCount
from regalia.domain.program import DueKind, Program, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.state import Inputs, State
from tests.failures.engines import (
    INTEREST,
    JUNIOR,
    PRINCIPAL,
    QUARTERS,
    RESIDUAL,
    SENIOR,
    SEQUENTIAL,
    opened,
    payments,
    run,
    step,
)
from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import DealContracts
from tests.support.roles import actor

DUES = (15_000, 9_000, 1_000_000, 400_000)
"""Of a first quarter, in order; what is left is the junior's."""
STEPS_OF_TWO = (step(INTEREST, 0), step(INTEREST, 1), step(PRINCIPAL, 0), step(PRINCIPAL, 1))


def down_the_list(cash: int, dues: tuple[int, ...]) -> list[int]:
    """What each is paid when the one above comes first, and what is left."""
    paid = []
    for due in dues:
        paid.append(min(cash, due))
        cash -= paid[-1]
    return [*paid, cash]


BOUNDARIES = sorted({total + near for total in (0, *accumulate(DUES), 2_000_000) for near in (-1, 0, 1)} - {-1})


@pytest.mark.parametrize("cash", BOUNDARIES)
def test_w1__cash_at_every_boundary_of_the_list__the_higher_tranche_first_and_no_more_than_its_due(cash: int) -> None:
    outcome = run(SEQUENTIAL, cash=cash)
    paid = down_the_list(cash, DUES)
    assert payments(outcome) == paid
    assert outcome.carried == 0
    assert outcome.state.arrears == (DUES[0] - paid[0], DUES[1] - paid[1])
    assert outcome.state.balance == (DUES[2] - paid[2], DUES[3] - paid[3])
    short = [record.paid < record.due for record in outcome.records[:4]]
    assert all(not above or record.paid == 0 for above, record in zip(short, outcome.records[1:], strict=False))


@pytest.mark.parametrize("received", [101_999, 102_000, 102_001])
def test_w1__real_deal_at_the_boundary_of_its_reserve__pays_what_the_list_says(
    live: DealContracts, received: int
) -> None:
    """2,500 and 2% of fees, 24,000 of interest, 8,000 into the reserve; the rest is senior principal, in whole dollars."""
    live.pay_date(received * sample.USD)
    fee = received * sample.USD * 2 // 100
    repaid = received * sample.USD - (2_500 + 24_000 + 8_000) * sample.USD - fee
    assert live.state().balance == (1_000_000 * sample.USD - repaid, 400_000 * sample.USD, 100_000 * sample.USD)
    assert live.entitlement(0, "senior_investor") == (15_000 * sample.USD + repaid) * 600 // 1_000
    assert live.entitlement(1, "mezzanine_investor") == 9_000 * sample.USD
    assert live.entitlement(2, "junior_investor") == 0


def test_w2__any_cash_and_balances__values_add_up_and_no_balance_falls_below_nothing() -> None:
    rng = Random(2)
    for _ in range(500):
        balance = (rng.choice([0, 1, rng.randrange(10**6)]), rng.choice([0, 1, rng.randrange(10**6)]))
        state = opened(SEQUENTIAL, balance=balance, arrears=(rng.randrange(3), rng.randrange(50_000)))
        cash = rng.choice([0, 1, sum(balance), rng.randrange(2 * 10**6)])
        outcome = run(SEQUENTIAL, state, cash=cash)
        repaid = [before - after for before, after in zip(balance, outcome.state.balance, strict=True)]
        assert repaid == payments(outcome)[2:4]
        assert all(0 <= amount <= before for amount, before in zip(repaid, balance, strict=True))
        assert sum(payments(outcome)) + outcome.carried == cash
        dues = sum(record.due for record in outcome.records[:4])
        assert sum(outcome.state.balance + outcome.state.arrears) == dues - sum(payments(outcome)[:4])


@pytest.mark.parametrize("loss", [1, 14_999, 15_000, 1_415_000])
def test_w2__junior_can_t_bear_it_all__senior_loses_no_more_than_it_has(loss: int) -> None:
    """What comes in falls short by ``loss``: first of the junior's, then of the senior's, never beyond either."""
    all_due = sum(DUES)
    outcome = run(
        replace(SEQUENTIAL, steps=(*STEPS_OF_TWO[::2], *STEPS_OF_TWO[1::2], step(RESIDUAL, 1))), cash=all_due - loss
    )
    junior, senior = DUES[1] + DUES[3], DUES[0] + DUES[2]
    state = outcome.state
    assert state.balance[1] + state.arrears[1] == min(loss, junior)
    assert state.balance[0] + state.arrears[0] == max(0, loss - junior) <= senior


def test_w3__steps_in_another_order__another_outcome_and_both_engines_have_it() -> None:
    found = {}
    for order in permutations(STEPS_OF_TWO[:3]):
        outcome = run(replace(SEQUENTIAL, steps=(*order, step(RESIDUAL, 1))), cash=20_000)
        dues = {"interest 0": 15_000, "interest 1": 9_000, "principal 0": 1_000_000}
        assert payments(outcome) == down_the_list(20_000, tuple(dues[s.label] for s in order))
        found[order] = (outcome.state.balance, outcome.state.arrears)
    assert len(set(found.values())) == 5  # the two in which principal takes all are one


def test_w3__interest__of_the_balance_before_the_date_and_principal_counts_from_the_next_on() -> None:
    program = replace(SEQUENTIAL, steps=(*STEPS_OF_TWO[2:], *STEPS_OF_TWO[:2], step(RESIDUAL, 1)))
    first = run(program, cash=400_000)
    assert [record.due for record in first.records] == [1_000_000, 400_000, 15_000, 9_000, 0]
    second = run(program, first.state, Inputs(2, 0, 0, None, ()))
    assert [record.due for record in second.records[2:4]] == [15_000 + 600_000 * 6 // 400, 9_000 + 9_000]


def test_w3__period_reported_or_executed_twice__refused(live: DealContracts) -> None:
    live.pay_royalty(100_000 * sample.USD)
    report = live.report(100_000 * sample.USD)
    live.reach(1)
    live.submit(report)
    live.execute(report)
    paid = live.entitlement(0, "senior_investor")
    with refused("RoyaltyOracle_PeriodOutOfOrder", expected=2, given=1):
        live.submit(report)
    with refused("Deal_PeriodOutOfOrder", expected=2, given=1):
        live.execute(report)
    assert live.entitlement(0, "senior_investor") == paid == 600 * sample.SENIOR_UNIT


@pytest.mark.parametrize("count", range(1, 17))
def test_w4__any_number_of_tranches_and_payees__each_is_paid_its_own(count: int) -> None:
    tranches = tuple(replace(SENIOR, label=f"t{t}", original_balance=40_000 * (t + 1)) for t in range(count))
    payees = tuple(f"p{p}" for p in range(count))
    fees = tuple(
        StepProgram(f"fee {p}", StepKind.EXPENSE, SubjectKind.PAYEE, p, due_kind=DueKind.FIXED, amount=7 * (p + 1))
        for p in range(count)
    )
    program = Program(
        QUARTERS, tranches, (), payees, (*fees, *(step(INTEREST, t) for t in range(count)), step(RESIDUAL, 0))
    )
    outcome = run(program, cash=10**6)
    dues = [7 * (p + 1) for p in range(count)] + [600 * (t + 1) for t in range(count)]
    assert payments(outcome) == [*dues, 10**6 - sum(dues)]


def test_w4__one_tranche_more_than_there_may_be__refused() -> None:
    tranches = tuple(replace(SENIOR, label=f"t{t}") for t in range(17))
    with pytest.raises(RuntimeError, match="Revert"):
        run(Program(QUARTERS, tranches, (), (), (step(RESIDUAL, 0),)))


def test_w5__fees_paid_late__what_is_due_less_what_was_paid_is_carried_for_ever() -> None:
    rng = Random(5)
    fee = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, flags=StepFlag.CARRIED, amount=700)
    program = Program(QUARTERS, (SENIOR, JUNIOR), (), ("trustee",), (fee, *STEPS_OF_TWO[:2], step(RESIDUAL, 1)))
    state, new, paid = State.opening(program), [0, 0, 0], [0, 0, 0]
    for period in range(1, 81):
        cash = rng.choice([0, 1, 699, 700, 20_000, rng.randrange(60_000)])
        outcome = run(program, state, Inputs(period, cash, cash, None, ()))
        state = outcome.state
        for i, accrued in enumerate((700, 15_000, 9_000)):
            new[i] += accrued
            paid[i] += outcome.records[i].paid
        assert (state.carried[0], *state.arrears) == tuple(n - p for n, p in zip(new, paid, strict=True))
    outcome = run(program, state, Inputs(81, 10**7, 0, None, ()))  # full payment: nothing late is forgotten
    assert payments(outcome)[:3] == [n - p + more for n, p, more in zip(new, paid, (700, 15_000, 9_000), strict=True)]
    assert (outcome.state.carried[0], *outcome.state.arrears) == (0, 0, 0)


@pytest.mark.parametrize("capitalises", [False, True])
def test_w5__interest_on_what_is_late__paid_with_it(capitalises: bool) -> None:
    note = replace(JUNIOR, interest_on_arrears=not capitalises, capitalises=capitalises)
    program = replace(
        SEQUENTIAL, tranches=(note, SENIOR), steps=(step(INTEREST, 0), step(PRINCIPAL, 0), step(RESIDUAL, 1))
    )
    state, due = State.opening(program), 400_000
    for period in range(1, 9):
        state = run(program, state, Inputs(period, 0, 0, None, ())).state
        due += interest_down(due, 90_000 * 90, DayCount.THIRTY_E_360)
    assert state.balance[0] + state.arrears[0] == due
    due += interest_down(due, 90_000 * 90, DayCount.THIRTY_E_360)
    outcome = run(program, state, Inputs(9, due, due, None, ()))
    assert payments(outcome)[0] + payments(outcome)[1] == due
    assert (outcome.state.balance[0], outcome.state.arrears[0]) == (0, 0)


def test_w5__three_dry_quarters_then_a_rich_one__fees_and_interest_of_all_four_are_paid(live: DealContracts) -> None:
    for _ in range(3):
        live.pay_date(0)
    live.pay_date(1_000_000 * sample.USD)
    live.claim(0, "senior_investor")
    assert live.payable("trustee") == 4 * 2_500 * sample.USD
    assert live.state().arrears == (0, 0, 0) and not any(live.state().carried)
    repaid = 1_000_000 * sample.USD - live.state().balance[0]
    got = live.money.read("balanceOf", actor("senior_investor")) + live.entitlement(0, "mezzanine_investor")
    assert 4 * 15_000 * sample.USD + repaid - 2 <= got <= 4 * 15_000 * sample.USD + repaid
