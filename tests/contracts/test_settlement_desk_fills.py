# SPDX-License-Identifier: Apache-2.0
"""A fill: units against money, both or neither, for makers and takers of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.desk_world import (
    FIELDS,
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
from tests.support import sample
from tests.support.answering import answering
from tests.support.roles import key_of

BOTH = pytest.mark.parametrize("sells", [True, False], ids=["maker sells", "maker buys"])
YES = 0x1626BA7E << 224


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


@BOTH
def test_fill__whole_order__units_against_money_and_an_event_that_says_all(world: DeskWorld, sells: bool) -> None:
    order = world.order(sells=sells, nonce=nonce_of(7, 3))
    done = world.fill(order)
    units = 100 if sells else -100
    assert world.has(MAKER.address) == (HELD - units, MONEY + units * PRICE)
    assert world.has(TAKER.address) == (HELD + units, MONEY - units * PRICE)
    assert done.only("OrderFilled") == {
        "orderHash": world.digest(order),
        "maker": MAKER.address,
        "taker": TAKER.address,
        "token": world.token.address,
        "sells": sells,
        "units": 100,
        "price": PRICE,
        "fee": 0,
        "nonce": order.nonce,
    }
    assert world.has(world.desk.address) == (0, 0)


@BOTH
def test_fill__in_parts__each_at_the_exact_price_until_all_is_filled(world: DeskWorld, sells: bool) -> None:
    order, sign = world.order(sells=sells, minimum_fill=30), 1 if sells else -1
    for units, filled in ((30, 30), (50, 80), (20, 100)):
        world.fill(order, units)
        assert world.filled(order) == filled
        assert world.has(MAKER.address) == (HELD - sign * filled, MONEY + sign * filled * PRICE)


def test_fill__last_part_below_the_minimum__filled_as_it_is_all_that_is_left(world: DeskWorld) -> None:
    order = world.order(minimum_fill=60)
    world.fill(order, 60)
    world.fill(order, 40)
    assert world.filled(order) == 100


@BOTH
def test_fill__after_income_was_earned__stays_with_the_seller_and_the_next_is_the_buyer_s(
    world: DeskWorld, sells: bool
) -> None:
    world.pay_date()
    world.fill(world.order(sells=sells, income_per_unit=world.per_unit()))
    world.pay_date()
    first, second = HELD * sample.SENIOR_UNIT, world.per_unit() - (sample.SENIOR_UNIT << 48)
    seller, buyer = (MAKER, TAKER) if sells else (TAKER, MAKER)
    for party, units in ((seller, 100), (buyer, 300)):
        owed = world.token.read("entitlementOf", party.address)
        assert owed == first + (units * second >> 48)


def test_fill__named_counterparty__he_alone(world: DeskWorld) -> None:
    order = world.order(counterparty=TAKER.address)
    world.fill(order)
    assert world.filled(order) == 100


def test_fill__price_zero__units_are_given(world: DeskWorld) -> None:
    world.fill(world.order(price=0))
    assert world.has(TAKER.address) == (HELD + 100, MONEY)


def test_fill__order_of_2_to_the_48_less_2_units__largest_that_can_be_told(world: DeskWorld) -> None:
    order = world.order(units=2**48 - 2)
    world.fill(order, 10)
    assert world.filled(order) == 10


def test_fill__five_orders_of_a_word__side_by_side(world: DeskWorld) -> None:
    for place in range(5):
        world.fill(world.order(units=10 + place, nonce=nonce_of(1, place)))
    word = sum(10 + place << 48 * place for place in range(5))
    assert world.desk.read("wordOf", MAKER.address, 1) == word
    assert world.desk.read("wordOf", MAKER.address, 0) == 0
    assert [world.filled(world.order(nonce=nonce_of(1, place))) for place in range(5)] == [10, 11, 12, 13, 14]


def test_fill__several_in_one_transaction__all_of_them(world: DeskWorld) -> None:
    orders = [world.order(units=10, price=PRICE + place, nonce=nonce_of(0, place)) for place in range(3)]
    fills = [world.fill_data(order) for order in orders]
    done = world.desk.send("multicall", fills, by=TAKER.address)
    assert len(done.all("OrderFilled")) == 3
    assert world.has(TAKER.address) == (HELD + 30, MONEY - 30 * PRICE - 30)


@BOTH
def test_fill__maker_is_a_contract__by_its_own_word(world: DeskWorld, sells: bool) -> None:
    safe = world.contract_party("MockContractSigner", key_of("owner").address)
    order = world.order(maker=safe.address, sells=sells)
    world.fill(order, signature=world.sign(order, key_of("owner")))
    assert world.units(safe.address) == (HELD - 100 if sells else HELD + 100)


def test_fill__taker_is_a_contract__as_anybody_else(world: DeskWorld) -> None:
    """No question is asked of ``tx.origin`` or of an account's code."""
    safe = world.contract_party("MockDesk")
    order = world.order()
    safe.send("run", [world.desk.address], [world.fill_data(order)], by=STRANGER)
    assert world.has(safe.address) == (HELD + 100, MONEY - 100 * PRICE)


@pytest.mark.parametrize("way", ["key", "code"])
def test_fill__maker_has_a_key_and_code__either_signs(way: str) -> None:
    """An account that delegates to code (EIP-7702); its code says yes to whatever it is asked."""
    world = DeskWorld()
    world.chain.place(MAKER.address, answering({"isValidSignature(bytes32,bytes)": (YES,)} if way == "code" else {}))
    order = world.order()
    world.fill(order, signature=None if way == "key" else b"")
    assert world.filled(order) == 100


def test_fill__tranche_with_record_dates__units_vote_where_they_are_at_the_end_of_the_second() -> None:
    world = DeskWorld(rules=TransferRules(flags=RuleFlag.RECORD_DATES))
    record = world.chain.now = world.chain.now + 1_000
    world.fill(world.order(), 40)
    world.chain.now = record + 1
    world.fill(world.order(), 60)
    world.chain.now = record + 2
    at = [[int(world.token.read("balanceOfAt", p.address, record + t)) for t in (-1, 0, 1)] for p in (MAKER, TAKER)]
    assert at == [[HELD, HELD - 40, HELD - 100], [HELD, HELD + 40, HELD + 100]]


def test_hash__of_an_order__that_of_eth_account_field_by_field(world: DeskWorld) -> None:
    order = world.order(sells=False, minimum_fill=1, counterparty=TAKER.address, venue=STRANGER, venue_fee=9, nonce=3)
    message = order.message(world.desk.address)
    assert world.digest(order) == keccak(b"\x19" + message.version + message.header + message.body)
    kind = "Order(" + ",".join(f"{type_} {name}" for name, type_ in FIELDS) + ")"
    struct = keccak(encode(["bytes32", *(type_ for _, type_ in FIELDS)], [keccak(text=kind), *astuple(order)]))
    assert message.body == struct
    assert world.digest(replace(order, nonce=4)) != world.digest(order)


def test_domain__of_the_desk__what_wallets_look_up(world: DeskWorld) -> None:
    fields, name, version, chain_id, verifying, _, _ = world.desk.read("eip712Domain")
    assert (bytes(fields), name, version) == (b"\x0f", "Regalia SettlementDesk", "1")
    assert (chain_id, verifying) == (world.chain.chain_id, world.desk.address)
