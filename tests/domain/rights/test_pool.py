# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.rights.address import ZERO
from regalia.domain.rights.holdings import Pledge
from regalia.domain.rights.labels import packed
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import Limit, PoolTerms
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.words import PPM, Act, Why
from tests.domain.rights.story import (
    DEAL,
    MATURITY,
    ONE,
    POOL,
    THREE,
    TODAY,
    TWO,
    a_pool,
    becomes,
    happen,
    in_force,
    licence,
    refused,
    standing,
    transfer,
)


def test_open__by_the_originator__once_and_before_closing() -> None:
    pool = RightsPool(POOL, Registry(), {DEAL: standing()})
    with refused("RightsPool_NotOpen", DEAL):
        pool.holdings(DEAL)
    with refused("RightsPool_OnlyOriginator", "originator", "attacker"):
        pool.open(DEAL, PoolTerms(MATURITY), "attacker")
    with refused("RightsPool_BadTerms", "maturity", MATURITY, 20_300_101):
        pool.open(DEAL, PoolTerms(20_300_101), "originator")
    pool.open("Deal", PoolTerms(MATURITY), "Originator")
    with refused("RightsPool_AlreadyOpen", DEAL):
        pool.open(DEAL, PoolTerms(MATURITY), "originator")
    assert pool.holdings(DEAL).rights == ()


def test_open__deal_that_asks_another_or_is_none__refused() -> None:
    pool = RightsPool("other pool", Registry(), {DEAL: standing()})
    with refused("RightsPool_NotItsSource", DEAL, POOL):
        pool.open(DEAL, PoolTerms(MATURITY), "originator")
    with refused("RightsPool_OnlyOriginator", ZERO, "originator"):
        pool.open("no deal", PoolTerms(MATURITY), "originator")


@pytest.mark.parametrize("status", [DealStatus.LAPSED, DealStatus.LIVE, DealStatus.CONCLUDED])
def test_open_and_pledge__after_closing__refused(status: DealStatus) -> None:
    pool = RightsPool(POOL, Registry(), {DEAL: standing(status)})
    with refused("RightsPool_DealStatus", DEAL, status):
        pool.open(DEAL, PoolTerms(MATURITY), "originator")
    pool = a_pool(values=())
    becomes(pool, status)
    with refused("RightsPool_DealStatus", DEAL, status):
        pool.pledge(DEAL, (), (), "originator", TODAY)


def test_pledge__rights__bound_with_the_values_they_came_in_with() -> None:
    pool = a_pool()
    assert pool.pledges == {ONE: Pledge(DEAL, 1_000, 0), TWO: Pledge(DEAL, 600, 0), THREE: Pledge(DEAL, 400, 0)}
    assert pool.holdings(DEAL).value_at_closing == 2_000
    hold = pool.registry.known(ONE).hold
    assert hold is not None and hold.pool == POOL
    with refused("IPRegistry_Bound", ONE, POOL):
        pool.registry.transfer_title(transfer("originator", "buyer", 1), TODAY)


def test_pledge__held_under_a_licence__its_owner_may_still_sell() -> None:
    pool = a_pool(values=())
    in_force(pool.registry, ONE)
    pool.registry.transfer_title(transfer("originator", "inventor", PPM), TODAY)
    words = licence(licensor="inventor", licensee="originator", exclusive=True)
    pool.registry.grant_licence(words, TODAY)
    pool.pledge(DEAL, (ONE,), (1,), "originator", TODAY)
    pool.registry.transfer_title(transfer("inventor", "heir", PPM, document="will"), TODAY)
    assert pool.pledges[ONE] == Pledge(DEAL, 1_000, 1)
    assert pool.registry.known(ONE).shares == {"heir": PPM}


def test_pledge__second_time__refused_with_the_deal_it_backs() -> None:
    pool = a_pool()
    pool.standings = {DEAL: standing(), "second deal": standing()}
    pool.open("second deal", PoolTerms(MATURITY), "originator")
    for deal in (DEAL, "second deal"):
        with refused("RightsPool_AlreadyPledged", ONE, DEAL):
            pool.pledge(deal, (ONE,), (0,), "originator", TODAY)


def test_pledge__one_of_two_refused__neither_is_pledged() -> None:
    pool = a_pool(values=(1_000,))
    in_force(pool.registry, TWO)
    with refused("IPRegistry_UnknownRight", THREE):
        pool.pledge(DEAL, (TWO, THREE), (0, 0), "originator", TODAY)
    assert set(pool.pledges) == {ONE}
    assert pool.registry.known(TWO).hold is None
    assert pool.holdings(DEAL).value_at_closing == 1_000


