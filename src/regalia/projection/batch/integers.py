# SPDX-License-Identifier: Apache-2.0
"""Exact arithmetic on arrays of 64-bit integers whose products don't fit 64 bits.

A quotient ``a · b / c`` is estimated in double precision, which is off by a few units at most, and then corrected by its true remainder.
The remainder is small, so it survives the wrap-around of 64-bit products: what comes out is the exact floor. It holds while ``a`` and
``b`` are exact as doubles (below 2^53), the quotient is below 2^62, and what it may be off by, 2^-51 of it, times ``c`` is below 2^62;
``bounds`` sees to that.
"""

from __future__ import annotations

import numpy as np

from regalia.domain.accrual import PPM
from regalia.projection.whole import Mask, Whole

LOW = np.int64(2**32 - 1)


def divided(a: Whole, b: int | Whole, c: int | Whole) -> tuple[Whole, Whole]:
    """``⌊a · b / c⌋`` and its remainder, exactly. ``b`` and ``c`` numbers or arrays; ``c`` above zero."""
    quotient = (a.astype(np.float64) * b / c).astype(np.int64)
    remainder = a * np.int64(b) - quotient * np.int64(c) if isinstance(b, int) else a * b - quotient * c
    off = np.floor_divide(remainder, c)
    return quotient + off, remainder - off * c


def times_over_down(a: Whole, b: int | Whole, c: int | Whole) -> Whole:
    return divided(a, b, c)[0]


def times_over_up(a: Whole, b: int | Whole, c: int | Whole) -> Whole:
    quotient, remainder = divided(a, b, c)
    return quotient + (remainder > 0)


def share_down(a: Whole, rate: int) -> Whole:
    return times_over_down(a, rate, PPM)


def share_up(a: Whole, rate: int) -> Whole:
    return times_over_up(a, rate, PPM)


def less(a: Whole, x: int, b: Whole, y: int) -> Mask:
    """Whether ``a · x < b · y``, exactly: amounts below 2^62 by numbers below 2^32, compared as two halves of 32 bits and the rest."""
    a_high, a_low = _halves(a, x)
    b_high, b_low = _halves(b, y)
    found: Mask = (a_high < b_high) | ((a_high == b_high) & (a_low < b_low))
    return found


def _halves(a: Whole, x: int) -> tuple[Whole, Whole]:
    # the low half times x may pass 2^63: it is taken as unsigned
    low = (a & LOW).astype(np.uint64) * np.uint64(x)
    high = (a >> 32) * np.int64(x) + (low >> np.uint64(32)).astype(np.int64)
    return high, low & np.uint64(LOW)
