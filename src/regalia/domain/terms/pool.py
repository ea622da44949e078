# SPDX-License-Identifier: Apache-2.0
"""The rights behind a deal: what each counts for, what the pool must be like, and how a right may leave it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from regalia.domain.program import PPM
from regalia.domain.terms.scalars import Amount, Day, Part, Rate, Text, Whole

RightsQuantity = Literal[
    "rights-lapsed",
    "rights-invalidated",
    "rights-expired",
    "rights-under-review",
    "rights-in-dispute",
    "rights-pledged",
    "rights-stale",
    "rights-breached",
    "rights-restricted",
    "rights-untitled",
    "rights-unlicensed",
]
LargestQuantity = Literal["largest-right", "largest-jurisdiction", "largest-licensee", "largest-group"]
Quantity = Literal[RightsQuantity, LargestQuantity]


class Haircuts(Part):
    """What a right counts for less while a condition holds; of several the highest counts. What is gone, can't be sold or isn't the
    deal's counts for nothing, unless the terms say otherwise.
    """

    lapsed: Rate = PPM
    invalidated: Rate = PPM
    expired: Rate = PPM
    under_review: Rate = Field(default=0, alias="under-review")
    in_dispute: Rate = Field(default=0, alias="in-dispute")
    pledged: Rate = 0
    stale: Rate = 0
    breached: Rate = 0
    restricted: Rate = PPM
    untitled: Rate = PPM


class Limit(Part):
    """The most that a share of the pool may be, at closing and on every payment date."""

    quantity: Quantity
    most: Rate


class Substitution(Part):
    """Rights may take others' places through the day ``until``; ``most``: over life, of the pool's value at closing."""

    until: Day
    most: Rate


class PoolTerms(Part):
    """On what terms rights back the deal; they must last until ``calendar.legal_final``. ``least_value`` and ``least_rights``: at closing.
    ``repurchase_price``: of a right's value at pledge, when one of the seller's ``warranties`` is breached.
    """

    haircuts: Haircuts = Haircuts()
    least_value: Amount = Decimal(0)
    least_rights: Whole = 0
    limits: tuple[Limit, ...] = ()
    substitution: Substitution | None = None
    repurchase_price: Rate = PPM
    warranties: tuple[Text, ...] = ()
