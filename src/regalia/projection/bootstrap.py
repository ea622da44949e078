# SPDX-License-Identifier: Apache-2.0
"""Random receipts from real ones: blocks of a history, drawn with replacement.

A path is the receipts given times a factor a period, in parts per million: whole numbers all the way, so that both engines are fed the
same. The order of the draws is fixed by the seed.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext

import numpy as np

from regalia.domain.accrual import PPM
from regalia.projection.assumptions import Bootstrap
from regalia.projection.changes import DIGITS
from regalia.projection.errors import ProjectionError
from regalia.projection.history_file import PastReceipts
from regalia.projection.whole import Whole, exact_array

LARGEST_FACTOR = 100 * PPM
"""Where a path stops growing: a hundred times the receipts given."""
FEWEST = 2
"""Observations that can be drawn from."""


def paths_down(amounts: list[int], months: int, history: PastReceipts, how: Bootstrap, paths: int, seed: int) -> Whole:
    """Receipts of many paths: (periods, paths), rounded down. ProjectionError when the history has too little to draw from."""
    if history.periods[0].months != months:
        raise ProjectionError(
            f"bootstrap.history has periods of {history.periods[0].months} months, the deal's have {months}"
        )
    factors = observed_factors(history, how, 12 // months)
    drawn = _drawn(factors, len(amounts), how.block, paths, seed)
    if how.method != "levels":
        apart = 1 if how.method == "growth" else 12 // months
        for i in range(apart, len(amounts)):
            drawn[i] = np.minimum(drawn[i] * drawn[i - apart] // PPM, LARGEST_FACTOR)
    found: Whole = exact_array(amounts)[:, None] * drawn.astype(object) // PPM
    return found


def observed_factors(history: PastReceipts, how: Bootstrap, year: int) -> list[int]:
    """What can be drawn, in ppm and in the order in which it happened."""
    if how.method == "levels":
        total, count = sum(history.amounts), len(history.amounts)
        pairs = [(amount * count, total) for amount in history.amounts] if total else []
    else:
        pairs = history.ratios(1 if how.method == "growth" else year)
    if len(pairs) < FEWEST:
        raise ProjectionError(
            f"bootstrap.method {how.method}: the history has {len(pairs)} such observations, it needs {FEWEST}",
            "Give a longer history, or the method levels, which asks for no neighbouring periods.",
        )
    if how.method != "levels" and how.trend == "removed":
        return _without_trend(pairs)
    return [later * PPM // earlier for later, earlier in pairs]


def _without_trend(pairs: list[tuple[int, int]]) -> list[int]:
    """Over the geometric mean of those above zero."""
    with localcontext() as context:
        context.prec = DIGITS
        grown = [Decimal(later) / earlier for later, earlier in pairs]
        positive = [g for g in grown if g]
        mean = (sum((g.ln() for g in positive), Decimal(0)) / len(positive)).exp() if positive else Decimal(1)
        return [int((g / mean * PPM).to_integral_value(ROUND_FLOOR)) for g in grown]


def _drawn(factors: list[int], periods: int, block: int, paths: int, seed: int) -> Whole:
    """(periods, paths): blocks of neighbours, going round at the end of the history."""
    blocks = -(-periods // block)
    generator = np.random.Generator(np.random.PCG64(seed))
    begins = generator.integers(0, len(factors), size=(blocks, paths))
    places = (begins[:, None, :] + np.arange(block)[None, :, None]).reshape(blocks * block, paths)[:periods]
    found: Whole = np.array([min(factor, LARGEST_FACTOR) for factor in factors], np.int64)[places % len(factors)]
    return found
