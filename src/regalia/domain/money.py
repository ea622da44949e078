# SPDX-License-Identifier: Apache-2.0
"""Amounts and rates at the edge: what a person types and reads, turned exactly into integers and back.

Inside, an amount is an integer in the currency's smallest unit and a rate an integer in parts per million
(ppm). Nothing here rounds: what can't be said exactly is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from regalia.errors import RegaliaError

PPM_DECIMALS = 6
PER_UNIT_DECIMALS = 6
"""Decimals of a per-unit amount beyond those of the currency."""
PPM_LIMIT = 2**32
"""Rates and ratios are stored in 32 bits: below 4,294.967296, or 429,496.7296%."""
_DIGITS_LIMIT = 60
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


class MoneyError(RegaliaError, ValueError):
    """An amount or rate that can't be taken exactly."""


@dataclass(frozen=True)
class Currency:
    """A payment currency, such as ``Currency("USD", 6)``: a code and how many decimals its smallest unit has."""

    code: str
    decimals: int

    def to_units(self, amount: Decimal | str | int) -> int:
        """The amount (in whole currency) in smallest units; MoneyError when it has more decimals than the
        currency.
        """
        return _scaled(exact_decimal(amount), self.decimals, f"{self.code} has {self.decimals} decimals")

    def to_decimal(self, units: int) -> Decimal:
        """The amount in whole currency, exact, with all the currency's decimals."""
        return _decimal(units, self.decimals)

    def per_unit_down(self, amount: int, units: int) -> Decimal:
        """What one of ``units`` gets of ``amount`` (smallest units), in whole currency, rounded down at six decimals more than
        the currency has.
        """
        return _decimal(amount * 10**PER_UNIT_DECIMALS // units, self.decimals + PER_UNIT_DECIMALS)

    def format(self, units: int) -> str:
        """``1,234.56``: thousands separated, at least two decimals where the currency has them, more only where
        needed.
        """
        return format_decimal(self.to_decimal(units), min(2, self.decimals))


def exact_decimal(value: Decimal | str | int) -> Decimal:
    """A plain number as a Decimal. Takes ``1234.5`` and ``1,234.5``; refuses exponents, NaN, infinities and
    floats.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | str | int):
        raise MoneyError(f"{value!r} is a {type(value).__name__}; write a number as text, so that it stays exact")
    if isinstance(value, str):
        text = value.strip()
        if len(text) > _DIGITS_LIMIT or _NUMBER.fullmatch(text) is None:
            raise MoneyError(f"{_short(text)!r} is not a plain number; write it as 1234.56 or 1,234.56")
        return Decimal(text.replace(",", ""))
    if isinstance(value, int):
        if abs(value) >= 10**_DIGITS_LIMIT:
            raise MoneyError("the number is outside the range of amounts")
        return _decimal(value, 0)
    if not value.is_finite():
        raise MoneyError(f"{value} is not a finite number")
    if not value:
        return Decimal(0)
    if not -_DIGITS_LIMIT < value.adjusted() < _DIGITS_LIMIT:
        raise MoneyError(f"{value} is outside the range of amounts; its exponent is out of bounds")
    return value


def format_decimal(value: Decimal, min_decimals: int) -> str:
    """Thousands separated by commas; trailing zeros beyond ``min_decimals`` are left out."""
    sign = "-" if value.is_signed() and value else ""
    whole, _, fraction = f"{value:f}".lstrip("-").partition(".")
    fraction = fraction.rstrip("0").ljust(min_decimals, "0")
    return f"{sign}{int(whole):,}" + (f".{fraction}" if fraction else "")


def plain_decimal(value: Decimal) -> str:
    """The one way to write a number: no separators, no exponent, no trailing zeros (``1000``, ``0.5``)."""
    return format_decimal(value, 0).replace(",", "")


def rate_to_ppm(rate: Decimal | str) -> int:
    """``"9.875%"``, ``"1.40x"`` (a ratio), ``"0.09875"`` or ``Decimal("0.09875")`` in ppm; MoneyError when
    finer than 1 ppm.
    """
    decimals = PPM_DECIMALS
    if isinstance(rate, str) and rate.rstrip().endswith("%"):
        rate, decimals = rate.rstrip()[:-1].rstrip(), PPM_DECIMALS - 2
    elif isinstance(rate, str) and rate.rstrip().endswith("x"):
        rate = rate.rstrip()[:-1]
    elif not isinstance(rate, Decimal | str):
        raise MoneyError(f"{rate!r} is a {type(rate).__name__}; write a rate as text, such as 9.875%")
    ppm = _scaled(exact_decimal(rate), decimals, "rates are whole parts per million")
    if not 0 <= ppm < PPM_LIMIT:
        raise MoneyError(f"the rate {rate} is outside 0 to 429,496.7295%")
    return ppm


def format_rate(ppm: int) -> str:
    """``9.875%``."""
    return f"{plain_decimal(_decimal(ppm, PPM_DECIMALS - 2))}%"


def format_ratio(ppm: int) -> str:
    """``1.4x``."""
    return f"{plain_decimal(_decimal(ppm, PPM_DECIMALS))}x"


def _decimal(units: int, decimals: int) -> Decimal:
    # from its digits: arithmetic would round to the context's 28 digits, and 2^96 has 29
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -decimals))


def _scaled(value: Decimal, decimals: int, rule: str) -> int:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # a finite Decimal has no other exponent
    units, shift = int("".join(map(str, digits))), exponent + decimals
    if shift < 0:
        units, lost = divmod(units, 10**-shift)
        if lost:
            raise MoneyError(f"{plain_decimal(value)} has too many decimals: {rule}")
    else:
        units *= int(10**shift)
    return -units if sign else units


def _short(text: str) -> str:
    return text if len(text) <= _DIGITS_LIMIT else text[:_DIGITS_LIMIT] + "…"
