# SPDX-License-Identifier: Apache-2.0
"""What providers of support pay: exactly what was asked, in time, by themselves; only a payment date draws it, and it is paid back."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from tests.support import sample, whole
from tests.support.acts import demand, deposit_support, pay_support
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts, Report
from tests.support.platform import Platform
from tests.support.powers import halt
from tests.support.roles import actor
from tests.support.whole import GUARANTEE, LINE, USD, live_whole

PROVIDER = {LINE: "liquidity_provider", GUARANTEE: "guarantor"}


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    return live_whole(platform, money)


@pytest.fixture
def dry(deal: DealContracts) -> Report:
    """The accepted and final report of a first quarter without a receipt, whose date has come."""
    report = deal.report(0)
    deal.reach(1)
    deal.submit(report)
    return report


def supported(deal: DealContracts, report: Report) -> None:
    """Both are asked and pay, and the date is executed."""
    for facility, amount in ((LINE, 20_000 * USD), (GUARANTEE, 4_000 * USD)):
        demand(deal, facility, report)
        pay_support(deal, facility, amount, by=PROVIDER[facility])
    deal.execute(report)


@pytest.mark.parametrize("seconds", [-1, 0])
def test_pay__up_to_the_last_second__cash_waits_in_the_facility_s_account(
    deal: DealContracts, dry: Report, seconds: int
) -> None:
    _, deadline = demand(deal, LINE, dry)
    deal.chain.now = deadline + seconds
    done = pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    assert done.only("SupportPaid") == {
        "deal": deal.deal.address,
        "facility": LINE,
        "period": 1,
        "amount": 20_000 * USD,
    }
    received = {"facility": LINE, "provider": actor("liquidity_provider"), "amount": 20_000 * USD}
    assert done.only("SupportReceived") == received
    assert deal.cash() == (0, (0, 20_000 * USD, 0))
    assert deal.support.read("noticeOf", deal.deal.address, LINE) == (1, 20_000 * USD, 20_000 * USD, deadline)


def test_pay__a_second_late__refused(deal: DealContracts, dry: Report) -> None:
    _, deadline = demand(deal, LINE, dry)
    deal.chain.now = deadline + 1
    with refused("SupportFacility_TooLate", deadline=deadline, timestamp=deadline + 1):
        pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")


@pytest.mark.parametrize("amount", [0, 20_000 * USD - 1, 20_000 * USD + 1])
def test_pay__another_amount__refused(deal: DealContracts, dry: Report, amount: int) -> None:
    demand(deal, LINE, dry)
    with refused("SupportFacility_WrongAmount", expected=20_000 * USD, given=amount):
        pay_support(deal, LINE, amount, by="liquidity_provider")


@pytest.mark.parametrize("role", ["outsider", "guarantor", "attacker"])
def test_pay_and_deposit__by_another_than_the_provider__refused(deal: DealContracts, dry: Report, role: str) -> None:
    demand(deal, LINE, dry)
    wrong = {"provider": actor("liquidity_provider"), "caller": actor(role)}
    with refused("SupportFacility_OnlyProvider", **wrong):
        pay_support(deal, LINE, 20_000 * USD, by=role)
    with refused("SupportFacility_OnlyProvider", **wrong):
        deposit_support(deal, LINE, 1, by=role)


def test_pay__nothing_demanded_or_all_paid__refused(deal: DealContracts, dry: Report) -> None:
    with refused("SupportFacility_NoDemand", facility=LINE, period=1):
        pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    demand(deal, LINE, dry)
    pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    with refused("SupportFacility_NoDemand", facility=LINE, period=1):
        pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")


def test_pay__provider_without_money__refused_and_nothing_is_kept(deal: DealContracts, dry: Report) -> None:
    demand(deal, LINE, dry)
    deal.give(actor("liquidity_provider"), 1, deal.escrow)
    short = {"sender": actor("liquidity_provider"), "balance": 1, "needed": 20_000 * USD}
    with refused_whole(deal.chain, "ERC20InsufficientBalance", **short):
        deal.support.send("pay", deal.deal.address, LINE, 20_000 * USD, by=actor("liquidity_provider"))


@pytest.mark.parametrize("facility", [LINE, GUARANTEE])
def test_deposit__up_to_the_limit__taken_and_not_a_unit_more(deal: DealContracts, facility: int) -> None:
    limit, by = whole.FACILITIES[facility].limit, PROVIDER[facility]
    done = deposit_support(deal, facility, limit - 1, by=by)
    assert done.only("SupportDeposited")["amount"] == done.only("SupportReceived")["amount"] == limit - 1
    with refused("SupportFacility_AboveLimit", limit=limit, given=limit + 1):
        deposit_support(deal, facility, 2, by=by)
    deposit_support(deal, facility, 1, by=by)
    assert deal.cash()[1][1 + facility] == limit
    assert deal.lens.read("facilityAt", deal.deal.address, facility) == (
        actor(by), whole.FACILITIES[facility].notice_hours, limit, 0, limit,
    )  # fmt: skip


def test_deposit__nothing__refused(deal: DealContracts) -> None:
    with refused("SupportFacility_AboveLimit", limit=20_000 * USD, given=0):
        deposit_support(deal, LINE, 0, by="liquidity_provider")


def test_deposit__facility_there_is_not__refused(deal: DealContracts) -> None:
    with refused("DealLens_NoFacility", facilities=2, given=2):
        deposit_support(deal, 2, 1, by="guarantor")


def test_deposit__ahead_of_any_demand__the_date_need_not_wait(deal: DealContracts, dry: Report) -> None:
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deposit_support(deal, GUARANTEE, 5_000 * USD, by="guarantor")
    deal.execute(dry)
    assert deal.cash() == (0, (0, 0, 1_000 * USD))
    assert deal.state().drawn == (20_000 * USD, 4_000 * USD)


def test_execute__provider_not_asked__refused(deal: DealContracts, dry: Report) -> None:
    # each step by itself: 15,000, then 9,000 as nothing of the limit was drawn
    with refused("SupportFacility_Outstanding", facility=LINE, needed=24_000 * USD, deadline=0):
        deal.execute(dry)


def test_execute__one_paid_and_the_other_not_asked__refused(deal: DealContracts, dry: Report) -> None:
    demand(deal, LINE, dry)
    pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    with refused("SupportFacility_Outstanding", facility=GUARANTEE, needed=4_000 * USD, deadline=0):
        deal.execute(dry)


def test_execute__deadline_not_over__refused_until_its_last_second(deal: DealContracts, dry: Report) -> None:
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    _, deadline = demand(deal, GUARANTEE, dry)
    deal.chain.now = deadline
    with refused("SupportFacility_Outstanding", facility=GUARANTEE, needed=4_000 * USD, deadline=deadline):
        deal.execute(dry)
    deal.chain.now = deadline + 1
    deal.execute(dry)
    assert deal.deal.read("nextPeriod") == 2


def test_execute__both_paid__interest_is_whole_and_each_is_owed_what_it_paid(deal: DealContracts, dry: Report) -> None:
    supported(deal, dry)
    state = deal.state()
    assert (state.arrears, state.drawn, state.called) == (
        (0, 0),
        (20_000 * USD, 4_000 * USD),
        (20_000 * USD, 4_000 * USD),
    )
    assert deal.entitlement(0, "senior_investor") == 15_000 * USD
    assert deal.entitlement(1, "mezzanine_investor") == 9_000 * USD
    assert deal.payable("trustee") == 0  # nobody stands behind the fee
    assert deal.cash() == (0, (0, 0, 0))
    assert deal.held() == sample.PROCEEDS - 100_000 * USD + 24_000 * USD


def test_repayment__next_good_quarter__with_interest_on_the_line_to_each_provider(
    deal: DealContracts, dry: Report
) -> None:
    supported(deal, dry)
    deal.pay_date(100_000 * USD)
    # 100,000 - 2 fees - 24,000 of interest, then 20,000 and 180 of interest, then 4,000
    assert deal.payable("liquidity_provider") == 20_180 * USD
    assert deal.payable("guarantor") == 4_000 * USD
    state = deal.state()
    assert (state.drawn, state.cost, state.called) == ((0, 0), (0, 0), (20_000 * USD, 4_000 * USD))
    assert deal.cash()[1] == (10_000 * USD, 0, 0)
    assert state.balance[0] == (1_000_000 - (100_000 - 5_000 - 24_000 - 20_180 - 4_000 - 10_000)) * USD
    deal.escrow.send("withdraw", by=actor("liquidity_provider"))
    assert deal.money.read("balanceOf", actor("liquidity_provider")) == 20_180 * USD


def test_limit__once_repaid__the_line_is_whole_again_and_the_guarantee_is_not(deal: DealContracts, dry: Report) -> None:
    supported(deal, dry)
    assert deal.lens.read("facilityAt", deal.deal.address, LINE)[2:] == (20_000 * USD, 20_000 * USD, 0)
    with refused("SupportFacility_AboveLimit", limit=20_000 * USD, given=20_000 * USD + 1):
        deposit_support(deal, LINE, 1, by="liquidity_provider")
    deal.pay_date(100_000 * USD)
    assert deal.lens.read("facilityAt", deal.deal.address, LINE)[2:] == (20_000 * USD, 0, 0)
    assert deal.lens.read("facilityAt", deal.deal.address, GUARANTEE)[2:] == (50_000 * USD, 4_000 * USD, 0)
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    with refused("SupportFacility_AboveLimit", limit=50_000 * USD, given=50_000 * USD + 1):
        deposit_support(deal, GUARANTEE, 46_000 * USD + 1, by="guarantor")


@pytest.mark.parametrize("role", ["outsider", "guarantor", "servicer", "admin", "attacker"])
def test_receive_support__by_anybody_but_the_support_facility__refused(deal: DealContracts, role: str) -> None:
    deal.give(actor("guarantor"), 100, deal.escrow)
    wrong = {"supportFacility": deal.support.address, "caller": actor(role)}
    with refused("Deal_OnlySupportFacility", **wrong):
        deal.deal.send("receiveSupport", GUARANTEE, actor("guarantor"), 100, by=actor(role))


@pytest.mark.parametrize("role", ["outsider", "guarantor", "admin", "attacker"])
def test_escrow__taking_from_a_payer_or_shutting__only_the_deal(deal: DealContracts, role: str) -> None:
    deal.give(actor("guarantor"), 100, deal.escrow)
    wrong = {"deal": deal.deal.address, "caller": actor(role)}
    with refused("RoyaltyEscrow_OnlyDeal", **wrong):
        deal.escrow.send("receiveFrom", actor("guarantor"), 2, 100, by=actor(role))
    with refused("RoyaltyEscrow_OnlyDeal", **wrong):
        deal.escrow.send("shut", by=actor(role))


def test_require_settled__asked_by_a_stranger__answers_for_the_stranger_only(deal: DealContracts, dry: Report) -> None:
    _, deadline = demand(deal, LINE, dry)
    deal.chain.now = deadline + 1
    with refused("SupportFacility_Outstanding", facility=0, needed=1, deadline=0):
        deal.support.read("requireSettled", 1, [1], by=actor("attacker"))
    assert deal.support.read("unpaidOf", deal.deal.address, 1, 2) == 0b01
    assert deal.support.read("unpaidOf", actor("attacker"), 1, 2) == 0


def test_support__deal_not_closed__refused(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, whole.spec())
    with refused("Deal_NotLive", status=0):
        deposit_support(deal, LINE, 1, by="liquidity_provider")


def test_execute__deal_halted__refused_though_all_is_paid(platform: Platform, deal: DealContracts, dry: Report) -> None:
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deposit_support(deal, GUARANTEE, 4_000 * USD, by="guarantor")
    until = deal.chain.now + sample.DAY
    halt(platform, "haltDeal", deal.deal.address, until=until)
    with refused("Deal_Halted", until=until):
        deal.execute(dry)
    deal.chain.now = until + 1
    deal.execute(dry)


def test_facility__provider_refused_by_the_payment_token__stops_nobody_beyond_its_deadline(platform: Platform) -> None:
    deal = live_whole(platform, platform.money("MockBlockingToken"))
    report = deal.report(0)
    deal.reach(1)
    deal.submit(report)
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deal.money.send("block_", actor("liquidity_provider"), by=actor("admin"))
    deal.money.send("block_", deal.escrow.address, by=actor("admin"))
    _, deadline = demand(deal, GUARANTEE, report)
    with refused("MockBlockingToken_Blocked", account=deal.escrow.address):
        pay_support(deal, GUARANTEE, 4_000 * USD, by="guarantor")
    deal.chain.now = deadline + 1
    deal.deal.send("execute", astuple(report), by=actor("outsider"))
    assert deal.deal.read("nextPeriod") == 2


def test_deposit__more_than_the_books_take_at_a_time__refused(deal: DealContracts) -> None:
    with refused("SupportFacility_AboveLimit", limit=2**96 - 1, given=2**96):
        deposit_support(deal, LINE, 2**96, by="liquidity_provider")
