# SPDX-License-Identifier: Apache-2.0
"""What the charts of a tranche are drawn from. Here amounts become binary fractions: they are looked at, and nobody is paid by them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from regalia.views.tranche import TrancheView

_PARTS = (("interest", "senior"), ("principal", "mezzanine"), ("residual", "junior"), ("premium", "payee"))
"""With the colours they have."""


def cash_chart(view: TrancheView, words: dict[str, str]) -> dict[str, Any]:
    """What each payment paid, stacked; parts that never were are left out."""
    series = [
        {"label": words[part], "values": _drawn([getattr(line, part) for line in view.cash]), "colour": colour}
        for part, colour in _PARTS
        if any(getattr(line, part) for line in view.cash)
    ]
    days = [line.day.isoformat() for line in view.cash]
    return {"kind": "stack", "x": days, "series": series, "unit": view.currency}


def factor_chart(view: TrancheView, words: dict[str, str]) -> dict[str, Any]:
    """From one, down."""
    values = _drawn([None if line.factor is None else line.factor for line in view.cash])
    series = {"label": words["factor"], "values": values, "colour": "senior", "step": True}
    return {"kind": "lines", "x": [line.day.isoformat() for line in view.cash], "series": [series], "unit": ""}


def price_chart(view: TrancheView, words: dict[str, str]) -> dict[str, Any]:
    """The last trade of each day."""
    prices = {line.day.isoformat(): line.price for line in view.trades}
    series: list[dict[str, Any]] = [
        {"label": words["price"], "values": _drawn(list(prices.values())), "colour": "senior"}
    ]
    if view.at_closing.price is not None:
        closing = [view.at_closing.price] * len(prices)
        series.append({"label": words["closing"], "values": _drawn(closing), "colour": "payee", "dash": True})
    return {"kind": "lines", "x": list(prices), "series": series, "unit": view.currency}


def _drawn(values: Sequence[Decimal | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]
