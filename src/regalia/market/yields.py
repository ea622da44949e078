# SPDX-License-Identifier: Apache-2.0
"""The yield at a price: the yearly rate that discounts what a tranche is projected to be paid to what is paid for it.

Effective a year, ACT/365F: a payment d days ahead is worth amount / (1 + rate)^(d / 365). Nobody is paid by it, so it is rounded, to
a ten-thousandth of a per cent; no binary fraction is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from regalia.market.payments import Payment

YEAR = 365
WIDEST = Decimal(7)
"""Rates are sought from exp(-7) - 1, which is a loss of 99.9% a year, to exp(7) - 1, 109,563%."""
_HALVINGS = 44
_PRECISION = 40
_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Yield:
    """``rate`` as a share (0.08 is 8%); None where there is none, and ``why``."""

    rate: Decimal | None
    why: str = ""


def yield_at(payments: Sequence[Payment], price: int, day: date) -> Yield:
    """For ``price`` (smallest units, for all units of the tranche) paid on ``day``. A payment that is late by then is worth its amount.

    There is none without a price or a payment, nor outside of the rates that are sought.
    """
    if price <= 0:
        return Yield(None, "there is no price")
    flows = [(max(0, (payment.on - day).days), payment.amount) for payment in payments if payment.amount]
    if not flows:
        return Yield(None, "no payment is projected")
    with localcontext() as context:
        context.prec = _PRECISION
        low, high = -WIDEST, WIDEST
        if _worth(flows, low) < price:
            return Yield(None, "so little comes back that more than 99.9% a year would be lost")
        if _worth(flows, high) > price:
            return Yield(None, "it is above 100,000% a year")
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if _worth(flows, middle) > price else (low, middle)
        return Yield((((low + high) / 2).exp() - 1).quantize(_STEP, ROUND_HALF_EVEN))


def _worth(flows: Sequence[tuple[int, int]], log_rate: Decimal) -> Decimal:
    """The present value at exp(``log_rate``) - 1 a year; it falls as the rate rises."""
    return sum((amount * (-log_rate * days / YEAR).exp() for days, amount in flows), Decimal(0))
