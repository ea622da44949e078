# SPDX-License-Identifier: Apache-2.0
"""Charts of a projection: cash flows, balances, coverage; with a bootstrap the fan of receipts and balances, and the spread of yields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from regalia.domain.money import format_ratio
from regalia.domain.program_words import Comparison, Measure
from regalia.projection.charts.canvas import ALARM, COLOURS, GRID, INK, Format, Scale, draw, legend, scale_for
from regalia.projection.measures import coverage
from regalia.projection.report import Projection
from regalia.projection.summary import Summary
from regalia.projection.whole import Whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANDS = ((5, 95), (25, 75))
HIGHEST_COVERAGE = 10.0
"""Beyond it a coverage says nothing any more; the axis ends there."""


def draw_projection(folder: Path, projection: Projection, kind: Format) -> list[str]:
    """Write all charts into ``folder``; the names of the files."""
    charts = _Charts(projection)
    scenarios = [one.scenario for one in projection.figures.scenarios]
    jobs = [
        (f"cash-flows-{label}", charts.tranches, lambda axes, s=s: charts.cash_flows(axes, s))
        for s, label in enumerate(scenarios)
    ]
    jobs.append(("balances", charts.owing_tranches, charts.balances))
    if charts.owing_tranches:
        jobs.append(("coverage", 1, charts.coverage))
    if projection.paths:
        jobs.append(("fan", 1 + charts.owing_tranches, charts.fan))
        jobs.append(("yields", charts.tranches, charts.yields))
    names = []
    for name, rows, fill in jobs:
        if rows:
            names.append(f"{name}.{kind}")
            draw(folder / names[-1], rows, fill)
    return names


class _Charts:
    def __init__(self, projection: Projection) -> None:
        self.named = projection.named
        self.paths = projection.paths
        self.scenarios = [one.scenario for one in projection.figures.scenarios]
        self.program = self.named.program
        self.owing = [t for t, tranche in enumerate(self.program.tranches) if tranche.original_balance]
        self.tranches, self.owing_tranches = len(self.program.tranches), len(self.owing)
        self.dates = np.array(self.named.outcomes.dates, "datetime64[D]")
        self.title = f"{self.named.terms.id}"

    def scale(self, amounts: Whole) -> Scale:
        money = self.named.terms.money
        return scale_for(int(amounts.max(initial=0)), money.code, money.decimals)

    def cash_flows(self, axes: list[Axes], s: int) -> None:
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
        for at, t in zip(axes, self.owing, strict=True):
            owed = found.balance[:, t] + found.arrears[:, t]
            scale = self.scale(owed)
            for s, label in enumerate(self.scenarios):
                at.step(self.dates, scale(owed[:, s]), where="post", color=COLOURS[s % len(COLOURS)], label=label)
            at.set_title(f"{self.title}: balance and arrears of {self.program.tranches[t].label}")
            at.set_ylabel(scale.label)
            at.set_ylim(bottom=0)
            legend(at)

    def coverage(self, axes: list[Axes]) -> None:
        (at,) = axes
        covers = np.minimum(coverage(self.named.outcomes), HIGHEST_COVERAGE)
        for s, label in enumerate(self.scenarios):
            at.plot(self.dates, covers[:, s], color=COLOURS[s % len(COLOURS)], label=label, linewidth=1.3)
        for trigger in self.program.triggers:
            low = trigger.comparison in (Comparison.BELOW, Comparison.AT_MOST)
            if trigger.measure is Measure.DEBT_SERVICE_COVERAGE and low:
                level = trigger.threshold / 10**6
                at.axhline(level, color=ALARM, linewidth=0.9, linestyle="--")
                note = f"{trigger.label} {format_ratio(trigger.threshold)}"
                at.annotate(
                    note,
                    (0.995, level),
                    xycoords=("axes fraction", "data"),
                    ha="right",
                    va="bottom",
                    fontsize=7,
                    color=ALARM,
                )
        at.set_title(
            f"{self.title}: receipts over interest and scheduled principal of all tranches (cut at {HIGHEST_COVERAGE:.0f}x)"
        )
        at.set_ylabel("coverage, times")
        at.set_ylim(bottom=0)
        legend(at)

    def fan(self, axes: list[Axes]) -> None:
        assert self.paths is not None
        found = self.paths.outcomes
        self._fan(axes[0], found.received, f"receipts of {found.scenarios:,} paths")
        for at, t in zip(axes[1:], self.owing, strict=True):
            owed = found.balance[:, t] + found.arrears[:, t]
            self._fan(at, owed, f"balance and arrears of {self.program.tranches[t].label}")

    def _fan(self, at: Axes, amounts: Whole, what: str) -> None:
        scale = self.scale(np.percentile(amounts, 95, axis=1))
        for (low, high), strength in zip(BANDS, (0.2, 0.4), strict=True):
            edges = np.percentile(scale(amounts), (low, high), axis=1)
            at.fill_between(
                self.dates, *edges, color=COLOURS[0], alpha=strength, linewidth=0, label=f"{low} to {high}%"
            )
        at.plot(self.dates, np.percentile(scale(amounts), 50, axis=1), color=INK, linewidth=1.1, label="median")
        at.set_title(f"{self.title}: {what}")
        at.set_ylabel(scale.label)
        at.set_ylim(bottom=0)
        legend(at)

    def yields(self, axes: list[Axes]) -> None:
        assert self.paths is not None
        for t, at in enumerate(axes):
            _histogram(at, self.paths, t)
            at.set_title(f"{self.title}: yield of {self.program.tranches[t].label} over the paths")


def _histogram(at: Axes, paths: Summary, t: int) -> None:
    found = paths.yields(t) * 100
    found = found[~np.isnan(found)]
    if len(found):
        low, high = np.percentile(found, (0.5, 99.5))
        at.hist(np.clip(found, low, high), bins=40, color=COLOURS[0], edgecolor="white", linewidth=0.4)
        at.axvline(float(np.median(found)), color=INK, linewidth=1.1, label="median")
        legend(at)
    else:
        at.text(0.5, 0.5, "no yield: nothing is paid for it", transform=at.transAxes, ha="center", color=GRID)
    at.set_xlabel("yield, % a year (the outermost halves of a hundredth are put at the edges)")
    at.set_ylabel("paths")
