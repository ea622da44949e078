# SPDX-License-Identifier: Apache-2.0
"""How all charts look, and how they become files that are the same every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from regalia.errors import RegaliaError
from regalia.projection.errors import ProjectionError
from regalia.projection.whole import Whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]
COLOURS = ("#30638e", "#d1843b", "#4f8a5b", "#a34d5c", "#6d5f8d", "#7a7a72", "#2f8f9d", "#b59a2d")
"""Far enough apart in lightness to tell in grey."""
INK, GRID, ALARM = "#333333", "#dddddd", "#a33333"
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "svg.hashsalt": "regalia",
}
INCHES, DOTS = 8.0, 150
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
"""Nothing that changes from run to run."""


class NoChartsError(RegaliaError, ImportError):
    def __init__(self) -> None:
        super().__init__("matplotlib is not installed, and charts are drawn with it", "pip install 'regalia[charts]'")


@dataclass(frozen=True)
class Scale:
    """In what amounts are shown, so that axes have short numbers: ``unit`` smallest units make 1 on the axis."""

    unit: int
    label: str

    def __call__(self, amounts: Whole) -> Any:
        return np.asarray(amounts).astype(np.float64) / self.unit


def scale_for(largest: int, currency: str, decimals: int) -> Scale:
    """Millions, thousands or ones."""
    whole = 10**decimals
    for factor, word in ((10**6, " million"), (10**3, " thousand")):
        if largest >= 2 * factor * whole:
            return Scale(factor * whole, f"{currency}{word}")
    return Scale(whole, currency)


def draw(path: Path, rows: int, fill: Callable[[list[Axes]], None], height: float = 2.6) -> None:
    """A figure of ``rows`` charts one under the other, written to ``path`` (svg or png). NoChartsError without matplotlib."""
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise NoChartsError from None
    with matplotlib.rc_context(STYLE):
        figure: Figure = Figure(figsize=(INCHES, 0.5 + height * rows), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(rows, 1, squeeze=False)[:, 0]
        fill(list(axes))
        kind = path.suffix.removeprefix(".")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, format=kind, dpi=DOTS, metadata=METADATA[kind])
        except OSError as error:
            raise ProjectionError(f"{path} can't be written: {error.strerror}", "Choose another folder.") from None


def legend(axes: Axes) -> None:
    """Outside, where it covers nothing."""
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, fontsize=8)
