# SPDX-License-Identifier: Apache-2.0
"""What surrounds the payments: the offering, calls, retention, the forecast."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from regalia.domain.terms.scalars import Day, Id, Part, Positive, Rate, Ratio, Whole


class Offering(Part):
    """Bids for units are taken until ``window_days`` after the deal is made, from ``opens_after_days`` on (at once when it is left out or
    zero); when a class is placed too little, everybody is paid back.
    """

    window_days: Positive
    opens_after_days: Annotated[Whole | None, AfterValidator(lambda days: days or None)] = None


class OptionalCall(Part):
    """``holder`` may repay ``tranches`` early from a day on, at ``price`` (a share of par: 102%)."""

    kind: Literal["optional"]
    holder: Id
    tranches: tuple[Id, ...] = Field(min_length=1)
    since: Day
    price: Ratio


class CleanUpCall(Part):
    """``holder`` may repay the rest once balances are at most ``remaining`` of the original."""

    kind: Literal["clean-up"]
    holder: Id
    remaining: Rate
    price: Ratio


Call = Annotated[OptionalCall | CleanUpCall, Field(discriminator="kind")]


class Retention(Part):
    """``holder`` keeps ``share`` of a tranche's units."""

    holder: Id
    tranche: Id
    share: Rate
