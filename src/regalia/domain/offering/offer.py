# SPDX-License-Identifier: Apache-2.0
"""The offer of a tranche as the chain keeps it: one word.

| bytes | field |
|---|---|
| 0 | kind: 0 fixed price, 1 bids of a coupon, 2 bids of a price |
| 1 | levels a bid can choose from |
| 2 | classes that may subscribe: bit c for class c (0: all that may hold) |
| 3–5 | lot, in units |
| 6–11 | fewest units that must be placed, retained ones included |
| 12–19 | between two levels: ppm of coupon, or smallest units of price |
| 20–31 | price of a unit in smallest units; for bids of a price the highest |

Level 0 is the best for the issuer. Read by ``contracts/market/Offering.sol``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from regalia.domain.offering.limits import LOT_LIMIT, MAX_LEVELS, MINIMUM_LIMIT, PRICE_LIMIT, STEP_LIMIT
from regalia.domain.transfer_rules import ALL_CLASSES
from regalia.errors import RegaliaError


class OfferError(RegaliaError, ValueError):
    """An offer that can't be made, or a level that it doesn't have."""


class OfferKind(IntEnum):
    FIXED_PRICE = 0
    COUPON_BIDS = 1
    PRICE_BIDS = 2


@dataclass(frozen=True)
class Offer:
    """The terms on which a tranche is sold; an instance can always be packed."""

    price: int
    minimum: int
    lot: int = 1
    kind: OfferKind = OfferKind.FIXED_PRICE
    levels: int = 1
    step: int = 0
    class_mask: int = 0

    def __post_init__(self) -> None:
        fixed = self.kind is OfferKind.FIXED_PRICE
        most = 1 if fixed else MAX_LEVELS
        _require(1 <= self.levels <= most, "levels", self.levels, f"must be 1 to {most}")
        _require(
            not self.class_mask & ~ALL_CLASSES, "classes", f"{self.class_mask:#04x}", "must have no bit but 1 to 4"
        )
        _require(1 <= self.lot < LOT_LIMIT, "lot", self.lot, "must be one or more, below 2^24")
        _require(1 <= self.minimum < MINIMUM_LIMIT, "minimum", self.minimum, "must be one or more, below 2^48")
        _require(1 <= self.price < PRICE_LIMIT, "price", self.price, "must be one or more, below 2^96")
        if fixed:
            _require(self.step == 0, "step", self.step, "must be zero at a fixed price")
        else:
            _require(1 <= self.step < STEP_LIMIT, "step", self.step, "must be one or more, below 2^64")
        lowest = self.price_at(self.levels - 1)
        _require(lowest > 0, "step", self.step, f"makes the lowest price {lowest}, must be above zero")

    def price_at(self, level: int) -> int:
        """What a unit costs at a level."""
        self.require_level(level)
        return self.price - level * self.step if self.kind is OfferKind.PRICE_BIDS else self.price

    def coupon_at(self, base: int, level: int) -> int:
        """The coupon at a level, in ppm; ``base`` is the program's."""
        self.require_level(level)
        return base + level * self.step if self.kind is OfferKind.COUPON_BIDS else base

    def admits(self, investor_class: int) -> bool:
        """Whether investors of a class may subscribe, as far as the offer goes."""
        return not self.class_mask or bool(self.class_mask >> investor_class & 1)

    def require_level(self, level: int) -> None:
        _require(0 <= level < self.levels, "level", level, f"must be 0 to {self.levels - 1}")

    def pack(self) -> bytes:
        """The 32 bytes of the word."""
        return (
            bytes([self.kind, self.levels, self.class_mask])
            + self.lot.to_bytes(3, "big")
            + self.minimum.to_bytes(6, "big")
            + self.step.to_bytes(8, "big")
            + self.price.to_bytes(12, "big")
        )

    @staticmethod
    def unpack(word: bytes) -> Offer:
        """The offer in a word. OfferError when it is none."""
        _require(len(word) == 32, "word", f"{len(word)} bytes", "must be 32")
        _require(word[0] in tuple(OfferKind), "kind", word[0], "must be 0, 1 or 2")
        return Offer(
            kind=OfferKind(word[0]),
            levels=word[1],
            class_mask=word[2],
            lot=int.from_bytes(word[3:6], "big"),
            minimum=int.from_bytes(word[6:12], "big"),
            step=int.from_bytes(word[12:20], "big"),
            price=int.from_bytes(word[20:32], "big"),
        )


def _require(holds: bool, field: str, value: object, rule: str) -> None:
    if not holds:
        raise OfferError(
            f"offer, {field}: {value}: {rule}", "Compare with the offer in the deal file: regalia terms check FILE"
        )
