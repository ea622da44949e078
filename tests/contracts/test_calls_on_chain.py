# SPDX-License-Identifier: Apache-2.0
"""Early repayment by the holder of a call: between payment dates, at the price to the day, and only what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from regalia.domain.calendar import DayCount
from regalia.domain.calls import price_of_call
from regalia.domain.program import StepUp
from tests.support import sample, whole
from tests.support.acts import call_price, exercise
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.whole import PROGRAM, USD, live_whole, until

SENIOR, CLEAN_UP, MEZZANINE = 0, 1, 2
"""The calls of the deal."""
EPOCH = date(1970, 1, 1)
PRICE = 1_020_000 * USD + 7_500 * USD
"""Of the senior tranche on 5 March: 102% and 45 days of 360 at 6%."""


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    return live_whole(platform, money)


def days(day: date) -> int:
    return (day - EPOCH).days


def balance(deal: DealContracts, role: str) -> int:
    return int(deal.money.read("balanceOf", actor(role)))


def test_call__on_a_good_day__premium_and_interest_to_the_day_reach_the_holders(deal: DealContracts) -> None:
    until(deal.chain, date(2024, 3, 5))
    assert call_price(deal, SENIOR) == (PRICE, 0)
    deal.give(actor("call_holder"), PRICE, deal.escrow)
    done = deal.deal.send("exerciseCall", SENIOR, PRICE, by=actor("call_holder"))
    assert int.from_bytes(done.output, "big") == PRICE
    called = {"index": 0, "holder": actor("call_holder"), "day": days(date(2024, 3, 5)), "paid": (PRICE, 0)}
    assert done.only("CallExercised") == called
    state = deal.state()
    assert (state.balance, state.arrears) == ((0, 400_000 * USD), (0, 0))
    assert deal.entitlement(0, "senior_investor") == PRICE
    deal.claim(0, "senior_investor")
    assert balance(deal, "senior_investor") == PRICE
    assert deal.cash() == (0, (0, 0, 0))
    assert deal.deal.read("totals") == (0, 0)


def test_call__exercised__the_next_date_goes_on_without_the_tranche(deal: DealContracts) -> None:
    until(deal.chain, date(2024, 3, 5))
    exercise(deal, SENIOR, PRICE)
    assert deal.deal.read("isRedeemed", 0) and not deal.deal.read("isRedeemed", 1)
    deal.pay_date(40_000 * USD)
    # 2,500 of fee and 9,000 of interest, 10,000 into the reserve; the rest repays the mezzanine
    assert deal.entitlement(0, "senior_investor") == PRICE
    assert deal.entitlement(1, "mezzanine_investor") == (9_000 + 18_500) * USD
    assert deal.deal.read("nextPeriod") == 2


def test_call__units_of_what_was_repaid__can_be_burnt(platform: Platform, deal: DealContracts) -> None:
    until(deal.chain, date(2024, 3, 5))
    exercise(deal, SENIOR, PRICE)
    order(platform, "redeem", deal.tokens[0], actor("senior_investor"), 1_000)
    assert deal.tokens[0].read("totalSupply") == 0
    deal.claim(0, "senior_investor")
    deal.pay_date(40_000 * USD)
    assert deal.entitlement(1, "mezzanine_investor") == 27_500 * USD


@pytest.mark.parametrize("above", [1, 5_000 * USD])
def test_call__more_offered__only_the_price_is_taken(deal: DealContracts, above: int) -> None:
    until(deal.chain, date(2024, 3, 5))
    assert exercise(deal, SENIOR, PRICE + above) == PRICE
    assert balance(deal, "call_holder") == above


@pytest.mark.parametrize("offered", [0, PRICE - 1])
def test_call__below_its_price__refused(deal: DealContracts, offered: int) -> None:
    until(deal.chain, date(2024, 3, 5))
    with refused("Deal_CallBelowPrice", price=PRICE, offered=offered):
        exercise(deal, SENIOR, offered)


@pytest.mark.parametrize("role", ["outsider", "sponsor", "originator", "senior_investor", "attacker"])
def test_call__by_another_than_its_holder__refused(deal: DealContracts, role: str) -> None:
    until(deal.chain, date(2024, 3, 5))
    with refused("Deal_OnlyCallHolder", holder=actor("call_holder"), caller=actor(role)):
        exercise(deal, SENIOR, PRICE, by=role)


def test_call__holder_without_the_money__refused_whole(deal: DealContracts) -> None:
    until(deal.chain, date(2024, 3, 5))
    deal.give(actor("call_holder"), PRICE - 1, deal.escrow)
    with refused_whole(deal.chain, "ERC20InsufficientBalance"):
        deal.deal.send("exerciseCall", SENIOR, PRICE, by=actor("call_holder"))


@pytest.mark.parametrize("seconds", [-1, 0, sample.DAY - 1])
def test_call__around_its_first_day__only_from_midnight_on(deal: DealContracts, seconds: int) -> None:
    until(deal.chain, date(2024, 3, 1), seconds)
    if seconds < 0:
        with refused("Calls_NotYet", since=days(date(2024, 3, 1)), given=days(date(2024, 2, 29))):
            exercise(deal, SENIOR, PRICE)
    else:
        assert exercise(deal, SENIOR, PRICE) == 1_020_000 * USD + 1_000_000 * USD * 41 * 6 // 36_000


@pytest.mark.parametrize("seconds", [-1, 0, 5 * sample.DAY])
def test_call__around_the_payment_date__only_before_its_first_second(deal: DealContracts, seconds: int) -> None:
    deal.chain.now = sample.FIRST_DATE + seconds
    if seconds < 0:
        assert exercise(deal, SENIOR, 2 * PRICE) == 1_020_000 * USD + 1_000_000 * USD * 89 * 6 // 36_000
    else:
        due, given = days(date(2024, 4, 20)), days(date(2024, 4, 20) + timedelta(seconds=seconds))
        with refused("Calls_PaymentDateDue", scheduled=due, given=given):
            exercise(deal, SENIOR, 2 * PRICE)


def test_call__payment_date_executed_on_its_day__open_again_with_no_interest_yet(deal: DealContracts) -> None:
    deal.pay_date(26_500 * USD)
    assert exercise(deal, SENIOR, 2 * PRICE) == 1_020_000 * USD


def test_call__executed_late__interest_runs_from_the_schedule_not_from_the_execution(deal: DealContracts) -> None:
    deal.chain.now = sample.FIRST_DATE + 30 * sample.DAY  # 20 May, 30 days of 30E/360
    deal.pay_date(26_500 * USD)
    assert exercise(deal, SENIOR, 2 * PRICE) == 1_020_000 * USD + 5_000 * USD


def test_call__twice__nothing_to_call(deal: DealContracts) -> None:
    until(deal.chain, date(2024, 3, 5))
    exercise(deal, SENIOR, PRICE)
    with refused("Deal_NothingToCall", index=SENIOR):
        exercise(deal, SENIOR, PRICE)


@pytest.mark.parametrize("index", [3, 2**256 - 1])
def test_call__there_is_not__refused(deal: DealContracts, index: int) -> None:
    with refused("Calls_NoCall", calls=3, given=index):
        exercise(deal, index, 1)


def test_call__premium_of_a_millionth__rounded_up(platform: Platform, money: Contract) -> None:
    senior, mezzanine = PROGRAM.tranches
    odd = replace(PROGRAM, tranches=(senior, replace(mezzanine, original_balance=400_000_000_001)))
    deal = live_whole(platform, money, whole.spec(odd))
    until(deal.chain, date(2024, 1, 20))
    assert call_price(deal, MEZZANINE) == (0, 400_000_000_001 + 400_001)


def test_call__in_arrears__arrears_and_interest_on_them_are_paid(platform: Platform, money: Contract) -> None:
    none = replace(PROGRAM, steps=tuple(replace(step, support=()) for step in PROGRAM.steps))
    deal = live_whole(platform, money, whole.spec(none))
    deal.pay_date(0)
    assert deal.state().arrears == (15_000 * USD, 9_000 * USD)
    until(deal.chain, date(2024, 5, 20))
    # 9% for 30 days of 360 on 409,000: 3,067.50; the premium of a millionth is 0.40
    assert call_price(deal, MEZZANINE) == (0, 400_000_400_000 + 9_000 * USD + 3_067_500_000)
    # the senior's arrears bear nothing
    assert call_price(deal, SENIOR) == ((1_020_000 + 15_000 + 5_000) * USD, 0)
    exercise(deal, MEZZANINE, 500_000 * USD)
    assert (deal.state().balance[1], deal.state().arrears) == (0, (15_000 * USD, 0))


@pytest.mark.parametrize(("more", "is_open"), [(-1, True), (0, True), (1, False)])
def test_clean_up__around_the_limit__opens_exactly_at_it(deal: DealContracts, more: int, is_open: bool) -> None:
    deal.pay_date(1_400_000 * USD + 36_500 * USD - 140_000 * USD - more)
    assert deal.state().balance == (0, 140_000 * USD + more)
    if is_open:
        assert exercise(deal, CLEAN_UP, 140_000 * USD) == 140_000 * USD + more
        assert deal.state().balance == (0, 0)
    else:
        with refused("Calls_TooMuchOutstanding", limit=140_000 * USD, outstanding=140_000 * USD + 1):
            exercise(deal, CLEAN_UP, 150_000 * USD)


def test_clean_up__both_tranches_left__both_are_repaid(platform: Platform, money: Contract) -> None:
    program = replace(PROGRAM, calls=(whole.CALLS[0], replace(whole.CALLS[1], remaining=999_999)))
    deal = live_whole(platform, money, whole.spec(program))
    deal.pay_date(36_500 * USD + 1_400_000)
    until(deal.chain, date(2024, 5, 20))
    paid = exercise(deal, CLEAN_UP, 2_000_000 * USD)
    # a millionth was repaid of the senior; a month costs 5,000 and 3,000
    assert paid == 1_400_000 * USD - 1_400_000 + 8_000 * USD - 7_000
    assert deal.state().balance == (0, 0)


def test_call__deal_halted__refused(platform: Platform, deal: DealContracts) -> None:
    until(deal.chain, date(2024, 3, 5))
    ends = deal.chain.now + sample.DAY
    halt(platform, "haltDeal", deal.deal.address, until=ends)
    with refused("Deal_Halted", until=ends):
        exercise(deal, SENIOR, PRICE)
    deal.chain.now = ends + 1
    assert exercise(deal, SENIOR, 2 * PRICE) > PRICE


def test_call__deal_not_live__refused(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, whole.spec())
    until(deal.chain, date(2024, 3, 5))
    with refused("Deal_NotLive", status=2):
        exercise(deal, SENIOR, PRICE)


WALKED = [date(2024, 2, 29) + timedelta(days=n) for n in (0, 1, 2, 30, 31, 32, 49, 50)]


@pytest.mark.parametrize("day_count", list(DayCount), ids=lambda day_count: day_count.name)
def test_price__each_day_count_with_a_step_up__is_the_python_engine_s(
    platform: Platform, money: Contract, day_count: DayCount
) -> None:
    stepped = tuple(
        replace(t, day_count=day_count, step_up=StepUp(t.coupon + 12_345, date(2024, 3, 31))) for t in PROGRAM.tranches
    )
    calls = (replace(whole.CALLS[0], since=None, tranche_mask=0b11, price=1_033_333),)
    program = replace(PROGRAM, tranches=stepped, calls=calls)
    deal = live_whole(platform, money, whole.spec(program))
    prices = set()
    for day in WALKED:
        until(deal.chain, day, 12 * 3_600)
        expected = price_of_call(program, deal.state(), 0, 1, day)
        assert call_price(deal, 0) == expected
        with deal.chain.undone():
            assert exercise(deal, 0, 2 * PRICE) == sum(expected)
        prices.add(expected)
    assert len(prices) >= 6


def test_price__more_than_the_books_take_at_a_time__refused(platform: Platform, money: Contract) -> None:
    senior = replace(whole.PROGRAM.tranches[0], original_balance=2**96 - 1, coupon=0)
    call = replace(whole.PROGRAM.calls[0], price=1_020_000, since=None)
    program = replace(whole.PROGRAM, tranches=(senior, *whole.PROGRAM.tranches[1:]), calls=(call,))
    deal = live_whole(platform, money, whole.spec(program))
    price = -(-(2**96 - 1) * 102 // 100)
    with refused("DealLens_PriceTooLarge", limit=2**96 - 1, price=price):
        deal.lens.read("priceOfCall", deal.deal.address, 0)
