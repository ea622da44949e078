# SPDX-License-Identifier: Apache-2.0
"""What a trigger looks at: a quantity, a comparison and a threshold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regalia.domain.terms.scalars import Day, Id, Part, Positive, Rate, Ratio, Whole

Comparison = Literal["below", "at-most", "at-least", "above"]
RightsStatus = Literal[
    "lapsed",
    "invalidated",
    "expired",
    "under-review",
    "in-dispute",
    "pledged",
    "stale",
    "breached",
    "restricted",
    "untitled",
    "unlicensed",
]
"""Conditions of rights, and ``unlicensed``: the part of each right that rests on no licence in force."""


class CoverageMeasure(Part):
    """Collections of the last ``trailing`` periods over debt service or interest of ``tranches`` (default: all)."""

    kind: Literal["debt-service-coverage", "interest-coverage"]
    trailing: Positive = 1
    tranches: tuple[Id, ...] = ()
    breached: Comparison
    threshold: Ratio


class BalanceMeasure(Part):
    """Overcollateralisation: pool value over balances. Leverage: balances over a year's collections."""

    kind: Literal["overcollateralisation", "leverage"]
    tranches: tuple[Id, ...] = ()
    breached: Comparison
    threshold: Ratio


class ForecastMeasure(Part):
    """Collections over the deal's ``forecast``: to date, or those of the last ``trailing`` periods."""

    kind: Literal["collections-to-forecast"]
    trailing: Positive | None = None
    breached: Comparison
    threshold: Ratio


class ReserveMeasure(Part):
    """What an account lacks, as a share of its target."""

    kind: Literal["reserve-deficiency"]
    account: Id
    breached: Comparison
    threshold: Rate


class ArrearsMeasure(Part):
    """How many periods a tranche has been in arrears."""

    kind: Literal["arrears-age"]
    tranche: Id
    breached: Comparison
    threshold: Whole


class RightsMeasure(Part):
    """The share of the value of all rights that belongs to rights with that status, as the pool of rights has them."""

    kind: Literal["rights-share"]
    status: RightsStatus
    breached: Comparison
    threshold: Rate


class ConcentrationMeasure(Part):
    """The largest licensee's share of collections, or that of one licensee."""

    kind: Literal["licensee-concentration"]
    licensee: Id | None = None
    trailing: Positive = 1
    breached: Comparison
    threshold: Rate


class PoolConcentrationMeasure(Part):
    """The share of pool value that the largest right, jurisdiction, licensee or group of licensees has."""

    kind: Literal["pool-concentration"]
    by: Literal["right", "jurisdiction", "licensee", "group"]
    breached: Comparison
    threshold: Rate


class LimitsMeasure(Part):
    """How many limits of the pool are broken."""

    kind: Literal["limits-broken"]
    breached: Comparison
    threshold: Whole


class StalenessMeasure(Part):
    """Days since the last final report."""

    kind: Literal["days-since-report"]
    breached: Comparison
    threshold: Positive


class DateMeasure(Part):
    """Breached from a date on: one of the calendar's, or ``date``."""

    kind: Literal["date-reached"]
    which: Literal["anticipated-repayment", "legal-final", "date"]
    date: Day | None = None


class SupportMeasure(Part):
    """Breached when the provider of a facility has let the deadline of a demand pass without paying."""

    kind: Literal["support-unpaid"]
    facility: Id


Measure = Annotated[
    CoverageMeasure
    | BalanceMeasure
    | ForecastMeasure
    | ReserveMeasure
    | ArrearsMeasure
    | RightsMeasure
    | ConcentrationMeasure
    | PoolConcentrationMeasure
    | LimitsMeasure
    | StalenessMeasure
    | DateMeasure
    | SupportMeasure,
    Field(discriminator="kind"),
]
