# SPDX-License-Identifier: Apache-2.0
"""Principal, residual and a whole date of the notes, worked out on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import StepKind, StepProgram, SubjectKind
from regalia.domain.waterfall import State, StepRecord, available_funds, paid_to
from tests.domain.small_deals import JUNIOR, NOTES, SENIOR, one_step, run

PRINCIPAL = StepProgram("principal", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 1)


@pytest.mark.parametrize(
    ("available", "paid", "left"), [(0, 0, 0), (600, 600, 0), (10**6, 10**6, 0), (10**6 + 1, 10**6, 1)]
)
def test_turbo__any_funds__lowers_the_balance_by_what_it_pays(available: int, paid: int, left: int) -> None:
    outcome = run(one_step(PRINCIPAL), available=available)
    assert outcome.records[0] == StepRecord(10**6, paid, 0, 0)
    assert (outcome.state.balance, outcome.carried) == ((10**6 - paid,), left)


def test_turbo__repaid__due_is_zero() -> None:
    assert run(one_step(PRINCIPAL), State((0,), (0,), (0,), (0,)), available=5).records[0] == StepRecord(0, 0, 0, 0)


def test_residual__something_left__takes_all_of_it() -> None:
    outcome = run(one_step(RESIDUAL, SENIOR, JUNIOR), available=123)
    assert (outcome.records[0], outcome.carried) == (StepRecord(123, 123, 0, 0), 0)


def test_residual__nothing_left__pays_nothing() -> None:
    assert run(one_step(RESIDUAL, SENIOR, JUNIOR)).records[0] == StepRecord(0, 0, 0, 0)


def test_residual__paid__balances_and_arrears_unchanged() -> None:
    program = one_step(RESIDUAL, SENIOR, JUNIOR)
    assert run(program, available=123).state == State.opening(program)


def test_notes__good_quarter__fee_interest_reserve_then_senior_principal() -> None:
    outcome = run(NOTES, available=100_000, invoices=(1_500,))
    assert [r.paid for r in outcome.records] == [2_500, 1_500, 20_000, 15_000, 40_000, 21_000, 0, 0]
    assert outcome.state.balance == (979_000, 500_000, 0)


def test_notes__senior_repaid__rest_goes_to_mezzanine_then_releases_the_reserve_to_junior() -> None:
    state = State((10_000, 5_000, 0), (0, 0, 0), (40_000,), (0,) * 8)
    first = run(NOTES, state, available=20_000, invoices=(0,))
    # fee 2,500; senior 200; mezzanine 150; principal 10,000 and 5,000; junior 2,150
    assert [r.paid for r in first.records] == [2_500, 0, 200, 150, 0, 10_000, 5_000, 2_150]
    second = run(NOTES, first.state, available=2_500, invoices=(0,), period=2)
    assert (second.records[4].released, second.records[7].paid) == (40_000, 40_000)


def test_notes__deficit__reserve_pays_senior_interest_only() -> None:
    state = replace(State.opening(NOTES), account=(40_000,))
    outcome = run(NOTES, state, available=3_000, invoices=(4_000,))
    assert outcome.records[1] == StepRecord(4_000, 500, 0, 0)
    assert outcome.records[2] == StepRecord(20_000, 20_000, 20_000, 0)
    assert outcome.records[3] == StepRecord(15_000, 0, 0, 0)
    assert outcome.state.carried == (0, 3_500, 0, 0, 0, 0, 0, 0)
    assert outcome.state.arrears == (0, 15_000, 0)


def test_paid_to__notes__by_payee_tranche_and_account() -> None:
    records = run(NOTES, available=100_000, invoices=(1_500,)).records
    assert paid_to(NOTES, records, SubjectKind.PAYEE) == (2_500, 1_500)
    assert paid_to(NOTES, records, SubjectKind.TRANCHE) == (41_000, 15_000, 0)
    assert paid_to(NOTES, records, SubjectKind.ACCOUNT) == (40_000,)


@pytest.mark.parametrize(
    ("cash", "attested", "distributed", "available"),
    [
        (100, 100, 0, 100),
        (80, 100, 0, 80),
        (100, 80, 0, 80),
        (50, 100, 70, 30),
        (0, 100, 0, 0),
        (46, 100, 100, 0),
        (9, 5, 7, 0),
    ],
)
def test_available_funds__cash_and_attested__the_smaller_and_never_negative(
    cash: int, attested: int, distributed: int, available: int
) -> None:
    assert available_funds(cash, attested, distributed) == available
