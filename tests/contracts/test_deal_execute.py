# SPDX-License-Identifier: Apache-2.0
"""Executing payment dates: in order, in time, once, with the accepted report only; and amounts worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

USD = sample.USD


def test_execute__period_executed_before__refused(live: DealContracts) -> None:
    live.pay_date(100_000 * USD)
    again = live.report(100_000 * USD, period=1)
    with refused("Deal_PeriodOutOfOrder", expected=2, given=1):
        live.execute(again)


def test_execute__period_ahead__refused(live: DealContracts) -> None:
    live.reach(2)
    with refused("Deal_PeriodOutOfOrder", expected=1, given=2):
        live.execute(live.report(0, period=2))


def test_preview__period_ahead__refused(live: DealContracts) -> None:
    with refused("DealLens_PeriodOutOfOrder", expected=1, given=2):
        live.preview(live.report(0, period=2))


@pytest.mark.parametrize("early", [1, 3_600, 80 * sample.DAY])
def test_execute__before_the_scheduled_date__refused(live: DealContracts, early: int) -> None:
    report = live.report(0)
    live.submit(report)
    live.chain.now = sample.FIRST_DATE - early
    with refused("Deal_BeforeScheduledDate", scheduled=sample.FIRST_DATE, timestamp=sample.FIRST_DATE - early):
        live.execute(report)


@pytest.mark.parametrize("late", [0, 1, 400 * sample.DAY])
def test_execute__from_the_scheduled_second_on__done(live: DealContracts, late: int) -> None:
    report = live.report(0)
    live.submit(report)
    live.chain.now = sample.FIRST_DATE + late
    live.execute(report)
    assert live.deal.read("nextPeriod") == 2


def test_execute__accepted_late__accrual_follows_the_schedule_not_the_clock(live: DealContracts) -> None:
    live.chain.now = sample.FIRST_DATE + 400 * sample.DAY
    live.pay_date(100_000 * USD)
    assert live.entitlement(1, "mezzanine_investor") == 9_000 * USD


def test_execute__report_of_another_deal__refused(live: DealContracts, platform: Platform, money: Contract) -> None:
    other = platform.create(money, DealSpec(salt=b"\1" * 32, deadline=sample.FIRST_DATE))
    live.chain.now = sample.FIRST_DATE
    with refused("Deal_ForeignReport", expected=live.deal.address, given=other.deal.address):
        live.execute(other.report(5))


def test_execute__no_report_accepted__refused(live: DealContracts) -> None:
    live.reach(1)
    with refused("RoyaltyOracle_NoReportPending", deal=live.deal.address):
        live.execute(live.report(0))


CHANGES = [
    {"received": 2},
    {"other_income": 1},
    {"has_target": True},
    {"target": 1},
    {"invoices": (1,)},
    {"invoices": ()},
    {"evidence": bytes(32)},
    {"epoch": 2},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_execute__one_field_not_as_attested__refused(live: DealContracts, change: dict[str, object]) -> None:
    report = live.report(1)
    live.reach(1)
    live.submit(report)
    with refused("RoyaltyOracle_ReportMismatch"):
        live.execute(replace(report, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "final"), [(-1, False), (0, True), (1, True)])
def test_execute__around_the_end_of_the_dispute_window__only_from_its_second_on(
    platform: Platform, money: Contract, seconds: int, final: bool
) -> None:
    deal = platform.create(money, DealSpec(dispute_window=7_200))
    deal.sell()
    deal.close()
    report = deal.report(0)
    deal.reach(1)
    deal.submit(report)
    deal.chain.now = sample.FIRST_DATE + 7_200 + seconds
    if final:
        deal.execute(report)
        assert deal.deal.read("nextPeriod") == 2
    else:
        with refused("RoyaltyOracle_ReportNotFinal"):
            deal.execute(report)


@pytest.mark.parametrize("role", ["outsider", "senior_investor", "trustee", "attacker"])
def test_execute__by_anybody__the_same_outcome(live: DealContracts, role: str) -> None:
    live.pay_royalty(100_000 * USD)
    report = live.report(100_000 * USD)
    live.reach(1)
    live.submit(report)
    done = live.execute(report, by=actor(role))
    assert done.only("PaymentDateExecuted")["executor"] == actor(role)
    assert live.entitlement(1, "mezzanine_investor") == 9_000 * USD


def test_execute__moves_no_token(live: DealContracts) -> None:
    before = live.held()
    done = live.pay_date(100_000 * USD)
    assert done.all("Transfer") == []
    assert live.held() == before + 100_000 * USD


def test_execute__good_quarter__as_worked_out_by_hand(live: DealContracts) -> None:
    live.pay_date(100_000 * USD, invoices=(1_500 * USD,))
    # 100,000 - 2,500 - 2,000 - 1,500 - 15,000 - 9,000 - 8,000 into the reserve = 62,000 for senior principal: 77 a unit
    assert [live.payable(p) for p in sample.PAYEES] == [2_500 * USD, 2_000 * USD, 1_500 * USD]
    assert live.entitlement(0, "senior_investor") == 600 * 77 * USD
    assert live.entitlement(0, "mezzanine_investor") == 400 * 77 * USD
    assert live.entitlement(1, "mezzanine_investor") == 9_000 * USD
    assert live.entitlement(2, "junior_investor") == 0
    assert live.cash() == (0, (48_000 * USD,))
    assert live.deal.read("state")["balance"] == (938_000 * USD, 400_000 * USD, 100_000 * USD)
    assert live.lens.read("poolFactorDown", live.deal.address, 0) == 938_000
    assert live.deal.read("totals") == (100_000 * USD, 100_000 * USD)


def test_execute__three_dry_quarters__reserve_then_arrears_then_interest_on_them(live: DealContracts) -> None:
    live.pay_date(0)
    assert live.cash() == (0, (13_500 * USD,))
    live.pay_date(0)
    assert live.cash() == (0, (0,))
    assert live.deal.read("state")["arrears"] == (4_000 * USD, 9_000 * USD, 0)
    live.pay_date(0)
    # the mezzanine's arrears bear 9% for a quarter: 202.50
    assert live.deal.read("state")["arrears"] == (19_000 * USD, 18_202_500_000, 0)
    assert live.deal.read("state")["carried"] == (2_500 * USD, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert live.payable("trustee") == 5_000 * USD
    assert live.entitlement(0, "senior_investor") == (15_000 + 11_000) * USD * 600 // 1_000


def test_execute__cash_nobody_attested__waits_in_collection(live: DealContracts) -> None:
    live.pay_royalty(90_000 * USD)
    report = live.report(20_000 * USD)
    live.reach(1)
    live.submit(report)
    assert live.execute(report).only("PaymentDateExecuted")["available"] == 20_000 * USD
    assert live.cash()[0] == 70_000 * USD
    assert live.deal.read("totals") == (20_000 * USD, 20_000 * USD)


def test_execute__receipts_without_cash__flow_only_when_the_cash_comes(live: DealContracts) -> None:
    live.pay_royalty(10_000 * USD)
    report = live.report(30_000 * USD)
    live.reach(1)
    live.submit(report)
    assert live.execute(report).only("PaymentDateExecuted")["available"] == 10_000 * USD
    assert live.deal.read("totals") == (30_000 * USD, 10_000 * USD)
    live.pay_royalty(25_000 * USD)
    report = live.report(0)
    live.reach(2)
    live.submit(report)
    assert live.execute(report).only("PaymentDateExecuted")["available"] == 20_000 * USD
    assert live.cash()[0] == 5_000 * USD


def test_execute__other_income__distributed_but_not_part_of_the_servicer_s_basis(live: DealContracts) -> None:
    live.pay_royalty(50_000 * USD)
    report = live.report(40_000 * USD, other_income=10_000 * USD)
    live.reach(1)
    live.submit(report)
    assert live.execute(report).only("PaymentDateExecuted")["available"] == 50_000 * USD
    assert live.payable("servicer") == 800 * USD


def test_execute__everything_repaid__residual_goes_to_the_junior(live: DealContracts) -> None:
    live.pay_date(2_000_000 * USD)
    # fees 2,500 + 40,000; interest 24,000; reserve filled by 8,000 before principal; 1,500,000 principal; the rest is residual
    assert live.deal.read("state")["balance"] == (0, 0, 0)
    rest = 2_000_000 - 42_500 - 24_000 - 8_000 - 1_500_000
    assert live.entitlement(2, "junior_investor") == (100_000 + rest) * USD * 7_500 // 10_000
    live.pay_date(0)
    # nothing is outstanding: the reserve gives everything back but the trustee's fee, which comes before it
    assert live.cash() == (0, (0,))
    assert live.entitlement(2, "junior_investor") == (100_000 + rest + 48_000 - 2_500) * USD * 7_500 // 10_000


def test_execute__seasoned_deal__numbers_go_on(platform: Platform, money: Contract) -> None:
    seasoned = replace(sample.PROGRAM, schedule=replace(sample.SCHEDULE, opening=5))
    deal = platform.create(money, DealSpec(seasoned))
    deal.sell()
    deal.close()
    assert deal.deal.read("nextPeriod") == 5
    deal.reach(5)
    with refused("Deal_PeriodOutOfOrder", expected=5, given=1):
        deal.execute(deal.report(0, period=1))
    deal.pay_date(100)
    assert deal.deal.read("nextPeriod") == 6
