# SPDX-License-Identifier: Apache-2.0
"""Parts of an amount, and factors; each says which way it rounds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from regalia.domain.money import Currency
from regalia.domain.program import PPM


def apportion(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """``amount`` in proportion to ``weights``: whole parts that add up to it exactly.

    The boundary after each part is rounded down, so a part is less than one smallest unit away from its exact share and a part without
    weight is zero. ValueError when there is an amount and no weight.
    """
    total = sum(weights)
    if not total:
        if amount:
            raise ValueError(f"{amount} can't be shared out by weights that are all zero")
        return (0,) * len(weights)
    boundaries = (amount * reached // total for reached in accumulate(weights, initial=0))
    return tuple(after - before for before, after in pairwise(boundaries))


def factor_decimal(ppm: int | None) -> Decimal | None:
    """Parts per million as a factor: ``0.812500``."""
    return None if ppm is None else Currency("", len(str(PPM)) - 1).to_decimal(ppm)
