# SPDX-License-Identifier: Apache-2.0
"""Liens: rank 0 ahead of everybody by law, the others one holder each, rank 1 the deal's while a right is bound."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import NONE, USD, RightsDesk, number
from tests.support.rights_acts import BUYER, PATENT_1, PATENT_2, REGISTRAR, TODAY, facts_of, on, release, release_lien
from tests.support.roles import actor

BANK, TAX_OFFICE = actor("bank"), actor("tax office")


@pytest.fixture
def entered(desk: RightsDesk) -> RightsDesk:
    desk.enter(PATENT_1)
    return desk


def test_lien__ranks__numbered_held_and_told(entered: RightsDesk) -> None:
    for lien, (rank, holder) in enumerate(((0, TAX_OFFICE), (1, BANK), (7, BUYER), (255, BANK), (0, BUYER)), 1):
        told = entered.lien(PATENT_1, rank, holder).only("LienEntered")
        assert (told["number"], told["rank"], told["holder"], told["day"]) == (lien, rank, holder, TODAY)
        assert entered.registry.read("lienAt", PATENT_1, lien) == (holder, rank, TODAY, True)
    assert [entered.registry.read("holderOfRank", PATENT_1, rank) for rank in (1, 7, 255, 2, 0)] == [
        BANK,
        BUYER,
        BANK,
        NONE,
        NONE,
    ]
    assert facts_of(entered, PATENT_1)["liensAhead"] == 2


@pytest.mark.parametrize("rank", [1, 2, 255])
def test_lien__rank_taken__refused_and_free_after_release(entered: RightsDesk, rank: int) -> None:
    entered.lien(PATENT_1, rank, BANK)
    for holder in (BANK, BUYER):
        with refused_whole(entered.chain, "IPRegistry_RankTaken", rank=rank, holder=BANK):
            entered.lien(PATENT_1, rank, holder)
    release_lien(entered, PATENT_1)
    assert entered.registry.read("holderOfRank", PATENT_1, rank) == NONE
    assert entered.registry.read("lienAt", PATENT_1, 1) == (BANK, rank, TODAY, False)
    entered.lien(PATENT_1, rank, BUYER)
    assert entered.registry.read("holderOfRank", PATENT_1, rank) == BUYER


def test_lien__ahead__counted_until_released(entered: RightsDesk) -> None:
    entered.lien(PATENT_1)
    entered.lien(PATENT_1)
    entered.lien(PATENT_1, 2, BANK)
    release_lien(entered, PATENT_1, 3)
    assert facts_of(entered, PATENT_1)["liensAhead"] == 2
    release_lien(entered, PATENT_1, 1)
    assert facts_of(entered, PATENT_1)["liensAhead"] == 1
    release_lien(entered, PATENT_1, 2)
    assert facts_of(entered, PATENT_1)["liensAhead"] == 0


def test_lien__of_one_right__not_of_another(entered: RightsDesk) -> None:
    entered.enter(PATENT_2)
    entered.lien(PATENT_1, 1, BANK)
    entered.lien(PATENT_1)
    entered.lien(PATENT_2, 1, BUYER)
    assert facts_of(entered, PATENT_2)["liensAhead"] == 0
    assert entered.registry.read("holderOfRank", PATENT_2, 1) == BUYER


def test_lien__a_seventeenth_in_force__refused_until_one_is_released(entered: RightsDesk) -> None:
    for rank in (*range(2, 10), *[0] * 8):
        entered.lien(PATENT_1, rank)
    for rank in (0, 200):
        with refused_whole(entered.chain, "IPRegistry_TooMany", what="liens", most=16, given=17):
            entered.lien(PATENT_1, rank)
    release_lien(entered, PATENT_1, 5)
    entered.lien(PATENT_1)
    assert facts_of(entered, PATENT_1)["liensAhead"] == 9


def test_lien__to_nobody_to_come_or_on_no_day__refused(entered: RightsDesk) -> None:
    with refused_whole(entered.chain, "IPRegistry_ZeroAddress", what="holder"):
        entered.lien(PATENT_1, holder=NONE)
    with refused_whole(entered.chain, "IPRegistry_InFuture", what="lien", today=TODAY, given=20240121):
        entered.lien(PATENT_1, day=20240121)
    with refused_whole(entered.chain, "IPRegistry_BadDay", what="lien", given=0):
        entered.lien(PATENT_1, day=0)
    with refused_whole(entered.chain, "IPRegistry_NoDocument"):
        entered.registry.send("enterLien", PATENT_1, BANK, 0, TODAY, bytes(32), by=REGISTRAR)


def test_release__no_such_lien_or_twice__refused(entered: RightsDesk) -> None:
    entered.lien(PATENT_1)
    for given in (0, 2):
        with refused_whole(entered.chain, "IPRegistry_NoLien", liens=1, given=given):
            release_lien(entered, PATENT_1, given)
    release_lien(entered, PATENT_1)
    with refused_whole(entered.chain, "IPRegistry_LienReleased", number=1):
        release_lien(entered, PATENT_1)


def test_release__before_it_began_or_to_come__refused(entered: RightsDesk) -> None:
    entered.lien(PATENT_1)
    on(entered, 20240301)
    with refused_whole(entered.chain, "IPRegistry_OutOfOrder", what="release", last=TODAY, given=20240119):
        release_lien(entered, PATENT_1, day=20240119)
    with refused_whole(entered.chain, "IPRegistry_InFuture", what="release", today=20240301, given=20240302):
        release_lien(entered, PATENT_1, day=20240302)
    told = release_lien(entered, PATENT_1, day=20240301).only("LienReleased")
    assert (told["number"], told["day"]) == (1, 20240301)


def test_rank_1__of_a_bound_right__the_pool_s_until_it_is_free(desk: RightsDesk) -> None:
    deal, right = desk.deal(), desk.good(number(1), 100 * USD)
    desk.open(deal)
    desk.pledge(deal, right)
    assert desk.registry.read("holderOfRank", right, 1) == desk.pool.address
    with refused_whole(desk.chain, "IPRegistry_RankTaken", rank=1, holder=desk.pool.address):
        desk.lien(right, 1, BANK)
    desk.lien(right, 2, BANK)
    desk.lien(right, 0)
    on(desk, 20240301)
    release(desk, right)
    assert desk.registry.read("holderOfRank", right, 1) == NONE
    desk.lien(right, 1, BANK)
