# SPDX-License-Identifier: Apache-2.0
"""Whole minor units of a currency: what a bank books. A sales report may well add up to fractions of one.

From ISO 4217, list one (current currencies and funds; SIX Group is its maintenance agency). A currency has two digits unless it is
told here.
"""

from __future__ import annotations

from regalia.statements.model import STATEMENT_DECIMALS

USUAL = 2
_OTHERS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
MINOR_UNITS = {code: digits for digits, codes in _OTHERS.items() for code in codes.split()}
"""Digits of the currencies that have not the usual two."""


def minor_unit(currency: str) -> int:
    """A cent, a yen, a fils: in 10^-12 of the currency."""
    unit: int = 10 ** (STATEMENT_DECIMALS - MINOR_UNITS.get(currency, USUAL))
    return unit


def as_booked(amount: int, currency: str) -> tuple[int, ...]:
    """What a bank may book for an amount: itself, or it in whole minor units, rounded either way. Rising; one value where it is whole."""
    unit = minor_unit(currency)
    below = amount - amount % unit
    return (amount,) if below == amount else (below, amount, below + unit)
