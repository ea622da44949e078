# SPDX-License-Identifier: Apache-2.0
"""A breached warranty: the trustee demands, the seller buys the right back, and the price is in the next date's waterfall."""

from __future__ import annotations

from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.support import whole
from tests.support.acts import conclude
from tests.support.chain import refused_whole
from tests.support.rights import MILLION, NONE, USD, PoolSpec, RightsDesk
from tests.support.rights_acts import (
    BUYER,
    ORIGINATOR,
    PATENT_1,
    PATENT_2,
    TRUSTEE,
    buy_back,
    count_of,
    demand,
    fund,
    on,
    release,
    repurchase,
    transfer,
)


def withdraw(desk: RightsDesk, right: bytes) -> Any:
    return desk.pool.send("withdrawDemand", right, by=TRUSTEE)


def demands_of(desk: RightsDesk, right: bytes) -> tuple[int, bool]:
    pledge = desk.pool.read("pledgeOf", right)
    return pledge["demands"], pledge["demanded"]


def test_demand__told_filed_and_counted__withdrawn_and_again(desk: RightsDesk) -> None:
    deal, _ = desk.live(100 * USD, 300 * USD)
    for number in (1, 2):
        told = demand(desk, PATENT_1).only("RepurchaseDemanded")
        assert {key: told[key] for key in told if key != "document"} == {
            "right": PATENT_1,
            "deal": deal.deal.address,
            "number": number,
            "by": TRUSTEE,
        }
        means = keccak(encode(["bytes32", "uint8", "uint256"], [PATENT_1, 9, number]))
        assert desk.registry.read("meaningOf", told["document"]) == means
        assert (demands_of(desk, PATENT_1), count_of(desk, PATENT_1)["conditions"]) == ((number, True), 1 << 7)
        assert desk.facts(deal, "rights-breached", "pool-value") == (250_000, 400 * USD)
        with refused_whole(desk.chain, "RightsPool_AlreadyDemanded", right=PATENT_1):
            demand(desk, PATENT_1)
        withdrawn = withdraw(desk, PATENT_1).only("DemandWithdrawn")
        assert withdrawn == {"right": PATENT_1, "deal": deal.deal.address, "by": TRUSTEE}
        assert (demands_of(desk, PATENT_1), desk.facts(deal, "rights-breached")) == ((number, False), (0,))


def test_demand__haircut_of_breaches__taken_off_the_base(desk: RightsDesk) -> None:
    terms = PoolSpec(haircuts=(*[0] * 7, MILLION, 0, 0))
    deal, _ = desk.live(100 * USD, 300 * USD, terms=terms)
    demand(desk, PATENT_1)
    assert desk.facts(deal, "pool-value", "rights-breached") == (300 * USD, 250_000)


def test_demand__without_a_document__refused(desk: RightsDesk) -> None:
    desk.live(100 * USD)
    with refused_whole(desk.chain, "IPRegistry_NoDocument"):
        desk.pool.send("demandRepurchase", PATENT_1, bytes(32), by=TRUSTEE)


def test_demand__of_a_right_that_backs_no_deal__refused(desk: RightsDesk) -> None:
    desk.live(100 * USD)
    desk.good(PATENT_2, 1)
    for act in (demand, withdraw, buy_back):
        with refused_whole(desk.chain, "RightsPool_NotPledged", right=PATENT_2):
            act(desk, PATENT_2)


def test_repurchase__nothing_demanded_or_withdrawn__refused(desk: RightsDesk) -> None:
    desk.live(100 * USD)
    fund(desk, 100 * USD)
    for _ in range(2):
        with refused_whole(desk.chain, "RightsPool_NothingDemanded", right=PATENT_1):
            buy_back(desk, PATENT_1)
        with refused_whole(desk.chain, "RightsPool_NothingDemanded", right=PATENT_1):
            withdraw(desk, PATENT_1)
        demand(desk, PATENT_1)
        withdraw(desk, PATENT_1)


