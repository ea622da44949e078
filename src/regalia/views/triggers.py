# SPDX-License-Identifier: Apache-2.0
"""The triggers of a deal as they stand, and the flags they raise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.domain.program import Program, TriggerProgram
from regalia.reports.trigger_lines import TriggerLine, trigger_lines
from regalia.views.measured import Measured, has_number, measured
from regalia.views.measures import compares, limit_of, measure_of, unit_of, value_down
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class TriggerNow:
    """``flag`` is what it raises, None for an event of default. ``limit`` and ``value`` (of the payment date) are None for a trigger that
    measures nothing but a day or a deadline; ``value`` also where there was nothing to measure by. ``since`` is the scheduled date of the
    payment date that made it active; ``breached``: that date's answer; ``cured``: it was active until then.
    """

    id: str
    flag: str | None
    measure: str
    of: str
    unit: str
    breached_when: str
    limit: Decimal | None
    value: Decimal | None
    on: date | None
    after: bool
    latched: bool
    breached: bool
    active: bool
    since: date | None
    tripped: bool
    cured: bool


def triggers_on(now: DealNow, index: int) -> tuple[TriggerNow, ...]:
    """As the payment date at ``index`` left them."""
    dates = [done.payment for done in now.ledger.dates[: index + 1]]
    values = [_value(found) for found in measured(now.seen.story, index)]
    lines, program = trigger_lines(dates), dates[-1].program
    return tuple(
        _trigger(now, program, trigger, line, value)
        for trigger, line, value in zip(program.triggers, lines, values, strict=True)
    )


def triggers_now(now: DealNow) -> tuple[TriggerNow, ...]:
    """As the last payment date left them, with what a meeting waived since; before the first one none is active."""
    program, state = now.ledger.program, now.ledger.deal.state
    if not now.ledger.dates:
        return tuple(_trigger(now, program, trigger, None, None) for trigger in program.triggers)
    dates = [done.payment for done in now.ledger.dates]
    values = [_value(found) for found in measured(now.seen.story, len(dates) - 1)]
    lines = trigger_lines(dates)
    return tuple(
        _trigger(now, program, trigger, line if line.active == state.active[i] else None, values[i])
        for i, (trigger, line) in enumerate(zip(program.triggers, lines, strict=True))
    )


def flags_now(now: DealNow) -> tuple[str, ...]:
    """Those up, in the order of the program."""
    program, state = now.ledger.program, now.ledger.deal.state
    up = {t.effect for t, active in zip(program.triggers, state.active, strict=True) if active and not t.is_default}
    return tuple(flag for f, flag in enumerate(program.flags) if f in up)


def in_default(now: DealNow) -> bool:
    """Interest was missed for good or an event of default is active: the list after it runs, where the deal has one."""
    program, state = now.ledger.program, now.ledger.deal.state
    return state.defaulted or any(t.is_default and a for t, a in zip(program.triggers, state.active, strict=True))


def _value(found: Measured | None) -> Decimal | None:
    return None if found is None else value_down(found)


def _trigger(
    now: DealNow, program: Program, trigger: TriggerProgram, line: TriggerLine | None, value: Decimal | None
) -> TriggerNow:
    """``line`` is None where nothing is in force of what a date answered."""
    measure, of = measure_of(now, program, trigger)
    numbered = has_number(trigger)
    return TriggerNow(
        id=trigger.label,
        flag=None if trigger.is_default else program.flags[trigger.effect],
        measure=measure,
        of=of,
        unit=unit_of(program, trigger) if numbered else "day",
        breached_when=compares(trigger),
        limit=limit_of(trigger) if numbered else None,
        value=value,
        on=trigger.since,
        after=trigger.after,
        latched=trigger.latched,
        breached=bool(line and line.breached),
        active=bool(line and line.active),
        since=line.since if line else None,
        tripped=bool(line and line.tripped),
        cured=bool(line and line.cured),
    )
