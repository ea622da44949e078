# SPDX-License-Identifier: Apache-2.0
"""What every clearing must be, for made-up books: exact, fair to a lot, one price, deaf to worse bids, and that of the sale lot by lot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.offering.book import Bid, OfferBook
from regalia.domain.offering.clearing import allotted, change, clear, proceeds
from regalia.domain.offering.offer import Offer, OfferKind
from tests.domain.offering.per_unit import sell


@dataclass(frozen=True)
class Sale:
    book: OfferBook
    wanted: list[tuple[int, int]]

    @property
    def units(self) -> list[int]:
        clearing = clear(self.book.offer, self.book.for_sale, self.book.demand)
        return [allotted(bid, clearing) for bid in self.book.bids]


def sale(offer: Offer, lots: int, wanted: list[tuple[int, int]]) -> Sale:
    """A book with bids of (level, lots)."""
    book = OfferBook(offer, lots * offer.lot)
    for i, (level, asked) in enumerate(wanted):
        book.subscribe(f"investor-{i}", level, asked * offer.lot)
    return Sale(book, wanted)


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    kind = draw(st.sampled_from(OfferKind))
    levels = 1 if kind is OfferKind.FIXED_PRICE else draw(st.integers(1, 5))
    step = 0 if kind is OfferKind.FIXED_PRICE else draw(st.integers(1, 1_000))
    return Offer(kind=kind, levels=levels, step=step, price=10_000, lot=draw(st.sampled_from([1, 7, 1_000])), minimum=1)


@st.composite
def sales(draw: st.DrawFn, most: int = 2**24) -> Sale:
    offer, lots = draw(offers()), draw(st.integers(1, most))
    bid = st.tuples(st.integers(0, offer.levels - 1), st.integers(1, lots))
    return sale(offer, lots, draw(st.lists(bid, min_size=1, max_size=12)))


def above(book: OfferBook, level: int) -> int:
    return sum(book.demand[: level + 1])


@given(sales())
def test_level__of_any_book__fills_it_and_none_better_does(made: Sale) -> None:
    book = made.book
    clearing = clear(book.offer, book.for_sale, book.demand)
    if above(book, book.offer.levels - 1) >= book.for_sale:
        assert above(book, clearing.level) >= book.for_sale == clearing.placed
        assert not clearing.level or above(book, clearing.level - 1) < book.for_sale
    else:
        assert clearing.placed == above(book, clearing.level) == sum(book.demand)
        assert book.demand[clearing.level]


@given(sales())
def test_units__of_all_bids__add_up_and_are_whole_lots_within_a_lot_of_each_share(made: Sale) -> None:
    book = made.book
    clearing = clear(book.offer, book.for_sale, book.demand)
    assert sum(made.units) == clearing.placed
    for bid, units in zip(book.bids, made.units, strict=True):
        assert 0 <= units <= bid.units and units % clearing.lot == 0
        if bid.level == clearing.level:
            assert abs(units * clearing.demand - bid.units * clearing.available) < clearing.lot * clearing.demand


@given(sales())
def test_money__of_all_bids__one_price_for_all_and_nothing_left_over(made: Sale) -> None:
    book = made.book
    clearing = clear(book.offer, book.for_sale, book.demand)
    changes = [change(book.offer, bid, clearing) for bid in book.bids]
    costs = [book.paid(bid) - back for bid, back in zip(book.bids, changes, strict=True)]
    assert min(changes) >= 0
    assert costs == [units * book.offer.price_at(clearing.level) for units in made.units]
    assert sum(costs) == proceeds(book.offer, clearing)


@given(sales(), st.integers(1, 2**24))
def test_units__more_bid_at_the_margin__never_fewer(made: Sale, more: int) -> None:
    """The last bid of the clearing level made larger gets as many units, or more."""
    book = made.book
    level = clear(book.offer, book.for_sale, book.demand).level
    last = max(i for i, bid in enumerate(book.bids) if bid.level == level)
    wanted = list(made.wanted)
    most = book.for_sale // book.offer.lot
    wanted[last] = (level, min(wanted[last][1] + more, most))
    assert sale(book.offer, most, wanted).units[last] >= made.units[last]


@given(sales(), st.lists(st.tuples(st.integers(0, 4), st.integers(1, 2**24)), max_size=6))
def test_units__bids_at_worse_levels__change_nothing_once_the_book_is_full(
    made: Sale, worse: list[tuple[int, int]]
) -> None:
    book, lots = made.book, made.book.for_sale // made.book.offer.lot
    clearing = clear(book.offer, book.for_sale, book.demand)
    if clearing.placed < book.for_sale:
        worse = []
    more = [(level, min(asked, lots)) for level, asked in worse if clearing.level < level < book.offer.levels]
    again = sale(book.offer, lots, [*made.wanted, *more])
    assert clear(book.offer, book.for_sale, again.book.demand) == clearing
    assert again.units == made.units + [0] * len(more)


@given(sales())
def test_units__bid_split_in_lots__as_many_together(made: Sale) -> None:
    """Nobody gains a unit by bidding in parts."""
    book = made.book
    clearing, lot = clear(book.offer, book.for_sale, book.demand), book.offer.lot
    for bid in book.bids:
        cut = bid.units // lot // 2 * lot
        parts = [(bid.place, cut), (bid.place + cut, bid.units - cut)]
        got = [allotted(Bid(bid.investor, bid.level, place, units), clearing) for place, units in parts if units]
        assert sum(got) == allotted(bid, clearing)


@given(sales(most=12))
def test_units__of_a_small_sale__those_of_the_sale_lot_by_lot(made: Sale) -> None:
    book, lot = made.book, made.book.offer.lot
    bids = [Bid(bid.investor, bid.level, bid.place // lot, bid.units // lot) for bid in book.bids]
    assert made.units == [lots * lot for lots in sell(bids, book.for_sale // lot)]


def test_units__every_book_of_three_bids_for_four_lots__those_of_the_sale_lot_by_lot() -> None:
    offer = Offer(kind=OfferKind.COUPON_BIDS, levels=2, step=1, price=1, minimum=1)
    choices = list(product(range(2), range(1, 5)))
    for wanted in product(choices, repeat=3):
        made = sale(offer, 4, list(wanted))
        assert made.units == sell(made.book.bids, 4), wanted
