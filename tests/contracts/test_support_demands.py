# SPDX-License-Identifier: Apache-2.0
"""Who is asked for support, when, and for how much: only by the accepted and final report, and only what the date needs."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from tests.support import sample, whole
from tests.support.acts import demand, deposit_support, needed, pay_support
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts, Report
from tests.support.platform import Platform
from tests.support.roles import actor
from tests.support.whole import GUARANTEE, HOUR, LINE, USD, live_whole

BY_LINE, BY_GUARANTEE = 72 * HOUR, 240 * HOUR


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    return live_whole(platform, money)


@pytest.fixture
def dry(deal: DealContracts) -> Report:
    """The accepted and final report of a first quarter without a receipt, whose date has come."""
    return accepted(deal, 0)


def accepted(deal: DealContracts, received: int) -> Report:
    report = deal.report(received)
    deal.reach(report.period)
    deal.submit(report)
    return report


def test_demand__dry_quarter__each_is_asked_for_its_part(deal: DealContracts, dry: Report) -> None:
    now = deal.chain.now
    assert needed(deal, dry) == (20_000 * USD, 4_000 * USD)
    assert demand(deal, LINE, dry) == (20_000 * USD, now + BY_LINE)
    assert demand(deal, GUARANTEE, dry) == (4_000 * USD, now + BY_GUARANTEE)
    assert deal.support.read("noticeOf", deal.deal.address, GUARANTEE) == (1, 4_000 * USD, 0, now + BY_GUARANTEE)
    assert next(e.args for e in deal.chain.log if e.name == "SupportDemanded") == {
        "deal": deal.deal.address,
        "facility": LINE,
        "period": 1,
        "amount": 20_000 * USD,
        "outstanding": 20_000 * USD,
        "deadline": now + BY_LINE,
    }


@pytest.mark.parametrize("role", ["outsider", "senior_investor", "servicer", "attacker"])
def test_demand__by_anybody__made(deal: DealContracts, dry: Report, role: str) -> None:
    assert demand(deal, LINE, dry, by=role)[0] == 20_000 * USD


def test_demand__report_final_before_the_scheduled_date__made(deal: DealContracts) -> None:
    report = deal.report(0)
    deal.submit(report)
    assert deal.chain.now < sample.FIRST_DATE
    assert demand(deal, LINE, report)[0] == 20_000 * USD


def test_demand__no_report_accepted__refused(deal: DealContracts) -> None:
    report = deal.report(0)
    given = deal.oracle.read("digestOf", astuple(report))[:25]
    with refused("DealLens_ReportNotAccepted", accepted=bytes(25), given=given):
        demand(deal, LINE, report)


@pytest.mark.parametrize("change", [{"received": 1}, {"has_target": True}, {"evidence": bytes(32)}])
def test_demand__another_report_than_the_accepted__refused(
    deal: DealContracts, dry: Report, change: dict[str, object]
) -> None:
    with refused("DealLens_ReportNotAccepted"):
        demand(deal, LINE, replace(dry, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "made"), [(-1, False), (0, True), (1, True)])
def test_demand__around_the_end_of_the_dispute_window__only_from_its_second_on(
    platform: Platform, money: Contract, seconds: int, made: bool
) -> None:
    deal = live_whole(platform, money, whole.spec(dispute_window=7_200))
    report = accepted(deal, 0)
    final = deal.chain.now + 7_200
    deal.chain.now = final + seconds
    if made:
        assert demand(deal, LINE, report)[0] == 20_000 * USD
    else:
        with refused("DealLens_ReportNotFinal", finalAt=final, timestamp=final - 1):
            demand(deal, LINE, report)


def test_demand__report_of_another_deal__refused(deal: DealContracts, dry: Report) -> None:
    other = "0x" + "11" * 20
    with refused("DealLens_ForeignReport", expected=deal.deal.address, given=other):
        demand(deal, LINE, replace(dry, deal=other))


def test_demand__of_a_later_period__refused(deal: DealContracts, dry: Report) -> None:
    with refused("DealLens_PeriodOutOfOrder", expected=1, given=2):
        demand(deal, LINE, replace(dry, period=2))


def test_demand__deal_not_live__refused(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, whole.spec())
    with refused("DealLens_NotLive", deal=deal.deal.address):
        demand(deal, LINE, deal.report(0))


def test_demand__facility_there_is_not__refused(deal: DealContracts, dry: Report) -> None:
    with refused("SupportFacility_NoFacility", facilities=2, given=2):
        demand(deal, 2, dry)


def test_demand__enough_received__nothing_needed(deal: DealContracts) -> None:
    deal.pay_royalty(26_500 * USD)
    report = accepted(deal, 26_500 * USD)
    for facility in (LINE, GUARANTEE):
        with refused("SupportFacility_NothingNeeded", facility=facility, period=1):
            demand(deal, facility, report)


def test_demand__a_dollar_missing__the_first_support_is_asked_for_it_and_the_second_is_not(deal: DealContracts) -> None:
    deal.pay_royalty(26_499 * USD)
    report = accepted(deal, 26_499 * USD)
    assert demand(deal, LINE, report)[0] == USD
    with refused("SupportFacility_NothingNeeded", facility=GUARANTEE, period=1):
        demand(deal, GUARANTEE, report)


def test_demand__twice__refused_until_the_deadline_and_after_it(deal: DealContracts, dry: Report) -> None:
    _, deadline = demand(deal, LINE, dry)
    deal.chain.now = deadline
    with refused("SupportFacility_AlreadyDemanded", outstanding=20_000 * USD, deadline=deadline):
        demand(deal, LINE, dry)
    deal.chain.now = deadline + 1
    with refused("SupportFacility_DeadlineMissed", deadline=deadline, timestamp=deadline + 1):
        demand(deal, LINE, dry)


def test_demand__paid_already__nothing_needed(deal: DealContracts, dry: Report) -> None:
    demand(deal, LINE, dry)
    pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    with refused("SupportFacility_NothingNeeded", facility=LINE, period=1):
        demand(deal, LINE, dry)


def test_demand__cash_put_in_ahead__only_the_rest_is_asked_for(deal: DealContracts) -> None:
    deposit_support(deal, GUARANTEE, 1_000 * USD, by="guarantor")
    report = accepted(deal, 0)
    assert demand(deal, GUARANTEE, report)[0] == 3_000 * USD


@pytest.mark.parametrize("paid", [0, 4_000 * USD], ids=["nothing paid yet", "the first part paid"])
def test_demand__the_first_support_failed__the_second_is_asked_for_that_too(
    deal: DealContracts, dry: Report, paid: int
) -> None:
    _, deadline = demand(deal, LINE, dry)
    demand(deal, GUARANTEE, dry)
    if paid:
        pay_support(deal, GUARANTEE, paid, by="guarantor")
    deal.chain.now = deadline + 1
    assert needed(deal, dry) == (0, 24_000 * USD - paid)
    assert demand(deal, GUARANTEE, dry) == (24_000 * USD - paid, deadline + 1 + BY_GUARANTEE)
    notice = (1, 24_000 * USD, paid, deadline + 1 + BY_GUARANTEE)
    assert deal.support.read("noticeOf", deal.deal.address, GUARANTEE) == notice


def test_demand__what_both_lack_is_above_the_limit__the_limit_is_asked_for(platform: Platform, money: Contract) -> None:
    line, guarantee = whole.FACILITIES
    small = replace(whole.PROGRAM, facilities=(line, replace(guarantee, limit=3_999 * USD)))
    deal = live_whole(platform, money, whole.spec(small))
    assert needed(deal, accepted(deal, 0)) == (20_000 * USD, 3_999 * USD)


def test_demand__all_the_cash_came_after_it__nothing_is_outstanding_any_more(deal: DealContracts) -> None:
    report = accepted(deal, 50_000 * USD)  # reported, and not there yet
    _, deadline = demand(deal, LINE, report)
    deal.pay_royalty(50_000 * USD)
    assert demand(deal, LINE, report, by="liquidity_provider") == (0, deadline)
    with refused("SupportFacility_NoDemand", facility=LINE, period=1):
        pay_support(deal, LINE, 20_000 * USD, by="liquidity_provider")
    deal.chain.now = deadline + 1
    assert deal.support.read("unpaidOf", deal.deal.address, 1, 2) == 0
    deal.execute(report)
    assert deal.state().drawn == (0, 0)


def test_demand__some_cash_came_after_it__the_rest_is_due_by_the_same_time(deal: DealContracts) -> None:
    report = accepted(deal, 50_000 * USD)
    asked, deadline = demand(deal, LINE, report)
    deal.pay_royalty(7_000 * USD)
    deal.chain.now += HOUR
    less, _ = needed(deal, report)
    assert 0 < less < asked
    with refused("SupportFacility_OnlyProvider", provider=actor("liquidity_provider"), caller=actor("attacker")):
        demand(deal, LINE, report, by="attacker")
    assert demand(deal, LINE, report, by="liquidity_provider") == (less, deadline)
    with refused("SupportFacility_WrongAmount", expected=less, given=asked):
        pay_support(deal, LINE, asked, by="liquidity_provider")
    pay_support(deal, LINE, less, by="liquidity_provider")


def test_demand__less_is_needed_once_the_deadline_was_missed__it_stays_missed(deal: DealContracts) -> None:
    report = accepted(deal, 50_000 * USD)
    _, deadline = demand(deal, LINE, report)
    deal.pay_royalty(7_000 * USD)
    deal.chain.now = deadline + 1
    with refused("SupportFacility_DeadlineMissed", deadline=deadline, timestamp=deadline + 1):
        demand(deal, LINE, report)
