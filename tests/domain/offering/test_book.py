# SPDX-License-Identifier: Apache-2.0
"""Bids: where they stand, what they cost, and those that the book does not take."""

from __future__ import annotations

import pytest

from regalia.domain.offering.book import NO_RULES, Bid, BidRefusedError, OfferBook
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.transfer_rules import TransferRules
from regalia.errors import RegaliaError

OFFER = Offer(kind=OfferKind.PRICE_BIDS, levels=3, step=5, price=100, lot=10, minimum=500)


def book(rules: TransferRules = NO_RULES) -> OfferBook:
    """A thousand units for sale, in lots of ten, at 100, 95 or 90."""
    return OfferBook(OFFER, 1_000, rules, originator="label")


def taken(of: OfferBook) -> tuple[list[int], list[Bid], dict[str, int]]:
    return list(of.demand), list(of.bids), dict(of.bid_units)


def test_subscribe__several_at_a_level__each_behind_the_units_before_it() -> None:
    offered = book()
    bids = [
        offered.subscribe("senior_investor", 1, 300),
        offered.subscribe("mezzanine_investor", 0, 50),
        offered.subscribe("senior_investor", 1, 10),
    ]
    assert [(bid.level, bid.place, bid.units) for bid in bids] == [(1, 0, 300), (0, 0, 50), (1, 300, 10)]
    assert offered.demand == [50, 310, 0]
    assert [offered.paid(bid) for bid in bids] == [28_500, 5_000, 950]
    assert offered.bids == bids


def test_subscribe__more_than_is_for_sale_together__taken() -> None:
    offered = book()
    for investor in ("senior_investor", "mezzanine_investor"):
        offered.subscribe(investor, 2, 1_000)
    assert offered.demand == [0, 0, 2_000]


@pytest.mark.parametrize(
    ("level", "units", "rule"),
    [
        (3, 10, "level: 3: must be 0 to 2"),
        (-1, 10, "level: -1: must be 0 to 2"),
        (0, 0, "units: 0: must be one lot or more"),
        (0, -10, "units: -10: must be one lot or more"),
        (0, 15, "units: 15: must be whole lots of 10"),
        (0, 1_010, "units: 1010: must be at most the 1000 for sale"),
    ],
)
def test_subscribe__bid_that_does_not_fit__refused_and_nothing_changed(level: int, units: int, rule: str) -> None:
    offered = book()
    offered.subscribe("senior_investor", 0, 10)
    before = taken(offered)
    with pytest.raises(BidRefusedError) as caught:
        offered.subscribe("attacker", level, units)
    assert caught.value.message == f"bid, {rule}"
    assert caught.value.hint and isinstance(caught.value, RegaliaError)
    assert taken(offered) == before


def test_subscribe__largest_holding__counts_all_bids_of_an_investor() -> None:
    offered = book(TransferRules(largest_holding=205))
    offered.subscribe("senior_investor", 0, 150)
    offered.subscribe("mezzanine_investor", 0, 200)
    with pytest.raises(BidRefusedError, match="must be at most 55: one investor may hold 205, and has 150 of them"):
        offered.subscribe("senior_investor", 2, 60)
    assert offered.subscribe("senior_investor", 2, 50).place == 0


def test_subscribe__holder_limit__who_has_bid_may_bid_again_a_newcomer_may_not() -> None:
    offered = book(TransferRules(holder_limit=2))
    offered.subscribe("senior_investor", 0, 10)
    offered.subscribe("mezzanine_investor", 0, 10)
    with pytest.raises(BidRefusedError, match="investor: attacker: must be among the 2 who may hold units"):
        offered.subscribe("attacker", 0, 10)
    offered.subscribe("senior_investor", 1, 10)
    assert offered.bid_units == {"senior_investor": 20, "mezzanine_investor": 10}


def test_subscribe__retained_units__are_the_originators_from_the_start() -> None:
    offered = book(TransferRules(holder_limit=2, largest_holding=100, retained=50))
    offered.subscribe("senior_investor", 0, 100)
    with pytest.raises(BidRefusedError, match="investor: attacker"):
        offered.subscribe("attacker", 0, 10)
    with pytest.raises(BidRefusedError, match="must be at most 50: one investor may hold 100, and has 50 of them"):
        offered.subscribe("label", 0, 60)
    assert offered.subscribe("label", 0, 50).place == 100


def test_subscribe__level_with_nearly_2_to_the_48_units__refused_before_it_overflows() -> None:
    offered = OfferBook(Offer(price=1, minimum=1), 2**48 - 1)
    offered.subscribe("senior_investor", 0, 2**48 - 2)
    with pytest.raises(BidRefusedError, match="units: 2: must be at most 1: below 2\\^48 are bid at a level"):
        offered.subscribe("attacker", 0, 2)
    offered.subscribe("attacker", 0, 1)
    assert offered.demand == [2**48 - 1]
