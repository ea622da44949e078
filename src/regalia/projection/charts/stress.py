# SPDX-License-Identifier: Apache-2.0
"""Charts of a stress: break-evens and trigger points, and what each tranche loses at each reduction."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from regalia.domain.accrual import PPM
from regalia.projection.charts.canvas import ALARM, COLOURS, Format, draw, legend
from regalia.projection.figures import StressFigures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PER_CENT = PPM // 100


def draw_stress(folder: Path, figures: StressFigures, kind: Format) -> list[str]:
    """Write ``break-even`` and ``ladder`` into ``folder``; the names of the files."""
    names = [f"break-even.{kind}", f"ladder.{kind}"]
    draw(folder / names[0], 1, lambda axes: _break_even(axes[0], figures), height=1.6 + 0.3 * _bars(figures))
    draw(folder / names[1], 1, lambda axes: _ladder(axes[0], figures), height=3.4)
    return names


def _bars(figures: StressFigures) -> int:
    return len(figures.break_even) * 2 + len(figures.triggers)


def _break_even(at: Axes, figures: StressFigures) -> None:
    bars = [
        (f"{b.tranche}: {word}", ppm or 0, colour)
        for b in figures.break_even
        for word, ppm, colour in (
            ("interest in time", b.timely_ppm, COLOURS[0]),
            ("repaid by the end", b.ultimate_ppm, COLOURS[2]),
        )
    ]
    bars += [(f"trigger {t.trigger}", t.trips_at_ppm, ALARM) for t in figures.triggers if t.trips_at_ppm is not None]
    labels = [label for label, _, _ in bars]
    widths = [ppm / PER_CENT for _, ppm, _ in bars]
    at.barh(labels, widths, color=[colour for _, _, colour in bars], height=0.6)
    for place, width in enumerate(widths):
        at.annotate(
            f"{width:.2f}%" if width else "0",
            (width, place),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    at.invert_yaxis()
    at.set_xlim(0, 108)
    at.set_xlabel("reduction of every receipt, %: the largest a tranche bears, the smallest that trips a trigger")
    at.set_title(f"{figures.head.deal}, {figures.scenario}: break-even")
    at.grid(axis="y", visible=False)


def _ladder(at: Axes, figures: StressFigures) -> None:
    reductions = [rung.reduction_ppm / PER_CENT for rung in figures.ladder]
    for t, tranche in enumerate(figures.ladder[0].tranches):
        best = max(rung.tranches[t].paid for rung in figures.ladder)
        if best:
            shares = [float(rung.tranches[t].paid / best) * 100 for rung in figures.ladder]
            at.plot(
                reductions, shares, color=COLOURS[t % len(COLOURS)], label=tranche.tranche, marker="o", markersize=3
            )
    at.set_xlabel("reduction of every receipt, %")
    at.set_ylabel("paid, % of the most it is paid")
    at.set_title(f"{figures.head.deal}, {figures.scenario}: what each tranche is paid in all")
    at.set_ylim(bottom=0)
    if at.get_lines():
        legend(at)
