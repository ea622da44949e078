# SPDX-License-Identifier: Apache-2.0
"""Amounts, counts and sizes at the edge of what is allowed: nothing is lost and nothing gets stuck."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.scenario import interest, residual
from regalia.chain.step_records import unpack_records
from regalia.domain.entitlement import SCALE_BITS
from regalia.domain.history import DealBooks
from regalia.domain.waterfall import State
from tests.support import sample
from tests.support.contract import Contract, calldata
from tests.support.deal import LICENCE, REFERENCE, DealContracts
from tests.support.platform import DealSpec, Platform, plain_spec
from tests.support.roles import actor, attestors

CAP = 2**96 - 1
NOBODY = "0x" + "00" * 20
TIMES = 10_000


def plain_deal(platform: Platform, money: Contract, units: int) -> DealContracts:
    """One tranche whose units are given to the senior investor, but for one, which the junior has."""
    deal = platform.create(money, plain_spec(units))
    deal.sell({"senior_investor": (units - 1,), "junior_investor": (1,)})
    deal.close()
    return deal


@pytest.mark.parametrize("units", [1, 2, 3, 1_000, 2**48 - 1])
def test_distribution__all_there_can_ever_be__earned_and_claimed(
    platform: Platform, money: Contract, units: int
) -> None:
    deal = plain_deal(platform, money, units)
    deal.pay_date(CAP)
    claimed = 0
    for role in ("senior_investor", "junior_investor"):
        if deal.units(0, role):
            owed = deal.entitlement(0, role)
            assert owed == CAP * deal.units(0, role) // units or CAP * deal.units(0, role) % units == 0
            deal.claim(0, role)
            claimed += owed
    assert CAP - claimed <= 2
    assert deal.held() == CAP - claimed


def test_reports__more_attested_than_there_can_ever_be__deal_goes_on(platform: Platform, money: Contract) -> None:
    """A quorum that signs nonsense can't lock the deal."""
    deal = plain_deal(platform, money, 7)
    deal.pay_royalty(700)
    for _ in range(2):
        deal.pay_date_without_cash(CAP)
    assert deal.deal.read("totals") == (CAP, 700)
    deal.pay_royalty(70)
    deal.pay_date_without_cash(1)
    assert deal.entitlement(0, "junior_investor") == 110


def test_execute__260_periods__still_exact(platform: Platform, money: Contract) -> None:
    """No counter is narrow: 65 years of a tenth of a cent a quarter on seven units."""
    deal = platform.create(money, replace(plain_spec(7), threshold=1))
    deal.sell({"senior_investor": (6,), "junior_investor": (1,)})
    deal.close()
    deal.pay_royalty(260 * 1_001)
    for period in range(1, 261):
        report = deal.report(1_001, period)
        deal.reach(period)
        deal.submit(report, attestors(1))
        deal.execute(report)
    assert deal.deal.read("nextPeriod") == 261
    assert deal.entitlement(0, "senior_investor") == 260 * 1_001 * 6 // 7
    assert deal.entitlement(0, "junior_investor") == 260 * 1_001 // 7


def test_distribute__ten_thousand_times__still_exact_and_dust_does_not_grow(money: Contract) -> None:
    """No counter ends, at 255 or anywhere: each of so many distributions is credited."""
    deal, token = actor("deal"), actor("tranche token")
    terms = (deal, money.address, 0, actor("registry"), actor("supervisor's contract"), b"", NOBODY)
    escrow = Contract.deploy(money.chain, "RoyaltyEscrow", *terms, by=deal)
    holders = [actor(f"holder {i}") for i in range(3)]
    escrow.send("openBooks", deal, 0, deal, [], [token], [277_711], by=deal)
    for holder, units in zip(holders[1:], (5, 277_705), strict=True):
        escrow.send("rebook", NOBODY, holder, units, by=token)
    money.send("mint", deal, TIMES * 7, by=deal)
    money.send("approve", escrow.address, TIMES * 7, by=deal)
    pays = calldata("RoyaltyEscrow", "payRoyalty", LICENCE, 7, REFERENCE)
    spreads = calldata("RoyaltyEscrow", "distribute", 0, [], [], [], [token], [7])
    for _ in range(TIMES):
        assert money.chain.attempt(deal, escrow.address, pays) == (True, b"")
        assert money.chain.attempt(deal, escrow.address, spreads) == (True, b"")
    escrow.send("rebook", NOBODY, holders[0], 1, by=token)  # who collects last has earned all the same
    owed = [escrow.read("entitlementOf", token, holder) for holder in holders]
    # 70,000 over 277,711 units: 0.2520606 a unit
    assert owed == [0, 1, 69_998]
    _, remainder, per_unit, _, _, dust, awaited = escrow.read("bookOf", token)
    assert per_unit * 277_711 + remainder == TIMES * 7 << SCALE_BITS
    assert dust == awaited == 0


