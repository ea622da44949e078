# SPDX-License-Identifier: Apache-2.0
"""Fills of a single unit, by the thousand: nobody gains a smallest unit by the size of a fill."""

from __future__ import annotations

from dataclasses import astuple

from tests.contracts.desk_world import FEE_CAP, MAKER, MONEY, TAKER, VENUE, DeskWorld, Order
from tests.support.contract import calldata
from tests.support.deal import UNLIMITED
from tests.support.roles import actor

FILLS = 10_000
PRICE = 9_999_997
"""A prime number of smallest units, of which no fee is a whole number."""
FEE = FEE_CAP * 100


def junior_world(fee: int) -> tuple[DeskWorld, Order]:
    """The maker holds all junior units and offers them."""
    world = DeskWorld()
    junior = world.deal.tokens[2]
    for role, units in (("junior_investor", 7_500), ("senior_investor", 2_500)):
        junior.send("transfer", MAKER.address, units, by=actor(role))
    junior.send("approve", world.desk.address, UNLIMITED, by=MAKER.address)
    venue = {"venue": VENUE, "venue_fee": fee} if fee else {}
    return world, world.order(token=junior.address, units=FILLS, price=PRICE, **venue)


def fill_unit_by_unit(world: DeskWorld, order: Order, fills: int) -> None:
    data = calldata("SettlementDesk", "fill", astuple(order), world.sign(order), 1)
    for _ in range(fills):
        accepted, _ = world.chain.attempt(TAKER.address, world.desk.address, data)
        assert accepted


def test_fill__10_000_times_one_unit__costs_what_one_fill_of_all_does() -> None:
    single, order = junior_world(0)
    fill_unit_by_unit(single, order, FILLS)
    whole, same = junior_world(0)
    whole.fill(same)
    for party in (MAKER.address, TAKER.address):
        assert single.cash(party) == whole.cash(party)
        assert single.deal.tokens[2].read("balanceOf", party) == whole.deal.tokens[2].read("balanceOf", party)
    assert single.cash(TAKER.address) == MONEY - FILLS * PRICE
    assert single.filled(order) == FILLS


def test_fill__unit_by_unit_with_a_fee__taker_pays_the_same_and_what_is_rounded_is_the_maker_s() -> None:
    fills = 500
    single, order = junior_world(FEE)
    fill_unit_by_unit(single, order, fills)
    whole, same = junior_world(FEE)
    whole.fill(same, fills)
    assert single.cash(TAKER.address) == whole.cash(TAKER.address) == MONEY - fills * PRICE
    once, often = fills * PRICE * FEE // 10**6, fills * (PRICE * FEE // 10**6)
    assert (whole.cash(VENUE), single.cash(VENUE)) == (once, often)
    assert often < once
    assert single.cash(MAKER.address) == MONEY + fills * PRICE - often
