# SPDX-License-Identifier: Apache-2.0
"""Rows P11 and P12: units against money. Each side gets back its own, no number is used twice, both legs move or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contracts.desk_instruction import DUE, Instruction, instruct
from tests.contracts.desk_world import HELD, MAKER, MONEY, PRICE, STRANGER, TAKER, VENUE, DeskWorld, undone_world
from tests.support.chain import RefusedError, refused, refused_whole
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.sample import DAY

Trouble = Callable[[DeskWorld, str, str], Any]
"""In a world, something of its seller or its buyer."""
LONG = 60 * DAY
"""Of a halt: beyond everything here."""
OTHER_HOLDER = actor("other holder")


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


BETWEEN: dict[str, Trouble] = {
    "seller's wallet frozen": lambda w, s, b: order(w.platform, "setAddressFrozen", w.token, s, True),
    "seller halted": lambda w, s, b: halt(w.platform, "haltHolder", w.deal.deal.address, s, until=w.chain.now + LONG),
    "units frozen": lambda w, s, b: order(w.platform, "setFrozenTokens", w.token, s, HELD),
    "units sold elsewhere": lambda w, s, b: w.token.send("transfer", OTHER_HOLDER, HELD, by=s),
    "leave of units taken back": lambda w, s, b: w.token.send("approve", w.desk.address, 0, by=s),
    "buyer's wallet frozen": lambda w, s, b: order(w.platform, "setAddressFrozen", w.token, b, True),
    "buyer halted": lambda w, s, b: halt(w.platform, "haltHolder", w.deal.deal.address, b, until=w.chain.now + LONG),
    "buyer verified no more": lambda w, s, b: w.platform.remove(b),
    "buyer's wallet closed": lambda w, s, b: w.platform.close_wallet(b),
    "tranche paused": lambda w, s, b: order(w.platform, "pause", w.token),
    "tranche halted": lambda w, s, b: halt(w.platform, "haltTranche", w.token.address, until=w.chain.now + LONG),
    "deal halted": lambda w, s, b: halt(w.platform, "haltDeal", w.deal.deal.address, until=w.chain.now + LONG),
}
"""What can come between a promise and its keeping."""
OF_MONEY: dict[str, Trouble] = {
    "money gone": lambda w, s, b: w.money.send("transfer", STRANGER, MONEY, by=b),
    "leave of money taken back": lambda w, s, b: w.money.send("approve", w.desk.address, 0, by=b),
}


def prepared(world: DeskWorld) -> DeskWorld:
    """Somebody else may hold units, too."""
    world.platform.admit(OTHER_HOLDER)
    return world


@pytest.mark.parametrize("trouble", BETWEEN)
def test_p11__delivery_blocked_by_anything__the_buyer_has_his_cash_back_after_expiry(
    world: DeskWorld, trouble: str
) -> None:
    deadline = prepared(world).chain.now + DAY
    given = instruct(world, deadline=deadline)
    given.pay()
    BETWEEN[trouble](world, MAKER.address, TAKER.address)
    with pytest.raises(RefusedError):
        given.settle()
    world.chain.now = deadline
    with refused("SettlementDesk_NotReturnable", deadline=deadline, timestamp=deadline):
        given.take_back()
    world.chain.now = deadline + 1
    given.take_back()
    assert (world.cash(TAKER.address), world.cash(world.desk.address)) == (MONEY, 0)


@pytest.mark.parametrize("paid", [0, 1, DUE])
def test_p11__seller_s_leg__is_never_locked_whatever_the_buyer_does(world: DeskWorld, paid: int) -> None:
    given = instruct(prepared(world))
    if paid:
        given.pay(paid)
    world.token.send("transfer", OTHER_HOLDER, HELD, by=MAKER.address)
    assert world.units(OTHER_HOLDER) == HELD
    given.cancel()
    if paid:
        given.take_back()
    assert world.cash(TAKER.address) == MONEY


def test_p11__one_buyer_the_token_does_not_pay__holds_up_neither_seller_nor_other_buyers() -> None:
    world = DeskWorld("MockBlockingToken")
    first, second = instruct(world), instruct(world)
    for each in (first, second):
        each.pay(1)
    first.cancel()
    second.cancel()
    with world.chain.undone():
        world.money.send("block_", TAKER.address, by=STRANGER)
        with refused_whole(world.chain, "MockBlockingToken_Blocked", account=TAKER.address):
            first.take_back()
        third = instruct(world)
        assert third.status == 1 and third.id == 3
        assert world.units(MAKER.address) == HELD
    for each in (first, second):
        each.take_back()
    assert world.cash(TAKER.address) == MONEY


@pytest.mark.parametrize("end", ["settled", "cancelled", "expired and returned"])
def test_p11__number_of_an_instruction__never_used_again_after_its_end(world: DeskWorld, end: str) -> None:
    given = instruct(world, deadline=world.chain.now + DAY)
    given.pay()
    if end == "settled":
        given.settle()
    elif end == "cancelled":
        given.cancel()
        given.take_back()
    else:
        world.chain.now += DAY + 1
        given.take_back()
    before = world.has(MAKER.address), world.has(TAKER.address), world.cash(world.desk.address)
    acts: tuple[Callable[[Instruction], Any], ...] = (Instruction.pay, Instruction.settle, Instruction.take_back)
    for act in acts:
        with pytest.raises(RefusedError, match="SettlementDesk_"):
            act(given)
    assert (world.has(MAKER.address), world.has(TAKER.address), world.cash(world.desk.address)) == before
    following = instruct(world)
    assert following.id == given.id + 1


@pytest.mark.parametrize("filled", [0, 1, 99, 100])
@pytest.mark.parametrize("way", ["cancel", "cancelAll"])
def test_p11__cancelling_races_a_fill__what_came_first_stands_and_nothing_more(
    world: DeskWorld, way: str, filled: int
) -> None:
    given = world.order()
    if filled:
        world.fill(given, filled)
    world.desk.send(way, *([given.nonce] if way == "cancel" else []), by=MAKER.address)
    for units in (1, given.units - filled, given.units):
        if units:
            with refused("SettlementDesk_Cancelled" if way == "cancel" else "SettlementDesk_WrongEpoch"):
                world.fill(given, units)
    assert world.has(MAKER.address) == (HELD - filled, MONEY + filled * PRICE)
    assert world.has(TAKER.address) == (HELD + filled, MONEY - filled * PRICE)


def test_p11__order_filled_to_its_end__its_nonce_serves_no_second_one(world: DeskWorld) -> None:
    world.fill(world.order())
    for again in (world.order(), world.order(price=PRICE + 1), world.order(sells=False)):
        with refused("SettlementDesk_TooManyUnits", left=0, wanted=1):
            world.fill(again, 1)


@pytest.mark.parametrize("fee", [0, 1, 2_499])
@pytest.mark.parametrize("price", [1, 399, 10**6 + 7])
@pytest.mark.parametrize("sells", [True, False])
def test_p12__partial_fills__the_taker_pays_or_gets_the_exact_price_and_rounding_is_the_maker_s(
    world: DeskWorld, sells: bool, price: int, fee: int
) -> None:
    given = world.order(sells=sells, price=price, venue=VENUE, venue_fee=fee)
    maker, taker, sign = world.cash(MAKER.address), world.cash(TAKER.address), 1 if sells else -1
    signature, venue = world.sign(given), 0
    for units in (1, 2, 3, 5, 89):
        world.fill(given, units, signature=signature)
        venue += units * price * fee // 10**6
        assert world.cash(VENUE) == venue <= given.units * price * fee // 10**6
    whole = given.units * price
    assert world.cash(TAKER.address) == taker - sign * whole
    assert world.cash(MAKER.address) == maker + sign * whole - venue
    assert world.units(MAKER.address) == HELD - sign * given.units


@pytest.mark.parametrize("trouble", BETWEEN | OF_MONEY)
@pytest.mark.parametrize("sells", [True, False])
def test_p12__anything_between_order_and_fill__asked_again_of_both_and_neither_leg_moves(
    world: DeskWorld, sells: bool, trouble: str
) -> None:
    given = prepared(world).order(sells=sells)
    signature = world.sign(given)
    seller, buyer = (MAKER, TAKER) if sells else (TAKER, MAKER)
    (BETWEEN | OF_MONEY)[trouble](world, seller.address, buyer.address)
    before = world.chain.storage()
    with pytest.raises(RefusedError) as refusal:
        world.fill(given, signature=signature)
    assert refusal.value.revert.name.startswith(("TrancheToken_", "ERC20Insufficient", "ERC7943Insufficient"))
    assert world.chain.storage() == before
