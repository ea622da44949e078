# SPDX-License-Identifier: Apache-2.0
"""Calls between payment dates, and the winding up of a deal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from regalia.domain.calls import CallRefusedError
from regalia.domain.history import DealBooks, PeriodReport
from regalia.domain.program import (
    CallProgram,
    DueKind,
    FacilityProgram,
    Program,
    StepFlag,
    StepKind,
    StepProgram,
    SubjectKind,
)
from regalia.domain.program_words import CallKind, FacilityKind
from regalia.domain.waterfall import State
from regalia.errors import RegaliaError
from tests.domain.small_deals import MEZZANINE, PASS_THROUGH, SENIOR, deal, held

PREMIUM = CallProgram(CallKind.OPTIONAL, 0, 0b01, 1_020_000, since=date(2024, 3, 1))
MEZZANINE_AT_PAR = CallProgram(CallKind.OPTIONAL, 0, 0b10, 10**6)
CLEAN_UP = CallProgram(CallKind.CLEAN_UP, 0, 0, 10**6, remaining=100_000)
INTEREST = StepProgram("interest", StepKind.INTEREST, SubjectKind.TRANCHE, 0, support=(128,))
CALLABLE = replace(deal(replace(INTEREST, support=())), calls=(PREMIUM, MEZZANINE_AT_PAR, CLEAN_UP))


def books(program: Program = CALLABLE, *accounts: int, **fields: object) -> DealBooks:
    return DealBooks(program, held(program, *accounts, **fields))


@pytest.mark.parametrize(
    ("day", "interest"),
    [
        (date(2024, 3, 1), 9_111),  # 41 days: 9,111.1
        (date(2024, 3, 5), 10_000),  # 45 days
        (date(2024, 4, 19), 19_777),  # 89 days: 19,777.7
    ],
)
def test_call__senior_at_a_premium__balance_and_premium_arrears_and_interest_to_the_day(
    day: date, interest: int
) -> None:
    made = books(arrears=(300, 7))
    assert made.exercise_call(0, day) == (1_020_000 + 300 + interest, 0)
    assert (made.state.balance, made.state.arrears) == ((0, 500_000), (0, 7))


def test_call__after_a_payment_date__interest_from_that_date_on() -> None:
    made = books()
    made.collect(20_000)
    made.execute(PeriodReport(1, 20_000))
    assert made.exercise_call(0, date(2024, 4, 21)) == (1_020_000 + 222, 0)  # one day


def test_call__interest_on_arrears__counts_to_the_day() -> None:
    # 12% on 510,000 for 45 days
    assert books(arrears=(0, 10_000)).exercise_call(1, date(2024, 3, 5)) == (0, 517_650)


@pytest.mark.parametrize("day", [date(2024, 1, 20), date(2024, 1, 2)])
def test_call__on_or_before_closing__no_interest(day: date) -> None:
    assert books().exercise_call(1, day) == (0, 500_000)


def test_call__premium_on_a_few_units__rounded_up() -> None:
    assert books(balance=(3, 0)).exercise_call(0, date(2024, 3, 1)) == (4, 0)


def test_call__next_date__nothing_accrues_on_what_was_called() -> None:
    made = books()
    made.exercise_call(0, date(2024, 3, 5))
    assert made.execute(PeriodReport(1, 0)).records[0].due == 0


@pytest.mark.parametrize(
    ("call", "day", "rule"),
    [
        (0, date(2024, 2, 29), "open from 2024-03-01"),
        (0, date(2024, 4, 20), "the payment date 2024-04-20 is due"),
        (0, date(2024, 4, 21), "the payment date 2024-04-20 is due"),
        (2, date(2024, 3, 1), "1500000 is outstanding, the call opens at 150000"),
        (3, date(2024, 3, 1), "the deal has 3"),
        (-1, date(2024, 3, 1), "the deal has 3"),
    ],
)
def test_call__not_open__refused_and_nothing_changes(call: int, day: date, rule: str) -> None:
    made = books()
    with pytest.raises(CallRefusedError, match=rule) as refusal:
        made.exercise_call(call, day)
    assert isinstance(refusal.value, RegaliaError)
    assert made.state == State.opening(CALLABLE)


def test_clean_up__exactly_what_may_remain__all_tranches_repaid_and_not_a_unit_more() -> None:
    assert books(balance=(100_000, 50_000)).exercise_call(2, date(2024, 1, 20)) == (100_000, 50_000)
    with pytest.raises(CallRefusedError, match="150001 is outstanding"):
        books(balance=(100_001, 50_000)).exercise_call(2, date(2024, 1, 20))


def test_clean_up__share_of_the_original__rounded_down() -> None:
    odd = replace(CALLABLE, tranches=(replace(SENIOR, original_balance=1_000_009), MEZZANINE))
    with pytest.raises(CallRefusedError, match="the call opens at 150000"):
        books(odd, balance=(150_001, 0)).exercise_call(2, date(2024, 1, 20))


FEE = StepProgram("fee", StepKind.EXPENSE, SubjectKind.PAYEE, 0, DueKind.AS_INVOICED, StepFlag.CARRIED)
GUARDED_RESERVE = StepProgram(
    "reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED, amount=9, guard_on=0b1
)
PRINCIPAL = StepProgram("principal", StepKind.PRINCIPAL, SubjectKind.TRANCHE, 0)
REPAY = StepProgram("repay", StepKind.REPAY_SUPPORT, SubjectKind.FACILITY, 0)
RESIDUAL = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.TRANCHE, 1)
LINE = FacilityProgram("line", FacilityKind.LIQUIDITY, 0)
ENDING = deal(
    FEE, INTEREST, GUARDED_RESERVE, PRINCIPAL, REPAY, RESIDUAL, facilities=(LINE,), facts=("pledged",),
    acceleration=(PRINCIPAL, replace(GUARDED_RESERVE, flags=StepFlag.NONE), RESIDUAL),
)  # fmt: skip


def test_conclude__cash_nobody_attested_reserve_and_unused_support__all_of_it_goes_out() -> None:
    made = books(ENDING, 40_000, 700, balance=(30_000, 0), carried=(900,) + (0,) * 8, drawn=(2_000,), called=(2_000,))
    made.collect(1_500)
    end = made.conclude()
    assert [record.paid for record in end.records] == [900, 0, 0, 30_000, 2_000, 8_600]
    assert end.records[2].released == 40_000
    assert end.returned == (700,)
    assert (made.collection, made.state.account, made.state.drawn) == (0, (0, 0), (0,))
    assert (end.paid(SubjectKind.PAYEE), end.paid(SubjectKind.TRANCHE)) == ((900,), (30_000, 8_600))
    assert (end.paid(SubjectKind.FACILITY), end.flow.left) == ((2_000,), 0)


def test_conclude__arrears_left__support_pays_before_it_goes_back() -> None:
    made = books(ENDING, 0, 700, arrears=(600, 0), balance=(0, 0))
    end = made.conclude()
    assert (end.records[1].paid, end.records[1].drawn, end.returned) == (600, 600, (100,))


def test_conclude__in_default__acceleration_list() -> None:
    made = books(ENDING, 40_000, 0, balance=(30_000, 0), defaulted=True)
    made.collect(1_500)
    end = made.conclude()
    assert end.accelerated
    assert [record.paid for record in end.records] == [1_500, 0, 40_000]
    assert made.state.balance == (28_500, 0)


def test_conclude__pass_through__reserve_and_dust_to_the_holders() -> None:
    made = DealBooks(PASS_THROUGH, held(PASS_THROUGH, 63_932))
    made.collect(46)
    assert made.conclude().paid(SubjectKind.TRANCHE) == (63_978,)
