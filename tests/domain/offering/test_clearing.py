# SPDX-License-Identifier: Apache-2.0
"""Clearing, by hand: the level, the shares at the margin, the change, and what makes it fail."""

from __future__ import annotations

import pytest

from regalia.domain.offering.book import Bid, OfferBook
from regalia.domain.offering.clearing import (
    Clearing,
    ClearingError,
    MinimumMissedError,
    allotted,
    change,
    clear,
    proceeds,
)
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.errors import RegaliaError

COUPON = Offer(kind=OfferKind.COUPON_BIDS, levels=4, step=2_500, price=100, lot=10, minimum=600)
PRICE = Offer(kind=OfferKind.PRICE_BIDS, levels=4, step=5, price=100, lot=10, minimum=600)
FIXED = Offer(price=100, minimum=1_000)


@pytest.mark.parametrize(
    ("demand", "level", "placed", "available"),
    [
        ([1_000, 0, 0, 0], 0, 1_000, 1_000),
        ([1_500, 0, 0, 0], 0, 1_000, 1_000),
        ([990, 10, 0, 0], 1, 1_000, 10),
        ([990, 0, 0, 500], 3, 1_000, 10),
        ([400, 590, 30, 500], 2, 1_000, 10),
        ([1_000, 500, 0, 0], 0, 1_000, 1_000),
        ([0, 0, 2_000, 0], 2, 1_000, 1_000),
        ([300, 300, 0, 0], 1, 600, 300),
        ([600, 0, 0, 0], 0, 600, 600),
        ([0, 0, 0, 990], 3, 990, 990),
    ],
)
def test_clear__each_shape_of_a_book__the_lowest_level_that_fills_it(
    demand: list[int], level: int, placed: int, available: int
) -> None:
    for offer in (COUPON, PRICE):
        assert clear(offer, 1_000, demand) == Clearing(level, placed, available, demand[level], 10)


@pytest.mark.parametrize(("demand", "retained", "placed"), [([590, 0, 0, 0], 0, 590), ([0, 0, 0, 0], 50, 50)])
def test_clear__fewer_than_the_minimum__fails_by_both_numbers(demand: list[int], retained: int, placed: int) -> None:
    with pytest.raises(MinimumMissedError) as caught:
        clear(COUPON, 1_000, demand, retained)
    assert (caught.value.placed, caught.value.minimum) == (placed, 600)
    assert caught.value.message.startswith(f"offer, minimum: 600: is more than the {placed} units that would be placed")
    assert caught.value.hint and isinstance(caught.value, RegaliaError)


def test_clear__retained_units__count_towards_the_minimum() -> None:
    assert clear(COUPON, 950, [550, 0, 0, 0], 50).placed == 550


def test_clear__everything_retained__nothing_to_sell_and_nothing_missing() -> None:
    assert clear(FIXED, 0, [0], 1_000) == Clearing(0, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("for_sale", "demand", "rule"),
    [
        (1_000, [600, 0, 0], "demand: 3 levels: must be the 4 of the offer"),
        (1_000, [0, 605, 0, 0], "demand[1]: 605: must be whole lots of 10, zero or more"),
        (1_000, [0, 0, -10, 0], "demand[2]: -10: must be whole lots of 10, zero or more"),
        (1_001, [600, 0, 0, 0], "for_sale: 1001: must be whole lots of 10, zero or more"),
    ],
)
def test_clear__demand_that_is_none__refused(for_sale: int, demand: list[int], rule: str) -> None:
    with pytest.raises(ClearingError) as caught:
        clear(COUPON, for_sale, demand)
    assert caught.value.message == rule


def test_allotted__three_thirds_of_two_lots__the_ones_behind_round_up() -> None:
    clearing = Clearing(level=1, placed=20, available=20, demand=30, lot=10)
    bids = [Bid("senior_investor", 1, place, 10) for place in (0, 10, 20)]
    assert [allotted(bid, clearing) for bid in bids] == [0, 10, 10]


def test_allotted__better_and_worse_than_the_level__all_and_nothing() -> None:
    clearing = Clearing(level=1, placed=100, available=50, demand=200, lot=10)
    assert allotted(Bid("senior_investor", 0, 0, 50), clearing) == 50
    assert allotted(Bid("attacker", 2, 0, 50), clearing) == 0


def test_allotted__fixed_price_sold_twice_over__half_each() -> None:
    book = OfferBook(FIXED, 1_000)
    bids = [book.subscribe("senior_investor", 0, 1_000), book.subscribe("mezzanine_investor", 0, 1_000)]
    clearing = clear(FIXED, 1_000, book.demand)
    assert [allotted(bid, clearing) for bid in bids] == [500, 500]
    assert [change(FIXED, bid, clearing) for bid in bids] == [50_000, 50_000]
    assert proceeds(FIXED, clearing) == 100_000


def test_change__bids_of_a_price__what_was_bid_above_the_price_of_all_comes_back() -> None:
    book = OfferBook(PRICE, 1_000)
    high = book.subscribe("senior_investor", 0, 600)  # 60,000
    margin = book.subscribe("mezzanine_investor", 2, 800)  # 72,000
    low = book.subscribe("attacker", 3, 100)  # 8,500
    clearing = clear(PRICE, 1_000, book.demand)
    assert [allotted(bid, clearing) for bid in (high, margin, low)] == [600, 400, 0]
    assert [change(PRICE, bid, clearing) for bid in (high, margin, low)] == [6_000, 36_000, 8_500]
    assert proceeds(PRICE, clearing) == 90_000


def test_change__bids_of_a_coupon__only_for_units_that_were_not_allotted() -> None:
    book = OfferBook(COUPON, 1_000)
    low = book.subscribe("senior_investor", 0, 600)
    margin = book.subscribe("mezzanine_investor", 3, 800)
    clearing = clear(COUPON, 1_000, book.demand)
    assert [change(COUPON, bid, clearing) for bid in (low, margin)] == [0, 40_000]
    assert COUPON.coupon_at(80_000, clearing.level) == 87_500


@pytest.mark.parametrize(("place", "units"), [(0, 15), (5, 10), (100, 60), (-10, 10), (0, 0), (150, 10)])
def test_allotted__no_bid_of_that_level__refused(place: int, units: int) -> None:
    clearing = Clearing(level=1, placed=100, available=50, demand=150, lot=10)
    with pytest.raises(ClearingError) as caught:
        allotted(Bid("attacker", 1, place, units), clearing)
    rule = "must be whole lots of 10 among the 150 bid at level 1"
    assert caught.value.message == f"bid, place and units: {place}, {units}: {rule}"
