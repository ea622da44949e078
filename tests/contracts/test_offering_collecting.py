# SPDX-License-Identifier: Apache-2.0
"""After closing everybody's units and change are collected, by anybody, for the bidder alone, once."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from tests.contracts.books import (
    ATTACKER,
    JUNIOR,
    MEZZANINE,
    OF_PRICES,
    OUTSIDER,
    PRICE,
    SENIOR,
    balance,
    fixed,
    held,
    offer_notes,
    settle,
    told,
)
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.powers import halt, order
from tests.support.rules import transfer_refused
from tests.support.sample import CLOSING, DAY, DEADLINE, USD


@pytest.fixture
def closed(platform: Platform, money: Contract) -> DealContracts:
    """At 980: SENIOR bid 500 at 1,000 and gets all, JUNIOR 1,000 at 980 and gets 500, MEZZANINE 300 at 970 and gets none."""
    deal = offer_notes(platform, money, OF_PRICES)
    for investor, units, level in ((SENIOR, 500, 0), (JUNIOR, 1_000, 2), (MEZZANINE, 300, 3)):
        deal.subscribe(investor, 0, units, level)
    deal.close_alone()
    return deal


def test_collect__by_anybody__units_and_change_to_the_bidder_and_said(closed: DealContracts) -> None:
    done = settle(closed, "collect", 2, 0, by=ATTACKER)
    key = {"tranche": 0, "investor": JUNIOR, "level": 2, "place": 0}
    assert done.only("Collected") == {**key, "units": 500}
    assert done.only("Refunded") == {**key, "paid": 500 * 980 * USD}
    assert {"from": NO_ADDRESS, "to": JUNIOR, "value": 500} in done.all("Transfer")
    assert (held(closed, JUNIOR), balance(closed, JUNIOR)) == (500, 500 * 980 * USD)
    assert (held(closed, ATTACKER), balance(closed, ATTACKER)) == (0, 0)


def test_collect__one_after_another__supply_in_hands_grows_to_what_was_placed(closed: DealContracts) -> None:
    supplies, awaited = [], []
    for level in (0, 2):
        book = closed.escrow.read("bookOf", closed.tokens[0].address)
        supplies.append(closed.tokens[0].read("totalSupply"))
        awaited.append((book[0], book[6]))
        settle(closed, "collect", level, 0)
    assert (supplies, awaited) == ([0, 500], [(1_000, 1_000), (1_000, 500)])
    assert closed.tokens[0].read("totalSupply") == 1_000


def test_collect__everybody__nothing_is_left_in_the_offering(closed: DealContracts) -> None:
    closed.collect()
    assert balance(closed, closed.offering.address) == 0
    assert [balance(closed, who) for who in (SENIOR, JUNIOR, MEZZANINE)] == [
        500 * 20 * USD,
        500 * 980 * USD,
        300 * 970 * USD,
    ]


def test_collect__nothing_allotted__money_alone(closed: DealContracts) -> None:
    done = settle(closed, "collect", 3, 0)
    assert done.all("Collected") == []
    assert (held(closed, MEZZANINE), balance(closed, MEZZANINE)) == (0, 300 * 970 * USD)


@pytest.mark.parametrize("function", ["collect", "refund", "takeUp"])
def test_collect_and_refund__before_closing__refused(platform: Platform, money: Contract, function: str) -> None:
    deal = offer_notes(platform, money, fixed())
    deal.subscribe(SENIOR, 0, 1_000)
    for second in (deal.chain.now, DEADLINE, DEADLINE + 1, DEADLINE + 7 * DAY):
        deal.chain.now = second
        with refused_whole(deal.chain, "Offering_NotSettled", deadline=DEADLINE, timestamp=second):
            settle(deal, function, 0, 0)


@pytest.mark.parametrize("function", ["collect", "refund"])
def test_collect_and_refund__again__refused(closed: DealContracts, function: str) -> None:
    for level in (0, 2, 3):
        settle(closed, "collect", level, 0)
        with refused_whole(closed.chain, "Offering_NothingLeft", tranche=0, level=level, place=0):
            settle(closed, function, level, 0)


def test_refund__after_closing__the_change_alone_and_the_units_later(closed: DealContracts) -> None:
    done = settle(closed, "refund", 2, 0)
    assert int.from_bytes(done.output, "big") == 500 * 980 * USD
    assert (held(closed, JUNIOR), balance(closed, JUNIOR)) == (0, 500 * 980 * USD)
    assert told(closed, 2, 0) == (JUNIOR, 1_000, 500, False, 0)
    with refused("Offering_NothingLeft", tranche=0, level=2, place=0):
        settle(closed, "refund", 2, 0)
    assert settle(closed, "collect", 2, 0).all("Refunded") == []
    assert (held(closed, JUNIOR), balance(closed, JUNIOR)) == (500, 500 * 980 * USD)


def test_refund__all_allotted_at_its_price__nothing_to_pay(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed())
    deal.subscribe(SENIOR, 0, 1_000)
    deal.close_alone()
    with refused("Offering_NothingLeft", tranche=0, level=0, place=0):
        settle(deal, "refund", 0, 0)


BEYOND = (
    (0, 0, 10), (0, 1, 0), (0, 2, 500), (1, 0, 0), (0, 64, 0), (0, 256, 0), (256, 0, 0), (0, 0, 2**48), (0, 2**250, 0),
    (2**255, 0, 0), (0, 0, 2**256 - 1),
)  # fmt: skip
"""Tranche, level and place of no bid, among them such as would have the same key as one, were they cut short."""


@pytest.mark.parametrize(("tranche", "level", "place"), BEYOND)
def test_collect_and_refund__bid_there_is_not__refused(
    closed: DealContracts, tranche: int, level: int, place: int
) -> None:
    for function in ("collect", "refund", "takeUp", "bidAt"):
        closed.chain.now = CLOSING + 20 * DAY
        with refused_whole(closed.chain, "Offering_NoBid", tranche=tranche, level=level, place=place):
            closed.offering.send(function, tranche, level, place, by=OUTSIDER)


def test_bid_at__before_and_after__as_things_stand_and_what_is_owed(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 600, 1)
    assert told(deal, 1, 0) == (SENIOR, 600, 600, False, 0), "nothing is owed before it is settled"
    deal.subscribe(JUNIOR, 0, 1_000, 0)
    assert told(deal, 1, 0) == (SENIOR, 600, 0, False, 0)
    deal.close_alone()
    assert told(deal, 1, 0) == (SENIOR, 600, 0, False, 600 * 990 * USD)
    assert told(deal, 0, 0) == (JUNIOR, 1_000, 1_000, False, 0)
    deal.collect()
    assert told(deal, 1, 0) == (SENIOR, 600, 0, False, 0)
    assert told(deal, 0, 0) == (JUNIOR, 1_000, 1_000, True, 0)


@pytest.mark.parametrize("stopped", ["frozen", "holder halted", "tranche halted", "deal halted", "paused"])
def test_collect__bidder_frozen_or_trading_stopped__waits_and_is_whole(
    closed: DealContracts, platform: Platform, stopped: str
) -> None:
    token, until = closed.tokens[0], CLOSING + DAY
    question = Question.NOT_HALTED
    match stopped:
        case "frozen":
            order(platform, "setAddressFrozen", token, JUNIOR, True)
            question = Question.RECEIVER_NOT_FROZEN
        case "holder halted":
            halt(platform, "haltHolder", closed.deal.address, JUNIOR, until=until)
            question = Question.RECEIVER_NOT_HALTED
        case "tranche halted":
            halt(platform, "haltTranche", token.address, until=until)
        case "deal halted":
            halt(platform, "haltDeal", closed.deal.address, until=until)
        case _:
            order(platform, "pause", token)
            question = Question.NOT_PAUSED
    with transfer_refused(question, NO_ADDRESS, JUNIOR, 500):
        settle(closed, "collect", 2, 0, by=JUNIOR)
    if stopped == "frozen":
        order(platform, "setAddressFrozen", token, JUNIOR, False)
    if stopped == "paused":
        order(platform, "unpause", token)
    closed.chain.now = until + 1
    settle(closed, "collect", 2, 0, by=JUNIOR)
    assert (held(closed, JUNIOR), balance(closed, JUNIOR)) == (500, 500 * 980 * USD)


def test_collect__bidder_no_longer_eligible__refused_but_the_change_is_paid(
    closed: DealContracts, platform: Platform
) -> None:
    platform.remove(JUNIOR)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, NO_ADDRESS, JUNIOR, 500):
        settle(closed, "collect", 2, 0)
    settle(closed, "refund", 2, 0)
    assert (held(closed, JUNIOR), balance(closed, JUNIOR)) == (0, 500 * 980 * USD)
    platform.admit(JUNIOR)
    settle(closed, "collect", 2, 0)
    assert held(closed, JUNIOR) == 500


def test_collect__units_frozen_ahead_by_order__issued_and_frozen(closed: DealContracts, platform: Platform) -> None:
    order(platform, "setFrozenTokens", closed.tokens[0], JUNIOR, 400)
    settle(closed, "collect", 2, 0)
    assert closed.escrow.read("holdingOf", closed.tokens[0].address, JUNIOR) == (500, 400, False, False)


def test_collect__price_of_nothing__units_alone(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed(), units=1_000)
    assert deal.price(0) == PRICE
    deal.subscribe(SENIOR, 0, 1_000)
    deal.close_alone()
    assert settle(deal, "collect", 0, 0).all("Refunded") == []
    assert held(deal, SENIOR) == 1_000
