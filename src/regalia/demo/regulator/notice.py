# SPDX-License-Identifier: Apache-2.0
"""The distribution report due before a payment date: shaped after the two trading days of CSRC Announcement [2014] No. 49, "
"and no filing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from regalia.demo.running import RunningDeal
from regalia.domain.state import StepRecord

TRADING_DAYS = 2
_SATURDAY = 5
_HEAD = "step,to,due,paid,shortfall\n"


def due_on(payment_date: date) -> date:
    """So many trading days earlier; every weekday counts as one, as the demo has no exchange's calendar."""
    day, left = payment_date, TRADING_DAYS
    while left:
        day -= timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def write_notice(deal: RunningDeal, period: int, records: Sequence[StepRecord], folder: Path) -> Path:
    """What the date will do, step by step, as the contracts foretell it."""
    decimal = deal.money.to_decimal
    rows = (
        f"{step.label},{deal.program.subject_of(step)},{decimal(r.due)},{decimal(r.paid)},{decimal(r.shortfall)}\n"
        for step, r in zip(deal.program.steps, records, strict=True)
    )
    path = folder / f"{deal.terms.id}-{period}.csv"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(_HEAD + "".join(rows), encoding="utf-8")
    return path
