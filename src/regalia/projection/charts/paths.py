# SPDX-License-Identifier: Apache-2.0
"""Charts of a bootstrap: the fan of receipts and balances, and the spread of yields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from regalia.projection.charts.canvas import COLOURS, GRID, INK, legend, scale_for
from regalia.projection.summary import Summary
from regalia.projection.whole import Whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANDS = ((5, 95), (25, 75))
"""Of a hundred paths."""


class PathCharts:
    def __init__(self, paths: Summary) -> None:
        self.paths = paths
        self.tranches = paths.program.tranches
        self.owing = [t for t, tranche in enumerate(self.tranches) if tranche.original_balance]
        self.dates = np.array(paths.outcomes.dates, "datetime64[D]")

    def fan(self, axes: list[Axes]) -> None:
        found = self.paths.outcomes
        earning = len(set(found.dates))  # nothing is received for the winding up, which has the last one's date
        self._fan(axes[0], found.received[:earning], f"receipts of {found.scenarios:,} paths")
        for at, t in zip(axes[1:], self.owing, strict=True):
            owed = found.balance[:, t] + found.arrears[:, t]
            self._fan(at, owed, f"balance and arrears of {self.tranches[t].label}")

    def _fan(self, at: Axes, amounts: Whole, what: str) -> None:
        plain = amounts.astype(np.float64)
        money = self.paths.terms.money
        scale = scale_for(int(np.percentile(plain, 95, axis=1).max()), money.code, money.decimals)
        dates = self.dates[: len(amounts)]
        for (low, high), strength in zip(BANDS, (0.2, 0.4), strict=True):
            edges = np.percentile(scale(plain), (low, high), axis=1)
            at.fill_between(dates, *edges, color=COLOURS[0], alpha=strength, linewidth=0, label=f"{low} to {high}%")
        at.plot(dates, np.percentile(scale(plain), 50, axis=1), color=INK, linewidth=1.1, label="median")
        at.set_title(f"{self.paths.terms.id}: {what}")
        at.set_ylabel(scale.label)
        at.set_ylim(bottom=0)
        legend(at)

    def yields(self, axes: list[Axes]) -> None:
        for t, at in enumerate(axes):
            self._histogram(at, t)
            at.set_title(f"{self.paths.terms.id}: yield of {self.tranches[t].label} over the paths")

    def _histogram(self, at: Axes, t: int) -> None:
        found = self.paths.yields(t) * 100
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
