# SPDX-License-Identifier: Apache-2.0
"""Figures as commands write them, made from a contract's numbers without the code under test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from web3.types import TxReceipt

USD = 10**6
"""Smallest units of the test token, and of the currency of the deals here."""


def transaction(receipt: TxReceipt) -> dict[str, Any]:
    return {
        "hash": receipt["transactionHash"].to_0x_hex(),
        "block": receipt["blockNumber"],
        "gas": receipt["gasUsed"],
    }


def plain(units: int) -> str:
    """Whole currency as text, from the smallest units of the test token."""
    sign, units = "-" if units < 0 else "", abs(units)
    return f"{sign}{units // USD}.{units % USD:06d}"


def pretty(units: int) -> str:
    """The same for people, with its code: at least two decimals, no more than needed."""
    whole, fraction = plain(units).split(".")
    return f"{int(whole):,}.{fraction.rstrip('0').ljust(2, '0')} tUSD"


def bytes_of(word: int, first: int, last: int) -> int:
    """Bytes ``first`` to ``last`` of a word of 32, as a number."""
    return int.from_bytes(word.to_bytes(32, "big")[first : last + 1], "big")


def moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def rate(ppm: int) -> str:
    """As it is written: 8.25%."""
    return f"{ppm // 10_000}.{ppm % 10_000:04d}".rstrip("0").rstrip(".") + "%"
