# SPDX-License-Identifier: Apache-2.0
"""Where guards let steps run."""

from __future__ import annotations

import numpy as np

from regalia.domain.program import StepProgram
from regalia.projection.whole import Mask


def guard_of(step: StepProgram, up: list[Mask]) -> Mask:
    """Where the guard lets a step run while these flags are up; a single True for a step without guard."""
    runs: Mask = np.array(True)
    for flag, raised in enumerate(up):
        if step.guard_on >> flag & 1:
            runs = runs & raised
        if step.guard_off >> flag & 1:
            runs = runs & ~raised
    return runs
