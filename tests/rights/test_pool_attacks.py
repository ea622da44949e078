# SPDX-License-Identifier: Apache-2.0
"""Deals that lie, pools without a role, and others' rights: what an attacker can't have, and that he harms nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.support import whole
from tests.support.answering import answering
from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import INVALIDATED, MILLION, USD, PoolSpec, RightsDesk, number
from tests.support.rights_acts import (
    ATTACKER,
    BUYER,
    CLOSED_ON,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    PATENT_2,
    buy_back,
    demand,
    fund,
    held_under_licence,
    lying_deal,
    release,
    repurchase,
    terminate,
    transfer,
)
from tests.support.roles import actor

LIVE, CONCLUDED = 3, 4


@pytest.fixture
def real(desk: RightsDesk) -> DealContracts:
    """A live deal on ``PATENT_1``."""
    return desk.live(100 * USD)[0]


def attacker_s(desk: RightsDesk, real: DealContracts, *rights: bytes) -> str:
    """A lying deal of the attacker's with rights of his own in it."""
    lying = lying_deal(desk, real, ATTACKER)
    desk.pool.send("open", lying, PoolSpec().words(), by=ATTACKER)
    for right in rights:
        desk.good(right, 50 * USD, owners=(ATTACKER,))
        desk.pool.send("pledge", lying, [right], [0], by=ATTACKER)
    return lying


def test_lying_deal__its_originator_is_the_victim__attacker_can_t_open_it(
    desk: RightsDesk, real: DealContracts
) -> None:
    lying = lying_deal(desk, real, ORIGINATOR)
    with refused_whole(desk.chain, "RightsPool_OnlyOriginator", originator=ORIGINATOR, caller=ATTACKER):
        desk.pool.send("open", lying, PoolSpec().words(), by=ATTACKER)


def test_lying_deal__its_originator_is_the_attacker__others_rights_stay_theirs(
    desk: RightsDesk, real: DealContracts
) -> None:
    lying = attacker_s(desk, real)
    desk.good(PATENT_2, 100 * USD, owners=(OWNER,))
    held_under_licence(desk, number(3), 100 * USD)
    refusals: tuple[tuple[bytes, int, str, dict[str, Any]], ...] = (
        (PATENT_1, 0, "RightsPool_AlreadyPledged", {"right": PATENT_1, "deal": real.deal.address}),
        (PATENT_2, 0, "RightsPool_NotOwned", {"right": PATENT_2, "originator": ATTACKER, "share": 0}),
        (number(3), 1, "RightsPool_LicenceTooNarrow", {"right": number(3), "licence": 1, "what": "licensee"}),
    )
    for right, licence, error, arguments in refusals:
        with refused_whole(desk.chain, error, **arguments):
            desk.pool.send("pledge", lying, [right], [licence], by=ATTACKER)


def test_lying_deal__says_what_it_likes_of_itself__frees_only_its_own_rights(
    desk: RightsDesk, real: DealContracts
) -> None:
    attacker_s(desk, real, PATENT_2)
    lying_deal(desk, real, ATTACKER, CONCLUDED)
    with refused_whole(desk.chain, "RightsPool_NotOver", deal=real.deal.address):
        release(desk, PATENT_2, PATENT_1, by=ATTACKER)
    release(desk, PATENT_2, by=ATTACKER)
    assert desk.facts(real, "pool-value") == (100 * USD,)


def test_lying_deal__names_another_originator_later__the_one_who_opened_it_stays(
    desk: RightsDesk, real: DealContracts
) -> None:
    lying = attacker_s(desk, real)
    lying_deal(desk, real, ORIGINATOR)
    desk.good(PATENT_2, 100 * USD)
    with refused_whole(desk.chain, "RightsPool_OnlyOriginator", originator=ATTACKER, caller=ORIGINATOR):
        desk.pool.send("pledge", lying, [PATENT_2], [0], by=ORIGINATOR)
    with refused_whole(desk.chain, "RightsPool_NotOwned", right=PATENT_2, originator=ATTACKER, share=0):
        desk.pool.send("pledge", lying, [PATENT_2], [0], by=ATTACKER)


def test_lying_deal__sums_of_its_own__move_nothing_of_the_real_one_s(desk: RightsDesk, real: DealContracts) -> None:
    lying = attacker_s(desk, real, PATENT_2)
    labels = ("pool-value", "largest-right", "rights-invalidated", "rights-unlicensed")
    before = desk.facts(real, *labels)
    desk.licence(PATENT_2, ATTACKER, MILLION, licensor=ATTACKER)
    desk.happen(PATENT_2, INVALIDATED)
    assert desk.facts(real, *labels) == before
    desk.pool.send("settle", lying, 10, by=ATTACKER)
    assert desk.facts(real, *labels) == before


def test_lying_deal__with_the_real_one_s_escrow__pays_for_his_own_right_and_gains_nothing(
    desk: RightsDesk, real: DealContracts
) -> None:
    attacker_s(desk, real, PATENT_2)
    lying_deal(desk, real, ATTACKER, LIVE)
    demand(desk, PATENT_2)
    fund(desk, 50 * USD, ATTACKER)
    buy_back(desk, PATENT_2, by=ATTACKER)
    assert (real.cash()[0], desk.money.read("balanceOf", ATTACKER)) == (50 * USD, 0)


