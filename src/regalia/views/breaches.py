# SPDX-License-Identifier: Apache-2.0
"""What is breached now: triggers that are active, events of default, and where the engine and the chain differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regalia.views.seen import DealNow

MOST = 50


@dataclass(frozen=True)
class BreachLine:
    """``effect``: default or flag, which it raises; ``since``: the payment date on which it became active; ``breached`` on the last one,
    though it may stay active after that.
    """

    id: str
    deal: str
    trigger: str
    effect: str
    flag: str
    since: date | None
    breached: bool


@dataclass(frozen=True)
class DifferenceLine:
    """``block`` and ``transaction`` of what was being read, None and empty where it was the record or the deal file."""

    id: str
    deal: str
    group: str
    where: str
    what: str
    expected: str
    found: str
    block: int | None
    transaction: str


def breaches_of(now: DealNow) -> tuple[BreachLine, ...]:
    """Triggers in the order of the program."""
    program, state = now.ledger.program, now.ledger.deal.state
    return tuple(
        BreachLine(
            id=f"{now.terms.id}-{trigger.label}",
            deal=now.terms.id,
            trigger=trigger.label,
            effect="default" if trigger.is_default else "flag",
            flag="" if trigger.is_default else program.flags[trigger.effect],
            since=_since(now, i),
            breached=bool(history & 1),
        )
        for i, (trigger, active, history) in enumerate(zip(program.triggers, state.active, state.history, strict=False))
        if active
    )


def differences_of(now: DealNow) -> tuple[DifferenceLine, ...]:
    """The first of them."""
    return tuple(
        DifferenceLine(
            f"{now.terms.id}-{number}",
            now.terms.id,
            found.group,
            found.where,
            found.what,
            found.expected,
            found.found,
            found.block,
            found.transaction or "",
        )
        for number, found in enumerate(now.seen.differences[:MOST], 1)
    )


def _since(now: DealNow, trigger: int) -> date | None:
    found = None
    for done in reversed(now.ledger.dates):
        if not done.payment.state.active[trigger]:
            break
        found = done.payment.program.schedule.payment_date(done.payment.report.period)
    return found
