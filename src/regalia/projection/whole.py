# SPDX-License-Identifier: Apache-2.0
"""Arrays of whole amounts: 64-bit integers from the vectorised engine, Python's own integers from the exact one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[Any]
"""Amounts in smallest units, one a scenario along the last axis."""
Mask = npt.NDArray[np.bool_]
"""Yes or no, one a scenario along the last axis."""


def exact_array(values: Any) -> Whole:
    """Python integers of any size in an array, none of them turned into anything else."""
    return np.array(values, dtype=object)
