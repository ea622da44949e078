# SPDX-License-Identifier: Apache-2.0
"""A pool that is not what the terms ask keeps a deal from closing, and nobody's money in it."""

from __future__ import annotations

from tests.contracts.books import ATTACKER, balance, held
from tests.support import whole
from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.rights import LAPSED, REINSTATED, USD, PoolSpec, RightsDesk, number
from tests.support.rights_acts import PATENT_1
from tests.support.roles import actor
from tests.support.sample import DAY, DEADLINE


def sold() -> tuple[RightsDesk, DealContracts]:
    """On two rights that are together worth just what is asked."""
    platform = Platform()
    desk = RightsDesk(platform, platform.money())
    deal = desk.deal()
    desk.open(deal, PoolSpec(least_value=200 * USD))
    desk.pledge(deal, *(desk.good(number(serial), 100 * USD) for serial in (1, 2)))
    deal.sell(whole.ALLOCATION)
    return desk, deal


def test_close__right_lapsed_after_the_last_bid__refused_until_it_is_reinstated() -> None:
    """The bids were for the pool as it was; at closing it is looked at again."""
    desk, deal = sold()
    deal.end_window()
    desk.happen(PATENT_1, LAPSED)
    with refused_whole(desk.chain, "RightsPool_ValueTooSmall", least=200 * USD, given=100 * USD):
        deal.offering.send("close", by=ATTACKER)
    assert deal.deal.read("status") == 1
    desk.happen(PATENT_1, REINSTATED)
    deal.close()
    assert held(deal, actor("senior_investor")) == 1_000


def test_close__pool_unfit_all_week__everybody_takes_his_money_back() -> None:
    desk, deal = sold()
    desk.happen(PATENT_1, LAPSED)
    deal.chain.now = DEADLINE + 7 * DAY + 1
    assert deal.deal.read("status") == 2
    for bid in deal.bids:
        deal.offering.send("refund", *bid, by=ATTACKER)
    assert balance(deal, deal.offering.address) == 0
    assert balance(deal, actor("senior_investor")) == 1_000_000 * USD
