# SPDX-License-Identifier: Apache-2.0
"""The next free place, by what is filled and by what is promised."""

from __future__ import annotations

from regalia.market.nonces import lane, next_free, nonces_of
from regalia.market.order import CANCELLED, LANE_BITS, Nonce
from tests.market.orders import signed
from tests.support.roles import key_of


def word(*lanes: int) -> int:
    return sum(filled << place * LANE_BITS for place, filled in enumerate(lanes))


def test_lane__of_a_word__its_own_bits() -> None:
    full = word(1, 2, CANCELLED, 0, 5)
    assert [lane(full, place) for place in range(5)] == [1, 2, CANCELLED, 0, 5]


def test_next_free__nothing_used__the_first_place_of_the_epoch() -> None:
    assert next_free(3, lambda _: 0) == Nonce(3, 0, 0)


def test_next_free__filled_cancelled_or_promised__passed_over() -> None:
    taken = {Nonce(0, 0, 1).packed, Nonce(0, 0, 4).packed}
    assert next_free(0, lambda _: word(7, 0, CANCELLED, 0, 0), taken) == Nonce(0, 0, 3)


def test_next_free__a_word_is_full__the_next_one() -> None:
    words = {0: word(1, 1, 1, 1, 1), 1: word(CANCELLED)}
    assert next_free(0, words.__getitem__) == Nonce(0, 1, 1)


def test_next_free__promised_in_an_earlier_epoch__free() -> None:
    assert next_free(1, lambda _: 0, {Nonce(0, 0, 0).packed}) == Nonce(1, 0, 0)


def test_nonces_of__orders_of_many__the_makers_own() -> None:
    orders = [signed(nonce=Nonce(0, 0, 1)), signed("buyer", nonce=Nonce(0, 0, 2)), signed(nonce=Nonce(0, 4, 3))]
    maker = key_of("senior_investor").address
    assert nonces_of(orders, maker) == {Nonce(0, 0, 1).packed, Nonce(0, 4, 3).packed}
