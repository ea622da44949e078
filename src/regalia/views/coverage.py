# SPDX-License-Identifier: Apache-2.0
"""Each trigger over time: what it measured on every payment date, and its limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.domain.program import Program, TriggerProgram
from regalia.views.asof import AsOf, as_of
from regalia.views.measured import Measured, has_number, measured
from regalia.views.measures import compares, limit_of, measure_of, unit_of, value_down
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class Point:
    """A payment date, ``id`` is its period. ``value`` is rounded down at six decimals (``breached`` is exact), None where there was
    nothing to measure by: no debt service, say, which is more than any limit.
    """

    id: int
    label: str
    day: date
    value: Decimal | None
    limit: Decimal
    breached: bool


@dataclass(frozen=True)
class TriggerSeries:
    """``breached_when`` the value is so to the limit: below, at-most, at-least, above. ``unit``: times, share, count, dates or days.

    ``of`` is the account, tranche or fact looked at, empty where the measure is of the deal.
    """

    id: str
    measure: str
    of: str
    unit: str
    breached_when: str
    limit: Decimal
    after: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class CoverageView:
    id: str
    name: str
    triggers: tuple[TriggerSeries, ...]
    as_of: AsOf


def coverage_view(now: DealNow) -> CoverageView:
    """Triggers that measure nothing but a day or a deadline are not in it."""
    story, program = now.seen.story, now.ledger.program
    answers = [measured(story, index) for index in range(len(now.ledger.dates))]
    series = tuple(
        _series(now, program, i, trigger, answers) for i, trigger in enumerate(program.triggers) if has_number(trigger)
    )
    return CoverageView(now.terms.id, now.terms.name, series, as_of(now))


def _series(
    now: DealNow, program: Program, i: int, trigger: TriggerProgram, answers: list[tuple[Measured | None, ...]]
) -> TriggerSeries:
    measure, of = measure_of(now, program, trigger)
    points = tuple(_point(now, index, found[i]) for index, found in enumerate(answers) if found[i] is not None)
    return TriggerSeries(
        id=trigger.label,
        measure=measure,
        of=of,
        unit=unit_of(program, trigger),
        breached_when=compares(trigger),
        limit=limit_of(trigger),
        after=trigger.after,
        points=points,
    )


def _point(now: DealNow, index: int, found: Measured | None) -> Point:
    assert found is not None  # the caller left those out
    payment = now.ledger.dates[index].payment
    period, schedule = payment.report.period, payment.program.schedule
    return Point(
        id=period,
        label=str(schedule.collection_period(period)),
        day=schedule.payment_date(period),
        value=value_down(found),
        limit=limit_of(found.trigger),
        breached=found.breached,
    )
