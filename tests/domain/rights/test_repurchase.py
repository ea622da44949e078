# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.domain.rights.holdings import Demand
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import PoolTerms
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.words import PPM, Purpose, Why
from tests.domain.rights.story import DEAL, MATURITY, ONE, THREE, TODAY, TWO, a_pool, becomes, paper, refused, valuation


def live(price: int = PPM) -> RightsPool:
    pool = a_pool(PoolTerms(MATURITY, repurchase_price=price), values=(1_000, 3))
    becomes(pool, DealStatus.LIVE)
    return pool


def test_demand_repurchase__breach__noted_with_its_document() -> None:
    pool = live()
    assert pool.demand_repurchase(ONE, paper("breach")) == 1
    assert pool.pledges[ONE].demand == Demand(1, paper("breach"))
    assert pool.registry.documents[paper("breach")] == (ONE, Purpose.BREACH, 1)


def test_demand_repurchase__twice_before_closing_or_of_nothing__refused() -> None:
    pool = live()
    pool.demand_repurchase(ONE, paper("breach"))
    with refused("RightsPool_AlreadyDemanded", ONE):
        pool.demand_repurchase(ONE, paper("breach again"))
    with refused("RightsPool_NotPledged", THREE):
        pool.demand_repurchase(THREE, paper("breach again"))
    becomes(pool, DealStatus.SOLD)
    with refused("RightsPool_DealStatus", DEAL, DealStatus.SOLD):
        pool.demand_repurchase(TWO, paper("breach again"))


def test_demand_repurchase__document_in_use__refused_and_nothing_demanded() -> None:
    pool = live()
    pool.demand_repurchase(ONE, paper("breach"))
    with refused("IPRegistry_DocumentMeans", paper("breach"), (ONE, 9, 1), (TWO, 9, 1)):
        pool.demand_repurchase(TWO, paper("breach"))
    with refused("IPRegistry_NoDocument"):
        pool.demand_repurchase(TWO, bytes(32))
    assert pool.pledges[TWO].demand is None


def test_withdraw_demand__then_again__the_next_number() -> None:
    pool = live()
    with refused("RightsPool_NothingDemanded", ONE):
        pool.withdraw_demand(ONE)
    pool.demand_repurchase(ONE, paper("breach"))
    pool.withdraw_demand(ONE)
    assert pool.pledges[ONE].demand is None
    assert pool.demand_repurchase(ONE, paper("second breach")) == 2
    with refused("RightsPool_NotPledged", THREE):
        pool.withdraw_demand(THREE)


@pytest.mark.parametrize(("price", "paid"), [(PPM, 3), (666_667, 3), (333_334, 2), (1, 1), (0, 0)])
def test_repurchase__price__share_of_the_value_at_pledge_rounded_up(price: int, paid: int) -> None:
    pool = live(price)
    pool.registry.value(valuation(TWO, 999, document="worth more now"), TODAY)
    pool.demand_repurchase(TWO, paper("breach"))
    assert pool.price_of(TWO) == paid
    assert pool.repurchase(TWO, paid, "originator") == paid
    assert TWO not in pool.pledges
    assert pool.returned == {TWO: Why.REPURCHASED}
    assert pool.registry.known(TWO).hold is None


def test_repurchase__not_demanded_not_his_not_live_or_too_dear__refused() -> None:
    pool = live()
    with refused("RightsPool_NothingDemanded", ONE):
        pool.repurchase(ONE, 1_000, "originator")
    pool.demand_repurchase(ONE, paper("breach"))
    with refused("RightsPool_OnlyOriginator", "originator", "attacker"):
        pool.repurchase(ONE, 1_000, "attacker")
    with refused("RightsPool_AbovePrice", 999, 1_000):
        pool.repurchase(ONE, 999, "originator")
    becomes(pool, DealStatus.CONCLUDED)
    with refused("RightsPool_DealStatus", DEAL, DealStatus.CONCLUDED):
        pool.repurchase(ONE, 1_000, "originator")
    with refused("RightsPool_NotPledged", THREE):
        pool.repurchase(THREE, 1_000, "originator")
    assert ONE in pool.pledges
