# SPDX-License-Identifier: Apache-2.0
"""What the triggers of a deal answered on a payment date, and since when they are active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regalia.domain.history import PaymentDate
from regalia.domain.program import TriggerProgram


@dataclass(frozen=True)
class TriggerLine:
    """``flag`` is what it raises, None for an event of default. ``breached``: the answer of this date. ``since`` is the scheduled payment
    date on which it became active, None while it is not. ``cured``: it was active until now.
    """

    trigger: str
    flag: str | None
    after: bool
    breached: bool
    since: date | None
    tripped: bool
    cured: bool

    @property
    def active(self) -> bool:
        return self.since is not None

    @property
    def effect(self) -> str:
        return "event of default" if self.flag is None else f"flag {self.flag}"


def trigger_lines(dates: Sequence[PaymentDate]) -> tuple[TriggerLine, ...]:
    """A line a trigger, as the last of all ``dates`` so far left them."""
    program = dates[-1].program
    return tuple(_line(dates, i, trigger) for i, trigger in enumerate(program.triggers))


def flags_up(payment: PaymentDate) -> tuple[str, ...]:
    """Flags that were up when the guards of the steps were read."""
    return tuple(flag for f, flag in enumerate(payment.program.flags) if payment.up >> f & 1)


def _line(dates: Sequence[PaymentDate], i: int, trigger: TriggerProgram) -> TriggerLine:
    answers = [False, *(payment.state.active[i] for payment in dates)]
    since = len(answers) - 1
    while answers[since] and answers[since - 1]:
        since -= 1
    payment = dates[-1]
    schedule = payment.program.schedule
    return TriggerLine(
        trigger=trigger.label,
        flag=None if trigger.is_default else payment.program.flags[trigger.effect],
        after=trigger.after,
        breached=bool(payment.state.history[i] & 1),
        since=schedule.payment_date(dates[since - 1].report.period) if answers[-1] else None,
        tripped=answers[-1] and not answers[-2],
        cured=answers[-2] and not answers[-1],
    )
