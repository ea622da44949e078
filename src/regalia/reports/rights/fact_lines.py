# SPDX-License-Identifier: Apache-2.0
"""What a payment date asks of the rights: each fact, the triggers that look at it, and why it is so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from regalia.domain.money import Currency, format_rate, format_ratio
from regalia.domain.program import PPM, Program, TriggerProgram
from regalia.domain.program_words import Comparison, Measure
from regalia.domain.rights.cause import Cause
from regalia.domain.rights.causes import causes
from regalia.domain.rights.facts import facts_of
from regalia.domain.rights.holdings import Holdings
from regalia.domain.rights.labels import LABELS, LIMITS_BROKEN, POOL_VALUE
from regalia.ledger.place import Place

PlaceOf = Callable[[Cause], Place | None]
"""Where on the chain a cause was said; None where a day came by itself, or there is no chain."""


def nowhere(cause: Cause) -> Place | None:
    """For rights that no chain tells of."""
    return None


@dataclass(frozen=True)
class FactLine:
    """A fact today and on the day it is asked for, with its causes on that day. ``asked``: a trigger of the deal looks at it."""

    label: str
    today: int
    value: int
    asked: bool
    triggers: tuple[str, ...]
    causes: tuple[Cause, ...]
    places: tuple[Place | None, ...]


def fact_lines(
    holdings: Holdings, program: Program, today: int, on: int, place_of: PlaceOf = nowhere
) -> tuple[FactLine, ...]:
    """Every label a pool knows; those the deal looks at come first."""
    labels = sorted(LABELS, key=lambda label: (label not in program.facts, LABELS.index(label)))
    now, then = facts_of(holdings, labels, today), facts_of(holdings, labels, on)
    return tuple(
        _line(holdings, program, label, values, on, place_of) for label, *values in zip(labels, now, then, strict=True)
    )


def triggers_on(program: Program, label: str) -> tuple[TriggerProgram, ...]:
    """The triggers that look at a fact."""
    return tuple(trigger for trigger in program.triggers if _looks_at(program, trigger, label))


def trigger_words(trigger: TriggerProgram, label: str) -> str:
    """``rights-invalidated: at least 10%``, of a trigger that looks at the fact."""
    comparison = Comparison(trigger.comparison).name.replace("_", " ").lower()
    return f"{trigger.label}: {comparison} {_threshold(trigger, label)}"


def written_value(currency: Currency, label: str, value: int) -> str:
    """An amount with its currency, a count, or a share."""
    if label == POOL_VALUE:
        return f"{currency.format(value)} {currency.code}"
    return f"{value // PPM:,}" if label == LIMITS_BROKEN else format_rate(value)


def _line(
    holdings: Holdings, program: Program, label: str, values: Iterable[int], on: int, place_of: PlaceOf
) -> FactLine:
    today, value = values
    why = causes(holdings, label, on)
    triggers = tuple(trigger_words(trigger, label) for trigger in triggers_on(program, label))
    return FactLine(label, today, value, label in program.facts, triggers, why, tuple(map(place_of, why)))


def _looks_at(program: Program, trigger: TriggerProgram, label: str) -> bool:
    if label == POOL_VALUE:
        return trigger.measure is Measure.OVERCOLLATERALISATION
    return trigger.measure is Measure.FACT and program.facts[trigger.subject] == label


def _threshold(trigger: TriggerProgram, label: str) -> str:
    if label == POOL_VALUE:
        return f"{format_ratio(trigger.threshold)} of what is owed"
    return f"{trigger.threshold // PPM:,}" if label == LIMITS_BROKEN else format_rate(trigger.threshold)
