# SPDX-License-Identifier: Apache-2.0
"""What scenarios do to receipts: whole amounts in, whole amounts out, rounded down."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal, localcontext

from regalia.domain.accrual import PPM, share_down
from regalia.domain.calendar import CollectionPeriod, Schedule
from regalia.projection.assumptions import Change
from regalia.projection.errors import ProjectionError

DIGITS = 60
"""Of a compounded rate: more than any amount has."""


def changed_down(amounts: list[int], first: int, schedule: Schedule, changes: tuple[Change, ...]) -> list[int]:
    """Receipts of the periods from ``first`` on, after every change in order."""
    for change in changes:
        begins = 0 if change.since is None else _place(change.since, first, len(amounts), schedule, change.kind)
        amounts = amounts[:begins] + _changed_down(amounts[begins:], schedule.months, change)
    return amounts


def _changed_down(amounts: list[int], months: int, change: Change) -> list[int]:
    match change.kind:
        case "decay":
            return _compounded_down(amounts, months, Decimal(PPM - change.rate) / PPM)
        case "growth":
            return _compounded_down(amounts, months, Decimal(PPM + change.rate) / PPM)
        case "delay":
            return ([0] * change.periods + amounts)[: len(amounts)]
        case "loss":
            return reduced_down(amounts, change.share)
        case "shock":
            return reduced_down(amounts[: change.periods], change.share) + amounts[change.periods :]


def reduced_down(amounts: list[int], share: int) -> list[int]:
    """Without a share (ppm) of each."""
    return [share_down(amount, PPM - share) for amount in amounts]


def _compounded_down(amounts: list[int], months: int, yearly: Decimal) -> list[int]:
    """The first amount as it is, each later one by the yearly factor's root once more."""
    with localcontext() as context:
        context.prec = DIGITS
        factors = [yearly ** (Decimal(months * k) / 12) if k else Decimal(1) for k in range(len(amounts))]
        floor: Callable[[Decimal], int] = lambda value: int(value.to_integral_value(ROUND_FLOOR))  # noqa: E731
        return [floor(amount * factor) for amount, factor in zip(amounts, factors, strict=True)]


def _place(period: CollectionPeriod, first: int, count: int, schedule: Schedule, kind: str) -> int:
    """Where a change begins; at the end when that is after the last period projected."""
    try:
        place = schedule.period_of(period) - first
    except ValueError as error:
        raise ProjectionError(f"since of the change {kind}: {error}") from None
    if place < 0:
        begins = schedule.collection_period(first)
        raise ProjectionError(f"since of the change {kind}: {period} is before {begins}, the first period projected")
    return min(place, count)
