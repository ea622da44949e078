# SPDX-License-Identifier: Apache-2.0
"""What investors ask of cash flows: yield, average life, coverage, loss. These are statistics: doubles, which nobody is paid by."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from regalia.projection.outcomes import Outcomes
from regalia.projection.whole import Mask, Whole

Doubles = npt.NDArray[np.float64]
YEAR = 365.0
WIDEST = 7.0
"""Yields are sought from exp(-7) - 1, which is a loss of 99.9%, to exp(7) - 1."""
HALVINGS = 52


def yields(flows: Whole, dates: tuple[date, ...], price: int, closing: date) -> Doubles:
    """Money-weighted yield a year (effective, ACT/365) of what is paid for ``price`` at closing; ``flows``: (dates, scenarios).

    -1 where nothing comes back or all but a thousandth a year is lost; nan without a price or where it is above 100,000%.
    """
    if not price:
        return np.full(flows.shape[-1], np.nan)
    worth = flows.astype(np.float64) / price
    years = np.array([[(day - closing).days / YEAR] for day in dates])
    low, high = np.full(flows.shape[-1], -WIDEST), np.full(flows.shape[-1], WIDEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = (worth * np.exp(-years * middle)).sum(axis=0) > 1.0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    found: Doubles = np.expm1((low + high) / 2)
    found[low == -WIDEST] = -1.0
    found[high == WIDEST] = np.nan
    return found


def average_life(principal: Whole, dates: tuple[date, ...], closing: date) -> Doubles:
    """Years (ACT/365) from closing to a unit of repaid principal, on average; nan where none is repaid."""
    years = np.array([[(day - closing).days / YEAR] for day in dates])
    paid = principal.astype(np.float64)
    total = paid.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Doubles = (paid * years).sum(axis=0) / total
    return found


def coverage(outcomes: Outcomes) -> Doubles:
    """Receipts over debt service, (dates, scenarios); nan where nothing falls due."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Doubles = outcomes.received.astype(np.float64) / outcomes.service.astype(np.float64)
    return np.where(outcomes.service > 0, found, np.nan)


def lowest_coverage(outcomes: Outcomes) -> Doubles:
    """Over all dates; nan where nothing ever falls due."""
    found = np.where(np.isnan(covers := coverage(outcomes)), np.inf, covers).min(axis=0)
    return np.where(np.isinf(found), np.nan, found)


def unpaid_at_end(outcomes: Outcomes, tranche: int) -> Whole:
    """Principal and arrears that are still owed when the deal ends."""
    found: Whole = outcomes.balance[-1, tranche] + outcomes.arrears[-1, tranche]
    return found


def is_ultimate(outcomes: Outcomes, tranche: int) -> Mask:
    """Where all principal and interest is paid by the end."""
    found: Mask = (unpaid_at_end(outcomes, tranche) == 0).astype(np.bool_)
    return found


def is_timely(outcomes: Outcomes, tranche: int) -> Mask:
    """Where, moreover, all interest is paid on the date on which it falls due."""
    late = (outcomes.shortfall[:, tranche] > 0).any(axis=0)
    found: Mask = is_ultimate(outcomes, tranche) & ~late.astype(np.bool_)
    return found


def quantiles(values: Doubles, shares: tuple[float, ...]) -> list[float]:
    """Of the values that are numbers; nan where none is."""
    known = values[~np.isnan(values)]
    return [float(np.quantile(known, share)) if len(known) else float("nan") for share in shares]