@pytest.mark.parametrize("periods", [2_184, 2_185, 65_535])
def test_reserve__target_of_very_many_periods__as_the_python_engine(
    platform: Platform, money: Contract, periods: int
) -> None:
    steps = list(sample.PROGRAM.steps)
    steps[5] = replace(sample.RESERVE, number=periods)
    program = replace(sample.PROGRAM, steps=tuple(steps))
    deal = platform.create(money, DealSpec(program))
    deal.sell()
    deal.close()
    books = DealBooks(program, State.opening(program, (sample.FUNDING,)))
    books.collect(10**12)
    deal.pay_date(10**12)
    expected = books.execute(deal.report(10**12, 1).in_domain())
    assert expected.records[5].due == 24_000 * sample.USD * periods - sample.FUNDING
    assert deal.cash() == (0, expected.state.account)


def test_interest__arrears_compound_beyond_every_amount__stop_growing_and_the_deal_goes_on(
    platform: Platform, money: Contract
) -> None:
    tranches = list(sample.PROGRAM.tranches)
    tranches[1] = replace(tranches[1], coupon=2**32 - 1, original_balance=CAP)
    program = replace(sample.PROGRAM, tranches=tuple(tranches))
    deal = platform.create(money, DealSpec(program))
    deal.sell()
    deal.close()
    books = DealBooks(program, State.opening(program, (sample.FUNDING,)))
    for _ in range(6):
        records = deal.pay_date_without_cash(0).only("PaymentDateExecuted")["records"]
        expected = books.execute(deal.report(0, books.next_period).in_domain())
        assert unpack_records(records) == expected.records
    assert deal.deal.read("state")["arrears"][1] == expected.state.arrears[1] == 2**128 - 1
    deal.pay_date(10**12)
    assert deal.entitlement(1, "mezzanine_investor") > 0


@pytest.mark.parametrize("tranches", [1, 6, 7, 8, 16])
def test_deal__any_number_of_tranches__each_is_paid(platform: Platform, money: Contract, tranches: int) -> None:
    word = replace(sample.PROGRAM.tranches[0], units=10)
    steps = (*(interest(t, support=()) for t in range(tranches)), residual(0))
    program = replace(sample.PROGRAM, tranches=(word,) * tranches, accounts=(), payees=(), steps=steps)
    texts = tuple(f"T{t}" for t in range(tranches))
    deal = platform.create(money, DealSpec(program, (0,) * tranches, (), (), texts, texts))
    deal.sell({"senior_investor": (10,) * tranches})
    deal.close()
    deal.pay_date(tranches * 15_000 * sample.USD)
    assert [deal.entitlement(t, "senior_investor") for t in range(tranches)] == [15_000 * sample.USD] * tranches


def test_proceeds__as_great_as_amounts_can_be__all_owed_to_the_originator(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, plain_spec(1, CAP))
    deal.subscribe(actor("senior_investor"), 0, 1)
    deal.close()
    assert deal.payable("originator") == CAP
    deal.escrow.send("withdraw", by=actor("originator"))
    assert deal.money.read("balanceOf", actor("originator")) == CAP
