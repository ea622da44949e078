# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.calendar import DayCount
from regalia.domain.program import DueKind, StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.waterfall import State, StepRecord
from tests.domain.small_deals import MEZZANINE, SENIOR, one_step, run

FEE = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, amount=2_500)
RATE = replace(FEE, due_kind=DueKind.COLLECTIONS_RATE, rate=15_000)
ON_BALANCE = replace(FEE, due_kind=DueKind.OUTSTANDING_RATE, rate=5_000, tranche_mask=0b11)
INVOICED = replace(FEE, due_kind=DueKind.AS_INVOICED)


def test_fixed__enough__paid_and_the_rest_left() -> None:
    outcome = run(one_step(FEE), available=3_000)
    assert outcome.records == (StepRecord(due=2_500, paid=2_500, drawn=0, released=0),)
    assert outcome.carried == 500


def test_fixed__too_little_and_not_carried__shortfall_forgotten() -> None:
    outcome = run(one_step(FEE), available=1_000)
    assert outcome.records[0].shortfall == 1_500
    assert outcome.state.carried == (0,)


def test_fixed__too_little_and_carried__due_again_on_top() -> None:
    program = one_step(replace(FEE, flags=StepFlag.CARRIED))
    first = run(program, available=1_000)
    second = run(program, first.state, available=10_000, period=2)
    assert first.state.carried == (1_500,)
    assert second.records[0] == StepRecord(due=4_000, paid=4_000, drawn=0, released=0)
    assert second.state.carried == (0,)


@pytest.mark.parametrize(("received", "due"), [(0, 0), (1_000_000, 15_000), (199, 2), (200, 3), (66, 0)])
def test_rate_on_collections__of_what_was_received__rounded_down(received: int, due: int) -> None:
    assert run(one_step(RATE), available=10**6, received=received).records[0].due == due


def test_rate_on_collections__other_available_cash__not_charged() -> None:
    assert run(one_step(RATE), available=10**6, received=0).records[0].due == 0


@pytest.mark.parametrize(
    ("day_count", "due"),
    [
        (DayCount.THIRTY_E_360, 1_875),  # 1,500,000 at 0.5% for 90/360
        (DayCount.ACT_360, 1_895),  # for 91/360: 1,895.83
    ],
)
def test_rate_on_outstanding__masked_balances__by_day_count(day_count: DayCount, due: int) -> None:
    program = one_step(replace(ON_BALANCE, day_count=day_count), SENIOR, MEZZANINE)
    assert run(program, available=10_000).records[0].due == due


def test_rate_on_outstanding__mask_of_one__the_other_is_free() -> None:
    program = one_step(replace(ON_BALANCE, tranche_mask=0b10), SENIOR, MEZZANINE)
    assert run(program, available=10_000).records[0].due == 625


def test_as_invoiced__two_steps__each_takes_its_own_invoice() -> None:
    program = replace(one_step(INVOICED), steps=(INVOICED, FEE, replace(INVOICED, number=1)))
    outcome = run(program, available=10_000, invoices=(100, 7))
    assert [r.due for r in outcome.records] == [100, 2_500, 7]


def test_as_invoiced__numbers_in_another_order__each_takes_the_invoice_of_its_number() -> None:
    program = replace(one_step(INVOICED), steps=(replace(INVOICED, number=1), INVOICED))
    assert [r.due for r in run(program, available=10_000, invoices=(100, 7)).records] == [7, 100]


@pytest.mark.parametrize("invoices", [(), (1, 2)])
def test_as_invoiced__wrong_number_of_invoices__refused(invoices: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="for 1 as-invoiced steps"):
        run(one_step(INVOICED), invoices=invoices)


def test_support__reserve_holds_enough__drawn_only_for_what_is_missing() -> None:
    outcome = run(one_step(replace(FEE, support=(1,))), State((10**6,), (0,), (2_000,), (0,)), available=1_000)
    assert outcome.records[0] == StepRecord(due=2_500, paid=2_500, drawn=1_500, released=0)
    assert outcome.state.account == (500,)


def test_support__reserve_too_small__emptied_and_still_short() -> None:
    outcome = run(one_step(replace(FEE, support=(1,))), State((10**6,), (0,), (300,), (0,)), available=1_000)
    assert outcome.records[0] == StepRecord(due=2_500, paid=1_300, drawn=300, released=0)
    assert outcome.state.account == (0,)


def test_support__not_named__reserve_untouched() -> None:
    outcome = run(one_step(FEE), State((10**6,), (0,), (2_000,), (0,)), available=1_000)
    assert (outcome.records[0].paid, outcome.state.account) == (1_000, (2_000,))


@pytest.mark.parametrize(
    ("available", "received", "target"),
    [(-1, 0, 0), (0, -1, 0), (0, 0, -1), (2**96, 0, 0), (0, 2**96, 0), (0, 0, 2**96)],
)
def test_inputs__amount_out_of_range__refused(available: int, received: int, target: int) -> None:
    with pytest.raises(ValueError, match="outside 0 to 2"):
        run(one_step(FEE), available=available, received=received, target=target)
