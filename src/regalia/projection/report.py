# SPDX-License-Identifier: Apache-2.0
"""A whole projection or stress of a deal: run it, and keep both the figures and the arrays that charts and tables need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from regalia.domain.accrual import PPM
from regalia.domain.compile import compile_terms, opening_state
from regalia.domain.terms import Terms
from regalia.projection.assumptions import Assumptions
from regalia.projection.break_even import Stress, TrancheBreakEven
from regalia.projection.build import OutlookBuilder
from regalia.projection.engine import Projector
from regalia.projection.errors import ProjectionError
from regalia.projection.figures import BreakEvenFigures, Head, ProjectionFigures, StressFigures, TriggerFigures
from regalia.projection.outlook import Outlook
from regalia.projection.references import assumed_zero
from regalia.projection.summary import Summary

SEED = 20261124
MOST_CELLS = 20_000_000
"""Scenarios times dates times tranches: what fits in a few gigabytes."""
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Projection:
    """``named``: the outcomes of the named scenarios; ``paths``: those of the bootstrap."""

    figures: ProjectionFigures
    named: Summary
    paths: Summary | None


class Desk:
    """One deal under one set of assumptions. ProjectionError when they don't fit together."""

    def __init__(self, terms: Terms, given: Assumptions, folder: Path, exact: bool = False) -> None:
        self.terms = terms
        self.given = given
        self.program = compile_terms(terms)
        self.builder = OutlookBuilder(terms, self.program, given, folder)
        self.projector = Projector(self.program, opening_state(terms, self.program), exact)

    def project(self, paths: int | None = None, seed: int = SEED, progress: Progress | None = None) -> Projection:
        """Named scenarios by the exact engine, ``paths`` (default: as the file says) by the vectorised one."""
        exact = Projector(self.program, self.projector.opening, exact=True)
        named = self._summary(self.builder.named(), exact)
        bootstrap, drawn = self.given.bootstrap, None
        if bootstrap and (wanted := bootstrap.paths if paths is None else paths):
            cells = wanted * len(named.outcomes.dates) * len(self.program.tranches)
            if cells > MOST_CELLS:
                raise ProjectionError(
                    f"paths: {wanted:,} paths need {cells:,} cells; at most {MOST_CELLS:,} fit", "Ask for fewer."
                )
            drawn = self._summary(self.builder.random(wanted, seed), self.projector, progress)
        scenarios = (named.scenario(i, s.id, s.name or "") for i, s in enumerate(self.builder.scenarios))
        figures = ProjectionFigures(
            head=self._head(named, self.projector if drawn else exact),
            scenarios=tuple(scenarios),
            paths=drawn.paths(bootstrap.method, seed) if drawn and bootstrap else None,
        )
        return Projection(figures, named, drawn)

    def stress(self, scenario: str | None = None, rung: int = 50_000) -> StressFigures:
        """``rung``: the steps of the ladder, in ppm of receipts."""
        chosen = self.builder.scenario(scenario)
        stress = Stress(self.builder, chosen, self.projector)
        reductions = [*range(0, PPM, rung), PPM]
        ladder = Summary(self.terms, self.program, stress.project(reductions))
        break_even = tuple(map(_figures, stress.tranches()))
        triggers = tuple(TriggerFigures(point.trigger, point.first) for point in stress.triggers())
        return StressFigures(
            head=self._head(ladder, self.projector),
            scenario=chosen.id,
            break_even=break_even,
            triggers=triggers,
            ladder=tuple(ladder.rung(i, reduction) for i, reduction in enumerate(reductions)),
        )

    def _summary(self, outlook: Outlook, projector: Projector, progress: Progress | None = None) -> Summary:
        return Summary(self.terms, self.program, projector(outlook, progress))

    def _head(self, summary: Summary, projector: Projector) -> Head:
        count, first, last = summary.span()
        return Head(
            deal=self.terms.id,
            assumptions=self.given.id,
            currency=self.terms.money.code,
            payment_dates=count,
            first_date=first.isoformat(),
            last_date=last.isoformat(),
            engine="vectorised" if projector.vectorised else "exact",
            refused=projector.refused,
            checked=projector.checked,
            assumed=self._assumed(),
        )

    def _assumed(self) -> tuple[str, ...]:
        zero = assumed_zero(self.program, self.given)
        more = (f"zero throughout: {', '.join(zero)}",) if zero else ()
        return (*self.given.assumed, *more, *self._always())

    def _always(self) -> tuple[str, ...]:
        calls = ("no call is exercised",) if self.program.calls else ()
        return ("all cash of a period arrives in full before its payment date", *calls)


def _figures(found: TrancheBreakEven) -> BreakEvenFigures:
    monotone = found.timely.monotone and found.ultimate.monotone
    return BreakEvenFigures(found.tranche, found.timely.last, found.ultimate.last, monotone)
