# SPDX-License-Identifier: Apache-2.0
"""The chain of title: from who has it, on a day not before the last link's, and never out of a deal."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import MILLION, NONE, USD, RightsDesk
from tests.support.rights_acts import (
    BUYER,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    REGISTRAR,
    TODAY,
    on,
    owners_of,
    release,
    transfer,
)
from tests.support.roles import actor


@pytest.fixture
def owned(desk: RightsDesk) -> RightsDesk:
    """The owner owns a patent."""
    desk.enter(PATENT_1, owners=(OWNER,))
    return desk


def test_transfer__part_then_the_rest__chain_told_and_shares_whole(owned: RightsDesk) -> None:
    first = transfer(owned, PATENT_1, OWNER, BUYER, 400_000).only("TitleTransferred")
    assert (first["number"], first["from"], first["to"], first["share"]) == (2, OWNER, BUYER, 400_000)
    assert owners_of(owned, PATENT_1) == {OWNER: 600_000, BUYER: 400_000}
    second = transfer(owned, PATENT_1, OWNER, BUYER, 600_000).only("TitleTransferred")
    assert (second["number"], second["day"]) == (3, TODAY)
    assert owners_of(owned, PATENT_1) == {BUYER: MILLION}
    assert owned.registry.read("shareOf", PATENT_1, OWNER) == 0


@pytest.mark.parametrize("held", [0, 299_999])
def test_transfer__more_than_he_has__refused(owned: RightsDesk, held: int) -> None:
    if held:
        transfer(owned, PATENT_1, OWNER, BUYER, held)
    with refused_whole(owned.chain, "IPRegistry_NotOwner", **{"from": BUYER, "held": held, "given": 300_000}):
        transfer(owned, PATENT_1, BUYER, ORIGINATOR, 300_000)


def test_transfer__by_who_sold_it_before__refused(owned: RightsDesk) -> None:
    transfer(owned, PATENT_1, OWNER, BUYER)
    with refused_whole(owned.chain, "IPRegistry_NotOwner", **{"from": OWNER, "held": 0, "given": MILLION}):
        transfer(owned, PATENT_1, OWNER, ORIGINATOR)


def test_transfer__to_himself_to_nobody_or_of_nothing__refused(owned: RightsDesk) -> None:
    with refused_whole(owned.chain, "IPRegistry_SameOwner", owner=OWNER):
        transfer(owned, PATENT_1, OWNER, OWNER)
    with refused_whole(owned.chain, "IPRegistry_ZeroAddress", what="to"):
        transfer(owned, PATENT_1, OWNER, NONE)
    with refused_whole(owned.chain, "IPRegistry_ZeroShare", owner=BUYER):
        transfer(owned, PATENT_1, OWNER, BUYER, 0)


def test_transfer__from_nobody__refused(owned: RightsDesk) -> None:
    """Links from the zero address are entries."""
    with refused_whole(owned.chain, "IPRegistry_NotOwner", **{"from": NONE, "held": 0, "given": 1}):
        transfer(owned, PATENT_1, NONE, BUYER, 1)


def test_transfer__days__not_before_the_last_link_nor_after_today(owned: RightsDesk) -> None:
    on(owned, 20240301)
    with refused_whole(owned.chain, "IPRegistry_OutOfOrder", what="title", last=TODAY, given=20240119):
        transfer(owned, PATENT_1, OWNER, BUYER, 1, day=20240119)
    transfer(owned, PATENT_1, OWNER, BUYER, 1, day=20240215)
    transfer(owned, PATENT_1, OWNER, BUYER, 1, day=20240215)
    with refused_whole(owned.chain, "IPRegistry_OutOfOrder", what="title", last=20240215, given=20240214):
        transfer(owned, PATENT_1, OWNER, BUYER, 1, day=20240214)
    with refused_whole(owned.chain, "IPRegistry_InFuture", what="title", today=20240301, given=20240302):
        transfer(owned, PATENT_1, OWNER, BUYER, 1, day=20240302)
    with refused_whole(owned.chain, "IPRegistry_BadDay", what="title", given=20240230):
        transfer(owned, PATENT_1, OWNER, BUYER, 1, day=20240230)
    transfer(owned, PATENT_1, OWNER, BUYER, 1, day=20240301)


def test_transfer__to_a_seventeenth_owner__refused_unless_the_seller_leaves(desk: RightsDesk) -> None:
    owners = [actor(f"owner {i}") for i in range(16)]
    desk.enter(PATENT_1, owners=owners, shares=[62_500] * 16)
    with refused_whole(desk.chain, "IPRegistry_TooMany", what="owners", most=16, given=17):
        transfer(desk, PATENT_1, owners[3], BUYER, 62_499)
    transfer(desk, PATENT_1, owners[3], BUYER, 62_500)
    left = dict.fromkeys((*owners[:3], *owners[4:], BUYER), 62500)
    assert owners_of(desk, PATENT_1) == left
    transfer(desk, PATENT_1, BUYER, owners[0], 62_500)
    assert owners_of(desk, PATENT_1)[owners[0]] == 125_000


def test_transfer__without_a_document__refused(owned: RightsDesk) -> None:
    with refused_whole(owned.chain, "IPRegistry_NoDocument"):
        owned.registry.send("transferTitle", PATENT_1, OWNER, BUYER, 1, TODAY, bytes(32), by=REGISTRAR)


def test_transfer__while_it_backs_a_deal__refused_and_fine_once_released(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.good(PATENT_1, 100 * USD)
    desk.open(deal)
    desk.pledge(deal, PATENT_1)
    with refused_whole(desk.chain, "IPRegistry_Bound", right=PATENT_1, pool=desk.pool.address):
        transfer(desk, PATENT_1, ORIGINATOR, BUYER, 1)
    on(desk, 20240301)  # the offering has lapsed
    release(desk, PATENT_1)
    transfer(desk, PATENT_1, ORIGINATOR, BUYER)
    assert owners_of(desk, PATENT_1) == {BUYER: MILLION}
