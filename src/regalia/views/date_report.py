# SPDX-License-Identifier: Apache-2.0
"""What a payment date rests on: its receipts report, and restatements and disputes of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.ledger.stream_model import DisputeTold
from regalia.reports.distribution import DistributionReport
from regalia.reports.restated_lines import RestatedLine
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class Signer:
    """``name`` is empty where nobody is known by the address."""

    id: str
    name: str


@dataclass(frozen=True)
class ReportLine:
    """``weight`` of its signers, of what was ``needed``; ``missing``: an empty one stood in for a report that did not come."""

    evidence_root: str
    signers: tuple[Signer, ...]
    weight: int
    needed: int
    missing: bool
    accepted: int
    transaction: str
    target: Decimal | None
    invoices: tuple[Decimal, ...]


@dataclass(frozen=True)
class Restated:
    """``id`` is the restatement's number. ``state``: taken, struck (nothing of it counts) or carried (what was left the date before)."""

    id: int
    label: str
    state: str
    received: Decimal
    attested: Decimal
    evidence_root: str
    transaction: str


@dataclass(frozen=True)
class Dispute:
    """Over the report (``number`` 0) or a restatement. ``outcome``: open, struck or stands; times in seconds."""

    number: int
    by: str
    bond: Decimal
    opened: int
    decided: int | None
    appellant: str
    settled: int | None
    outcome: str
    evidence: str
    transaction: str


def report_line(now: DealNow, report: DistributionReport) -> ReportLine:
    done, said = report.done, report.payment.report
    return ReportLine(
        evidence_root=done.evidence_root,
        signers=tuple(Signer(signer, now.names.label(signer) or "") for signer in done.signers),
        weight=done.weight,
        needed=report.threshold,
        missing=done.missing,
        accepted=done.reported.timestamp,
        transaction=done.reported.transaction_hash,
        target=None if said.target is None else now.money(said.target),
        invoices=tuple(map(now.money, said.invoices)),
    )


def restated(now: DealNow, line: RestatedLine) -> Restated:
    told = line.told
    return Restated(
        id=told.number,
        label=str(now.ledger.program.schedule.collection_period(told.period)),
        state="struck" if line.struck else "carried" if line.carried else "taken",
        received=now.money(line.received),
        attested=now.money(line.attested),
        evidence_root=told.evidence_root,
        transaction=told.place.transaction_hash,
    )


def dispute(now: DealNow, told: DisputeTold) -> Dispute:
    return Dispute(
        number=told.number,
        by=told.by,
        bond=now.money(told.bond),
        opened=told.opened.timestamp,
        decided=told.decided.timestamp if told.decided else None,
        appellant=told.appellant or "",
        settled=told.settled.timestamp if told.settled else None,
        outcome="open" if told.struck is None else "struck" if told.struck else "stands",
        evidence=told.evidence,
        transaction=(told.settled or told.opened).transaction_hash,
    )
