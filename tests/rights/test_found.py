# SPDX-License-Identifier: Apache-2.0
"""Faults found in the contracts, each as what should hold."""

from __future__ import annotations

from dataclasses import replace

from tests.support import whole
from tests.support.chain import refused
from tests.support.rights import (
    DISPUTED,
    EXTENDED,
    FACTS,
    MATURITY,
    MILLION,
    PROGRAM,
    SUBSISTING,
    TRADE_SECRET,
    USD,
    PoolSpec,
    RightsDesk,
    label,
    number,
)
from tests.support.rights_acts import (
    ATTACKER,
    BUYER,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    facts_of,
    held_under_licence,
    let_go,
    lying_deal,
    on,
    terminate,
    transfer,
)
from tests.support.roles import actor
from tests.support.trade_secret import secret


def test_licensee__pledges_the_owner_s_right_to_a_deal_of_his_own_making__owner_can_sell_once_the_licence_ended(
    desk: RightsDesk,
) -> None:
    """The lying deal is never concluded, so nothing frees the right: its owner can't transfer it for ever."""
    held_under_licence(desk, PATENT_1, 100 * USD, licensee=ATTACKER)
    deal = lying_deal(desk, desk.deal(), ATTACKER)
    desk.pool.send("open", deal, PoolSpec().words(), by=ATTACKER)
    desk.pool.send("pledge", deal, [PATENT_1], [1], by=ATTACKER)
    terminate(desk, PATENT_1)
    transfer(desk, PATENT_1, OWNER, BUYER)


def test_grant__exclusive_under_a_licence_that_is_not_exclusive__refused(desk: RightsDesk) -> None:
    """Else two who hold no exclusive licence grant one each, and both pass the gate."""
    desk.enter(PATENT_1, owners=(OWNER,))
    desk.licence(PATENT_1, ATTACKER, licensor=OWNER)
    with refused("IPRegistry_BeyondParent"):
        desk.licence(PATENT_1, ORIGINATOR, licensor=ATTACKER, parent=1, exclusive=True)


def test_grant__under_a_licence_that_ran_out__refused(desk: RightsDesk) -> None:
    """The parent must be in force."""
    desk.enter(PATENT_1, owners=(OWNER,))
    desk.licence(PATENT_1, ORIGINATOR, licensor=OWNER, until=20240131)
    on(desk, 20240201)
    with refused("IPRegistry_BeyondParent"):
        desk.licence(PATENT_1, BUYER, parent=1, until=20240131)


def test_dispute__the_256th_that_is_open__refused_by_name(desk: RightsDesk) -> None:
    desk.good(PATENT_1, 100 * USD)
    for _ in range(3):
        desk.happen(PATENT_1, *[DISPUTED] * 85)
    with refused("IPRegistry_TooMany", what="disputes", most=255, given=256):
        desk.happen(PATENT_1, DISPUTED)


def test_extended__right_without_an_end__does_not_get_one(desk: RightsDesk) -> None:
    """An extension can't shorten: zero is no end, which is later than every day."""
    right, document = secret("recipe")
    desk.enter(right, TRADE_SECRET, expiry=0, document=document)
    desk.happen(right, SUBSISTING)
    with refused("IPRegistry_OutOfOrder"):
        desk.happen(right, EXTENDED, date=20250101)
    assert facts_of(desk, right)["expiry"] == 0


def test_licensee__pledged_to_a_deal_of_his_own_making__owner_has_its_first_rank_once_the_licence_ended(
    desk: RightsDesk,
) -> None:
    """The lying deal is never over, so it would keep the first rank for ever: anybody can make it let go."""
    held_under_licence(desk, PATENT_1, 100 * USD, licensee=ATTACKER)
    lying = lying_deal(desk, desk.deal(), ATTACKER)
    desk.pool.send("open", lying, PoolSpec().words(), by=ATTACKER)
    desk.pool.send("pledge", lying, [PATENT_1], [1], by=ATTACKER)
    with refused("RightsPool_StillHeld", right=PATENT_1, licence=1):
        let_go(desk, PATENT_1)
    terminate(desk, PATENT_1)
    with refused("IPRegistry_RankTaken", rank=1, holder=desk.pool.address):
        desk.lien(PATENT_1, 1, actor("bank"))
    let_go(desk, PATENT_1)
    desk.lien(PATENT_1, 1, actor("bank"))
    assert desk.registry.read("holderOfRank", PATENT_1, 1) == actor("bank")


def test_open__deal_asks_for_a_label_the_pool_does_not_know__refused(desk: RightsDesk) -> None:
    """Else it closes, and no payment date can ever be executed: without an open pool it can't."""
    deal = desk.deal(replace(PROGRAM, facts=(*FACTS[:3], "rights-lost")))
    with refused("RightsPool_UnknownLabel", label=label("rights-lost")):
        desk.open(deal)
    deal.sell(whole.ALLOCATION)
    with refused("RightsPool_NotOpen", deal=deal.deal.address):
        deal.close()


def test_enter__patent_without_an_expiry__refused(desk: RightsDesk) -> None:
    """No patent is for ever: zero is an expiry nobody entered, and the deal may outlive it."""
    with refused("IPRegistry_BadDay", what="expiry", given=0):
        desk.enter(PATENT_1, expiry=0)


def test_substitute__in_a_full_pool__taken(desk: RightsDesk) -> None:
    """As many rights as before. The count is set by hand: to pledge so many takes minutes."""
    deal, _ = desk.live(100 * USD, terms=PoolSpec(substitution_until=MATURITY, substitution_most=MILLION))
    desk.good(number(2), 100 * USD)
    storage = desk.chain.storage()
    (slot,) = [
        slot for (at, slot), word in storage.items() if at == desk.pool.address and word >> 192 == 1 << 32 | 20260120
    ]
    desk.chain.store(desk.pool.address, slot, storage[desk.pool.address, slot] & (1 << 224) - 1 | 4096 << 224)
    assert desk.pool.read("sumsOf", deal.deal.address)[0] == 4096
    desk.pool.send("substitute", PATENT_1, number(2), 0, by=ORIGINATOR)
