# SPDX-License-Identifier: Apache-2.0
"""Withholding tax: the rate of a holder, and the tax on what it claims.

On chain a rate has 8 bytes: u16 country (0: any), u8 class (0: any), a zero byte, u32 parts per million. The first that
fits counts. A table without rates withholds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.program import PPM
from regalia.domain.terms.tax import MAX_RATES
from regalia.errors import RegaliaError

RATE_BYTES = 8


class TaxTableError(RegaliaError, ValueError):
    """Bytes that are not a packed tax table."""


@dataclass(frozen=True)
class TaxRate:
    """``ppm`` for holders of ``country`` (ISO 3166-1 numeric) and ``investor_class``; 0 stands for any."""

    country: int
    investor_class: int
    ppm: int

    def fits(self, country: int, investor_class: int) -> bool:
        return self.country in (0, country) and self.investor_class in (0, investor_class)

    def pack(self) -> bytes:
        return self.country.to_bytes(2, "big") + bytes([self.investor_class, 0]) + self.ppm.to_bytes(4, "big")


@dataclass(frozen=True)
class TaxTable:
    """All rates of a deal, in the order in which they are tried."""

    rates: tuple[TaxRate, ...] = ()

    def rate_ppm(self, country: int, investor_class: int) -> int:
        """The first rate that fits; 0 when none does."""
        return next((rate.ppm for rate in self.rates if rate.fits(country, investor_class)), 0)

    def tax_down(self, gross: int, country: int, investor_class: int) -> int:
        """Tax on a claim of ``gross``, both in smallest units: never more than the claim."""
        return gross * self.rate_ppm(country, investor_class) // PPM

    def pack(self) -> bytes:
        return b"".join(rate.pack() for rate in self.rates)

    @staticmethod
    def unpack(table: bytes) -> TaxTable:
        """The table in its bytes. TaxTableError when the contracts would not take them."""
        _require(len(table) % RATE_BYTES == 0, f"{len(table)} bytes, must be a multiple of {RATE_BYTES}")
        entries = [table[at : at + RATE_BYTES] for at in range(0, len(table), RATE_BYTES)]
        _require(len(entries) <= MAX_RATES, f"{len(entries)} entries, must be at most {MAX_RATES}")
        rates = tuple(_rate(i, entry) for i, entry in enumerate(entries))
        every = not rates or (rates[-1].country, rates[-1].investor_class) == (0, 0)
        _require(every, "the last entry must fit every country and class")
        return TaxTable(rates)


def _rate(i: int, entry: bytes) -> TaxRate:
    rate = TaxRate(int.from_bytes(entry[:2], "big"), entry[2], int.from_bytes(entry[4:], "big"))
    _require(entry[3] == 0, f"entry {i}, byte 3: {entry[3]}, must be zero")
    _require(rate.ppm <= PPM, f"entry {i}, rate: {rate.ppm} ppm, must be at most {PPM}")
    return rate


def _require(holds: bool, rule: str) -> None:
    if not holds:
        raise TaxTableError(f"tax table: {rule}", "Compare the deal file with the deployment: regalia verify")
