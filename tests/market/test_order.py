# SPDX-License-Identifier: Apache-2.0
"""An order that can't be one is not made, and everything wrong with it is said at once."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.market.order import ANYBODY, CANCELLED, Nonce, Order, OrderError, Side
from tests.market.orders import MAKER, ORDER, order
from tests.support.roles import actor


@pytest.mark.parametrize(
    ("field", "bad", "rule"),
    [
        ("maker", ANYBODY, "maker: 0x0000000000000000000000000000000000000000: must not be the zero address"),
        ("token", ANYBODY, "must not be the zero address"),
        ("payment_token", ANYBODY, "must not be the zero address"),
        ("token", actor("token").lower(), "must be an address in checksum form"),
        ("units", 0, "units: 0: must be from 1 to 281474976710654"),
        ("units", CANCELLED, "units: 281474976710655: must be from 1 to 281474976710654"),
        ("price", 0, "price: 0: must be from 1"),
        ("price", 2**128, "price: 340282366920938463463374607431768211456: must be from 1"),
        ("minimum_fill", 101, "minimum_fill: 101: must be from 0 to 100"),
        ("venue_fee", 1_000_001, "venue_fee: 1000001: must be from 0 to 1000000"),
        ("venue_fee", 1, "venue_fee: 1: needs a venue"),
        ("income_per_unit", 2**256, "income_per_unit: "),
        ("nonce", Nonce(2**64, 0, 0), "nonce.epoch: 18446744073709551616: must be from 0"),
        ("nonce", Nonce(0, 2**184, 0), "nonce.word: "),
        ("nonce", Nonce(0, 0, 5), "nonce.place: 5: must be from 0 to 4"),
        ("expiry", -1, "expiry: -1: must be from 0"),
        ("counterparty", MAKER.address, "is the maker; nobody trades with himself"),
    ],
)
def test_order__one_field_out_of_bounds__refused_with_field_value_and_rule(field: str, bad: Any, rule: str) -> None:
    with pytest.raises(OrderError) as refusal:
        order(**{field: bad})
    assert rule in refusal.value.message


def test_order__several_faults__all_of_them() -> None:
    with pytest.raises(OrderError) as refusal:
        order(units=0, price=0, minimum_fill=0, nonce=Nonce(0, 0, 9))
    assert [line.split(":")[0] for line in refusal.value.message.splitlines()] == [
        "not an order",
        "units",
        "price",
        "nonce.place",
    ]


@pytest.mark.parametrize("nonce", [Nonce(0, 0, 0), Nonce(2**64 - 1, 2**184 - 1, 4), Nonce(3, 7, 2)])
def test_nonce__packed_and_back__the_same(nonce: Nonce) -> None:
    assert Nonce.unpack(nonce.packed) == nonce
    assert nonce.packed.to_bytes(32, "big") == (
        nonce.epoch.to_bytes(8, "big") + nonce.word.to_bytes(23, "big") + bytes([nonce.place])
    )


def test_as_tuple__of_an_order__the_struct_in_its_order() -> None:
    buys = order(side=Side.BUY, nonce=Nonce(1, 0, 2))
    assert len(buys.as_tuple()) == 13
    assert (buys.as_tuple()[3], buys.as_tuple()[11], ORDER.as_tuple()[3]) == (False, (1 << 192) + 2, True)


@pytest.mark.parametrize(
    ("filled", "left", "smallest"), [(0, 100, 10), (95, 5, 5), (100, 0, 0), (120, 0, 0), (CANCELLED, 0, 0)]
)
def test_left__by_what_its_place_holds__and_the_smallest_fill(filled: int, left: int, smallest: int) -> None:
    given: Order = order()
    assert given.left(filled) == left
    assert given.smallest_fill(left) == smallest


def test_smallest_fill__no_minimum__one_unit() -> None:
    assert order(minimum_fill=0).smallest_fill(100) == 1