def test_repurchase__at_its_price__cash_in_the_escrow_and_the_right_free(desk: RightsDesk) -> None:
    deal, _ = desk.live(100 * USD, 300 * USD, terms=PoolSpec(repurchase_price=950_000))
    demand(desk, PATENT_1)
    before = deal.cash()[0]
    done = repurchase(desk, PATENT_1)
    assert int.from_bytes(done.output, "big") == 95 * USD
    where = deal.deal.address
    assert done.only("RightReturned") == {"right": PATENT_1, "deal": where, "why": 3}
    assert done.only("RightRepurchased") == {
        "right": PATENT_1,
        "deal": where,
        "seller": ORIGINATOR,
        "price": 95 * USD,
    }
    assert done.only("RoyaltyPaid") == {
        "payer": desk.pool.address,
        "licence": PATENT_1,
        "amount": 95 * USD,
        "paymentReference": (1).to_bytes(32, "big"),
    }
    assert deal.cash()[0] == before + 95 * USD
    assert desk.money.read("balanceOf", desk.pool.address) == 0
    assert desk.money.read("allowance", desk.pool.address, deal.escrow.address) == 0
    assert desk.facts(deal, "pool-value", "rights-breached") == (300 * USD, 0)
    assert desk.registry.read("poolOf", PATENT_1) == NONE
    transfer(desk, PATENT_1, ORIGINATOR, BUYER)


def test_repurchase__attested_as_other_income__distributed_by_the_next_date(desk: RightsDesk) -> None:
    deal, _ = desk.live(100_000 * USD, 900_000 * USD)
    demand(desk, PATENT_1)
    repurchase(desk, PATENT_1)
    deal.pay_royalty(50_000 * USD)
    report = deal.report(50_000 * USD, other_income=100_000 * USD)
    deal.reach(1)
    deal.submit(report)
    done = deal.execute(report)
    assert done.only("PaymentDateExecuted")["available"] == 150_000 * USD
    assert done.only("FactsTaken")["facts"][0] == 900_000 * USD
    # 2,500 of fee, 24,000 of interest and 10,000 of reserve; the rest is the senior tranche's principal
    assert deal.entitlement(0, "senior_investor") == (15_000 + 150_000 - 36_500) * USD
    assert deal.cash()[0] == 0


def test_repurchase__on_two_dates_and_of_two_rights__each_its_own_reference(desk: RightsDesk) -> None:
    deal, _ = desk.live(100 * USD, 300 * USD)
    demand(desk, PATENT_1)
    withdraw(desk, PATENT_1)
    for right, reference in ((PATENT_1, 2), (PATENT_2, 1)):
        demand(desk, right)
        told = repurchase(desk, right).only("RoyaltyPaid")
        assert (told["licence"], told["paymentReference"]) == (right, reference.to_bytes(32, "big"))
    assert (deal.cash()[0], desk.facts(deal, "pool-value", "rights-lapsed")) == (400 * USD, (0, MILLION))


def test_demands__of_a_right_that_backs_another_deal_later__go_on_being_numbered(desk: RightsDesk) -> None:
    desk.live(100 * USD, 300 * USD)
    demand(desk, PATENT_1)
    repurchase(desk, PATENT_1)
    assert demands_of(desk, PATENT_1) == (1, False)
    second = desk.deal(salt=b"\5" * 32)
    desk.open(second)
    desk.pledge(second, PATENT_1)
    second.sell(whole.ALLOCATION)
    second.close()
    assert demand(desk, PATENT_1).only("RepurchaseDemanded")["number"] == 2


def test_demand__before_closing_or_after_the_end__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    desk.pledge(deal, desk.good(PATENT_1, 100 * USD))
    where = deal.deal.address
    with refused_whole(desk.chain, "RightsPool_DealStatus", deal=where, status=0):
        demand(desk, PATENT_1)
    deal.sell(whole.ALLOCATION)
    deal.end_window()
    with refused_whole(desk.chain, "RightsPool_DealStatus", deal=where, status=1):
        demand(desk, PATENT_1)
    deal.close()
    demand(desk, PATENT_1)
    deal.pay_date(1_500_000 * USD)
    conclude(deal)
    for act in (buy_back, demand):
        with refused_whole(desk.chain, "RightsPool_DealStatus", deal=where, status=4):
            act(desk, PATENT_1)
    withdraw(desk, PATENT_1)
    release(desk, PATENT_1)


def test_repurchase__something_is_due__goes_on(desk: RightsDesk) -> None:
    """The seller need not wait for anybody."""
    desk.live(100 * USD, 300 * USD)
    demand(desk, PATENT_1)
    on(desk, 20270101)
    repurchase(desk, PATENT_1)
