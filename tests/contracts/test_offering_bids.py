# SPDX-License-Identifier: Apache-2.0
"""A bid: whole lots at a level, within the window, by who may hold the units; paid for at once and kept until closing."""

from __future__ import annotations

import pytest

from regalia.domain.offering.offer import Offer
from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import (
    JUNIOR,
    MEZZANINE,
    OF_COUPONS,
    OF_PRICES,
    OUTSIDER,
    PRICE,
    SENIOR,
    balance,
    fixed,
    held,
    offer_notes,
    told,
)
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform, plain_spec
from tests.support.powers import halt, order
from tests.support.rules import transfer_refused
from tests.support.sample import DAY, DEADLINE, START, USD


@pytest.fixture
def book(platform: Platform, money: Contract) -> DealContracts:
    """1,000 notes for bids of a price, in lots of 10."""
    return offer_notes(platform, money, OF_PRICES)


def test_subscribe__at_a_level__paid_at_its_price_kept_and_said(book: DealContracts) -> None:
    done = book.subscribe(SENIOR, 0, 50, level=2)
    bid = {"tranche": 0, "investor": SENIOR, "level": 2, "place": 0, "units": 50, "paid": 50 * 980 * USD}
    assert done.only("Subscribed") == bid
    assert int.from_bytes(done.output, "big") == 0
    assert (balance(book, SENIOR), balance(book, book.offering.address)) == (0, 50 * 980 * USD)
    assert (held(book, SENIOR), book.tokens[0].read("totalSupply")) == (0, 0)


def test_subscribe__one_after_another__each_has_its_place_in_its_level(book: DealContracts) -> None:
    for investor, units, level in ((SENIOR, 50, 2), (JUNIOR, 30, 0), (JUNIOR, 20, 2), (SENIOR, 10, 2)):
        book.subscribe(investor, 0, units, level)
    assert [told(book, *key)[:2] for key in ((2, 0), (0, 0), (2, 50), (2, 70))] == [
        (SENIOR, 50),
        (JUNIOR, 30),
        (JUNIOR, 20),
        (SENIOR, 10),
    ]
    assert [book.offering.read("demandAt", 0, level) for level in range(4)] == [30, 0, 80, 0]


@pytest.mark.parametrize(("offer", "last"), [(OF_COUPONS, PRICE), (OF_PRICES, PRICE - 70 * USD)])
def test_price_at__every_level__as_the_offer_says(platform: Platform, money: Contract, offer: Offer, last: int) -> None:
    deal = offer_notes(platform, money, offer)
    assert deal.offering.read("offerOf", 0) == int.from_bytes(offer.pack(), "big")
    assert [deal.price(0, level) for level in range(8)] == [offer.price_at(level) for level in range(8)]
    assert deal.price(0, 7) == last


@pytest.mark.parametrize("level", [8, 255, 256, 2**255, 2**256 - 1])
def test_subscribe__level_there_is_not__refused(book: DealContracts, level: int) -> None:
    with refused_whole(book.chain, "Offering_NoLevel", levels=8, given=level):
        book.offering.send("subscribe", 0, level, 10, by=SENIOR)
    with refused("Offering_NoLevel", levels=8, given=level):
        book.offering.read("priceAt", 0, level)


@pytest.mark.parametrize("tranche", [1, 255, 256, 2**255, 2**256 - 1])
def test_subscribe__tranche_there_is_not__refused(book: DealContracts, tranche: int) -> None:
    for function, arguments in (("subscribe", (tranche, 0, 10)), ("priceAt", (tranche, 0)), ("offerOf", (tranche,))):
        with refused_whole(book.chain, "Offering_NoTranche", tranches=1, given=tranche):
            book.offering.send(function, *arguments, by=SENIOR)


@pytest.mark.parametrize("units", [0, 1, 9, 11, 999, 2**256 - 1])
def test_subscribe__nothing_or_no_whole_lots__refused(book: DealContracts, units: int) -> None:
    with refused_whole(book.chain, "Offering_NotInLots", lot=10, units=units):
        book.offering.send("subscribe", 0, 0, units, by=SENIOR)


@pytest.mark.parametrize("units", [1_010, 10 * 2**48, 10 * 2**200])
def test_subscribe__more_than_is_for_sale__refused(book: DealContracts, units: int) -> None:
    with refused_whole(book.chain, "Offering_TooManyUnits", offered=1_000, wanted=units):
        book.offering.send("subscribe", 0, 0, units, by=SENIOR)


def test_subscribe__units_the_originator_retains__are_not_for_sale(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed(), TransferRules(retained=50))
    with refused("Offering_TooManyUnits", offered=950, wanted=951):
        deal.offering.send("subscribe", 0, 0, 951, by=SENIOR)
    deal.subscribe(SENIOR, 0, 950)


