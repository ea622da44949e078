# SPDX-License-Identifier: Apache-2.0
"""One right backs one deal: not two, not twice, not through two pools; and another once it is free."""

from __future__ import annotations

import pytest

from tests.support import whole
from tests.support.chain import refused_whole
from tests.support.rights import USD, PoolSpec, RightsDesk
from tests.support.rights_acts import (
    ATTACKER,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    PATENT_2,
    held_under_licence,
    on,
    release,
)
from tests.support.roles import actor

SALT = b"\5" * 32


def test_pledge__to_a_second_deal__refused(desk: RightsDesk) -> None:
    first, second = desk.deal(), desk.deal(salt=SALT)
    desk.good(PATENT_1, 100 * USD)
    for deal in (first, second):
        desk.open(deal)
    desk.pledge(first, PATENT_1)
    for deal in (first, second):
        with refused_whole(desk.chain, "RightsPool_AlreadyPledged", right=PATENT_1, deal=first.deal.address):
            desk.pledge(deal, PATENT_1)


def test_pledge__twice_in_one_call__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    desk.good(PATENT_1, 100 * USD)
    with refused_whole(desk.chain, "RightsPool_AlreadyPledged", right=PATENT_1, deal=deal.deal.address):
        desk.pledge(deal, PATENT_1, PATENT_1)


@pytest.mark.parametrize("licences", [(1, 0), (0, 1)])
def test_pledge__by_owner_and_by_licensee__only_the_first(desk: RightsDesk, licences: tuple[int, int]) -> None:
    held_under_licence(desk, PATENT_1, 100 * USD)
    deals = {1: desk.deal(), 0: desk.deal(salt=SALT, originator="owner")}
    holders = {1: ORIGINATOR, 0: OWNER}
    for basis, deal in deals.items():
        desk.open(deal, by=holders[basis])
    first, second = licences
    desk.pledge(deals[first], PATENT_1, licence=first, by=holders[first])
    where = deals[first].deal.address
    with refused_whole(desk.chain, "RightsPool_AlreadyPledged", right=PATENT_1, deal=where):
        desk.pledge(deals[second], PATENT_1, licence=second, by=holders[second])


def test_pledge__through_a_second_pool__refused_as_rank_1_is_taken(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    desk.good(PATENT_1, 100 * USD)
    desk.pledge(deal, PATENT_1)
    pool = desk.another_pool()
    desk.registry.send("grantRole", desk.registry.read("POOL_ROLE"), pool.address, by=actor("admin"))
    other = desk.platform.create(desk.money, whole.spec(deal.program, facts=pool.address, salt=SALT))
    pool.send("open", other.deal.address, PoolSpec().words(), by=ORIGINATOR)
    with refused_whole(desk.chain, "RightsPool_LienAhead", right=PATENT_1, holder=desk.pool.address):
        pool.send("pledge", other.deal.address, [PATENT_1], [0], by=ORIGINATOR)


def test_bind__by_a_second_holder_of_the_role__refused(desk: RightsDesk) -> None:
    """Also one that asks for nothing."""
    deal = desk.deal()
    desk.open(deal)
    desk.good(PATENT_1, 100 * USD)
    desk.pledge(deal, PATENT_1)
    desk.registry.send("grantRole", desk.registry.read("POOL_ROLE"), ATTACKER, by=actor("admin"))
    for all_of_it in (True, False):
        with refused_whole(desk.chain, "IPRegistry_Bound", right=PATENT_1, pool=desk.pool.address):
            desk.registry.send("bind", PATENT_1, all_of_it, by=ATTACKER)


def test_pledge__released_by_a_deal_that_lapsed__backs_another(desk: RightsDesk) -> None:
    first = desk.deal()
    desk.open(first)
    desk.good(PATENT_1, 100 * USD)
    desk.good(PATENT_2, 50 * USD)
    desk.pledge(first, PATENT_1, PATENT_2)
    on(desk, 20240301)
    release(desk, PATENT_1)
    second = desk.deal(salt=SALT, deadline=desk.chain.now + 86_400)
    desk.open(second)
    desk.pledge(second, PATENT_1)
    with refused_whole(desk.chain, "RightsPool_AlreadyPledged", right=PATENT_2, deal=first.deal.address):
        desk.pledge(second, PATENT_2)
    assert desk.facts(first, "pool-value") == (50 * USD,)
    assert desk.facts(second, "pool-value") == (100 * USD,)
