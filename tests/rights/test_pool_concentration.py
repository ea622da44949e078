# SPDX-License-Identifier: Apache-2.0
"""The largest right, jurisdiction, licensee and group: hand-worked, also after the largest fell."""

from __future__ import annotations

import pytest

from tests.support.deal import DealContracts
from tests.support.rights import APPEAL_WON, CHALLENGED, INVALIDATED, MILLION, NONE, USD, RightsDesk, number
from tests.support.rights_acts import terminate
from tests.support.roles import actor

MAKER, DEALER, SHOP, GROUP = map(actor, ("maker", "dealer", "shop", "group"))
LARGEST = ("largest-right", "largest-jurisdiction", "largest-licensee", "largest-group")
A, B, C = (number(serial) for serial in (1, 2, 3))


@pytest.fixture
def deal(desk: RightsDesk) -> DealContracts:
    """A 100 in China, B 300 and C 200 in the US. Maker has half of A and a tenth of B, dealer 40% of B, shop half of C; maker and
    dealer are of one group."""
    for right, amount, jurisdiction in ((A, 100, b"CN"), (B, 300, b"US"), (C, 200, b"US")):
        desk.good(right, amount * USD, jurisdiction=jurisdiction)
    deal = desk.deal()
    desk.open(deal)
    desk.pledge(deal, A, B, C)
    for right, licensee, share, group in (
        (A, MAKER, 500_000, GROUP),
        (B, MAKER, 100_000, GROUP),
        (B, DEALER, 400_000, GROUP),
        (C, SHOP, 500_000, NONE),
    ):
        desk.licence(right, licensee, share, group=group)
    return deal


def test_largest__hand_worked(desk: RightsDesk, deal: DealContracts) -> None:
    """Of 600: B 300; US 500; dealer 120 (maker 80, shop 100); the group 200."""
    assert desk.facts(deal, *LARGEST) == (500_000, 833_334, 200_000, 333_334)


def test_largest__the_largest_right_falls__the_next_and_back(desk: RightsDesk, deal: DealContracts) -> None:
    """Of 300: C 200; US 200; shop 100; shop alone is a group of 100, maker's is 50."""
    before = desk.facts(deal, *LARGEST)
    desk.happen(B, INVALIDATED)
    assert desk.facts(deal, *LARGEST) == (666_667, 666_667, 333_334, 333_334)
    desk.happen(C, INVALIDATED)
    assert desk.facts(deal, *LARGEST) == (MILLION, MILLION, 500_000, 500_000)
    desk.happen(A, INVALIDATED)
    assert desk.facts(deal, *LARGEST) == (MILLION,) * 4
    for right in (A, B, C):
        desk.happen(right, APPEAL_WON)
    assert desk.facts(deal, *LARGEST) == before


def test_largest__haircut__counts_what_is_left_of_the_base(desk: RightsDesk, deal: DealContracts) -> None:
    """B under review counts 210 of 510: US 410, shop 100 over dealer's 84, group 50 + 21 + 84."""
    desk.happen(B, CHALLENGED)
    assert desk.facts(deal, *LARGEST) == (411_765, 803_922, 196_079, 303_922)


def test_largest__licence_terminated__its_licensee_falls(desk: RightsDesk, deal: DealContracts) -> None:
    terminate(desk, B, 2)
    assert desk.facts(deal, "largest-licensee", "largest-group") == (166_667, 166_667)
    terminate(desk, C, 1)
    assert desk.facts(deal, "largest-licensee", "largest-group") == (133_334, 133_334)
    terminate(desk, A, 1)
    terminate(desk, B, 1)
    assert desk.facts(deal, "largest-licensee", "largest-group") == (0, 0)
    assert desk.facts(deal, "rights-unlicensed") == (MILLION,)


def test_largest__revalued__follows_up_and_down(desk: RightsDesk, deal: DealContracts) -> None:
    """A at 1,000: of 1,500, maker has 500 and 30; A is in China."""
    desk.value(A, 1_000 * USD)
    assert desk.facts(deal, *LARGEST) == (666_667, 666_667, 353_334, 433_334)
    desk.value(A, 100 * USD)
    assert desk.facts(deal, *LARGEST) == (500_000, 833_334, 200_000, 333_334)


def test_largest__licence_without_a_share__is_nobody_s_exposure(desk: RightsDesk, deal: DealContracts) -> None:
    before = desk.facts(deal, *LARGEST)
    desk.licence(A, actor("free rider"), 0)
    assert desk.facts(deal, *LARGEST) == before


def test_largest__one_licensee_twice_on_one_right__added_up(desk: RightsDesk, deal: DealContracts) -> None:
    desk.licence(C, SHOP, 500_000)
    assert desk.facts(deal, "largest-licensee", "largest-group") == (333_334, 333_334)


def test_unlicensed__hand_worked(desk: RightsDesk, deal: DealContracts) -> None:
    """50 of A, 150 of B, 100 of C."""
    assert desk.facts(deal, "rights-unlicensed") == (500_000,)


def test_exposure__rounded_up_each__may_be_above_the_whole(desk: RightsDesk) -> None:
    """Half of 1 is 1, twice."""
    deal, (right,) = desk.live(1)
    for _ in range(2):
        desk.licence(right, MAKER, 500_000)
    assert desk.facts(deal, "largest-licensee") == (2 * MILLION,)


def test_two_deals__each_its_own_largest(desk: RightsDesk, deal: DealContracts) -> None:
    other = desk.deal(salt=b"\5" * 32)
    desk.open(other)
    desk.pledge(other, desk.good(number(9), 10 * USD, jurisdiction=b"DE"))
    desk.licence(number(9), MAKER, MILLION)
    assert desk.facts(other, *LARGEST) == (MILLION,) * 4
    assert desk.facts(deal, *LARGEST) == (500_000, 833_334, 200_000, 333_334)
    desk.happen(number(9), INVALIDATED)
    assert desk.facts(deal, *LARGEST) == (500_000, 833_334, 200_000, 333_334)
