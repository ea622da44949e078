# SPDX-License-Identifier: Apache-2.0
"""How much of all receipts may be missing: break-even reductions a tranche, and what trips at which reduction.

A reduction takes the same share of every period's receipts. It is sought in parts per million: many reductions at once between two
known ones, then many between two of those, until two neighbours are found of which one holds and the next does not. The exact engine
then says so of both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regalia.domain.accrual import PPM
from regalia.projection.assumptions import Scenario
from regalia.projection.build import OutlookBuilder
from regalia.projection.engine import EnginesDisagreeError, Projector
from regalia.projection.exact import project_exact
from regalia.projection.measures import is_timely, is_ultimate
from regalia.projection.outcomes import Outcomes
from regalia.projection.whole import Mask

WIDE, NARROW = 1_000, 20
"""Reductions tried at once by the vectorised engine, and by the exact one."""

Predicate = Callable[[Outcomes], Mask]


@dataclass(frozen=True)
class Threshold:
    """``last``: the largest reduction (ppm) at which a condition holds, None where it doesn't hold at all.

    ``monotone``: among the reductions tried first, none beyond the first failure holds again; where one does (a trigger may turn the
    money to a tranche earlier), ``last`` is the one before the first failure.
    """

    last: int | None
    monotone: bool


@dataclass(frozen=True)
class TrancheBreakEven:
    tranche: str
    timely: Threshold
    ultimate: Threshold


@dataclass(frozen=True)
class TriggerPoint:
    """``first``: the smallest reduction (ppm) at which the trigger is active on some date, None where it never is."""

    trigger: str
    first: int | None


class Stress:
    """One scenario under uniform reductions of its receipts."""

    def __init__(self, builder: OutlookBuilder, scenario: Scenario, projector: Projector) -> None:
        self.builder = builder
        self.scenario = scenario
        self.projector = projector
        self.project([0])  # says whether the vectorised engine takes the deal, and so how many are tried at once
        self._reductions = self._between(0, PPM)
        self._first = self.project(self._reductions)

    def project(self, reductions: list[int], check: int = 1) -> Outcomes:
        return self.projector(self.builder.reduced(self.scenario, reductions), check=check)

    def tranches(self) -> list[TrancheBreakEven]:
        """Of the tranches with a balance; the others are owed nothing."""
        found = []
        for t, tranche in enumerate(self.builder.program.tranches):
            if tranche.original_balance:
                timely = self.threshold(lambda o, t=t: is_timely(o, t))  # type: ignore[misc]
                ultimate = self.threshold(lambda o, t=t: is_ultimate(o, t))  # type: ignore[misc]
                found.append(TrancheBreakEven(tranche.label, timely, ultimate))
        return found

    def triggers(self) -> list[TriggerPoint]:
        found = []
        for i, trigger in enumerate(self.builder.program.triggers):
            quiet = self.threshold(lambda o, i=i: ~o.active[:, i].any(axis=0))  # type: ignore[misc]
            if quiet.last is None:
                found.append(TriggerPoint(trigger.label, 0))
            else:
                found.append(TriggerPoint(trigger.label, None if quiet.last == PPM else quiet.last + 1))
        return found

    def threshold(self, holds: Predicate) -> Threshold:
        """EnginesDisagreeError when the exact engine doesn't confirm it."""
        tried, held = self._reductions, holds(self._first)
        monotone = bool((held[1:] <= held[:-1]).all())
        while True:
            if held.all():
                return Threshold(PPM, monotone)
            fails = int(np.argmin(held))
            if fails == 0:
                return Threshold(None, monotone)
            low, high = tried[fails - 1], tried[fails]
            if high - low == 1:
                self._confirm(holds, low)
                return Threshold(low, monotone)
            tried = self._between(low, high)
            held = holds(self.project(tried, check=0))

    def _between(self, low: int, high: int) -> list[int]:
        width = WIDE if self.projector.vectorised else NARROW
        return sorted({low + (high - low) * i // width for i in range(width + 1)})

    def _confirm(self, holds: Predicate, last: int) -> None:
        if self.projector.vectorised:
            program, opening = self.projector.program, self.projector.opening
            exact = project_exact(program, opening, self.builder.reduced(self.scenario, [last, last + 1]))
            if list(holds(exact)) != [True, False]:
                raise EnginesDisagreeError(["the break-even"], f"at a reduction of {last} ppm")
