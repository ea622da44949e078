# SPDX-License-Identifier: Apache-2.0
"""How the amount due in a step is found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from regalia.domain.terms.scalars import Amount, Flag, Id, Part, Period, Positive, Rate
from regalia.domain.terms.tranches import DayCountName


class FixedDue(Part):
    """The same amount at every payment date."""

    kind: Literal["fixed"]
    amount: Amount


class CollectionsRateDue(Part):
    """A share of the royalties received for the period."""

    kind: Literal["rate-on-collections"]
    rate: Rate


class OutstandingRateDue(Part):
    """A rate a year on the outstanding balances of ``tranches``."""

    kind: Literal["rate-on-outstanding"]
    rate: Rate
    tranches: tuple[Id, ...] = Field(min_length=1)
    day_count: DayCountName


class InvoicedDue(Part):
    """The amount the receipts report gives for this step."""

    kind: Literal["as-invoiced"]


class AboveCapDue(Part):
    """What the cap of an earlier step left out."""

    kind: Literal["above-cap"]
    step: Id


ExpenseDue = Annotated[
    FixedDue | CollectionsRateDue | OutstandingRateDue | InvoicedDue | AboveCapDue, Field(discriminator="kind")
]


class FixedPart(Part):
    kind: Literal["fixed"]
    amount: Amount


class InterestPart(Part):
    """That many periods of interest on the protected tranches, at 30/360."""

    kind: Literal["periods-of-interest"]
    periods: Positive


class OutstandingPart(Part):
    """A share of the outstanding balances of the protected tranches."""

    kind: Literal["rate-on-outstanding"]
    rate: Rate


TargetPart = Annotated[FixedPart | InterestPart | OutstandingPart, Field(discriminator="kind")]


class ReserveTarget(Part):
    """The largest (``max``) or smallest (``min``) of ``parts``; zero without parts, and once every protected
    tranche is repaid.

    ``set_by_report``: the receipts report may give the target of its period, which then counts instead.
    """

    combine: Literal["max", "min"] = "max"
    parts: tuple[TargetPart, ...] = ()
    protects: tuple[Id, ...] = ()
    set_by_report: Flag = False


class Turbo(Part):
    """All that is available, until repaid."""

    kind: Literal["turbo"]


class PeriodAmount(Part):
    period: Period
    amount: Amount


class Scheduled(Part):
    """Each period a share of the original balance, or the amounts of a table; what is missed is carried."""

    kind: Literal["scheduled"]
    share_of_original: Rate | None = None
    amounts: tuple[PeriodAmount, ...] = ()


class TargetBalance(Part):
    """What brings the balances down to a table's, or to a share of the pool's value."""

    kind: Literal["target-balance"]
    balances: tuple[PeriodAmount, ...] = ()
    share_of_pool_value: Rate | None = None


PrincipalDue = Annotated[Turbo | Scheduled | TargetBalance, Field(discriminator="kind")]