def test_subscribe__more_than_there_is_together__taken(book: DealContracts) -> None:
    for investor in (SENIOR, MEZZANINE, JUNIOR):
        book.subscribe(investor, 0, 1_000)
    assert book.offering.read("demandAt", 0, 0) == 3_000


def test_subscribe__demand_around_48_bits__not_beyond(platform: Platform, money: Contract) -> None:
    most = 2**48 - 1
    deal = platform.create(money, plain_spec(most))
    deal.subscribe(SENIOR, 0, most - 1)
    with refused_whole(deal.chain, "Offering_TooMuchDemand", limit=most, demand=most + 1):
        deal.offering.send("subscribe", 0, 0, 2, by=SENIOR)
    deal.subscribe(SENIOR, 0, 1)
    deal.close()
    assert held(deal, SENIOR) == most


OPENS = START + DAY


@pytest.mark.parametrize(("second", "open_"), [(OPENS - 1, False), (OPENS, True), (DEADLINE, True)])
def test_subscribe__around_the_window__within_it(platform: Platform, money: Contract, second: int, open_: bool) -> None:
    deal = offer_notes(platform, money, fixed(), opens=OPENS)
    assert deal.offering.read("window") == (OPENS, DEADLINE)
    deal.chain.now = second
    if open_:
        deal.subscribe(SENIOR, 0, 1)
        assert told(deal, 0, 0).units == 1
    else:
        with refused_whole(deal.chain, "Offering_NotOpen", opens=OPENS, timestamp=second):
            deal.offering.send("subscribe", 0, 0, 1, by=SENIOR)


def test_subscribe__a_second_after_the_window__refused(book: DealContracts) -> None:
    book.chain.now = DEADLINE + 1
    with refused_whole(book.chain, "Offering_Ended", deadline=DEADLINE, timestamp=DEADLINE + 1):
        book.offering.send("subscribe", 0, 0, 10, by=SENIOR)


@pytest.mark.parametrize("investor_class", range(1, 5))
def test_subscribe__offer_to_some_classes__the_others_are_refused(
    platform: Platform, money: Contract, investor_class: int
) -> None:
    """Though the rules of the tranche let all of them hold."""
    deal = offer_notes(platform, money, fixed(class_mask=1 << 1 | 1 << 3))
    platform.admit(SENIOR, investor_class=investor_class)
    if investor_class in (1, 3):
        deal.subscribe(SENIOR, 0, 1)
    else:
        with refused_whole(deal.chain, "Offering_ClassNotOffered", tranche=0, **{"class": investor_class}):
            deal.offering.send("subscribe", 0, 0, 1, by=SENIOR)


def test_subscribe__not_eligible__refused_and_nothing_paid(book: DealContracts) -> None:
    book.give(OUTSIDER, 10 * PRICE, book.offering)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, NO_ADDRESS, OUTSIDER, 10):
        book.offering.send("subscribe", 0, 0, 10, by=OUTSIDER)
    assert balance(book, OUTSIDER) == 10 * PRICE


@pytest.mark.parametrize(
    ("stopped", "question"),
    [
        ("setAddressFrozen", Question.RECEIVER_NOT_FROZEN),
        ("haltHolder", Question.RECEIVER_NOT_HALTED),
        ("haltTranche", Question.NOT_HALTED),
        ("haltDeal", Question.NOT_HALTED),
        ("pause", Question.NOT_PAUSED),
    ],
)
def test_subscribe__frozen_halted_or_paused__refused(
    book: DealContracts, platform: Platform, stopped: str, question: Question
) -> None:
    token = book.tokens[0]
    if stopped == "setAddressFrozen":
        order(platform, stopped, token, SENIOR, True)
    elif stopped == "pause":
        order(platform, stopped, token)
    else:
        subject = {"haltHolder": (book.deal.address, SENIOR), "haltTranche": (token.address,)}
        halt(platform, stopped, *subject.get(stopped, (book.deal.address,)), until=START + DAY)
    with transfer_refused(question, NO_ADDRESS, SENIOR, 10):
        book.offering.send("subscribe", 0, 0, 10, by=SENIOR)


def test_subscribe__without_the_money_or_the_allowance__refused(book: DealContracts) -> None:
    needed = 10 * PRICE
    book.money.send("mint", SENIOR, needed - 1, by=SENIOR)
    with refused_whole(
        book.chain, "ERC20InsufficientAllowance", spender=book.offering.address, allowance=0, needed=needed
    ):
        book.offering.send("subscribe", 0, 0, 10, by=SENIOR)
    book.money.send("approve", book.offering.address, needed, by=SENIOR)
    with refused_whole(book.chain, "ERC20InsufficientBalance", sender=SENIOR, balance=needed - 1, needed=needed):
        book.offering.send("subscribe", 0, 0, 10, by=SENIOR)
