# SPDX-License-Identifier: Apache-2.0
"""The word of an offer: known bytes, there and back, prices and coupons by level, and what is no offer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.offering.offer import Offer, OfferError, OfferKind
from regalia.errors import RegaliaError

WORD = bytes.fromhex("01 05 0c 00000a 000000001770 00000000000009c4 000000000000000005f5e100")
COUPON = Offer(
    kind=OfferKind.COUPON_BIDS,
    levels=5,
    class_mask=0b01100,  # professional, institutional
    lot=10,
    minimum=6_000,
    step=2_500,  # 0.25%
    price=100_000_000,
)
PRICE = Offer(kind=OfferKind.PRICE_BIDS, levels=11, step=1_000_000, price=100_000_000, minimum=1)
FIXED = Offer(price=90_500_000, minimum=500)


@st.composite
def any_offers(draw: st.DrawFn) -> Offer:
    kind = draw(st.sampled_from(OfferKind))
    bids = kind is not OfferKind.FIXED_PRICE
    levels = draw(st.integers(1, 64)) if bids else 1
    step = draw(st.integers(1, 2**64 - 1)) if bids else 0
    least = (levels - 1) * step + 1 if kind is OfferKind.PRICE_BIDS else 1
    return Offer(
        kind=kind,
        levels=levels,
        class_mask=draw(st.integers(0, 15)) << 1,
        lot=draw(st.integers(1, 2**24 - 1)),
        minimum=draw(st.integers(1, 2**48 - 1)),
        step=step,
        price=draw(st.integers(least, 2**96 - 1)),
    )


def test_pack__known_offer__known_bytes() -> None:
    assert COUPON.pack() == WORD
    assert Offer.unpack(WORD) == COUPON


@given(any_offers())
def test_unpack__of_packed__same_offer(offer: Offer) -> None:
    assert len(offer.pack()) == 32
    assert Offer.unpack(offer.pack()) == offer


def test_levels__bids_of_a_coupon__rise_from_that_of_the_program_at_one_price() -> None:
    assert [COUPON.coupon_at(80_000, level) for level in (0, 1, 4)] == [80_000, 82_500, 90_000]
    assert {COUPON.price_at(level) for level in range(5)} == {100_000_000}


def test_levels__bids_of_a_price__fall_from_the_price_at_one_coupon() -> None:
    assert [PRICE.price_at(level) for level in (0, 1, 10)] == [100_000_000, 99_000_000, 90_000_000]
    assert {PRICE.coupon_at(80_000, level) for level in range(11)} == {80_000}


def test_levels__fixed_price__only_one() -> None:
    assert (FIXED.price_at(0), FIXED.coupon_at(80_000, 0)) == (90_500_000, 80_000)


@pytest.mark.parametrize("level", [-1, 5, 255])
def test_levels__none_of_the_offer__refused(level: int) -> None:
    rule = f"^offer, level: {level}: must be 0 to 4\n"
    with pytest.raises(OfferError, match=rule):
        COUPON.price_at(level)
    with pytest.raises(OfferError, match=rule):
        COUPON.coupon_at(80_000, level)


@pytest.mark.parametrize(("offer", "admitted"), [(COUPON, {2, 3}), (FIXED, {0, 1, 2, 3, 4})])
def test_admits__classes_of_the_mask__all_without_one(offer: Offer, admitted: set[int]) -> None:
    assert {number for number in range(5) if offer.admits(number)} == admitted


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"levels": 0}, "levels: 0: must be 1 to 64"),
        ({"levels": 65}, "levels: 65: must be 1 to 64"),
        ({"kind": OfferKind.FIXED_PRICE}, "levels: 5: must be 1 to 1"),
        ({"kind": OfferKind.FIXED_PRICE, "levels": 1}, "step: 2500: must be zero at a fixed price"),
        ({"class_mask": 1}, "classes: 0x01: must have no bit but 1 to 4"),
        ({"class_mask": 32}, "classes: 0x20: must have no bit but 1 to 4"),
        ({"lot": 0}, "lot: 0: must be one or more, below 2^24"),
        ({"lot": 2**24}, "lot: 16777216: must be one or more, below 2^24"),
        ({"minimum": 0}, "minimum: 0: must be one or more, below 2^48"),
        ({"minimum": 2**48}, "minimum: 281474976710656: must be one or more, below 2^48"),
        ({"step": 0}, "step: 0: must be one or more, below 2^64"),
        ({"step": 2**64}, "step: 18446744073709551616: must be one or more, below 2^64"),
        ({"price": 0}, "price: 0: must be one or more, below 2^96"),
        ({"price": 2**96}, f"price: {2**96}: must be one or more, below 2^96"),
        (
            {"kind": OfferKind.PRICE_BIDS, "price": 10_000},
            "step: 2500: makes the lowest price 0, must be above zero",
        ),
    ],
)
def test_offer__that_is_none__refused_by_field_value_and_rule(change: dict[str, Any], rule: str) -> None:
    fields = {name: getattr(COUPON, name) for name in Offer.__dataclass_fields__}
    with pytest.raises(OfferError) as caught:
        Offer(**fields | change)
    assert caught.value.message == f"offer, {rule}"
    assert caught.value.hint and isinstance(caught.value, RegaliaError)


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        (WORD[:-1], "word: 31 bytes: must be 32"),
        (b"\x03" + WORD[1:], "kind: 3: must be 0, 1 or 2"),
        (WORD[:1] + b"\x00" + WORD[2:], "levels: 0: must be 1 to 64"),
        (bytes(32), "levels: 0: must be 1 to 1"),
    ],
)
def test_unpack__no_offer__refused_by_name(word: bytes, rule: str) -> None:
    with pytest.raises(OfferError) as caught:
        Offer.unpack(word)
    assert caught.value.message == f"offer, {rule}"
