# SPDX-License-Identifier: Apache-2.0
"""Reports on rights: that a quorum signed them, and that what it signed is what the registry then told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regalia.chain.events import Event
from regalia.chain.right_reports import LEGAL, VALUATION, ReportKind
from regalia.domain.rights.address import plain
from regalia.ledger.right_acts import GROUP, book_of
from regalia.ledger.right_offices import ATTESTOR
from regalia.ledger.run import Run, at
from regalia.ledger.taken_report import TakenReport

_CALLED = {LEGAL: "legal events", VALUATION: "valuations"}


def legal_report_taken(run: Run, event: Event) -> None:
    _taken(run, event, LEGAL)


def valuation_report_taken(run: Run, event: Event) -> None:
    _taken(run, event, VALUATION)


def _taken(run: Run, event: Event, kind: ReportKind) -> None:
    """In time, by a quorum of those who were attestors at that moment; what it says follows from the registry."""
    signers, attestors = event.args["signers"], book_of(run).holders[event.address, ATTESTOR]
    threshold = book_of(run).thresholds.get(event.address)
    if threshold is None:
        run.tally.holds(False, GROUP, at(event), "threshold", "told before", None)
        threshold = 1
    enough = run.tally.holds(
        len(set(signers)) >= threshold, GROUP, at(event), "signers, at least", threshold, len(set(signers))
    )
    if enough:
        strangers = [signer for signer in signers if signer not in attestors]
        run.tally.holds(not strangers, GROUP, at(event), "signed by", "attestors", ", ".join(strangers))
    deadline = event.args["deadline"]
    run.tally.holds(event.timestamp <= deadline, GROUP, at(event), "deadline, at least", event.timestamp, deadline)
    book_of(run).reports.setdefault(event.transaction_hash, []).append(TakenReport(kind, event))


def passed_on(run: Run, event: Event, kind: ReportKind, said: Mapping[str, Any]) -> TakenReport | None:
    """The report of which the registry tells here, None when no recorded oracle took one. With the last of it its digest is compared."""
    reports = book_of(run).reports.get(event.transaction_hash, ())
    report = next((taken for taken in reports if taken.kind is kind and taken.left > 0), None)
    run.tally.holds(report is not None, GROUP, at(event), "passed on by", "the recorded oracle", "somebody else")
    if report is None:
        return None
    report.tell(said)
    if report.left == 0:
        signed = report.digest(run.ledger.record.chain_id)
        run.tally.same(GROUP, at(report.event), "digest", signed, report.event.args["digest"])
    return report


def compare_interest(run: Run, event: Event, report: TakenReport) -> None:
    """None of those who signed a valuation owned a share of the right, or was the originator of the deal it backed."""
    right = book_of(run).registry.rights.get(event.args["right"])
    if right is None:
        return  # which is a difference already
    gaining = {*right.shares, right.hold.originator if right.hold else ""}
    found = [signer for signer in report.signers if plain(signer) in gaining]
    run.tally.holds(not found, GROUP, at(event), "attested by", "nobody who gains from the value", ", ".join(found))


def compare_reports(run: Run) -> None:
    """At the end nothing of a report is missing."""
    for transaction, reports in run.rights.reports.items() if run.rights else ():
        for report in reports:
            what = f"{_CALLED[report.kind]} announced and not told"
            run.tally.same(GROUP, f"transaction {transaction}", what, 0, report.left)
