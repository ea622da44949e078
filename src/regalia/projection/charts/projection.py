# SPDX-License-Identifier: Apache-2.0
"""Charts of a projection: cash flows, balances, coverage; with a bootstrap the fan of receipts and balances, and the spread of yields."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regalia.domain.accrual import PPM
from regalia.domain.program_words import Comparison, Measure
from regalia.projection.charts.canvas import ALARM, COLOURS, Format, Scale, draw, legend, scale_for
from regalia.projection.charts.paths import PathCharts
from regalia.projection.measures import coverage
from regalia.projection.report import Projection
from regalia.projection.whole import Whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HIGHEST_COVERAGE = 10.0
"""Beyond it, or three times the highest trigger level, a coverage says nothing any more: it is cut there."""
LEVEL_LINES = ((0, (6, 2)), (0, (3, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def draw_projection(folder: Path, projection: Projection, kind: Format) -> list[str]:
    """Write all charts into ``folder``; the names of the files."""
    charts = _Charts(projection)
    scenarios = [one.scenario for one in projection.figures.scenarios]
    jobs: list[tuple[str, int, Callable[[list[Axes]], None]]] = [
        (f"cash-flows-{label}", charts.tranches, partial(charts.cash_flows, s)) for s, label in enumerate(scenarios)
    ]
    jobs.append(("balances", charts.owing_tranches, charts.balances))
    if charts.owing_tranches:
        jobs.append(("coverage", 1, charts.coverage))
    if projection.paths:
        paths = PathCharts(projection.paths)
        jobs.append(("fan", 1 + len(paths.owing), paths.fan))
        jobs.append(("yields", charts.tranches, paths.yields))
    names = []
    for name, rows, fill in jobs:
        if rows:
            names.append(f"{name}.{kind}")
            draw(folder / names[-1], rows, fill)
    return names


class _Charts:
    def __init__(self, projection: Projection) -> None:
        self.named = projection.named
        self.scenarios = [one.scenario for one in projection.figures.scenarios]
        self.program = self.named.program
        self.owing = [t for t, tranche in enumerate(self.program.tranches) if tranche.original_balance]
        self.tranches, self.owing_tranches = len(self.program.tranches), len(self.owing)
        self.dates = np.array(self.named.outcomes.dates, "datetime64[D]")
        self.title = f"{self.named.terms.id}"

    def scale(self, amounts: Whole) -> Scale:
        money = self.named.terms.money
        return scale_for(int(amounts.max(initial=0)), money.code, money.decimals)

    def cash_flows(self, s: int, axes: list[Axes]) -> None:
        found = self.named.outcomes
        width = max(10, int(np.median(np.diff(self.dates).astype(int))) * 0.75)
        for t, at in enumerate(axes):
            scale, base = self.scale(found.paid[:, t, s]), np.zeros(len(self.dates))
            for kind, colour in zip(("interest", "principal", "residual"), COLOURS, strict=False):
                amounts = scale(getattr(found, kind)[:, t, s])
                if amounts.any():
                    at.bar(self.dates, amounts, width, bottom=base, color=colour, label=kind)
                    base = base + amounts
            at.set_title(f"{self.title}, {self.scenarios[s]}: paid to {self.program.tranches[t].label}")
            at.set_ylabel(f"{scale.label} a payment date")
            at.set_xlim(self.dates[0] - np.timedelta64(120, "D"), self.dates[-1] + np.timedelta64(120, "D"))
            if base.any():
                legend(at)

    def balances(self, axes: list[Axes]) -> None:
        found = self.named.outcomes
        closing = np.array([self.program.schedule.closing], "datetime64[D]")
        for at, t in zip(axes, self.owing, strict=True):
            original = np.full((1, found.scenarios), self.program.tranches[t].original_balance, dtype=object)
            owed = np.concatenate([original, found.balance[:, t] + found.arrears[:, t]])
            scale = self.scale(owed)
            for s, label in enumerate(self.scenarios):
                at.step(
                    np.concatenate([closing, self.dates]),
                    scale(owed[:, s]),
                    where="post",
                    color=COLOURS[s % len(COLOURS)],
                    label=label,
                )
            at.set_title(f"{self.title}: balance and arrears of {self.program.tranches[t].label}")
            at.set_ylabel(scale.label)
            at.set_ylim(bottom=0)
            legend(at)

    def coverage(self, axes: list[Axes]) -> None:
        (at,) = axes
        levels = self._levels()
        highest = 3 * max(level for _, level in levels) if levels else HIGHEST_COVERAGE
        covers = np.minimum(coverage(self.named.outcomes), highest)
        for s, label in enumerate(self.scenarios):
            at.plot(self.dates, covers[:, s], color=COLOURS[s % len(COLOURS)], label=label, linewidth=1.3)
        for i, (label, level) in enumerate(levels):
            line = LEVEL_LINES[i % len(LEVEL_LINES)]
            at.axhline(level, color=ALARM, linewidth=1.0, linestyle=line, label=f"{label}: {level:g}x")
        at.set_title(
            f"{self.title}: receipts over interest and scheduled principal of all tranches (cut at {highest:g}x)"
        )
        at.set_ylabel("coverage, times")
        at.set_ylim(bottom=0)
        legend(at)

    def _levels(self) -> list[tuple[str, float]]:
        """Of the triggers that look for too little debt service coverage."""
        return [
            (trigger.label, trigger.threshold / PPM)
            for trigger in self.program.triggers
            if trigger.measure is Measure.DEBT_SERVICE_COVERAGE
            and trigger.comparison in (Comparison.BELOW, Comparison.AT_MOST)
        ]
