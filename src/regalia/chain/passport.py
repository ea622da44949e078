# SPDX-License-Identifier: Apache-2.0
"""What a registry of investors knows of a wallet, unpacked from the one word it answers with."""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address

_CLOSED = 1 << 248
_ELIGIBLE = 1 << 249


@dataclass(frozen=True)
class Passport:
    """Twin of ``contracts/compliance/Passport.sol``.

    ``investor`` is the investor's first wallet, the zero address for an unknown wallet; ``valid_until`` the last second of
    eligibility, 0 when it was withdrawn; ``country`` ISO 3166-1 numeric; ``issuer`` 0 for the registry's agents;
    ``wallets`` how many the investor ever had.
    """

    investor: ChecksumAddress
    valid_until: int
    country: int
    investor_class: int
    issuer: int
    wallets: int
    closed: bool
    eligible: bool

    @staticmethod
    def unpack(word: int) -> Passport:
        return Passport(
            investor=to_checksum_address((word & (1 << 160) - 1).to_bytes(20, "big")),
            valid_until=word >> 160 & (1 << 48) - 1,
            country=word >> 208 & 0xFFFF,
            investor_class=word >> 224 & 0xFF,
            issuer=word >> 232 & 0xFF,
            wallets=word >> 240 & 0xFF,
            closed=bool(word & _CLOSED),
            eligible=bool(word & _ELIGIBLE),
        )

    @property
    def unknown(self) -> bool:
        return int(self.investor, 16) == 0
