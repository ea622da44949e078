# SPDX-License-Identifier: Apache-2.0
"""The payment dates of a deal, a line each, and the report that waits for the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regalia.domain.restating import NEVER
from regalia.ledger.model import ExecutedDate
from regalia.ledger.stream_model import PendingReport
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class DateLine:
    """``id`` is the period, ``label`` what was collected in it; ``executed`` in seconds. ``available`` before the steps; ``to_payees`` with
    providers of facilities; ``left`` is what no step took. ``accelerated``: the list after an event of default ran.
    """

    id: int
    label: str
    scheduled: date
    executed: int
    transaction: str
    received: Decimal
    available: Decimal
    to_payees: Decimal
    to_tranches: Decimal
    to_accounts: Decimal
    left: Decimal
    outstanding: Decimal
    accelerated: bool
    missing: bool


@dataclass(frozen=True)
class Waiting:
    """An accepted report whose payment date is to come. ``final_at`` in seconds, None while it is disputed; ``missing``: an empty one
    stands in for a report that did not come.
    """

    period: int
    label: str
    scheduled: date
    received: Decimal
    other_income: Decimal
    accepted: int
    final_at: int | None
    disputed: bool
    missing: bool
    weight: int
    needed: int
    evidence_root: str
    signers: tuple[str, ...]


def dates_of(now: DealNow) -> tuple[DateLine, ...]:
    """Newest first."""
    return tuple(_line(now, done) for done in reversed(now.ledger.dates))


def waiting_of(now: DealNow) -> Waiting | None:
    pending = now.ledger.stream.pending
    return None if pending is None or now.ledger.concluded else _waiting(now, pending)


def _line(now: DealNow, done: ExecutedDate) -> DateLine:
    payment, schedule = done.payment, done.payment.program.schedule
    period, flow = payment.report.period, payment.flow
    return DateLine(
        id=period,
        label=str(schedule.collection_period(period)),
        scheduled=schedule.payment_date(period),
        executed=done.executed.timestamp,
        transaction=done.executed.transaction_hash,
        received=now.money(payment.received),
        available=now.money(flow.available),
        to_payees=now.money(flow.payees),
        to_tranches=now.money(flow.tranches),
        to_accounts=now.money(flow.accounts),
        left=now.money(flow.left),
        outstanding=now.money(sum(payment.state.balance)),
        accelerated=payment.accelerated,
        missing=done.missing,
    )


def _waiting(now: DealNow, pending: PendingReport) -> Waiting:
    report, schedule = pending.report, now.ledger.program.schedule
    disputed = pending.final_at == NEVER
    return Waiting(
        period=report.period,
        label=str(schedule.collection_period(report.period)),
        scheduled=schedule.payment_date(report.period),
        received=now.money(report.received),
        other_income=now.money(report.other_income),
        accepted=pending.place.timestamp,
        final_at=None if disputed else pending.final_at,
        disputed=disputed,
        missing=pending.missing,
        weight=pending.weight,
        needed=pending.needed,
        evidence_root=pending.evidence_root,
        signers=pending.signers,
    )
