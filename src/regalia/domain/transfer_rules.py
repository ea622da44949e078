# SPDX-License-Identifier: Apache-2.0
"""The rules on moving a tranche's units as the chain keeps them: one word, and four more where countries are limited.

| bytes of the word | field |
|---|---|
| 0 | flags: bit 0 the sender must be eligible, bit 1 jurisdictions limited, bit 2 record dates |
| 1 | classes that may receive: bit c for class c |
| 2–5 | holder limit (0: none) |
| 6–11 | largest holding of an investor, in units (0: no limit) |
| 12–17 | denomination, in units (0 or 1: none) |
| 18–23 | units the originator must keep |
| 24–27 | locked until, in seconds since 1970 |
| 28–29 | zero |
| 30–31 | most of a price that a venue may charge, in 0.01% (0: nothing) |

Country c is bit (c & 255) of word (c >> 8), all big-endian. Read by ``contracts/compliance/TransferPolicy.sol``.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import IntFlag

from regalia.domain.terms.investors import CLASS_NUMBERS
from regalia.errors import RegaliaError

ALL_CLASSES = sum(1 << number for number in CLASS_NUMBERS.values())
MAX_CAP = 10_000
COUNTRY_WORDS = 4
COUNTRY_LIMIT = COUNTRY_WORDS * 256
"""Country numbers that a bitmap can hold are below this."""


class TransferRulesError(RegaliaError, ValueError):
    """Bytes that are not packed transfer rules."""


class RuleFlag(IntFlag):
    NONE = 0
    ELIGIBLE_SENDER = 1
    JURISDICTIONS = 2
    RECORD_DATES = 4


@dataclass(frozen=True)
class TransferRules:
    """Zeros, all classes: no rule, and no fee for a venue. ``countries`` are the numbers whose investors may receive, where those are
    limited; ``venue_fee_cap`` is in hundredths of a per cent.
    """

    flags: RuleFlag = RuleFlag.NONE
    class_mask: int = ALL_CLASSES
    holder_limit: int = 0
    largest_holding: int = 0
    denomination: int = 0
    retained: int = 0
    locked_until: int = 0
    venue_fee_cap: int = 0
    countries: Set[int] = frozenset()

    def pack(self) -> bytes:
        """The 32 bytes of the word."""
        return (
            bytes([self.flags, self.class_mask])
            + self.holder_limit.to_bytes(4, "big")
            + self.largest_holding.to_bytes(6, "big")
            + self.denomination.to_bytes(6, "big")
            + self.retained.to_bytes(6, "big")
            + self.locked_until.to_bytes(4, "big")
            + bytes(2)
            + self.venue_fee_cap.to_bytes(2, "big")
        )

    def jurisdictions_bitmap(self) -> bytes:
        """128 bytes; none where every country may receive."""
        if RuleFlag.JURISDICTIONS not in self.flags:
            return b""
        words = [0] * COUNTRY_WORDS
        for country in self.countries:
            words[country >> 8] |= 1 << (country & 255)
        return b"".join(word.to_bytes(32, "big") for word in words)

    @staticmethod
    def unpack(word: bytes, jurisdictions: bytes = b"") -> TransferRules:
        """The rules in a word and a bitmap. TransferRulesError when they are not such."""
        _require(len(word) == 32, f"transfer rules: {len(word)} bytes, must be 32")
        cap = int.from_bytes(word[30:], "big")
        _require(word[0] < 8, f"transfer rules, flags: {word[0]:#04x}, must have no bit but 0, 1 and 2")
        _require(not word[1] & ~ALL_CLASSES, f"transfer rules, classes: {word[1]:#04x}, must have no bit but 1 to 4")
        _require(word[1] != 0, "transfer rules, classes: none, must admit one")
        _require(not any(word[28:30]), f"transfer rules, bytes 28 and 29: {word[28:30].hex()}, must be zero")
        _require(cap <= MAX_CAP, f"transfer rules, venue fee cap: {cap}, must be at most {MAX_CAP:,}")
        flags = RuleFlag(word[0])
        size = 32 * COUNTRY_WORDS if RuleFlag.JURISDICTIONS in flags else 0
        _require(len(jurisdictions) == size, f"jurisdictions: {len(jurisdictions)} bytes, must be {size}")
        return TransferRules(
            flags=flags,
            class_mask=word[1],
            holder_limit=int.from_bytes(word[2:6], "big"),
            largest_holding=int.from_bytes(word[6:12], "big"),
            denomination=int.from_bytes(word[12:18], "big"),
            retained=int.from_bytes(word[18:24], "big"),
            locked_until=int.from_bytes(word[24:28], "big"),
            venue_fee_cap=cap,
            countries=_countries_in(jurisdictions),
        )


def _countries_in(bitmap: bytes) -> frozenset[int]:
    words = [int.from_bytes(bitmap[at : at + 32], "big") for at in range(0, len(bitmap), 32)]
    return frozenset(256 * i + bit for i, word in enumerate(words) for bit in range(256) if word >> bit & 1)


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise TransferRulesError(message, "Compare the deal file with the deployment: regalia verify")
