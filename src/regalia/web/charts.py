# SPDX-License-Identifier: Apache-2.0
"""What ``static/charts.js`` draws: numbers as text, for drawing only. The tables behind the charts have the figures.

``{"kind": "lines" | "bars" | "stack", "x": days or labels, "series": [{"label", "values", "colour", "step", "dash"}], "unit"}``; ``colour``
names a property of the style sheet, ``unit`` is ``%`` (of shares: 0.15 is drawn as 15%), ``x`` or what stands beside amounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from regalia.views.coverage import TriggerSeries
from regalia.views.receipts import ReceiptsView

_SIGNS = {"times": "x", "share": "%"}


def series_of(
    label: str, values: Iterable[Decimal | None], colour: str, *, step: bool = False, dash: bool = False
) -> dict[str, Any]:
    found = [None if value is None else f"{value:f}" for value in values]
    return {"label": label, "values": found, "colour": colour, "step": step, "dash": dash}


def coverage_chart(series: TriggerSeries, measured: str, limit: str) -> dict[str, Any]:
    """``measured`` and ``limit`` are what the two lines are called."""
    points = series.points
    lines = [
        series_of(measured, (point.value for point in points), "accent"),
        series_of(limit, (point.limit for point in points), "bad", dash=True),
    ]
    return {"kind": "lines", "x": [p.label for p in points], "series": lines, "unit": _SIGNS.get(series.unit, "")}


def receipts_chart(view: ReceiptsView, received: str, forecast: str) -> dict[str, Any]:
    """Bars of what was received, and a line of what was foreseen where the deal file foresees anything."""
    drawn = [series_of(received, (line.stands for line in view.periods), "accent")]
    if any(line.forecast is not None for line in view.periods):
        drawn.append(series_of(forecast, (line.forecast for line in view.periods), "junior", step=True, dash=True))
    return {"kind": "bars", "x": [line.label for line in view.periods], "series": drawn, "unit": view.currency}
