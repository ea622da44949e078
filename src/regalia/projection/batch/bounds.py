# SPDX-License-Identifier: Apache-2.0
"""What the vectorised engine takes: it refuses by name what it could not compute exactly."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.accrual import PPM
from regalia.domain.program import NO_LIMIT, Program, StepKind
from regalia.projection.errors import NotBatchedError

LARGEST = 2**53
"""Of all the money of a scenario together: nine thousand million in a currency of six decimals."""
LARGEST_FACTOR = 2**32
"""Of a threshold that is compared."""
LARGEST_RATE = 8 * PPM
MOST_INTEREST_PERIODS = 96


def check_program(program: Program) -> None:
    """NotBatchedError for a program, whatever comes in; no deal file compiles to most of these."""
    for reason in _reasons(program):
        raise NotBatchedError(reason)


def check_size(amount: int, where: str) -> None:
    """NotBatchedError for an amount from which products would no longer be exact."""
    if amount >= LARGEST:
        raise NotBatchedError(f"{where} come to {amount:,} smallest units, the limit is {LARGEST:,}")


def _reasons(program: Program) -> Iterator[str]:
    guard = (0, 0)
    for step in program.all_steps:
        if step.kind is StepKind.PRINCIPAL:
            if step.goes_on and (step.guard_on, step.guard_off) != guard:
                yield f"step {step.label} has another guard than the step of its group before"
            if not step.group >> step.subject & 1:
                yield f"step {step.label} pays a tranche outside its group"
            guard = (step.guard_on, step.guard_off)
        if max(step.rate, step.carry_rate) > LARGEST_RATE:
            yield f"step {step.label} has a rate above 800%"
        if step.kind is StepKind.RESERVE and step.number > MOST_INTEREST_PERIODS:
            yield f"step {step.label} keeps more than {MOST_INTEREST_PERIODS} periods of interest"
        amounts = (*(step.table.amounts if step.table else ()), step.amount)
        limits = (step.cap.per_period, step.cap.per_year) if step.cap else ()
        if _too_large((*amounts, *limits)):
            yield f"step {step.label} has an amount of {LARGEST:,} smallest units or more"
    for tranche in program.tranches:
        if max(tranche.coupon, tranche.step_up.rate if tranche.step_up else 0) > PPM:
            yield f"tranche {tranche.label} has a coupon above 100%"
    for facility in program.facilities:
        if facility.rate > PPM or _too_large((facility.limit,)):
            yield f"facility {facility.label} has a rate above 100% or a limit of {LARGEST:,} smallest units or more"
    for trigger in program.triggers:
        if trigger.threshold >= LARGEST_FACTOR or trigger.trailing > 16:
            yield f"trigger {trigger.label} has a threshold of {trigger.threshold:,} ppm over {trigger.trailing} dates"
        if trigger.forecast and _too_large(trigger.forecast.amounts):
            yield f"trigger {trigger.label} has a forecast of {LARGEST:,} smallest units or more"


def _too_large(amounts: tuple[int, ...]) -> bool:
    return any(LARGEST <= amount != NO_LIMIT for amount in amounts)
