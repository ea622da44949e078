# SPDX-License-Identifier: Apache-2.0
"""An order to sell or to buy units of a tranche: ``contracts/types/Order.sol``, and the rules that can be told without a chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, to_checksum_address

from regalia.domain.accrual import PPM
from regalia.errors import RegaliaError

ANYBODY: ChecksumAddress = to_checksum_address(bytes(20))
"""As counterparty: whoever comes; as venue: none."""
ANY_INCOME = 2**256 - 1
"""The maker does not mind what was distributed since."""
PLACES = 5
"""Orders that share a storage word of their maker."""
LANE_BITS = 48
CANCELLED = 2**LANE_BITS - 1
"""What a place holds in the stead of the units filled."""
PRICE_LIMIT = 2**128
_EPOCHS, _WORDS, _UINT = 2**64, 2**184, 2**256


class OrderError(RegaliaError, ValueError):
    """Something that is no order; the message lists every fault, a line each."""


class Side(StrEnum):
    """What the maker does."""

    SELL = "sell"
    BUY = "buy"

    @property
    def other(self) -> Side:
        return Side.BUY if self is Side.SELL else Side.SELL


@dataclass(frozen=True)
class Nonce:
    """Which place of which word, in which epoch of its maker: epoch (u64) ‖ word (u184) ‖ place (u8)."""

    epoch: int
    word: int
    place: int

    @property
    def packed(self) -> int:
        return self.epoch << 192 | self.word << 8 | self.place

    @staticmethod
    def unpack(packed: int) -> Nonce:
        return Nonce(packed >> 192, packed >> 8 & _WORDS - 1, packed & 0xFF)


@dataclass(frozen=True)
class Order:
    """The fields of the signed struct, in its order. Raises ``OrderError`` with every fault.

    ``price``: smallest units of the payment token a unit. ``venue_fee``: ppm of the price. ``income_per_unit``: 2^48 fixed point, as
    the maker saw it. ``expiry``: the last second, since 1970.
    """

    maker: ChecksumAddress
    token: ChecksumAddress
    payment_token: ChecksumAddress
    side: Side
    units: int
    price: int
    minimum_fill: int
    counterparty: ChecksumAddress
    venue: ChecksumAddress
    venue_fee: int
    income_per_unit: int
    nonce: Nonce
    expiry: int

    def __post_init__(self) -> None:
        if faults := list(_faults(self)):
            raise OrderError("\n".join(["not an order:", *faults]), "Correct it before it is signed.")

    def as_tuple(self) -> tuple[Any, ...]:
        """The struct as a contract call takes it."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return tuple((values | {"side": self.side is Side.SELL, "nonce": self.nonce.packed}).values())

    @property
    def sells(self) -> bool:
        return self.side is Side.SELL

    def left(self, filled: int) -> int:
        """Units still to be filled, by what its place holds."""
        return 0 if filled == CANCELLED else max(0, self.units - filled)

    def smallest_fill(self, left: int) -> int:
        """The fewest units of a fill when so many are left."""
        return min(max(self.minimum_fill, 1), left)


def _faults(order: Order) -> Iterator[str]:
    for name in ("maker", "token", "payment_token", "counterparty", "venue"):
        if not is_checksum_address(getattr(order, name)):
            yield f"{name}: {getattr(order, name)!r}: must be an address in checksum form (EIP-55)"
    for name in ("maker", "token", "payment_token"):
        if getattr(order, name) == ANYBODY:
            yield f"{name}: {ANYBODY}: must not be the zero address"
    ranges = {
        "units": (order.units, 1, CANCELLED),
        "price": (order.price, 1, PRICE_LIMIT),
        "minimum_fill": (order.minimum_fill, 0, order.units + 1),
        "venue_fee": (order.venue_fee, 0, PPM + 1),
        "income_per_unit": (order.income_per_unit, 0, _UINT),
        "nonce.epoch": (order.nonce.epoch, 0, _EPOCHS),
        "nonce.word": (order.nonce.word, 0, _WORDS),
        "nonce.place": (order.nonce.place, 0, PLACES),
        "expiry": (order.expiry, 0, _UINT),
    }
    for name, (value, least, limit) in ranges.items():
        if not least <= value < limit:
            yield f"{name}: {value}: must be from {least} to {limit - 1}"
    if order.counterparty == order.maker:
        yield f"counterparty: {order.counterparty}: is the maker; nobody trades with himself"
    if order.venue_fee and order.venue == ANYBODY:
        yield f"venue_fee: {order.venue_fee}: needs a venue that it goes to"
