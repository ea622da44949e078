# SPDX-License-Identifier: Apache-2.0
"""The program after closing: the coupon that was bid, units and balance of what was placed, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.compile_offers import compile_offers
from regalia.domain.offering.clearing import Clearing, clear
from regalia.domain.offering.complete import PlacementError, complete
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from tests.domain.term_sheets import terms

SENIOR_COUPON = 98_750
"""9.875%, of the plain note: 1,000 units, a balance of 100,000.50; its junior class has 500 units."""
ALL_JUNIOR = Clearing(0, 500, 500, 500, 1)


def note() -> Terms:
    bids = {"kind": "coupon", "up_to": "10.875%", "step": "0.25%"}
    return terms(tranches__0__offer={"bids": bids, "minimum": 600})


def test_complete__everything_placed_at_level_0__the_program_as_it_was() -> None:
    deal = note()
    program, offers = compile_terms(deal), compile_offers(deal)
    sold = [clear(offers[0], 1_000, [1_200, 0, 0, 0, 0]), clear(offers[1], 500, [500])]
    assert complete(program, offers, sold, [0, 0]) == program


def test_complete__fewer_units_at_a_higher_coupon__balance_in_proportion_and_all_else_the_same() -> None:
    deal = note()
    program, offers = compile_terms(deal), compile_offers(deal)
    sold = [clear(offers[0], 1_000, [500, 0, 0, 250, 0]), ALL_JUNIOR]
    after = complete(program, offers, sold, [0, 0])
    senior = after.tranches[0]
    assert (senior.coupon, senior.units, senior.original_balance) == (106_250, 750, 75_000_375_000)
    before = replace(senior, coupon=SENIOR_COUPON, units=1_000, original_balance=100_000_500_000)
    assert replace(after, tranches=(before, after.tranches[1])) == program
    assert len(after.pack()) == len(program.pack())


def test_complete__retained_units__are_placed_beside_those_sold() -> None:
    deal = terms(retentions=[{"holder": "label", "tranche": "junior", "share": "5%"}])
    program, offers = compile_terms(deal), compile_offers(deal)
    sold = [Clearing(0, 1_000, 1_000, 1_000, 1), clear(offers[1], 475, [475], 25)]
    assert complete(program, offers, sold, [0, 25]) == program


@pytest.mark.parametrize(
    ("placed", "retained", "rule"),
    [
        (0, 0, "units placed: 0: must be 1 to the 500 of junior"),
        (476, 25, "units placed: 501: must be 1 to the 500 of junior"),
    ],
)
def test_complete__units_the_tranche_does_not_have__refused(placed: int, retained: int, rule: str) -> None:
    deal = note()
    sold = [Clearing(0, 1_000, 1_000, 1_000, 1), Clearing(0, placed, placed, placed, 1)]
    with pytest.raises(PlacementError) as caught:
        complete(compile_terms(deal), compile_offers(deal), sold, [0, retained])
    assert caught.value.message == rule
    assert caught.value.hint and isinstance(caught.value, RegaliaError)


def test_complete__balance_that_does_not_divide__refused() -> None:
    program = compile_terms(terms(tranches__1__units=499))
    offers = [Offer(price=1, minimum=1), Offer(kind=OfferKind.PRICE_BIDS, levels=2, step=1, price=9, minimum=1)]
    sold = [Clearing(0, 1_000, 1_000, 1_000, 1), Clearing(1, 100, 100, 100, 1)]
    with pytest.raises(PlacementError, match="units placed: 100: of 499, the balance of junior, 50000000000, has no"):
        complete(program, offers, sold, [0, 0])