def test_pledge__by_another_without_a_pool_or_with_too_few_licences__refused() -> None:
    pool = a_pool()
    with refused("RightsPool_OnlyOriginator", "originator", "attacker"):
        pool.pledge(DEAL, (ONE,), (0,), "attacker", TODAY)
    with refused("RightsPool_NotOpen", "no deal"):
        pool.pledge("no deal", (ONE,), (0,), "originator", TODAY)
    with refused("RightsPool_WrongLength", 2, 1):
        pool.pledge(DEAL, (ONE, TWO), (0,), "originator", TODAY)


def test_pledge__one_more_than_the_most__refused() -> None:
    pool = a_pool(values=())
    in_force(pool.registry, ONE)
    opened = pool.deals[DEAL]
    pool.deals[DEAL] = replace(opened, rights=(TWO,) * 4096)
    with refused("RightsPool_TooManyRights", 4096, 4097):
        pool.pledge(DEAL, (ONE,), (0,), "originator", TODAY)
    pool.deals[DEAL] = replace(opened, places=65_536)
    with refused("RightsPool_TooManyRights", 65_536, 65_537):
        pool.pledge(DEAL, (ONE,), (0,), "originator", TODAY)


def test_require_fit__rights_value_and_limits__each_refused_by_name() -> None:
    pool = a_pool(PoolTerms(MATURITY, least_value=2_000, least_rights=3, limits=(Limit("largest-right", 500_000),)))
    pool.require_fit(DEAL, TODAY)
    for terms, name, values in (
        (PoolTerms(MATURITY, least_rights=4), "TooFewRights", (4, 3)),
        (PoolTerms(MATURITY, least_value=2_001), "ValueTooSmall", (2_001, 2_000)),
    ):
        with refused(f"RightsPool_{name}", *values):
            a_pool(terms).require_fit(DEAL, TODAY)
    tight = a_pool(PoolTerms(MATURITY, limits=(Limit("rights-stale", 0), Limit("largest-right", 499_999))))
    with refused("RightsPool_LimitBroken", packed("largest-right"), 499_999, 500_000):
        tight.require_fit(DEAL, TODAY)
    with refused("RightsPool_TooFewRights", 1, 0):
        a_pool(values=()).require_fit(DEAL, TODAY)


@pytest.mark.parametrize(
    ("status", "redeemed", "over"),
    [
        (DealStatus.OFFERED, False, False),
        (DealStatus.SOLD, False, False),
        (DealStatus.LAPSED, False, True),
        (DealStatus.LIVE, False, False),
        (DealStatus.LIVE, True, True),
        (DealStatus.CONCLUDED, False, True),
    ],
)
def test_release__only_once_the_deal_owes_nothing(status: DealStatus, redeemed: bool, over: bool) -> None:
    pool = a_pool()
    becomes(pool, status, redeemed)
    if not over:
        with refused("RightsPool_NotOver", DEAL):
            pool.release((ONE,))
        return
    pool.release((ONE, THREE))
    assert set(pool.pledges) == {TWO}
    assert pool.returned == {ONE: Why.RELEASED, THREE: Why.RELEASED}
    assert pool.registry.known(ONE).hold is None


def test_release__one_of_two_not_pledged__neither_is_released() -> None:
    pool = a_pool()
    becomes(pool, DealStatus.CONCLUDED)
    with refused("RightsPool_NotPledged", bytes(32)):
        pool.release((ONE, bytes(32)))
    assert ONE in pool.pledges
    assert pool.registry.known(ONE).hold is not None


def test_release__then_another_deal__takes_the_right() -> None:
    pool = a_pool()
    pool.standings = {DEAL: standing(DealStatus.CONCLUDED), "second deal": standing()}
    pool.release((ONE,))
    pool.open("second deal", PoolTerms(MATURITY), "originator")
    happen(pool.registry, Act.NOTED)
    pool.pledge("second deal", (ONE,), (0,), "originator", TODAY)
    assert pool.pledges[ONE].deal == "second deal"


def test_copy__change_of_one__leaves_the_other_alone() -> None:
    pool = a_pool()
    other = pool.copy()
    becomes(other, DealStatus.CONCLUDED)
    other.release((ONE,))
    assert ONE in pool.pledges
    assert pool.registry.known(ONE).hold is not None
