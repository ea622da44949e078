# SPDX-License-Identifier: Apache-2.0
"""What a reserve keeps, in many scenarios."""

from __future__ import annotations

import numpy as np

from regalia.domain.program import StepFlag, StepProgram
from regalia.domain.step_kinds import YEAR_PPM
from regalia.projection.batch.integers import divided, share_up
from regalia.projection.batch.running import Running
from regalia.projection.whole import Whole


def reserve_target_up(run: Running, step: StepProgram) -> Whole:
    """What a reserve step keeps in its account, with the balances of this moment."""
    if run.final:
        return run.none
    if StepFlag.SET_BY_REPORT in step.flags and run.inputs.target is not None:
        return run.none + run.inputs.target
    mask, parts = step.tranche_mask, []
    if StepFlag.PART_FIXED in step.flags:
        parts.append(run.none + step.amount)
    if StepFlag.PART_INTEREST in step.flags:
        parts.append(_periods_of_interest_up(run, step))
    if StepFlag.PART_OUTSTANDING in step.flags:
        parts.append(share_up(run.outstanding(mask), step.rate))
    if not parts:
        return run.none
    target: Whole = np.min(parts, axis=0) if step.combine_min else np.max(parts, axis=0)
    return np.where(run.outstanding(mask) + run.in_arrears(mask) > 0, target, 0) if mask else target


def _periods_of_interest_up(run: Running, step: StepProgram) -> Whole:
    """One fraction, rounded once: whole parts and remainders of the tranches are added up apart."""
    whole, rest = run.none, run.none
    for t, tranche in enumerate(run.program.tranches):
        if step.tranche_mask >> t & 1:
            weighted = tranche.coupon_on(run.end) * step.number * 30 * run.program.schedule.months
            quotient, remainder = divided(run.at.balance[t], weighted, YEAR_PPM)
            whole, rest = whole + quotient, rest + remainder
    found: Whole = whole - np.floor_divide(-rest, YEAR_PPM)
    return found
