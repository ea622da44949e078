# SPDX-License-Identifier: Apache-2.0
"""From outcomes to the figures that are shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.projection.figures import (
    PathFigures,
    PathStatistics,
    Quantiles,
    Rung,
    RungTranche,
    ScenarioFigures,
    ScenarioStatistics,
    TrancheFigures,
    TrancheStatistics,
)
from regalia.projection.measures import (
    Doubles,
    average_life,
    is_timely,
    is_ultimate,
    lowest_coverage,
    quantiles,
    unpaid_at_end,
    yields,
)
from regalia.projection.outcomes import Outcomes
from regalia.projection.whole import Mask

SHOWN = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Summary:
    """Reads off the outcomes of one deal."""

    terms: Terms
    program: Program
    outcomes: Outcomes

    def money(self, units: int) -> Decimal:
        return self.terms.money.to_decimal(int(units))

    def yields(self, t: int) -> Doubles:
        tranche = self.terms.tranches[t]
        price = self.terms.money.to_units(tranche.offer_price) * tranche.units
        return yields(self.outcomes.paid[:, t], self.outcomes.dates, price, self.program.schedule.closing)

    def average_lives(self, t: int) -> Doubles:
        return average_life(self.outcomes.principal[:, t], self.outcomes.dates, self.program.schedule.closing)

    def scenario(self, s: int, label: str, name: str) -> ScenarioFigures:
        one = Summary(self.terms, self.program, self.outcomes.only([s]))
        found = one.outcomes
        facilities = enumerate(self.program.facilities)
        return ScenarioFigures(
            scenario=label,
            name=name,
            received=self.money(found.received.sum()),
            put_in={facility.label: self.money(found.put_in[:, f].sum()) for f, facility in facilities},
            triggers=one.trips(),
            defaulted_on=one.first_date(found.defaulted[:, 0]),
            left=self.money(found.left[0]),
            tranches=tuple(one.tranche(t) for t in range(len(self.program.tranches))),
            statistics=ScenarioStatistics(number(lowest_coverage(found)[0])),
        )

    def tranche(self, t: int) -> TrancheFigures:
        found = self.outcomes
        return TrancheFigures(
            tranche=self.program.tranches[t].label,
            interest=self.money(found.interest[:, t].sum()),
            principal=self.money(found.principal[:, t].sum()),
            residual=self.money(found.residual[:, t].sum()),
            unpaid=self.money(unpaid_at_end(found, t)[0]),
            late_since=self.first_date(found.shortfall[:, t, 0] > 0),
            statistics=TrancheStatistics(number(self.yields(t)[0]), number(self.average_lives(t)[0])),
        )

    def trips(self) -> dict[str, str]:
        found = {}
        for i, trigger in enumerate(self.program.triggers):
            if (on := self.first_date(self.outcomes.active[:, i, 0])) is not None:
                found[trigger.label] = on
        return found

    def first_date(self, where: Mask) -> str | None:
        return self.outcomes.dates[int(np.argmax(where))].isoformat() if where.any() else None

    def paths(self, method: str, seed: int) -> PathFigures:
        found = self.outcomes
        return PathFigures(
            paths=found.scenarios,
            seed=seed,
            method=method,
            in_default=float(found.defaulted.any(axis=0).mean()),
            statistics=tuple(self.path_statistics(t) for t in range(len(self.program.tranches))),
        )

    def path_statistics(self, t: int) -> PathStatistics:
        found, original = self.outcomes, self.program.tranches[t].original_balance
        bears = bool(original)
        late = (found.shortfall[:, t] > 0).any(axis=0)
        return PathStatistics(
            tranche=self.program.tranches[t].label,
            loss=float((~is_ultimate(found, t)).mean()) if bears else None,
            late=float(late.mean()) if bears else None,
            expected_loss=float(unpaid_at_end(found, t).astype(np.float64).mean() / original) if bears else None,
            yield_a_year=_quantiles(self.yields(t)),
            average_life=_quantiles(self.average_lives(t)),
        )

    def rung(self, s: int, reduction: int) -> Rung:
        one = Summary(self.terms, self.program, self.outcomes.only([s]))
        found = one.outcomes
        return Rung(
            reduction_ppm=reduction,
            received=self.money(found.received.sum()),
            lowest_coverage=number(lowest_coverage(found)[0]),
            triggers=tuple(one.trips()),
            defaulted_on=one.first_date(found.defaulted[:, 0]),
            tranches=tuple(
                RungTranche(
                    tranche=tranche.label,
                    paid=self.money(found.paid[:, t].sum()),
                    unpaid=self.money(unpaid_at_end(found, t)[0]),
                    timely=bool(is_timely(found, t)[0]),
                )
                for t, tranche in enumerate(self.program.tranches)
            ),
        )

    def span(self) -> tuple[int, date, date]:
        """How many payment dates (the winding up is on the last one's day), the first and the last."""
        return len(set(self.outcomes.dates)), self.outcomes.dates[0], self.outcomes.dates[-1]


def number(value: float) -> float | None:
    """Without what JSON has no word for."""
    return float(value) if math.isfinite(value) else None


def _quantiles(values: Doubles) -> Quantiles:
    return Quantiles(*(number(value) for value in quantiles(values, SHOWN)))
