# SPDX-License-Identifier: Apache-2.0
"""What keeps a right out of a deal: each gate by its name, at its edge, and open again once what was wrong is cured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import whole
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.rights import (
    ALLOWED,
    BARRED,
    DELISTED,
    DISPUTED,
    LISTED,
    MATURITY,
    MILLION,
    NONE,
    SETTLED,
    SUBSISTING,
    TRADE_SECRET,
    USD,
    RightsDesk,
    number,
)
from tests.support.rights_acts import (
    BUYER,
    ORIGINATOR,
    PATENT_1,
    PATENT_2,
    count_of,
    on,
    release_lien,
    transfer,
)
from tests.support.roles import actor
from tests.support.trade_secret import secret

Stage = tuple[RightsDesk, DealContracts]
BANK = actor("bank")


@pytest.fixture
def stage(desk: RightsDesk) -> Stage:
    """A deal whose pool is open and empty; the originator owns a patent that passes every gate."""
    deal = desk.deal()
    desk.open(deal)
    desk.good(PATENT_1, 100 * USD)
    return desk, deal


def test_pledge__good__told_bound_and_counted(stage: Stage) -> None:
    desk, deal = stage
    done = desk.pledge(deal, PATENT_1)
    where = deal.deal.address
    assert done.only("RightPledged") == {"right": PATENT_1, "deal": where, "licence": 0, "valueAtPledge": 100 * USD}
    count = {"value": 100 * USD, "base": 100 * USD, "unlicensed": 100 * USD, "conditions": 0}
    assert done.only("RightCounted") == {"right": PATENT_1, "deal": where, "count": count}
    assert count_of(desk, PATENT_1) == count
    assert desk.registry.read("poolOf", PATENT_1) == desk.pool.address
    assert desk.pool.read("rightAt", where, 0) == PATENT_1
    assert desk.pool.read("sumsOf", where) == (1, 100 * USD, 100 * USD, 20260120, 100 * USD, 0)


def restricted(desk: RightsDesk, act: int, cure: int) -> Callable[[], Any]:
    desk.happen(PATENT_1, act)
    return lambda: desk.happen(PATENT_1, cure)


def encumbered(desk: RightsDesk, rank: int) -> Callable[[], Any]:
    desk.lien(PATENT_1, rank, BANK)
    return lambda: release_lien(desk, PATENT_1)


def shared(desk: RightsDesk) -> Callable[[], Any]:
    transfer(desk, PATENT_1, ORIGINATOR, BUYER, 1)
    return lambda: transfer(desk, PATENT_1, BUYER, ORIGINATOR, 1)


def sold(desk: RightsDesk) -> Callable[[], Any]:
    transfer(desk, PATENT_1, ORIGINATOR, BUYER)
    return lambda: transfer(desk, PATENT_1, BUYER, ORIGINATOR)


Wrong = tuple[Callable[[RightsDesk], Callable[[], Any]], str, dict[str, Any]]
WRONG: dict[str, Wrong] = {
    "in dispute": (lambda d: restricted(d, DISPUTED, SETTLED), "TitleDisputed", {"disputes": 1}),
    "barred": (lambda d: restricted(d, BARRED, ALLOWED), "NotTransferable", {}),
    "on a negative list": (lambda d: restricted(d, LISTED, DELISTED), "OnNegativeList", {}),
    "a lien by law": (lambda d: encumbered(d, 0), "LienAhead", {"holder": NONE}),
    "a lien of rank 1": (lambda d: encumbered(d, 1), "LienAhead", {"holder": BANK}),
    "a share sold": (shared, "NotOwned", {"originator": ORIGINATOR, "share": MILLION - 1}),
    "all of it sold": (sold, "NotOwned", {"originator": ORIGINATOR, "share": 0}),
}


@pytest.mark.parametrize("case", list(WRONG))
def test_pledge__something_wrong_with_it__refused_by_name_until_cured(stage: Stage, case: str) -> None:
    desk, deal = stage
    make, error, arguments = WRONG[case]
    cure = make(desk)
    with refused_whole(desk.chain, f"RightsPool_{error}", right=PATENT_1, **arguments):
        desk.pledge(deal, PATENT_1)
    cure()
    desk.pledge(deal, PATENT_1)


PATHS = {0: (), 1: (1,), 2: (1, 2), 4: (1, 4, 6), 5: (1, 4, 8), 6: (1, 4, 9), 7: (1, 4, 10), 8: (1, 4, 11)}


@pytest.mark.parametrize("status", list(PATHS))
def test_pledge__not_in_force__refused(stage: Stage, status: int) -> None:
    desk, deal = stage
    desk.enter(PATENT_2)
    if PATHS[status]:
        desk.happen(PATENT_2, *PATHS[status])
    desk.value(PATENT_2, 100 * USD)
    with refused_whole(desk.chain, "RightsPool_NotInForce", right=PATENT_2, status=status):
        desk.pledge(deal, PATENT_2)


def test_pledge__a_lien_of_rank_2__taken(stage: Stage) -> None:
    desk, deal = stage
    desk.lien(PATENT_1, 2, BANK)
    desk.pledge(deal, PATENT_1)


def test_pledge__expiry_around_maturity__not_before_it(stage: Stage) -> None:
    desk, deal = stage
    early, exact = (desk.good(number(n), 1, expiry=day) for n, day in ((8, MATURITY - 1), (9, MATURITY)))
    with refused_whole(desk.chain, "RightsPool_ExpiresBefore", right=early, maturity=MATURITY, expiry=MATURITY - 1):
        desk.pledge(deal, early)
    desk.pledge(deal, exact)


def test_pledge__a_secret_without_an_end__taken(stage: Stage) -> None:
    desk, deal = stage
    right, document = secret("recipe")
    desk.enter(right, TRADE_SECRET, expiry=0, document=document)
    desk.happen(right, SUBSISTING)
    desk.value(right, 100 * USD)
    desk.pledge(deal, right)


def test_pledge__of_a_right_nobody_entered__refused(stage: Stage) -> None:
    desk, deal = stage
    with refused_whole(desk.chain, "IPRegistry_UnknownRight", right=PATENT_2):
        desk.pledge(deal, PATENT_2)


def test_pledge__many_and_one_of_them_bad__none_taken(stage: Stage) -> None:
    desk, deal = stage
    desk.good(PATENT_2, 100 * USD)
    desk.happen(PATENT_2, DISPUTED)
    with refused_whole(desk.chain, "RightsPool_TitleDisputed", right=PATENT_2, disputes=1):
        desk.pledge(deal, PATENT_1, PATENT_2)


@pytest.mark.parametrize("licences", [[], [0, 0]])
def test_pledge__not_a_licence_number_for_each__refused(stage: Stage, licences: list[int]) -> None:
    desk, deal = stage
    with refused_whole(desk.chain, "RightsPool_WrongLength", expected=1, given=len(licences)):
        desk.pool.send("pledge", deal.deal.address, [PATENT_1], licences, by=ORIGINATOR)


def test_pledge__after_closing_or_lapsed__refused(stage: Stage) -> None:
    desk, deal = stage
    desk.good(PATENT_2, 100 * USD)
    with desk.chain.undone():
        on(desk, 20240301)
        with refused_whole(desk.chain, "RightsPool_DealStatus", deal=deal.deal.address, status=2):
            desk.pledge(deal, PATENT_2)
    deal.sell(whole.ALLOCATION)
    desk.pledge(deal, PATENT_1)
    deal.close()
    with refused_whole(desk.chain, "RightsPool_DealStatus", deal=deal.deal.address, status=3):
        desk.pledge(deal, PATENT_2)


def head_of(pool: Contract) -> tuple[int, int]:
    """The slot with the sums of the only pool of one right, and what is in it."""
    slots = [(slot, v) for (at, slot), v in pool.chain.storage().items() if at == pool.address and v >> 224 == 1]
    (found,) = [pair for pair in slots if pair[1] >> 192 & 0xFFFFFFFF == 20260120]
    return found


def test_pledge__a_4097th__refused(stage: Stage) -> None:
    """The count is set by hand: to pledge so many takes minutes."""
    desk, deal = stage
    desk.pledge(deal, PATENT_1)
    desk.good(PATENT_2, 100 * USD)
    slot, head = head_of(desk.pool)
    desk.chain.store(desk.pool.address, slot, head & (1 << 224) - 1 | 4095 << 224)
    assert desk.pool.read("sumsOf", deal.deal.address)[0] == 4095
    desk.pledge(deal, PATENT_2)
    desk.good(number(3), 100 * USD)
    with refused_whole(desk.chain, "RightsPool_TooManyRights", most=4096, given=4097):
        desk.pledge(deal, number(3))