def test_lying_deal__escrow_that_leaves_the_money_with_the_pool__reaches_no_price_of_another(
    desk: RightsDesk, real: DealContracts
) -> None:
    """His own money stays behind with the leave to take it; what others pay goes where it should."""
    escrow = actor("lying escrow")
    money = int(desk.money.address, 16)
    desk.chain.place(escrow, answering({"PAYMENT_TOKEN()": (money,), "payRoyalty(bytes32,uint256,bytes32)": ()}))
    attacker_s(desk, real, PATENT_2)
    lying_deal(desk, real, ATTACKER, LIVE, escrow)
    demand(desk, PATENT_2)
    fund(desk, 50 * USD, ATTACKER)
    buy_back(desk, PATENT_2, by=ATTACKER)
    assert desk.money.read("allowance", desk.pool.address, escrow) == 50 * USD
    demand(desk, PATENT_1)
    repurchase(desk, PATENT_1)
    assert real.cash()[0] == 100 * USD
    assert desk.money.read("balanceOf", desk.pool.address) == 50 * USD
    assert desk.money.read("allowance", desk.pool.address, real.escrow.address) == 0


def test_originator__of_a_deal_of_his_own__can_t_open_or_use_another_s(desk: RightsDesk) -> None:
    victim_s = desk.deal()
    own = desk.deal(salt=b"\5" * 32, originator="attacker")
    desk.open(own, by=ATTACKER)
    with refused_whole(desk.chain, "RightsPool_OnlyOriginator", originator=ORIGINATOR, caller=ATTACKER):
        desk.open(victim_s, by=ATTACKER)
    desk.open(victim_s)
    desk.good(PATENT_2, 1, owners=(ATTACKER,))
    with refused_whole(desk.chain, "RightsPool_OnlyOriginator", originator=ORIGINATOR, caller=ATTACKER):
        desk.pledge(victim_s, PATENT_2, by=ATTACKER)
    desk.good(PATENT_1, 1)
    with refused_whole(desk.chain, "RightsPool_NotOwned", right=PATENT_1, originator=ATTACKER, share=0):
        desk.pledge(own, PATENT_1, by=ATTACKER)


def test_pool__without_the_role__binds_nothing(desk: RightsDesk) -> None:
    pool = desk.another_pool()
    deal = desk.platform.create(desk.money, whole.spec(desk.deal().program, facts=pool.address, salt=b"\5" * 32))
    desk.good(PATENT_1, 100 * USD)
    pool.send("open", deal.deal.address, PoolSpec().words(), by=ORIGINATOR)
    with refused_whole(
        desk.chain, "AccessControlUnauthorizedAccount", account=pool.address, neededRole=keccak(text="POOL_ROLE")
    ):
        pool.send("pledge", deal.deal.address, [PATENT_1], [0], by=ORIGINATOR)
    transfer(desk, PATENT_1, ORIGINATOR, BUYER)


def test_pool__that_lost_its_role__keeps_and_frees_what_it_holds_and_takes_no_more(
    desk: RightsDesk, real: DealContracts
) -> None:
    role = keccak(text="POOL_ROLE")
    desk.registry.send("revokeRole", role, desk.pool.address, by=actor("admin"))
    desk.happen(PATENT_1, INVALIDATED)
    assert desk.facts(real, "rights-invalidated") == (MILLION,)
    other = desk.deal(salt=b"\5" * 32)
    desk.open(other)
    desk.good(PATENT_2, 1)
    with refused_whole(desk.chain, "AccessControlUnauthorizedAccount", account=desk.pool.address, neededRole=role):
        desk.pledge(other, PATENT_2)
    demand(desk, PATENT_1)
    repurchase(desk, PATENT_1)
    transfer(desk, PATENT_1, ORIGINATOR, BUYER)


def test_change__told_by_a_stranger__refused_and_nothing_counted_anew(desk: RightsDesk, real: DealContracts) -> None:
    for caller in (ATTACKER, ORIGINATOR, actor("registrar")):
        with refused_whole(desk.chain, "RightsPool_OnlyRegistry", registry=desk.registry.address, caller=caller):
            desk.pool.send("onChange", PATENT_1, by=caller)


def test_owner__sells_what_a_licensee_pledged_to_a_lying_deal__and_the_buyer_has_it(
    desk: RightsDesk, real: DealContracts
) -> None:
    held_under_licence(desk, PATENT_2, 100 * USD, licensee=ATTACKER)
    lying = attacker_s(desk, real)
    desk.pool.send("pledge", lying, [PATENT_2], [1], by=ATTACKER)
    terminate(desk, PATENT_2)
    transfer(desk, PATENT_2, OWNER, BUYER, day=CLOSED_ON)
    assert desk.registry.read("shareOf", PATENT_2, BUYER) == MILLION
