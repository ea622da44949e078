# SPDX-License-Identifier: Apache-2.0
"""An offering that lapses: everybody takes back exactly what he paid, whatever has become of him."""

from __future__ import annotations

import pytest

from tests.contracts.books import (
    ATTACKER,
    JUNIOR,
    OF_PRICES,
    OUTSIDER,
    SENIOR,
    balance,
    held,
    offer_notes,
    settle,
    told,
)
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt
from tests.support.sample import DAY, DEADLINE, USD

WINDOW = 7 * DAY


@pytest.fixture
def lapsed(platform: Platform, money: Contract) -> DealContracts:
    """Bids of 590 of the 600 that were needed."""
    deal = offer_notes(platform, money, OF_PRICES)
    for investor, units, level in ((SENIOR, 300, 0), (SENIOR, 200, 5), (JUNIOR, 90, 5)):
        deal.subscribe(investor, 0, units, level)
    deal.chain.now = DEADLINE + 1
    return deal


def test_refund__by_anybody__all_that_was_paid_to_the_bidder_and_said(lapsed: DealContracts) -> None:
    assert told(lapsed, 5, 200) == (JUNIOR, 90, 0, False, 90 * 950 * USD)
    done = settle(lapsed, "refund", 5, 200, by=ATTACKER)
    paid = 90 * 950 * USD
    assert done.only("Refunded") == {"tranche": 0, "investor": JUNIOR, "level": 5, "place": 200, "paid": paid}
    assert int.from_bytes(done.output, "big") == paid
    assert (balance(lapsed, JUNIOR), balance(lapsed, ATTACKER)) == (paid, 0)
    assert told(lapsed, 5, 200) == (JUNIOR, 90, 0, False, 0)


def test_refund__everybody__nothing_is_left_and_there_are_no_units(lapsed: DealContracts) -> None:
    for level, place in ((5, 200), (0, 0), (5, 0)):
        settle(lapsed, "refund", level, place)
    assert balance(lapsed, SENIOR) == (300 * 1_000 + 200 * 950) * USD
    assert balance(lapsed, lapsed.offering.address) == 0
    assert lapsed.tokens[0].read("totalSupply") == 0


def test_refund__twice__refused(lapsed: DealContracts) -> None:
    settle(lapsed, "refund", 0, 0)
    with refused_whole(lapsed.chain, "Offering_NothingLeft", tranche=0, level=0, place=0):
        settle(lapsed, "refund", 0, 0)


@pytest.mark.parametrize("function", ["collect", "takeUp"])
def test_collect_and_take_up__lapsed__refused(lapsed: DealContracts, function: str) -> None:
    with refused_whole(lapsed.chain, "Offering_NotSettled", deadline=DEADLINE, timestamp=DEADLINE + 1):
        settle(lapsed, function, 0, 0)


def test_refund__of_a_place_inside_a_bid__refused(lapsed: DealContracts) -> None:
    with refused("Offering_NoBid", tranche=0, level=0, place=10):
        settle(lapsed, "refund", 0, 10)


def test_refund__donation_to_the_offering__is_nobodys(lapsed: DealContracts) -> None:
    lapsed.money.send("mint", lapsed.offering.address, 77, by=OUTSIDER)
    for level, place in ((0, 0), (5, 0), (5, 200)):
        settle(lapsed, "refund", level, place)
    assert balance(lapsed, lapsed.offering.address) == 77


@pytest.mark.parametrize("second", [sample.START, DEADLINE])
def test_refund__while_bids_are_taken__refused(offered: DealContracts, second: int) -> None:
    """A bid binds, also where a minimum is missed so far."""
    offered.subscribe(SENIOR, 0, 25)
    offered.chain.now = second
    with refused_whole(offered.chain, "Offering_NotSettled", deadline=DEADLINE, timestamp=second):
        settle(offered, "refund", 0, 0)


@pytest.mark.parametrize(("seconds", "paid"), [(1, False), (WINDOW, False), (WINDOW + 1, True)])
def test_refund__every_minimum_reached_but_never_closed__once_the_week_is_over(
    sold: DealContracts, seconds: int, paid: bool
) -> None:
    sold.chain.now = second = DEADLINE + seconds
    if paid:
        settle(sold, "refund", 0, 0)
        assert balance(sold, SENIOR) == 600_000 * USD
    else:
        with refused_whole(sold.chain, "Offering_NotSettled", deadline=DEADLINE, timestamp=second):
            settle(sold, "refund", 0, 0)


def test_refund__investor_no_longer_eligible__still_paid(lapsed: DealContracts, platform: Platform) -> None:
    platform.remove(SENIOR)
    settle(lapsed, "refund", 0, 0)
    assert balance(lapsed, SENIOR) == 300_000 * USD


def test_refund__deal_or_tranche_halted__paid_all_the_same(lapsed: DealContracts, platform: Platform) -> None:
    until = lapsed.chain.now + DAY
    halt(platform, "haltDeal", lapsed.deal.address, until=until)
    halt(platform, "haltTranche", lapsed.tokens[0].address, until=until)
    settle(lapsed, "refund", 0, 0)
    assert (balance(lapsed, SENIOR), held(lapsed, SENIOR)) == (300_000 * USD, 0)
