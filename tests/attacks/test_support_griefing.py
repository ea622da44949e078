# SPDX-License-Identifier: Apache-2.0
"""What a stranger may try between a demand and its payment: the payment goes through, or is refused whole and nothing is lost."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from tests.support.acts import conclude, demand, deposit_support, needed, pay_support
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts, Report
from tests.support.platform import Platform
from tests.support.roles import actor, attestors
from tests.support.whole import GUARANTEE, HOUR, LINE, USD, live_whole

ATTACKER = actor("attacker")


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    return live_whole(platform, money)


@pytest.fixture
def dry(deal: DealContracts) -> Report:
    report = deal.report(0)
    deal.reach(1)
    deal.submit(report)
    return report


def test_attacker__demands_again_in_front_of_the_payment__refused_and_the_payment_goes_through(
    deal: DealContracts, dry: Report
) -> None:
    asked, deadline = demand(deal, LINE, dry, by="attacker")
    deal.chain.now = deadline
    with refused("SupportFacility_AlreadyDemanded", outstanding=asked, deadline=deadline):
        demand(deal, LINE, dry, by="attacker")
    pay_support(deal, LINE, asked, by="liquidity_provider")


def test_attacker__raises_a_demand_in_front_of_the_payment__refused_whole_with_the_whole_notice_anew(
    deal: DealContracts, dry: Report
) -> None:
    _, line_deadline = demand(deal, LINE, dry)
    demand(deal, GUARANTEE, dry)
    deal.chain.now = line_deadline + 1
    raised, deadline = demand(deal, GUARANTEE, dry, by="attacker")
    assert deadline == deal.chain.now + 240 * HOUR
    deal.give(actor("guarantor"), raised, deal.escrow)
    with refused_whole(deal.chain, "SupportFacility_WrongAmount", expected=24_000 * USD, given=4_000 * USD):
        deal.support.send("pay", deal.deal.address, GUARANTEE, 4_000 * USD, by=actor("guarantor"))
    deal.chain.now = deadline
    deal.support.send("pay", deal.deal.address, GUARANTEE, raised, by=actor("guarantor"))
    deal.execute(dry)
    assert deal.state().arrears == (0, 0)


def test_attacker__demands_a_dear_month_early_over_and_over__the_notice_runs_once(deal: DealContracts) -> None:
    report = deal.report(0)
    deal.submit(report)
    _, deadline = demand(deal, LINE, report, by="attacker")
    for _ in range(3):
        deal.chain.now += HOUR
        with refused("SupportFacility_AlreadyDemanded", outstanding=20_000 * USD, deadline=deadline):
            demand(deal, LINE, report, by="attacker")


@pytest.mark.parametrize("dust", [1, 999])
def test_attacker__pays_dust_after_the_demand__the_payment_asked_for_is_still_taken(
    deal: DealContracts, dust: int
) -> None:
    report = deal.report(dust)  # reported, and paid by nobody yet
    deal.reach(1)
    deal.submit(report)
    asked, _ = demand(deal, LINE, report)
    assert asked == 20_000 * USD
    guaranteed, _ = demand(deal, GUARANTEE, report)
    deal.pay_royalty(dust, by=ATTACKER)
    pay_support(deal, LINE, asked, by="liquidity_provider")
    pay_support(deal, GUARANTEE, guaranteed, by="guarantor")
    deal.execute(report)
    # the fee comes first: the dust is the trustee's, and saves nobody anything
    assert deal.payable("trustee") == dust
    assert deal.state().arrears == (0, 0)


def test_attacker__pays_what_was_reported_after_the_provider_did__the_rest_waits_and_comes_back(
    deal: DealContracts,
) -> None:
    report = deal.report(26_500 * USD)
    deal.reach(1)
    deal.submit(report)
    demand(deal, LINE, report)
    pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deal.pay_royalty(26_500 * USD, by=ATTACKER)
    deal.execute(report)
    assert (deal.state().drawn, deal.cash()[1]) == ((0, 0), (0, 20_000 * USD, 0))
    deal.pay_date(1_500_000 * USD)
    conclude(deal, by="attacker")
    assert deal.payable("liquidity_provider") == 20_000 * USD


@pytest.mark.parametrize("role", ["attacker", "outsider", "liquidity_provider"])
def test_attacker__deposits_dust_for_another_s_facility__refused(deal: DealContracts, role: str) -> None:
    with refused("SupportFacility_OnlyProvider", provider=actor("guarantor"), caller=actor(role)):
        deposit_support(deal, GUARANTEE, 1, by=role)


def test_provider__deposits_unit_by_unit__adds_up_to_the_same(deal: DealContracts, dry: Report) -> None:
    for _ in range(50):
        deposit_support(deal, LINE, 1, by="liquidity_provider")
    assert needed(deal, dry) == (20_000 * USD - 50, 4_000 * USD)
    assert deal.cash()[1] == (0, 50, 0)


def test_attestors__another_report_between_demand_and_date__refused(deal: DealContracts, dry: Report) -> None:
    demand(deal, LINE, dry)
    richer = replace(dry, received=10**6 * USD)
    with refused("RoyaltyOracle_PreviousNotExecuted", pending=1):
        deal.submit(richer, attestors(3)[1:])
    with refused("DealLens_ReportNotAccepted"):
        demand(deal, GUARANTEE, richer)
    pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deposit_support(deal, GUARANTEE, 4_000 * USD, by="guarantor")
    with refused("RoyaltyOracle_ReportMismatch"):
        deal.execute(replace(dry, evidence=b"\1" * 32))
    deal.execute(dry)


def test_attacker__executes_in_front_of_the_last_payment__refused_until_nobody_can_pay_any_more(
    deal: DealContracts, dry: Report
) -> None:
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    _, deadline = demand(deal, GUARANTEE, dry)
    deal.chain.now = deadline
    with refused("SupportFacility_Outstanding"):
        deal.deal.send("execute", astuple(dry), by=ATTACKER)
    pay_support(deal, GUARANTEE, 4_000 * USD, by="guarantor")
    deal.deal.send("execute", astuple(dry), by=ATTACKER)
    assert deal.state().active == (False,)
