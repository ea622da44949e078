# SPDX-License-Identifier: Apache-2.0
"""The figures of a projection, as ``regalia project`` prints and writes them.

Amounts are Decimals in whole currency, exact. What stands under ``statistics`` is a double, for reading only; None where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class TrancheStatistics:
    """``yield_a_year``: effective, ACT/365, from closing at the offer price. ``average_life``: years to a unit of principal."""

    yield_a_year: float | None
    average_life: float | None


@dataclass(frozen=True)
class TrancheFigures:
    """``unpaid``: principal and arrears owed at the end. ``late_since``: the first date that left interest of its own unpaid."""

    tranche: str
    interest: Decimal
    principal: Decimal
    residual: Decimal
    unpaid: Decimal
    late_since: str | None
    statistics: TrancheStatistics


@dataclass(frozen=True)
class ScenarioStatistics:
    """``lowest_coverage``: receipts over interest and scheduled principal, on the worst date."""

    lowest_coverage: float | None


@dataclass(frozen=True)
class ScenarioFigures:
    """``put_in``: all that each facility paid. ``triggers``: the first date on which each is active. ``defaulted_on``: the first date on
    which the acceleration list ran with something owed. ``left``: what nobody was paid at the end.
    """

    scenario: str
    name: str
    received: Decimal
    put_in: dict[str, Decimal]
    triggers: dict[str, str]
    defaulted_on: str | None
    left: Decimal
    tranches: tuple[TrancheFigures, ...]
    statistics: ScenarioStatistics


@dataclass(frozen=True)
class Quantiles:
    """The 5th, 50th and 95th of a hundred."""

    low: float | None
    middle: float | None
    high: float | None


@dataclass(frozen=True)
class PathStatistics:
    """Over all paths. ``loss``: the share of paths with principal or interest unpaid at the end; ``late``: with interest late on any
    date; ``expected_loss``: what is unpaid on average, over the original balance (None for a tranche without one).
    """

    tranche: str
    loss: float | None
    late: float | None
    expected_loss: float | None
    yield_a_year: Quantiles
    average_life: Quantiles


@dataclass(frozen=True)
class PathFigures:
    """``in_default``: the share of paths on which the acceleration list ran with something owed."""

    paths: int
    seed: int
    method: str
    in_default: float
    statistics: tuple[PathStatistics, ...]


@dataclass(frozen=True)
class Head:
    """``engine``: ``vectorised`` or ``exact``; ``refused``: why not the vectorised one. ``checked``: scenarios that both ran, equal."""

    deal: str
    assumptions: str
    currency: str
    payment_dates: int
    first_date: str
    last_date: str
    engine: str
    refused: str
    checked: int
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class ProjectionFigures:
    """Named scenarios are always run by the exact engine; ``head.engine`` ran the paths."""

    head: Head
    scenarios: tuple[ScenarioFigures, ...]
    paths: PathFigures | None


@dataclass(frozen=True)
class BreakEvenFigures:
    """Largest reductions, in ppm: None where it doesn't hold without any. ``monotone``: no larger reduction was found to hold again."""

    tranche: str
    timely_ppm: int | None
    ultimate_ppm: int | None
    monotone: bool


@dataclass(frozen=True)
class TriggerFigures:
    """``trips_at_ppm``: the smallest reduction at which it is active on some date."""

    trigger: str
    trips_at_ppm: int | None


@dataclass(frozen=True)
class RungTranche:
    tranche: str
    paid: Decimal
    unpaid: Decimal
    timely: bool


@dataclass(frozen=True)
class Rung:
    """One reduction of the ladder; ``triggers``: those active on some date. Statistic: ``lowest_coverage``."""

    reduction_ppm: int
    received: Decimal
    lowest_coverage: float | None
    triggers: tuple[str, ...]
    defaulted_on: str | None
    tranches: tuple[RungTranche, ...]


@dataclass(frozen=True)
class StressFigures:
    head: Head
    scenario: str
    break_even: tuple[BreakEvenFigures, ...]
    triggers: tuple[TriggerFigures, ...]
    ladder: tuple[Rung, ...]
