# SPDX-License-Identifier: Apache-2.0
"""The end of a deal: when it is over, everything in hand is paid out in order, and only claims go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import date

import pytest

from bench.scenario import residual
from regalia.domain.history import DealBooks, PoolFacts
from regalia.domain.program import Program
from regalia.domain.state import State
from tests.support import sample, whole
from tests.support.acts import conclude, deposit_support, end_of_grace, exercise
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.whole import ALLOCATION, GUARANTEE, LINE, TWO_DATES, USD, live_whole

CONCLUDED = 4
LEGAL_FINAL = 20240720
PLENTY = 1_500_000 * USD
"""Received in one quarter: repays everything."""
ROLES = (*whole.PAYEES, "originator")


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    """Its legal final date is that of its second payment."""
    return live_whole(platform, money, whole.spec(TWO_DATES))


def owed(deal: DealContracts) -> int:
    """All that payees and holders can still take."""
    payable = sum(deal.payable(role) for role in ROLES)
    return payable + sum(deal.entitlement(t, role) for t in range(len(deal.tokens)) for role in ALLOCATION)


def without_support(program: Program) -> Program:
    return replace(program, steps=tuple(replace(step, support=()) for step in program.steps))


def test_conclude__notes_outstanding_and_legal_final_not_paid__refused(deal: DealContracts) -> None:
    with refused("DealLens_NotOver", outstanding=1_400_000 * USD, legalFinal=LEGAL_FINAL):
        conclude(deal)
    deal.pay_date(126_500 * USD)
    deal.reach(2)  # come, and not executed yet
    with refused("DealLens_NotOver", outstanding=1_310_000 * USD, legalFinal=LEGAL_FINAL):
        conclude(deal)


def test_conclude__not_closed__refused(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, whole.spec(TWO_DATES))
    with refused("Deal_NotLive", status=0):
        conclude(deal)


@pytest.mark.parametrize("outstanding", [1, 0])
def test_conclude__all_but_a_unit_repaid__refused_and_with_it_done(
    platform: Platform, money: Contract, outstanding: int
) -> None:
    deal = live_whole(platform, money)
    deal.pay_date(1_400_000 * USD + 36_500 * USD - outstanding)
    if outstanding:
        with refused("DealLens_NotOver", outstanding=1, legalFinal=0):
            conclude(deal)
    else:
        conclude(deal)
        assert deal.deal.read("status") == CONCLUDED


def test_conclude__repaid_and_holders_have_the_residual__refused_until_the_legal_final_is_paid(
    platform: Platform, money: Contract
) -> None:
    program = replace(TWO_DATES, steps=(*TWO_DATES.steps[:-1], residual(1)))
    deal = live_whole(platform, money, whole.spec(program))
    deal.pay_date(PLENTY)
    with refused("DealLens_NotOver", outstanding=0, legalFinal=LEGAL_FINAL):
        conclude(deal)
    deal.pay_date(2_500 * USD)  # the fee
    conclude(deal)


def test_conclude__holders_have_the_residual_after_a_default_only__refused_all_the_same(
    platform: Platform, money: Contract
) -> None:
    program = replace(
        whole.PROGRAM, acceleration=(*whole.AFTER_DEFAULT[:-1], residual(1)), legal_final=date(2024, 7, 20)
    )
    deal = live_whole(platform, money, whole.spec(program))
    deal.pay_date(PLENTY)
    with refused("DealLens_NotOver", outstanding=0, legalFinal=LEGAL_FINAL):
        conclude(deal)


@pytest.mark.parametrize("role", ["outsider", "senior_investor", "sponsor", "attacker"])
def test_conclude__by_anybody__the_same_end(deal: DealContracts, role: str) -> None:
    deal.pay_date(PLENTY)
    done = conclude(deal, by=role)
    assert done.only("DealConcluded")["by"] == actor(role)
    assert deal.payable("sponsor") == (1_500_000 - 26_500 - 1_400_000) * USD


def test_conclude__legal_final_paid_with_notes_unpaid__the_loss_is_visible_and_nothing_stays(
    platform: Platform, money: Contract
) -> None:
    deal = live_whole(platform, money, whole.spec(without_support(TWO_DATES)))
    deal.pay_date(100_000 * USD)
    deal.pay_date(50_000 * USD)
    lost = deal.state().balance
    assert lost[0] > 800_000 * USD and lost[1] == 400_000 * USD
    deal.pay_royalty(777_000)  # late, and attested by nobody
    # it may be more: until a year after the legal final date nobody ends a deal over those it owes
    with refused("DealLens_NotOver", outstanding=sum(lost) + sum(deal.state().arrears), legalFinal=LEGAL_FINAL):
        conclude(deal)
    end_of_grace(deal)
    deal.chain.now -= 1
    with refused("DealLens_NotOver"):
        conclude(deal)
    deal.chain.now += 1
    done = conclude(deal).only("DealConcluded")
    assert (done["period"], done["available"], done["returned"]) == (3, 777_000, (0, 0))
    assert deal.state().balance == (lost[0] - 777_000, lost[1])
    assert deal.cash() == (0, (0, 0, 0))
    assert deal.held() == owed(deal)


def test_conclude__reserve_in_hand__goes_where_the_list_says(platform: Platform, money: Contract) -> None:
    deal = live_whole(platform, money, whole.spec(funding=3_000 * USD))
    deal.pay_date(1_400_000 * USD + 26_500 * USD + 7_000 * USD)
    assert deal.cash() == (0, (10_000 * USD, 0, 0))
    done = conclude(deal).only("DealConcluded")["records"]
    reserve = done[64 * 5 : 64 * 6]
    assert [int.from_bytes(reserve[i : i + 16], "big") for i in (0, 16, 32, 48)] == [0, 0, 0, 10_000 * USD]
    assert deal.payable("sponsor") == 10_000 * USD
    assert deal.cash() == (0, (0, 0, 0))


def test_conclude__fee_carried__paid_before_the_residual(platform: Platform, money: Contract) -> None:
    deal = live_whole(platform, money, whole.spec(without_support(whole.PROGRAM)))
    deal.pay_date(0)
    assert deal.state().carried[0] == 2_500 * USD
    for index in (0, 2):
        exercise(deal, index, 2_000_000 * USD)
    deal.pay_royalty(2_600 * USD)
    conclude(deal)
    # no new fee falls due at the end
    assert (deal.payable("trustee"), deal.payable("sponsor")) == (2_500 * USD, 100 * USD)


def test_conclude__cash_of_facilities_never_drawn__its_providers_again(deal: DealContracts) -> None:
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deposit_support(deal, GUARANTEE, 6_000 * USD, by="guarantor")
    deal.pay_date(0)
    assert deal.cash()[1] == (0, 0, 2_000 * USD)
    deal.pay_date(PLENTY)
    repaid = deal.payable("liquidity_provider"), deal.payable("guarantor")
    assert repaid == (20_180 * USD, 4_000 * USD)
    done = conclude(deal).only("DealConcluded")
    assert done["returned"] == (0, 2_000 * USD)
    assert deal.payable("guarantor") == 6_000 * USD
    deal.escrow.send("withdraw", by=actor("guarantor"))
    assert deal.money.read("balanceOf", actor("guarantor")) == 6_000 * USD


def test_conclude__provider_not_repaid_yet__repaid_from_what_there_is(deal: DealContracts) -> None:
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deposit_support(deal, GUARANTEE, 28_000 * USD, by="guarantor")
    deal.pay_date(0)
    deal.pay_date(0)
    assert deal.state().drawn[0] == 20_000 * USD
    deal.pay_royalty(50_000 * USD)
    end_of_grace(deal)
    conclude(deal)
    # 5,000 of fees come first, then the line's interest and what it paid, then the guarantor
    assert deal.payable("trustee") == 5_000 * USD
    assert deal.payable("liquidity_provider") == 20_180 * USD
    assert deal.payable("guarantor") > 0
    assert deal.cash() == (0, (0, 0, 0))
    assert deal.held() == owed(deal)


@pytest.fixture
def over(deal: DealContracts) -> DealContracts:
    """Concluded; holders and payees have claimed nothing yet."""
    deal.pay_date(PLENTY)
    conclude(deal)
    return deal


AFTERWARDS: dict[str, Callable[[DealContracts], object]] = {
    "execute": lambda deal: deal.execute(deal.report(0)),
    "conclude": conclude,
    "call": lambda deal: deal.deal.send("exerciseCall", 0, 1, by=actor("call_holder")),
    "deposit": lambda deal: deposit_support(deal, LINE, 1, by="liquidity_provider"),
}


@pytest.mark.parametrize("act", list(AFTERWARDS))
def test_concluded__anything_that_moves_money__refused(over: DealContracts, act: str) -> None:
    over.reach(2)
    with refused("Deal_NotLive", status=CONCLUDED):
        AFTERWARDS[act](over)


def test_concluded__royalties__refused(over: DealContracts) -> None:
    with refused("RoyaltyEscrow_NotOpen", deal=over.deal.address):
        over.pay_royalty(1)


def test_concluded__lens_asked_what_would_come_next__refused(over: DealContracts) -> None:
    report = over.report(0)
    over.submit(report)  # the oracle's stream goes on, to no effect
    with refused("DealLens_NotLive", deal=over.deal.address):
        over.preview(report)
    with refused("DealLens_NotLive", deal=over.deal.address):
        over.support.send("demand", over.deal.address, LINE, astuple(report), by=actor("attacker"))


def test_concluded__claims_trades_and_burning__go_on_until_nothing_is_left(
    platform: Platform, over: DealContracts
) -> None:
    assert over.deal.read("status") == CONCLUDED
    assert over.deal.read("isRedeemed", 0) and over.deal.read("isRedeemed", 1)
    over.tokens[1].send("transfer", actor("senior_investor"), 1, by=actor("mezzanine_investor"))
    over.claim(0, "senior_investor")
    over.claim(1, "mezzanine_investor")
    for token, role, units in (
        (0, "senior_investor", 1_000),
        (1, "mezzanine_investor", 399),
        (1, "senior_investor", 1),
    ):
        order(platform, "redeem", over.tokens[token], actor(role), units)
    for role in ROLES:
        if over.payable(role):
            over.escrow.send("withdraw", by=actor(role))
    assert over.held() == 0


def test_concluded__notes_unpaid__the_holders_units_can_be_burnt(platform: Platform, money: Contract) -> None:
    deal = live_whole(platform, money, whole.spec(without_support(TWO_DATES)))
    deal.pay_date(0)
    deal.pay_date(0)
    assert not deal.deal.read("isRedeemed", 0)
    with refused("TrancheToken_NotRedeemed"):
        order(platform, "redeem", deal.tokens[0], actor("senior_investor"), 1_000)
    end_of_grace(deal)
    conclude(deal)
    order(platform, "redeem", deal.tokens[0], actor("senior_investor"), 1_000)


def test_conclude__deal_halted__refused_until_the_halt_ends(platform: Platform, deal: DealContracts) -> None:
    deal.pay_date(PLENTY)
    until = deal.chain.now + sample.DAY
    halt(platform, "haltDeal", deal.deal.address, until=until)
    with refused("Deal_Halted", until=until):
        conclude(deal)
    deal.chain.now = until + 1
    conclude(deal)


def test_conclude__after_a_call_of_everything__done_between_two_dates(platform: Platform, money: Contract) -> None:
    deal = live_whole(platform, money)
    whole.until(deal.chain, date(2024, 3, 5))
    exercise(deal, 0, 2_000_000 * USD)
    exercise(deal, 2, 2_000_000 * USD)
    deal.pay_royalty(9 * USD)
    done = conclude(deal).only("DealConcluded")
    assert (done["period"], done["available"]) == (1, 9 * USD)
    assert deal.payable("sponsor") == 9 * USD
    assert deal.held() == owed(deal)


def test_conclude__after_a_default__the_acceleration_list_runs(platform: Platform, money: Contract) -> None:
    deal = live_whole(platform, money, whole.spec(TWO_DATES))
    for _ in range(2):
        report = deal.report(0)
        deal.reach(report.period)
        deal.submit(report)
        for facility in (LINE, GUARANTEE):
            if deal.lens.read("supportNeeded", deal.deal.address, astuple(report))[facility]:
                deal.support.send("demand", deal.deal.address, facility, astuple(report), by=actor("outsider"))
                deal.chain.now += 241 * whole.HOUR
        deal.execute(report)
    books = DealBooks(TWO_DATES, deal.state(), 3)
    deal.pay_royalty(30_000 * USD)
    books.collect(30_000 * USD)
    expected = books.conclude()
    end_of_grace(deal)
    done = conclude(deal).only("DealConcluded")
    assert expected.accelerated
    assert int.from_bytes(done["records"][-32:], "big") >> 239 & 1
    assert deal.state() == books.state
    # 5,000 of fees and all of it on the senior's interest
    assert deal.state().arrears[0] == 5_000 * USD


def test_conclude__gift_that_no_book_could_hold__does_not_lock_the_deal(deal: DealContracts) -> None:
    deal.pay_date(PLENTY)
    deal.pay_royalty(2**96, by=actor("attacker"))
    done = conclude(deal).only("DealConcluded")
    assert done["available"] == 2**96 - 1
    assert deal.cash() == (1, (0, 0, 0))
    assert deal.held() == owed(deal) + 1


def test_conclude__equals_the_python_engine(deal: DealContracts) -> None:
    books = DealBooks(TWO_DATES, State.opening(TWO_DATES, (0,)))
    for facility, amount, by in ((LINE, 20_000 * USD, "liquidity_provider"), (GUARANTEE, 50_000 * USD, "guarantor")):
        deposit_support(deal, facility, amount, by=by)
        books.put_in(facility, amount)
    for received in (7 * USD, 31_000 * USD + 1):
        deal.pay_royalty(received)
        books.collect(received)
        report = deal.report(received)
        deal.reach(report.period)
        deal.submit(report)
        deal.execute(report)
        books.execute(report.in_domain(), PoolFacts())
    deal.pay_royalty(12_345_678_901)
    books.collect(12_345_678_901)
    expected = books.conclude()
    end_of_grace(deal)
    done = conclude(deal).only("DealConcluded")
    told = b"".join(n.to_bytes(16, "big") for r in expected.records for n in (r.due, r.paid, r.drawn, r.released))
    assert done["records"][:-32] == told
    assert done["returned"] == expected.returned
    assert deal.state() == books.state
    assert deal.cash() == (books.collection, books.state.account) == (0, (0, 0, 0))
    assert deal.held() == owed(deal)
