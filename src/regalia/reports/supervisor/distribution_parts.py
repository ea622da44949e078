# SPDX-License-Identifier: Apache-2.0
"""The distribution report of a payment date: when it is due, what stands behind it, and what is foreseen or was paid."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.reports.distribution import DistributionReport
from regalia.reports.notes import notes_told
from regalia.reports.supervisor.foreseen import report_of
from regalia.reports.supervisor.parts import Card, Field, Kind, Part, Says, Section, Told
from regalia.reports.supervisor.subject import Subject
from regalia.reports.supervisor.timing import Timing
from regalia.reports.supervisor.waterfall_parts import accounts_grid, steps_grid, tranches_grid


def distribution_section(subject: Subject, timing: Timing) -> Section:
    report = report_of(subject, timing)
    parts: list[Part] = [_timing(subject, timing), _holidays(subject, timing), _attested(subject, timing)]
    if report is not None:
        parts += _figures(subject, report)
    return Section("distribution", "Distribution report", tuple(parts))


def _timing(subject: Subject, timing: Timing) -> Card:
    return Card(
        "timing",
        "When the report is due",
        (
            (Field("period", "Period", Kind.COUNT), timing.period),
            (Field("payment_date", "Scheduled payment date", Kind.DAY), timing.payment_date),
            (Field("due", "Due two trading days before", Kind.DAY), timing.due),
            (Field("accepted", "Receipts report accepted", Kind.PLACE), timing.accepted),
            (Field("final_at", "Receipts report final (UTC)", Kind.TIME), timing.final_at),
            (Field("disputed", "Under dispute", Kind.FLAG), timing.disputed),
            (Field("status", "Final by the day it was due", Kind.WORD), timing.status),
            (Field("late_days", "Days late", Kind.COUNT), timing.late_days),
            (Field("figures", "Figures below", Kind.WORD), _what(subject, timing)),
        ),
    )


def _what(subject: Subject, timing: Timing) -> str:
    if timing.done is not None:
        return "paid"
    return "foreseen" if subject.ledger.stream.pending else "none: no report waits"


def _holidays(subject: Subject, timing: Timing) -> Says:
    days = subject.days
    if not days.name:
        told = Told("Trading days are weekdays alone: no holidays file was given.")
    elif days.knows(timing.due, timing.payment_date):
        told = Told("Trading days are weekdays but the holidays of {name}.", {"name": days.name})
    else:
        told = Told(
            "Trading days are weekdays alone: the holidays of {name} are not of this year.", {"name": days.name}
        )
    return Says("trading_days", "How trading days are counted", (told, Told("Days and times are UTC.")))


def _attested(subject: Subject, timing: Timing) -> Card:
    if timing.done is not None:
        done = subject.ledger.dates[timing.done]
        root, signers, weight, needed, missing = (
            done.evidence_root, done.signers, done.weight, done.needed, done.missing,
        )  # fmt: skip
    elif (pending := subject.ledger.stream.pending) is not None:
        root, signers, weight, needed, missing = (
            pending.evidence_root, pending.signers, pending.weight, pending.needed, pending.missing,
        )  # fmt: skip
    else:
        return Card("attestation", "Attestation", ((Field("waits", "A report waits", Kind.FLAG), False),))
    signed = ((Field(f"signer_{i}", "Signed by", Kind.PARTY), signer) for i, signer in enumerate(signers, 1))
    return Card(
        "attestation",
        "Attestation",
        (
            (Field("missing", "No report came: an empty one stands in", Kind.FLAG), missing),
            (Field("evidence_root", "Evidence root", Kind.HASH), root),
            (Field("weight", "Weight of the signers", Kind.COUNT), weight),
            (Field("needed", "Weight needed", Kind.COUNT), needed),
            *signed,
        ),
    )


def _figures(subject: Subject, report: DistributionReport) -> Iterator[Part]:
    funds, flow = report.funds, report.payment.flow
    amounts = {
        "brought_forward": ("Attested earlier and not distributed", funds.brought_forward),
        "received": ("Royalties attested for the period", funds.received),
        "other_income": ("Other income attested for the period", funds.other_income),
        "restated": ("Restatements of earlier periods", funds.restated),
        "cash": ("Cash in the collection account", funds.cash),
        "available": ("Available funds", funds.available),
        "to_payees": ("To payees and providers", flow.payees),
        "to_tranches": ("To tranches", flow.tranches),
        "into_accounts": ("Into accounts", flow.accounts),
        "left": ("Left in collection", flow.left),
    }
    items = tuple((Field(key, title, Kind.MONEY), units) for key, (title, units) in amounts.items())
    yield Card("funds", "Funds", items)
    yield steps_grid(subject, report, report.payment.accelerated)
    yield tranches_grid(subject, report)
    yield accounts_grid(subject, report)
    yield Says("notes", "Notes", notes_told(report, subject.names, subject.ledger.terms.money))
