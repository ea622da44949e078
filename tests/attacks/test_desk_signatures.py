# SPDX-License-Identifier: Apache-2.0
"""Orders used again, elsewhere, or changed; signatures in another shape; makers whose contract can't make up its mind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace
from typing import Any

import pytest

from tests.contracts.desk_world import (
    ATTACKER,
    EXPIRY,
    HELD,
    MAKER,
    MONEY,
    NOBODY,
    PRICE,
    STRANGER,
    TAKER,
    DeskWorld,
    undone_world,
)
from tests.support.chain import RefusedError, refused, refused_whole
from tests.support.contract import Contract
from tests.support.roles import key_of

CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
OWNER = key_of("owner")
REFUSING, GARBAGE, REVERTING, BURNING = 1, 2, 3, 4
"""Moods of ``MockContractSigner``; 0 is honest."""


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


def test_order__filled_and_handed_in_again__nothing_is_left(world: DeskWorld) -> None:
    order = world.order()
    signature = world.sign(order)
    world.fill(order, signature=signature)
    with refused_whole(world.chain, "SettlementDesk_TooManyUnits", left=0, wanted=1):
        world.fill(order, 1, signature=signature)


@pytest.mark.parametrize(
    "domain",
    [{"chain_id": 1}, {"name": "Regalia TrancheToken"}, {"version": "2"}, {"desk": STRANGER}],
    ids=lambda domain: next(iter(domain)),
)
def test_order__signed_for_another_domain__refused(world: DeskWorld, domain: dict[str, Any]) -> None:
    order = world.order()
    with refused_whole(world.chain, "SettlementDesk_BadSignature", maker=MAKER.address, orderHash=world.digest(order)):
        world.fill(order, signature=world.sign(order, **domain))


def test_order__of_one_desk__refused_at_the_other(world: DeskWorld) -> None:
    """Both have the leave of both parties."""
    other, order = world.deploy_desk(), world.order()
    for party in (MAKER, TAKER):
        for token in (world.token, world.money):
            token.send("approve", other.address, MONEY, by=party.address)
    with refused("SettlementDesk_BadSignature", maker=MAKER.address, orderHash=other.read("hashOf", astuple(order))):
        other.send("fill", astuple(order), world.sign(order), 1, by=TAKER.address)
    world.fill(order)


def test_order__chain_id_changed_under_the_desk__old_ones_refused_and_new_ones_good(world: DeskWorld) -> None:
    order = world.order()
    fork = world.chain.fork(2)
    desk, token = (Contract(fork, c.name, c.address) for c in (world.desk, world.token))
    with refused("SettlementDesk_BadSignature"):
        desk.send("fill", astuple(order), world.sign(order), 10, by=TAKER.address)
    desk.send("fill", astuple(order), world.sign(order, chain_id=2), 10, by=TAKER.address)
    assert token.read("balanceOf", MAKER.address) == HELD - 10
    assert world.units(MAKER.address) == HELD


CHANGED: dict[str, object] = {
    "maker": TAKER.address,
    "token": STRANGER,
    "payment_token": STRANGER,
    "sells": False,
    "units": 101,
    "price": PRICE - 1,
    "minimum_fill": 1,
    "counterparty": TAKER.address,
    "venue": ATTACKER.address,
    "venue_fee": 1,
    "income_per_unit": 0,
    "nonce": 1,
    "expiry": EXPIRY + 1,
}


@pytest.mark.parametrize("field", list(CHANGED))
def test_order__a_field_changed_after_it_was_signed__refused(world: DeskWorld, field: str) -> None:
    order = world.order()
    changed = replace(order, **{field: CHANGED[field]})  # type: ignore[arg-type]
    with refused("SettlementDesk_BadSignature", maker=changed.maker, orderHash=world.digest(changed)):
        world.fill(changed, 1, signature=world.sign(order))


def test_signature__by_another_key__refused(world: DeskWorld) -> None:
    order = world.order()
    with refused_whole(world.chain, "SettlementDesk_BadSignature"):
        world.fill(order, signature=world.sign(order, ATTACKER))


def test_signature__other_root_of_the_same__refused(world: DeskWorld) -> None:
    """(r, n − s) with the other parity is a signature of the same key; only the lower of the two is taken."""
    order = world.order()
    signature = world.sign(order)
    r, s, v = signature[:32], int.from_bytes(signature[32:64], "big"), signature[64]
    other = r + (CURVE_ORDER - s).to_bytes(32, "big") + bytes([55 - v])
    with refused_whole(world.chain, "SettlementDesk_BadSignature"):
        world.fill(order, signature=other)
    world.fill(order, signature=signature)


@pytest.mark.parametrize("shape", ["empty", "short", "two words", "long", "parity 0", "zeros", "greatest"])
def test_signature__in_another_shape__refused(world: DeskWorld, shape: str) -> None:
    order = world.order()
    signature = world.sign(order)
    high = (int.from_bytes(signature[32:64], "big") | (signature[64] - 27) << 255).to_bytes(32, "big")
    shaped = {
        "empty": b"",
        "short": signature[:64],
        "two words": signature[:32] + high,
        "long": signature + b"\0",
        "parity 0": signature[:64] + bytes([signature[64] - 27]),
        "zeros": bytes(65),
        "greatest": b"\xff" * 65,
    }[shape]
    with refused_whole(world.chain, "SettlementDesk_BadSignature"):
        world.fill(order, signature=shaped)


@pytest.mark.parametrize("signature", [b"", bytes(65), b"\xff" * 65], ids=["empty", "zeros", "greatest"])
def test_signature__for_nobody__refused(world: DeskWorld, signature: bytes) -> None:
    """What recovers to nobody is no signature of nobody."""
    with refused_whole(world.chain, "SettlementDesk_BadSignature"):
        world.fill(world.order(maker=NOBODY), signature=signature)


def test_calldata__addresses_and_sides_with_bits_that_mean_nothing__refused(world: DeskWorld) -> None:
    """No two calls are of one order."""
    data = bytearray(world.fill_data(world.order()))
    before = world.chain.storage()
    for place in (4, 4 + 32, 4 + 64, 4 + 7 * 32, 4 + 8 * 32, 4 + 3 * 32):
        dirty = data[:place] + b"\1" + data[place + 1 :]
        with pytest.raises(RefusedError):
            world.chain.send(TAKER.address, world.desk.address, bytes(dirty))
    dirty = data[: 4 + 4 * 32 - 1] + b"\2" + data[4 + 4 * 32 :]
    with pytest.raises(RefusedError):
        world.chain.send(TAKER.address, world.desk.address, bytes(dirty))
    assert world.chain.storage() == before
    world.chain.send(TAKER.address, world.desk.address, bytes(data))


@pytest.mark.parametrize("mood", [REFUSING, GARBAGE, REVERTING, BURNING])
def test_contract_maker__says_no_or_nonsense_or_burns_gas__refused(world: DeskWorld, mood: int) -> None:
    safe = world.contract_party("MockContractSigner", OWNER.address)
    order = world.order(maker=safe.address)
    safe.send("setMood", mood, by=ATTACKER.address)
    with refused_whole(world.chain, "SettlementDesk_BadSignature", maker=safe.address, orderHash=world.digest(order)):
        world.fill(order, signature=world.sign(order, OWNER))


def test_contract_maker__changes_its_mind__asked_at_each_fill_and_filled_no_more_than_it_offered(
    world: DeskWorld,
) -> None:
    safe = world.contract_party("MockContractSigner", OWNER.address)
    order = world.order(maker=safe.address)
    signature = world.sign(order, OWNER)
    world.fill(order, 60, signature=signature)
    safe.send("setMood", REFUSING, by=ATTACKER.address)
    with refused_whole(world.chain, "SettlementDesk_BadSignature"):
        world.fill(order, 10, signature=signature)
    safe.send("setMood", 0, by=ATTACKER.address)
    with refused_whole(world.chain, "SettlementDesk_TooManyUnits", left=40, wanted=41):
        world.fill(order, 41, signature=signature)
    world.fill(order, 40, signature=signature)
    assert world.has(safe.address) == (HELD - 100, MONEY + 100 * PRICE)


def test_contract_maker__owner_of_two__his_signature_is_good_for_the_one_it_names(world: DeskWorld) -> None:
    first = world.contract_party("MockContractSigner", OWNER.address)
    second = Contract.deploy(world.chain, "MockContractSigner", OWNER.address, by=STRANGER)
    order = world.order(maker=first.address)
    elsewhere = replace(order, maker=second.address)
    with refused("SettlementDesk_BadSignature", maker=second.address, orderHash=world.digest(elsewhere)):
        world.fill(elsewhere, signature=world.sign(order, OWNER))
