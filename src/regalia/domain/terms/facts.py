# SPDX-License-Identifier: Apache-2.0
"""Labels of the facts that are neither in the receipts nor in the deal's own books: inputs of a payment date.

The value of the pool is an amount (``program_words.POOL_VALUE``), ``LIMITS_BROKEN`` a count; the others are shares.
"""

from __future__ import annotations

from regalia.domain.terms.measures import ConcentrationMeasure, PoolConcentrationMeasure, RightsMeasure

LONGEST = 32
"""Bytes: a label is one word of the program."""
LIMITS_BROKEN = "limits-broken"
"""A million for each limit of the pool that is broken, so that it compares as shares do."""


def rights_label(measure: RightsMeasure) -> str:
    """``rights-lapsed``."""
    return f"rights-{measure.status}"


def concentration_label(measure: ConcentrationMeasure) -> str:
    """``licensee-concentration``, ``licensee:label-a`` for one licensee; ``…/4`` over the last four periods."""
    name = "licensee-concentration" if measure.licensee is None else f"licensee:{measure.licensee}"
    return name if measure.trailing == 1 else f"{name}/{measure.trailing}"


def largest_label(measure: PoolConcentrationMeasure) -> str:
    """``largest-licensee``."""
    return f"largest-{measure.by}"
