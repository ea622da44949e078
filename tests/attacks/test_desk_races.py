# SPDX-License-Identifier: Apache-2.0
"""Who comes first: permits used by somebody else, cancelling against filling, two orders in one place, two takers of one order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount

from tests.contracts.desk_world import (
    ATTACKER,
    HELD,
    MAKER,
    MONEY,
    PRICE,
    STRANGER,
    TAKER,
    DeskWorld,
    nonce_of,
    undone_world,
)
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract, calldata
from tests.support.roles import key_of

SECOND = key_of("second taker")
DEADLINE = 2**40
PERMIT = {
    "Permit": [
        {"name": name, "type": "address" if name in ("owner", "spender") else "uint256"}
        for name in ("owner", "spender", "value", "nonce", "deadline")
    ]
}
Permit = tuple[int, int, int, bytes, bytes]
"""Value, deadline, v, r, s."""


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


def permit(token: Contract, owner: LocalAccount, spender: str, value: int) -> Permit:
    _, name, version, chain_id, verifying, _, _ = token.read("eip712Domain")
    domain = {"name": name, "version": version, "chainId": chain_id, "verifyingContract": verifying}
    nonce = token.read("nonces", owner.address)
    fields = {"owner": owner.address, "spender": spender, "value": value, "nonce": nonce, "deadline": DEADLINE}
    signed = owner.sign_message(encode_typed_data(domain, PERMIT, fields))
    return value, DEADLINE, signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big")


@pytest.mark.parametrize("stolen", [False, True], ids=["permit alone", "used by the attacker first"])
@pytest.mark.parametrize("sells", [True, False], ids=["taker pays", "taker delivers"])
def test_permit__with_the_fill_in_one_transaction__filled_whoever_used_it(sells: bool, stolen: bool) -> None:
    world = DeskWorld()
    order = world.order(sells=sells)
    token, value = (world.money, 100 * PRICE) if sells else (world.token, 100)
    token.send("approve", world.desk.address, 0, by=TAKER.address)
    signed = permit(token, TAKER, world.desk.address, value)
    if stolen:
        token.send("permit", TAKER.address, world.desk.address, *signed, by=ATTACKER.address)
    acts = [calldata("SettlementDesk", "permit", token.address, *signed), world.fill_data(order)]
    world.desk.send("multicall", acts, by=TAKER.address)
    assert world.filled(order) == 100
    assert token.read("allowance", TAKER.address, world.desk.address) == 0


def test_permit__good_for_nothing__what_follows_says_what_is_missing() -> None:
    world = DeskWorld()
    world.money.send("approve", world.desk.address, 0, by=TAKER.address)
    signed = permit(world.money, ATTACKER, world.desk.address, 100 * PRICE)
    acts = [calldata("SettlementDesk", "permit", world.money.address, *signed), world.fill_data(world.order())]
    short = {"spender": world.desk.address, "allowance": 0, "needed": 100 * PRICE}
    with refused_whole(world.chain, "ERC20InsufficientAllowance", **short):
        world.desk.send("multicall", acts, by=TAKER.address)


def test_permit__handed_in_by_the_attacker__is_for_the_attacker_only(world: DeskWorld) -> None:
    """The desk names whoever calls as owner: a permit of somebody else gives nothing there."""
    signed = permit(world.token, TAKER, world.desk.address, 1)
    world.desk.send("permit", world.token.address, *signed, by=ATTACKER.address)
    assert world.token.read("nonces", TAKER.address) == 0
    assert world.token.read("allowance", ATTACKER.address, world.desk.address) == 0


@pytest.mark.parametrize("way", ["cancel", "cancelAll"])
def test_cancel__comes_before_the_fill__the_taker_is_refused_and_keeps_his_money(world: DeskWorld, way: str) -> None:
    order = world.order()
    world.desk.send(way, *([order.nonce] if way == "cancel" else []), by=MAKER.address)
    error = "Cancelled" if way == "cancel" else "WrongEpoch"
    with refused_whole(world.chain, f"SettlementDesk_{error}"):
        world.fill(order)
    assert world.cash(TAKER.address) == MONEY


def test_cancel__comes_after_a_part_was_filled__the_part_stands_and_no_more(world: DeskWorld) -> None:
    order = world.order()
    world.fill(order, 40)
    world.desk.send("cancel", order.nonce, by=MAKER.address)
    with refused_whole(world.chain, "SettlementDesk_Cancelled", maker=MAKER.address, nonce=order.nonce):
        world.fill(order, 1)
    assert world.units(TAKER.address) == HELD + 40


def test_two_orders__in_one_place__share_what_is_filled(world: DeskWorld) -> None:
    """A maker who signs the same nonce again replaces an order: both together never give more than the larger."""
    first, second = world.order(units=60), world.order(units=100, price=PRICE + 1)
    world.fill(first, 50)
    with refused_whole(world.chain, "SettlementDesk_TooManyUnits", left=50, wanted=51):
        world.fill(second, 51)
    world.fill(second, 20)
    with refused_whole(world.chain, "SettlementDesk_TooManyUnits", left=0, wanted=1):
        world.fill(first, 1)
    world.fill(second, 30)
    assert world.units(MAKER.address) == HELD - 100


def test_two_orders__in_neighbouring_places_at_their_limits__never_spill_over(world: DeskWorld) -> None:
    most = 2**48 - 2
    for place in (0, 1, 2):
        world.fill(world.order(units=most, nonce=nonce_of(0, place)), 20)
    world.desk.send("cancel", 1, by=MAKER.address)
    assert world.desk.read("wordOf", MAKER.address, 0) == 20 | (2**48 - 1) << 48 | 20 << 96


def test_two_makers__with_the_same_nonce__know_nothing_of_each_other(world: DeskWorld) -> None:
    world.fill(world.order(), 10)
    mine = world.order(maker=TAKER.address)
    world.fill(mine, 30, by=MAKER.address, signature=world.sign(mine, TAKER))
    assert (world.filled(world.order()), world.filled(mine)) == (10, 30)


def test_two_takers__of_one_order__the_second_gets_what_is_left_or_nothing(world: DeskWorld) -> None:
    world.bring(SECOND.address)
    order = world.order()
    world.fill(order, 70)
    with refused_whole(world.chain, "SettlementDesk_TooManyUnits", left=30, wanted=70):
        world.fill(order, 70, by=SECOND.address)
    world.fill(order, 30, by=SECOND.address)
    assert world.units(MAKER.address) == HELD - 100


def test_fill__seen_and_copied_by_an_attacker__must_pay_like_anybody(world: DeskWorld) -> None:
    """He takes the order if he is quicker, at its price; one he was not named in he can't take."""
    with refused("ERC20InsufficientAllowance"):
        world.platform.admit(ATTACKER.address)
        world.fill(world.order(), by=ATTACKER.address)
    named = world.order(counterparty=TAKER.address, nonce=1)
    with refused("SettlementDesk_OtherCounterparty", counterparty=TAKER.address, taker=STRANGER):
        world.fill(named, by=STRANGER)
