# SPDX-License-Identifier: Apache-2.0
"""What surrounds the payments: the offering, calls, retention, the forecast."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regalia.domain.terms.scalars import Day, Id, Part, Positive, Rate, Ratio


class Offering(Part):
    """Units are sold at each tranche's ``offer_price`` for ``window_days``; unsold, everybody is paid back."""

    window_days: Positive


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
