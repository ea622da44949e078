# SPDX-License-Identifier: Apache-2.0
"""The one rounding between a statement and the payment token: down, after the rate was applied."""

from __future__ import annotations

from regalia.errors import RegaliaError
from regalia.statements.model import ONE

_SCALE: int = ONE * ONE
_PPM = 10**6


class ConversionError(RegaliaError, ValueError):
    """A rate or a number of decimals by which nothing can be converted."""


def amount_down(net: int, rate: int, decimals: int) -> int:
    """⌊net · rate · 10^decimals / 10^24⌋: the payment token's smallest units of an amount in 10^-12 at a rate in 10^-12."""
    if rate <= 0:
        raise ConversionError(f"rate: {rate}: must be above zero", "Take the rate from its publisher.")
    if decimals < 0:
        raise ConversionError(f"decimals: {decimals}: must be 0 or more", "Take them from the payment token.")
    scale: int = 10**decimals
    return net * rate * scale // _SCALE


def is_close(found: int, expected: int, tolerance_ppm: int) -> bool:
    """Whether they differ by no more than so many millionths of what was expected."""
    return abs(found - expected) * _PPM <= tolerance_ppm * abs(expected)
