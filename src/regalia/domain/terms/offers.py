# SPDX-License-Identifier: Apache-2.0
"""How the units of a class are offered: bids, lots, the fewest that must be placed, and to whom."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from regalia.domain.money import Currency
from regalia.domain.terms.investors import InvestorClass
from regalia.domain.terms.scalars import Amount, Part, Positive, Rate


class CouponBids(Part):
    """Investors bid the rate of the coupon: its own, or steps above, up to ``up_to``. The lowest at which all is placed is everybody's."""

    kind: Literal["coupon"]
    up_to: Rate
    step: Rate


class PriceBids(Part):
    """Investors bid the price of a unit: ``offer_price``, or steps below, to ``down_to``. All pay the highest at which all is placed."""

    kind: Literal["price"]
    down_to: Amount
    step: Amount


Bids = Annotated[CouponBids | PriceBids, Field(discriminator="kind")]


class OfferTerms(Part):
    """Without ``bids`` the price is fixed. ``minimum``: fewest units, retained ones included, with which the deal closes; all when left
    out. ``lot``: bids and allotments are multiples of it; the denomination when left out, else 1. ``classes``: who may subscribe, of
    those who may hold.
    """

    bids: Bids | None = None
    minimum: Positive | None = None
    lot: Positive | None = None
    classes: tuple[InvestorClass, ...] = ()

    def lot_units(self, denomination: int | None) -> int:
        return self.lot or denomination or 1

    def minimum_units(self, units: int) -> int:
        return self.minimum or units


def span_and_step(bids: CouponBids | PriceBids, rate: int, price: Decimal, money: Currency) -> tuple[int, int]:
    """How far the last level is from the first, and one level from the next: in ppm of coupon, or in smallest units of price."""
    if bids.kind == "coupon":
        return bids.up_to - rate, bids.step
    return money.to_units(price) - money.to_units(bids.down_to), money.to_units(bids.step)
