# SPDX-License-Identifier: Apache-2.0
"""Payment tokens that don't behave: a trade is refused by name with nothing moved, and cash paid in is nobody else's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.desk_instruction import DUE, instruct
from tests.contracts.desk_world import HELD, MAKER, MONEY, PRICE, TAKER, VENUE, DeskWorld
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED
from tests.support.roles import actor

CASH = 100 * PRICE


def world_in(kind: str) -> DeskWorld:
    """The deal was given away before the token went wrong: it could not have been sold in it."""
    world = DeskWorld()
    bad = world.platform.money(kind)
    code = world.chain.code(bad.address)
    world.chain.place(world.money.address, code)
    world.money = Contract(world.chain, kind, world.money.address)
    for party in (MAKER, TAKER):
        world.money.send("approve", world.desk.address, UNLIMITED, by=party.address)
    return world


def test_world__in_a_token_that_only_changed_its_code__trades_as_before() -> None:
    """So that what follows is the fault of the token alone."""
    world = world_in("MockPaymentToken")
    world.fill(world.order())
    assert world.has(MAKER.address) == (HELD - 100, MONEY + CASH)


REFUSALS: dict[str, tuple[str, dict[str, Any]]] = {
    "MockFeeToken": ("SettlementDesk_AmountReceived", {"expected": CASH, "received": CASH - CASH // 100}),
    "MockHollowToken": ("SettlementDesk_AmountReceived", {"expected": CASH, "received": 0}),
    "MockFalseToken": ("SafeERC20FailedOperation", {}),
}


def charging(world: DeskWorld) -> DeskWorld:
    if world.money.name == "MockFeeToken":
        world.money.send("charge", True, by=actor("issuer"))
    return world


@pytest.mark.parametrize("sells", [True, False], ids=["maker sells", "maker buys"])
@pytest.mark.parametrize("kind", list(REFUSALS))
def test_fill__token_that_does_not_deliver__refused_and_nothing_moved(kind: str, sells: bool) -> None:
    world = charging(world_in(kind))
    error, values = REFUSALS[kind]
    with refused_whole(world.chain, error, **(values or {"token": world.money.address})):
        world.fill(world.order(sells=sells))


@pytest.mark.parametrize("kind", list(REFUSALS))
def test_pay_in__token_that_does_not_deliver__refused_and_nothing_is_promised(kind: str) -> None:
    world = charging(world_in(kind))
    given = instruct(world)
    error, values = REFUSALS[kind]
    with refused_whole(world.chain, error, **(values or {"token": world.money.address})):
        given.pay(CASH)


def test_fill__venue_gets_less_than_its_fee__refused_whole() -> None:
    world = world_in("MockBlockingToken")
    world.money.send("block_", VENUE, by=actor("issuer"))
    with refused_whole(world.chain, "MockBlockingToken_Blocked", account=VENUE):
        world.fill(world.order(venue=VENUE, venue_fee=100))
    world.fill(world.order(), 10)


def test_fill__token_that_returns_nothing__works() -> None:
    world = DeskWorld("MockSilentToken")
    world.fill(world.order())
    assert world.has(MAKER.address) == (HELD - 100, MONEY + CASH)


def test_instruction__in_a_token_that_returns_nothing__works() -> None:
    world = DeskWorld("MockSilentToken")
    given = instruct(world)
    given.pay()
    given.settle()
    assert world.has(MAKER.address) == (HELD - 100, MONEY + CASH)


def test_settle__fee_switched_on_after_it_was_paid__refused_and_all_of_it_comes_back() -> None:
    """The desk sends what it holds; what the token keeps on the way is between token and buyer."""
    world = world_in("MockFeeToken")
    world.money.send("charge", False, by=actor("issuer"))
    given, other = instruct(world), instruct(world)
    given.pay()
    other.pay(DUE // 2)
    world.money.send("charge", True, by=actor("issuer"))
    with refused_whole(world.chain, "SettlementDesk_AmountReceived", expected=DUE, received=DUE - DUE // 100):
        given.settle()
    given.cancel()
    given.take_back()
    assert world.cash(world.desk.address) == other.paid == DUE // 2


@pytest.mark.parametrize("act", ["settle", "take_back"])
def test_desk__token_takes_more_from_it_than_it_sends__refused_as_that_is_other_buyers_cash(act: str) -> None:
    world = DeskWorld("MockSurchargeToken")
    given, other = instruct(world), instruct(world)
    given.pay()
    other.pay()
    if act == "take_back":
        given.cancel()
    world.money.send("charge", True, by=actor("issuer"))
    with refused_whole(world.chain, "SettlementDesk_AmountSent", expected=DUE, sent=DUE + DUE // 100):
        getattr(given, act)()
    world.money.send("charge", False, by=actor("issuer"))
    getattr(given, act)()
    assert world.cash(world.desk.address) == other.paid == DUE


@pytest.mark.parametrize("blocked", ["seller", "buyer"])
def test_instruction__a_side_the_token_refuses_to_pay__harms_nobody_else(blocked: str) -> None:
    world = world_in("MockBlockingToken")
    given, other = instruct(world), instruct(world, by=TAKER.address, buyer=MAKER.address)
    given.pay()
    wallet = MAKER.address if blocked == "seller" else TAKER.address
    world.money.send("block_", wallet, by=actor("issuer"))
    if blocked == "seller":
        with refused_whole(world.chain, "MockBlockingToken_Blocked", account=wallet):
            given.settle()
        given.cancel()
        given.take_back()
        assert world.cash(TAKER.address) == MONEY
    else:
        other.pay(DUE, by=MAKER.address)
        given.settle()
        assert world.units(TAKER.address) == HELD + 100
        assert world.cash(world.desk.address) == other.paid == DUE
