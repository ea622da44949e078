# SPDX-License-Identifier: Apache-2.0
"""A trader buys in front of a payment date and sells behind it, or uses what makers signed long ago: he pays for what he gets.

A plain transfer around the date is in ``test_same_block_buyer.py``.
"""

from __future__ import annotations

import pytest

from tests.contracts.desk_world import HELD, MAKER, MONEY, PRICE, TAKER, DeskWorld
from tests.support import sample
from tests.support.chain import refused_whole
from tests.support.deal import Report
from tests.support.roles import actor

RECEIVED = 100_000 * sample.USD
UNITS = 100
COUPON = UNITS * sample.SENIOR_UNIT
"""What a date pays on as many units."""


@pytest.fixture
def world() -> DeskWorld:
    """The first date can be executed; every act until then is in the same block."""
    return DeskWorld()


def due(world: DeskWorld) -> Report:
    world.deal.pay_royalty(RECEIVED)
    report = world.deal.report(RECEIVED)
    world.deal.reach(1)
    world.deal.submit(report)
    return report


def wealth(world: DeskWorld, party: str) -> int:
    """Money, income to claim, and units at the price without the income of the date that is due."""
    owed = int(world.token.read("entitlementOf", party))
    return world.cash(party) + owed + world.units(party) * PRICE


def test_trader__buys_before_and_sells_after_at_orders_signed_with_the_income_in_mind__gets_none_of_it(
    world: DeskWorld,
) -> None:
    """The maker sold with the coupon in the price, and bids without it; the two prices differ by the coupon."""
    report = due(world)
    before = wealth(world, TAKER.address)
    cum, ex = PRICE + sample.SENIOR_UNIT, PRICE
    world.fill(world.order(price=cum, income_per_unit=0))
    world.deal.execute(report, by=TAKER.address)
    bid = world.order(sells=False, price=ex, nonce=1, income_per_unit=world.per_unit())
    world.fill(bid)
    own = HELD * sample.SENIOR_UNIT
    assert wealth(world, TAKER.address) - before == own
    assert wealth(world, MAKER.address) == MONEY + HELD * PRICE + own


@pytest.mark.parametrize("sells", [True, False])
def test_trader__fills_an_order_of_before_the_date_behind_it__refused_whole(world: DeskWorld, sells: bool) -> None:
    """A bid for units with the coupon, or an offer without it, is not good any more once the coupon has gone."""
    report = due(world)
    order = world.order(sells=sells, income_per_unit=0)
    world.deal.execute(report, by=TAKER.address)
    distributed = world.per_unit()
    with refused_whole(world.chain, "SettlementDesk_IncomeDistributed", asSeen=0, distributed=distributed):
        world.fill(order)
    assert world.has(TAKER.address) == world.has(MAKER.address) == (HELD, MONEY)


@pytest.mark.parametrize("sells", [True, False])
def test_trader__holds_the_date_back_to_fill_an_order_of_behind_it__refused_whole(
    world: DeskWorld, sells: bool
) -> None:
    """An order meant for after the date states an income that was not distributed yet."""
    report = due(world)
    with world.chain.undone():
        world.deal.execute(report)
        later = world.per_unit()
    order = world.order(sells=sells, income_per_unit=later - 1)
    world.fill(order, 1)  # at most that much: before the date it is good for the maker, too
    world.deal.execute(report)
    with refused_whole(world.chain, "SettlementDesk_IncomeDistributed", asSeen=later - 1, distributed=later):
        world.fill(order, 1)


def test_trader__brackets_the_date_between_two_transfers_he_does_not_own__has_nothing_to_bracket(
    world: DeskWorld,
) -> None:
    """Nobody lends without being asked: no pool holds units, so none are there to be borrowed for a block."""
    report = due(world)
    reserves = {part: world.units(getattr(world.deal, part).address) for part in ("deal", "escrow", "offering")}
    assert set(reserves.values()) == {0} and world.units(world.desk.address) == 0
    world.deal.execute(report, by=actor("attacker"))
    assert world.token.read("entitlementOf", actor("attacker")) == 0


def test_trader__executes_the_date_between_his_own_two_fills__earns_the_coupon_he_held_for(world: DeskWorld) -> None:
    """What makers get who don't care for the date: known issue 5. The order must say so, and says it by its highest number."""
    report = due(world)
    before = wealth(world, TAKER.address)
    world.fill(world.order())
    world.deal.execute(report, by=TAKER.address)
    world.fill(world.order(sells=False, nonce=1))
    gained = wealth(world, TAKER.address) - before
    assert gained == HELD * sample.SENIOR_UNIT + COUPON
    assert wealth(world, MAKER.address) == MONEY + HELD * PRICE + HELD * sample.SENIOR_UNIT - COUPON
