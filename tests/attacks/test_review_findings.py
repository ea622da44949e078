# SPDX-License-Identifier: Apache-2.0
"""What a review of the whole waterfall found on chain: ends that come too early, notices that run too long or too soon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bench.scenario import residual
from regalia.domain.program import PrincipalKind, Program
from regalia.domain.program_words import FACILITY_BIT, POOL_VALUE, CallKind
from tests.differential.solidity_engine import SolidityEngine
from tests.support import sample, whole
from tests.support.acts import conclude, demand, deposit_support, exercise, pay_support
from tests.support.answering import telling
from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor
from tests.support.whole import GUARANTEE, HOUR, LINE, PROGRAM, USD, live_whole

SOURCE = actor("source of facts")


def tried(act: Callable[[], object]) -> bool:
    """Whether it went through: a refusal is one way to stop an attack."""
    try:
        act()
    except RefusedError:
        return False
    return True


def drawn_and_called(platform: Platform, money: Contract) -> DealContracts:
    """24,000 of support was drawn; then the holder of the calls repaid every note. Nothing was received yet."""
    deal = live_whole(platform, money)
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deposit_support(deal, GUARANTEE, 4_000 * USD, by="guarantor")
    deal.pay_date(0)
    for index in (0, 2):
        exercise(deal, index, 2_000_000 * USD)
    assert (deal.state().balance, deal.state().arrears) == ((0, 0), (0, 0))
    return deal


@pytest.mark.parametrize("by", ["sponsor", "attacker"])
def test_conclude__notes_repaid_and_providers_of_support_are_not__refused(
    platform: Platform, money: Contract, by: str
) -> None:
    """Who concludes shuts the escrow: royalties that would pay the providers and the carried fee back are the sponsor's outside it."""
    deal = drawn_and_called(platform, money)
    owed = deal.state()
    assert (owed.drawn, owed.carried[0]) == ((20_000 * USD, 4_000 * USD), 2_500 * USD)
    tried(lambda: conclude(deal, by=by))
    # royalties of the next quarter still flow in, and pay everybody back
    deal.pay_date(60_000 * USD)
    repaid = deal.payable("trustee"), deal.payable("liquidity_provider"), deal.payable("guarantor")
    assert repaid == (5_000 * USD, 20_180 * USD, 4_000 * USD)


def test_conclude__in_front_of_a_payment_date_that_is_due__its_fee_is_paid_all_the_same(
    platform: Platform, money: Contract
) -> None:
    """The quarter is over, reported, final and due; the sponsor winds up a second earlier, and what the trustee earned is its own."""
    deal = live_whole(platform, money)
    deal.pay_date(1_500_000 * USD)
    assert deal.payable("trustee") == 2_500 * USD
    deal.pay_royalty(60_000 * USD)
    report = deal.report(60_000 * USD)
    deal.reach(2)
    deal.submit(report)
    if not tried(lambda: conclude(deal, by="sponsor")):
        deal.execute(report)
    assert deal.payable("trustee") == 5_000 * USD


def falling_pool(platform: Platform, money: Contract) -> DealContracts:
    """The guarantor makes the senior's balance follow the value of the pool, which falls by a dollar a day."""
    to_pool = replace(
        PROGRAM.steps[6], due_kind=PrincipalKind.TARGET_SHARE, rate=10**6, support=(FACILITY_BIT | GUARANTEE,)
    )
    steps = (*PROGRAM.steps[:6], to_pool, *PROGRAM.steps[7:])
    program = replace(PROGRAM, steps=steps, facts=(POOL_VALUE,))
    platform.chain.place(SOURCE, telling(990_000 * USD))
    return live_whole(platform, money, whole.spec(program, facts=SOURCE))


