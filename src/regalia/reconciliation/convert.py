# SPDX-License-Identifier: Apache-2.0
"""The one rounding between a statement and the payment token: down, after the rate was applied. And how far off a payment may be."""

from __future__ import annotations

from regalia.errors import RegaliaError
from regalia.statements.minor_units import as_booked, minor_unit
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


def near_net(net: int, currency: str, decimals: int) -> range:
    """What a net in the payment currency may come to, in smallest units of the token, when it is paid together with others.

    All that is less than one minor unit of the currency from it; where it is in whole minor units itself, only itself. The ends are also
    what a bank may book for it alone.
    """
    booked = [amount_down(each, ONE, decimals) for each in as_booked(net, currency)]
    if len(booked) == 1:
        return range(booked[0], booked[0] + 1)
    unit = minor_unit(currency)
    above, up_to = amount_down(net - unit, ONE, decimals), -amount_down(-net - unit, ONE, decimals)
    return range(min(above, booked[0] - 1) + 1, max(up_to, booked[-1] + 1))
