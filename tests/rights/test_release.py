# SPDX-License-Identifier: Apache-2.0
"""Rights go free when their deal is over: lapsed, redeemed or concluded, by anybody; and not before."""

from __future__ import annotations

import pytest

from tests.support import whole
from tests.support.acts import conclude
from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import MILLION, NONE, USD, RightsDesk, number
from tests.support.rights_acts import BUYER, ORIGINATOR, PATENT_1, PATENT_2, on, owners_of, release, transfer


def is_free(desk: RightsDesk, right: bytes) -> bool:
    return bool(desk.registry.read("poolOf", right) == desk.pool.read("pledgeOf", right)["deal"] == NONE)


def test_release__lapsed__told_free_and_out_of_the_sums(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    desk.pledge(deal, desk.good(PATENT_1, 100 * USD), desk.good(PATENT_2, 300 * USD))
    on(desk, 20240301)
    done = release(desk, PATENT_2)
    assert done.only("RightReturned") == {"right": PATENT_2, "deal": deal.deal.address, "why": 1}
    assert done.only("RightFreed") == {"right": PATENT_2, "pool": desk.pool.address}
    assert is_free(desk, PATENT_2) and not is_free(desk, PATENT_1)
    assert desk.pool.read("sumsOf", deal.deal.address)[:3] == (1, 100 * USD, 100 * USD)
    assert desk.facts(deal, "largest-right") == (MILLION,)
    release(desk, PATENT_1)
    assert desk.pool.read("sumsOf", deal.deal.address)[:3] == (0, 0, 0)


def test_release__offered_sold_or_live__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    desk.pledge(deal, desk.good(PATENT_1, 100 * USD))
    for step in (lambda: deal.sell(whole.ALLOCATION), deal.close, lambda: deal.pay_date(50_000 * USD)):
        with refused_whole(desk.chain, "RightsPool_NotOver", deal=deal.deal.address):
            release(desk, PATENT_1)
        with refused_whole(desk.chain, "RightsPool_NotOver", deal=deal.deal.address):
            release(desk, PATENT_1, by=ORIGINATOR)
        step()


def test_release__one_tranche_redeemed__refused_until_all_are(desk: RightsDesk) -> None:
    deal, _ = desk.live(2_000_000 * USD)
    deal.pay_date(1_036_500 * USD)
    assert (deal.deal.read("isRedeemed", 0), deal.deal.read("isRedeemed", 1)) == (True, False)
    with refused_whole(desk.chain, "RightsPool_NotOver", deal=deal.deal.address):
        release(desk, PATENT_1)
    deal.pay_date(500_000 * USD)
    assert (deal.deal.read("isRedeemed", 1), deal.deal.read("status")) == (True, 3)
    release(desk, PATENT_1)
    transfer(desk, PATENT_1, ORIGINATOR, BUYER)
    assert owners_of(desk, PATENT_1) == {BUYER: MILLION}


def test_release__concluded__free_for_another_deal(desk: RightsDesk) -> None:
    deal, _ = desk.live(2_000_000 * USD)
    deal.pay_date(1_500_000 * USD)
    conclude(deal)
    release(desk, PATENT_1)
    second = desk.deal(salt=b"\5" * 32, deadline=desk.chain.now + 86_400)
    desk.open(second)
    desk.pledge(second, PATENT_1)
    assert desk.facts(second, "pool-value") == (2_000_000 * USD,)


def test_release__twice_or_never_pledged__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    desk.pledge(deal, desk.good(PATENT_1, 100 * USD))
    on(desk, 20240301)
    with refused_whole(desk.chain, "RightsPool_NotPledged", right=PATENT_1):
        release(desk, PATENT_1, PATENT_1)
    release(desk, PATENT_1)
    for right in (PATENT_1, PATENT_2):
        with refused_whole(desk.chain, "RightsPool_NotPledged", right=right):
            release(desk, right)


@pytest.mark.parametrize("turned", [False, True])
def test_release__rights_of_a_deal_that_is_over_and_of_one_that_is_not__none(desk: RightsDesk, turned: bool) -> None:
    over, going = desk.deal(), desk.deal(salt=b"\5" * 32, deadline=2**34)
    deals: tuple[DealContracts, ...] = (over, going)
    for serial, deal in enumerate(deals, 1):
        desk.open(deal)
        desk.pledge(deal, desk.good(number(serial), 100 * USD))
    on(desk, 20240301)
    rights = (PATENT_2, PATENT_1) if turned else (PATENT_1, PATENT_2)
    with refused_whole(desk.chain, "RightsPool_NotOver", deal=going.deal.address):
        release(desk, *rights)
    release(desk, PATENT_1)
    assert not is_free(desk, PATENT_2)


def test_release__something_is_due__goes_on(desk: RightsDesk) -> None:
    deal, _ = desk.live(2_000_000 * USD)
    deal.pay_date(1_500_000 * USD)
    on(desk, 20270101)
    release(desk, PATENT_1)
    assert is_free(desk, PATENT_1)