def test_guarantor__asks_itself_for_a_dollar_more_whenever_its_time_runs_out__does_not_gain_time(
    platform: Platform, money: Contract
) -> None:
    """A provider who does not pay stops a date until its deadline, not longer: `SupportFacility` says so."""
    deal = falling_pool(platform, money)
    report = deal.report(26_500 * USD)
    deal.pay_royalty(26_500 * USD)
    deal.reach(1)
    deal.submit(report)
    asked, deadline = demand(deal, GUARANTEE, report)
    assert asked == 10_000 * USD
    for day in range(1, 4):
        deal.chain.now += 239 * HOUR
        platform.chain.place(SOURCE, telling((990_000 - day) * USD))
        if not tried(lambda: demand(deal, GUARANTEE, report, by="guarantor")):
            break
    # thirty days later nothing was paid, and no other provider failed
    deal.chain.now = max(deal.chain.now, deadline + 1)
    assert deal.support.read("unpaidOf", deal.deal.address, 1, 2) == 1 << GUARANTEE
    deal.execute(report)


def test_guarantor__asked_weeks_ahead_for_what_the_licensee_then_pays__in_no_default_on_the_payment_date(
    platform: Platform, money: Contract
) -> None:
    """The report is final in February, its cash comes in April as it should: on 20 April nothing at all is needed."""
    deal = live_whole(platform, money)
    report = deal.report(26_500 * USD)
    deal.submit(report)
    for facility in (LINE, GUARANTEE):
        tried(lambda facility=facility: demand(deal, facility, report, by="attacker"))  # type: ignore[misc]
    deal.chain.now += 241 * HOUR
    assert deal.chain.now < sample.FIRST_DATE - 60 * sample.DAY
    deal.pay_royalty(26_500 * USD)
    deal.reach(1)
    deal.execute(report)
    # now a latched event of default, for good
    assert deal.state().active == (False,)


def test_attacker__lowers_the_demand_by_a_unit_in_front_of_the_payment__the_payment_goes_through(
    platform: Platform, money: Contract
) -> None:
    """Each unit of what was reported and not yet paid lowers what the guarantor must pay exactly, and the deadline stays."""
    deal = live_whole(platform, money)
    report = deal.report(26_500 * USD)
    deal.pay_royalty(2_500 * USD)  # the fee, so that a unit more is a unit less of support
    deal.reach(1)
    deal.submit(report)
    asked, deadline = demand(deal, GUARANTEE, report)
    assert asked == 4_000 * USD
    deal.chain.now = deadline
    deal.pay_royalty(1, by=actor("attacker"))
    tried(lambda: demand(deal, GUARANTEE, report, by="attacker"))
    pay_support(deal, GUARANTEE, asked, by="guarantor")


def accepted(program: Program) -> bool:
    """Whether the contracts' check lets a program through."""
    try:
        SolidityEngine().check(program.pack(), len(program.payees))
    except RuntimeError as error:  # what pyrevm raises for a revert
        assert "Revert" in str(error)
        return False
    return True


ENDLESS = replace(PROGRAM, steps=(*PROGRAM.steps[:-1], residual(1)), legal_final=None)


def test_provider__cash_not_drawn_in_a_deal_whose_notes_are_repaid__comes_back(
    platform: Platform, money: Contract
) -> None:
    """It comes back when the deal is concluded: never, where holders have the residual without a legal final. Or no such deal is made."""
    try:
        deal = live_whole(platform, money, whole.spec(ENDLESS))
    except RefusedError:
        return
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deal.pay_date(1_500_000 * USD)
    for _ in range(3):
        deal.pay_date(100_000 * USD)
    conclude(deal)
    assert deal.payable("liquidity_provider") == 20_000 * USD


@pytest.mark.parametrize("price", [0, 1, 999_999])
def test_program_check__call_below_par__refused(price: int) -> None:
    """It would let its holder strike notes out for less than their balance; the terms ask for 1.00x to 10x, the contracts for nothing."""
    calls = (replace(PROGRAM.calls[0], kind=CallKind.OPTIONAL, price=price),)
    assert not accepted(replace(PROGRAM, calls=calls))
