# SPDX-License-Identifier: Apache-2.0
"""A provider that lets its deadline pass: the date is executed without it, the shortfall stays, and triggers see it."""

from __future__ import annotations

from dataclasses import replace

from tests.support import whole
from tests.support.acts import demand, deposit_support, pay_support
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts, Report
from tests.support.platform import Platform
from tests.support.whole import GUARANTEE, LINE, USD, live_whole

AFTER_THE_STEPS = replace(whole.PROGRAM, triggers=(replace(whole.UNPAID, after=True),))
CURABLE = replace(whole.PROGRAM, triggers=(replace(whole.UNPAID, latched=False),))


def dry_quarter(deal: DealContracts) -> Report:
    """The accepted and final report of a quarter without a receipt, whose date has come."""
    report = deal.report(0)
    deal.reach(report.period)
    deal.submit(report)
    return report


def miss(deal: DealContracts, facility: int, report: Report) -> int:
    """The provider is asked and does not pay: what it would have been."""
    asked, deadline = demand(deal, facility, report)
    deal.chain.now = deadline + 1
    return asked


def test_guarantor_misses_its_deadline__trigger_measured_before__the_same_date_is_accelerated(
    platform: Platform, money: Contract
) -> None:
    deal = live_whole(platform, money)
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    report = dry_quarter(deal)
    assert miss(deal, GUARANTEE, report) == 4_000 * USD
    done = deal.execute(report)
    assert done.only("FactsTaken") == {"period": 1, "facts": (), "reportAge": 0, "unpaid": 0b10}
    records = done.only("PaymentDateExecuted")["records"]
    assert len(records) == 64 * 9 + 32
    # one answer, breached; the trigger is active; the acceleration list ran
    assert int.from_bytes(records[-32:], "big") == 1 | 1 << 224 | 1 << 239
    state = deal.state()
    # after the default nothing supports interest: the line's cash stays in its account
    assert (state.arrears, state.drawn, state.account) == ((15_000 * USD, 9_000 * USD), (0, 0), (0, 20_000 * USD, 0))
    assert state.active == (True,)


def test_guarantor_misses_its_deadline__trigger_measured_after__the_next_date_is_accelerated(
    platform: Platform, money: Contract
) -> None:
    deal = live_whole(platform, money, whole.spec(AFTER_THE_STEPS))
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    report = dry_quarter(deal)
    miss(deal, GUARANTEE, report)
    deal.execute(report)
    state = deal.state()
    assert (state.arrears, state.drawn, state.active) == ((0, 4_000 * USD), (20_000 * USD, 0), (True,))
    assert deal.entitlement(1, "mezzanine_investor") == 5_000 * USD
    deal.pay_royalty(60_000 * USD)
    done = deal.pay_date_without_cash(60_000 * USD)
    assert int.from_bytes(done.only("PaymentDateExecuted")["records"][-32:], "big") >> 239 & 1
    # 60,000 less 5,000 of fees and 15,000 of senior interest: the rest repays the senior before the mezzanine has interest
    assert deal.state().balance == (960_000 * USD, 400_000 * USD)
    assert deal.state().arrears[1] == 13_000 * USD + 4_000 * USD * 9 // 400  # a quarter at 9% on the arrears


def test_guarantor_misses_one_deadline__curable__the_next_date_is_a_plain_one_and_it_is_asked_again(
    platform: Platform, money: Contract
) -> None:
    deal = live_whole(platform, money, whole.spec(CURABLE))
    deposit_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    report = dry_quarter(deal)
    miss(deal, GUARANTEE, report)
    deal.execute(report)
    report = dry_quarter(deal)
    assert deal.support.read("unpaidOf", deal.deal.address, 2, 2) == 0
    # two quarters of 24,000, less what the line's deposit covers; the mezzanine's first 9,000 bore 9%: 202.50
    asked, _ = demand(deal, GUARANTEE, report)
    assert asked == (48_000 - 20_000) * USD + 202_500_000
    pay_support(deal, GUARANTEE, asked, by="guarantor")
    deal.execute(report)
    assert (deal.state().arrears, deal.state().active) == ((0, 0), (False,))


def test_line_misses_its_deadline__the_guarantor_pays_for_both__no_default(platform: Platform, money: Contract) -> None:
    deal = live_whole(platform, money)
    report = dry_quarter(deal)
    assert miss(deal, LINE, report) == 20_000 * USD
    asked, _ = demand(deal, GUARANTEE, report)
    assert asked == 24_000 * USD
    pay_support(deal, GUARANTEE, asked, by="guarantor")
    done = deal.execute(report)
    assert done.only("FactsTaken")["unpaid"] == 0b01
    state = deal.state()
    assert (state.arrears, state.drawn, state.active) == ((0, 0), (0, 24_000 * USD), (False,))


def test_line_misses_its_deadline__guarantor_not_asked_for_its_part__refused(
    platform: Platform, money: Contract
) -> None:
    deal = live_whole(platform, money)
    report = dry_quarter(deal)
    _, deadline = demand(deal, GUARANTEE, report)
    pay_support(deal, GUARANTEE, 4_000 * USD, by="guarantor")
    miss(deal, LINE, report)
    with refused("SupportFacility_Outstanding", facility=GUARANTEE, needed=20_000 * USD, deadline=deadline):
        deal.execute(report)
    asked, _ = demand(deal, GUARANTEE, report)
    pay_support(deal, GUARANTEE, asked, by="guarantor")
    deal.execute(report)
    assert deal.state().called == (0, 24_000 * USD)


def test_guarantor_pays_the_first_demand_and_misses_the_second__what_it_paid_is_drawn_and_it_is_in_default(
    platform: Platform, money: Contract
) -> None:
    deal = live_whole(platform, money, whole.spec(AFTER_THE_STEPS))
    report = dry_quarter(deal)
    demand(deal, GUARANTEE, report)
    pay_support(deal, GUARANTEE, 4_000 * USD, by="guarantor")
    miss(deal, LINE, report)
    assert miss(deal, GUARANTEE, report) == 20_000 * USD
    deal.execute(report)
    state = deal.state()
    assert (state.arrears, state.drawn, state.active) == ((11_000 * USD, 9_000 * USD), (0, 4_000 * USD), (True,))
