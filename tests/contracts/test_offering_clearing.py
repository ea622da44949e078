# SPDX-License-Identifier: Apache-2.0
"""One price for all: by hand, and for random books as the Python twin clears them, to the smallest unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from regalia.domain.offering.clearing import Clearing, MinimumMissedError, allotted, change, clear, proceeds
from regalia.domain.offering.complete import complete
from tests.contracts.book_twin import INVESTORS, TwinBook, people, random_book
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
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.sample import USD

SEEDS, BOOKS = 8, 40


def test_clearing__nobody_bids__nothing_is_placed(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, OF_PRICES)
    assert deal.offering.read("clearingOf", 0) == (0, 0, 0, 0)


def test_clearing__book_of_prices__better_bids_get_all_and_the_margin_shares_in_lots(
    platform: Platform, money: Contract
) -> None:
    """300 at 1,000 and 400 at 980 leave 300 for 500 at 960: 250 of them get 150, then 150 get 90 and 100 get 60."""
    deal = offer_notes(platform, money, OF_PRICES)
    wishes = (
        (MEZZANINE, 250, 4),
        (SENIOR, 400, 2),
        (JUNIOR, 150, 4),
        (SENIOR, 300, 0),
        (JUNIOR, 100, 4),
        (JUNIOR, 990, 5),
    )
    for investor, units, level in wishes:
        deal.subscribe(investor, 0, units, level)
    assert deal.offering.read("clearingOf", 0) == (4, 1_000, 300, 500)
    keys = ((0, 0), (2, 0), (4, 0), (4, 250), (4, 400), (5, 0))
    assert [told(deal, *key).allotted for key in keys] == [300, 400, 150, 90, 60, 0]
    done = deal.close()
    cleared = {"tranche": 0, "level": 4, "placed": 1_000, "available": 300, "demand": 500, "price": 960 * USD}
    assert done.only("TrancheCleared") == cleared
    assert done.only("DealClosed") == {"proceeds": 960_000 * USD}
    assert [held(deal, who) for who in (SENIOR, MEZZANINE, JUNIOR)] == [700, 150, 150]
    paid = [300 * 1_000 + 400 * 980, 250 * 960, 250 * 960 + 990 * 950]
    spent = [700 * 960, 150 * 960, 150 * 960]
    back = [(paid[i] - spent[i]) * USD for i in range(3)]
    assert [balance(deal, who) for who in (SENIOR, MEZZANINE, JUNIOR)] == back
    assert balance(deal, deal.offering.address) == 0


def test_clearing__margin_that_does_not_divide__every_lot_goes_to_somebody_by_its_place(
    platform: Platform, money: Contract
) -> None:
    """10 lots for 30 asked by bids of one lot each: every third gets one."""
    deal = offer_notes(platform, money, fixed(100, 10), units=100)
    for _ in range(30):
        deal.subscribe(SENIOR, 0, 10)
    got = [told(deal, 0, 10 * place).allotted for place in range(30)]
    assert got == [0, 0, 10] * 10


def test_clearing__book_of_coupons__all_get_the_highest_that_was_needed(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, OF_COUPONS)
    for units, level in ((500, 1), (400, 3), (300, 6)):
        deal.subscribe(SENIOR, 0, units, level)
    done = deal.close()
    assert done.only("TrancheCleared")["level"] == 6
    assert done.only("DealClosed") == {"proceeds": 1_000 * PRICE}
    (tranche,) = deal.program.tranches
    dearer = replace(deal.program, tranches=(replace(tranche, coupon=75_000),))
    assert deal.deal.read("program") == dearer.pack()
    assert balance(deal, SENIOR) == 200 * PRICE


def test_clearing__fewer_bids_than_units__worst_level_with_a_bid_is_the_price(
    platform: Platform, money: Contract
) -> None:
    deal = offer_notes(platform, money, OF_PRICES)
    for units, level in ((400, 1), (200, 6)):
        deal.subscribe(SENIOR, 0, units, level)
    assert deal.offering.read("clearingOf", 0) == (6, 600, 200, 200)
    deal.close()
    assert (held(deal, SENIOR), deal.deal.read("trancheAt", 0)[1]) == (600, 600)
    assert deal.payable("originator") == 600 * 940 * USD


# As the twin


@pytest.mark.parametrize("seed", range(SEEDS))
def test_books__at_random__cleared_allotted_and_closed_as_by_the_twin(seed: int) -> None:
    rng, platform = Random(seed), Platform()
    money = platform.money()
    people(platform, money)
    tried: Counter[str] = Counter()
    for _ in range(BOOKS):
        with platform.chain.undone():
            book = random_book(rng, platform, money)
            outcome = missed(book) or "closed"
            if outcome == "closed":
                closes_as_the_twin(book)
            else:
                lapses(book)
            tried[outcome] += 1
            tried["refused"] += book.refusals
    assert min(tried["closed"], tried["minimum of 0"], tried["refused"]) > 2, tried


def cleared(book: TwinBook) -> list[Clearing]:
    return [
        clear(each.offer, each.for_sale, each.demand, retained)
        for each, retained in zip(book.books, book.retained, strict=True)
    ]


def missed(book: TwinBook) -> str | None:
    """Whether closing is refused for a minimum, which must be that of the most senior tranche that misses it."""
    book.deal.end_window()
    for tranche, each in enumerate(book.books):
        try:
            clear(each.offer, each.for_sale, each.demand, book.retained[tranche])
        except MinimumMissedError as error:
            minimum, reached = error.minimum, error.placed
            with refused("Offering_MinimumNotMet", tranche=tranche, minimum=minimum, reached=reached):
                book.deal.offering.send("close", by=OUTSIDER)
            return f"minimum of {tranche}"
    return None


def closes_as_the_twin(book: TwinBook) -> None:
    deal, clearings = book.deal, cleared(book)
    told_before = [deal.offering.read("clearingOf", tranche) for tranche in range(3)]
    assert told_before == [(c.level, c.placed, c.available, c.demand) for c in clearings]
    bids = [(tranche, bid, allotted(bid, clearings[tranche])) for tranche, bid in book.bids]
    assert [told(deal, bid.level, bid.place, tranche).allotted for tranche, bid, _ in bids] == [got for *_, got in bids]
    done = deal.offering.send("close", by=OUTSIDER)
    raised = sum(proceeds(offer, clearing) for offer, clearing in zip(book.offers, clearings, strict=True))
    assert done.only("DealClosed") == {"proceeds": raised}
    assert deal.payable("originator") == raised
    final = complete(book.program, book.offers, clearings, book.retained)
    assert deal.deal.read("program") == final.pack()
    assert len(done.all("DealWired")) == (final != book.program)
    assert deal.deal.read("state")["balance"] == tuple(tranche.original_balance for tranche in final.tranches)
    assert [deal.deal.read("trancheAt", tranche)[1] for tranche in range(3)] == [t.units for t in final.tranches]
    for tranche, bid, got in bids:
        owed = change(book.offers[tranche], bid, clearings[tranche])
        assert told(deal, bid.level, bid.place, tranche) == (bid.investor, bid.units, got, False, owed)
        if got or owed:
            deal.offering.send("collect", tranche, bid.level, bid.place, by=OUTSIDER)
        assert told(deal, bid.level, bid.place, tranche) == (bid.investor, bid.units, got, bool(got), 0)
    for tranche in range(3):
        units: Counter[str] = Counter()
        for at, bid, got in bids:
            units[bid.investor] += got if at == tranche else 0
        assert [held(deal, who, tranche) for who in INVESTORS] == [units[who] for who in INVESTORS]
        assert deal.tokens[tranche].read("totalSupply") == final.tranches[tranche].units
    assert balance(deal, deal.offering.address) == 0


def lapses(book: TwinBook) -> None:
    """Everybody takes back what he paid, and has what he had."""
    deal = book.deal
    assert deal.deal.read("status") == 2
    for tranche, bid in book.bids:
        deal.offering.send("refund", tranche, bid.level, bid.place, by=OUTSIDER)
    assert balance(deal, deal.offering.address) == 0
    assert [balance(deal, who) for who in INVESTORS] == [10**18] * len(INVESTORS)
