# SPDX-License-Identifier: Apache-2.0
"""By when the distribution report of a payment date was due, and whether the receipts report behind it was final by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from regalia.domain.restating import NEVER
from regalia.ledger.model import ExecutedDate
from regalia.ledger.place import Place
from regalia.ledger.report_events import MISSING_GRACE
from regalia.reports.rights.portfolio import is_running
from regalia.reports.supervisor.errors import NoSuchPeriodError
from regalia.reports.supervisor.holidays import due_day
from regalia.reports.supervisor.subject import Subject

IN_TIME, LATE, OPEN, OVERDUE = "in time", "late", "not due yet", "overdue"


@dataclass(frozen=True)
class Timing:
    """``done`` is the place of an executed date in the ledger, None for the one to come. ``accepted`` is where its report was accepted,
    ``final_at`` in seconds (None while there is no report, or a dispute over it); ``late_days`` are calendar days after ``due``.
    """

    period: int
    done: int | None
    payment_date: date
    due: date
    accepted: Place | None
    final_at: int | None
    disputed: bool
    status: str
    late_days: int


def timing_of(subject: Subject) -> Timing | None:
    """Of the period asked for; else of the date to come, else of the last one, None where there is neither. ``NoSuchPeriodError``."""
    ledger = subject.ledger
    executed = {done.payment.report.period: i for i, done in enumerate(ledger.dates)}
    coming = ledger.deal.next_period if is_running(ledger) else None
    period = subject.period
    if period is None:
        period = coming if coming is not None else max(executed, default=None)
        if period is None:
            return None
    if period in executed:
        done = ledger.dates[executed[period]]
        return _timing(subject, period, executed[period], done.reported, _final_at(subject, done))
    if period != coming:
        known = [*sorted(executed), *([coming] if coming is not None else [])]
        raise NoSuchPeriodError(
            f"period {period}: it is neither executed nor the next",
            f"Name one of these: {_listed(known)}."
            if known
            else "The deal has had no payment date: leave --period out.",
        )
    pending = ledger.stream.pending
    if pending is None:
        return _timing(subject, period, None, None, None)
    disputed = pending.final_at == NEVER
    return _timing(subject, period, None, pending.place, None if disputed else pending.final_at, disputed)


def _timing(
    subject: Subject,
    period: int,
    done: int | None,
    accepted: Place | None,
    final_at: int | None,
    disputed: bool = False,
) -> Timing:
    payment_date = subject.ledger.program.schedule.payment_date(period)
    due = due_day(payment_date, subject.days)
    day = subject.as_of.day if final_at is None else datetime.fromtimestamp(final_at, UTC).date()
    late = max(0, (day - due).days)
    known = (LATE if late else IN_TIME) if final_at is not None else (OVERDUE if late else OPEN)
    return Timing(period, done, payment_date, due, accepted, final_at, disputed, known, late)


def _final_at(subject: Subject, done: ExecutedDate) -> int:
    """When its dispute window was over, or the dispute that it outlived; what stands in for a missing report has a grace of its own."""
    stream = subject.ledger.stream
    if done.missing:
        return done.reported.timestamp + MISSING_GRACE
    final = done.reported.timestamp + stream.dispute_window
    for dispute in stream.past:
        over = dispute.number == 0 and dispute.opened.position > done.reported.position
        if over and dispute.period == done.payment.report.period and dispute.settled and not dispute.struck:
            final = min(dispute.was_final_at, dispute.settled.timestamp)
    return final


def _listed(periods: list[int]) -> str:
    return f"{periods[0]}" if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
