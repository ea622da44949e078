# SPDX-License-Identifier: Apache-2.0
"""The oracle of receipts: the report that waits or is due, restatements, disputes, attestors, forfeited bonds."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.chain.dispute_stage import DisputeStage
from regalia.chain.transact import call
from regalia.ledger.stream_book import ENACT_WITHIN
from regalia.oracle.stream import read_stream
from regalia.servicing import disputes, restating
from regalia.servicing.health.finding import Finding
from regalia.servicing.health.look import DAY, Look
from regalia.servicing.missing import next_missing
from regalia.servicing.transfer_text import moment

LATE_DAYS = 10
"""A report, or a payment date, that is later than this is no longer a matter of a few days."""
_STAGES = {
    DisputeStage.WITH_TRUSTEE: ("with the trustee", "An oracle-trustee decides: ape run oracle decide."),
    DisputeStage.APPEALABLE: ("decided by the trustee, open to appeal", "Wait, or appeal: ape run oracle appeal."),
    DisputeStage.WITH_SUPERVISOR: ("with the supervisor", "An oracle-supervisor decides: ape run oracle decide."),
}


def look_at_reports(look: Look) -> Iterator[Finding]:
    if look.status == "live":
        yield _report(look)
        for waiting in restating.waiting(look.deal):
            if waiting.final_at is None and not waiting.struck:
                yield _dispute(look, waiting.number, f"restatement {waiting.number}")
        yield _attestors(look)
    yield from _proposed(look)
    owed = disputes.forfeited(look.deal)
    if owed:
        found = f"forfeited bonds of {look.money(owed)} are still with the oracle"
        yield look.odd("reports.bonds", found, "Pay them in. Anybody may.", "pay-forfeited")


def _report(look: Look) -> Finding:
    latest = look.latest
    if not latest.pending:
        return _due(look)
    named = f"the report of period {latest.period}"
    if latest.disputed:
        return _dispute(look, disputes.REPORT, named)
    since = "is final since" if latest.final_at <= look.now else "waits, and is final from"
    return look.well("reports.next", f"{named} {since} {moment(latest.final_at)}")


def _due(look: Look) -> Finding:
    due = next_missing(look.deal)
    found = f"no report of period {due.period} is accepted"
    scheduled = call(look.web3, look.deal.deal.functions.scheduledAt(due.period))
    if look.now < scheduled:
        return look.well("reports.next", f"{found}; its payment date is {moment(scheduled)}")
    found += f", and its payment date was {moment(scheduled)}"
    declare = look.deal.oracle.functions.declareMissing(look.deal.deal.address)
    if due.missing_at is not None and look.now >= due.missing_at and look.refusal(declare) is None:
        remedy = "Bring it, or let an empty one stand in for it."
        return look.broken("reports.next", f"{found}; it counts as missing", remedy, "declare-missing")
    tell = look.broken if look.now > scheduled + LATE_DAYS * DAY else look.odd
    return tell("reports.next", found, "Propose it, and have attestors sign it: docs/receipts.md.", "propose-report")


def _dispute(look: Look, number: int, named: str) -> Finding:
    stage, until = disputes.stage_of(look.deal, number)
    if stage is DisputeStage.DUE:
        remedy = "Settle it. Anybody may."
        return look.odd(
            "reports.dispute", f"the dispute about {named} is over", remedy, "settle-dispute", number=number
        )
    words, remedy = _STAGES[stage]
    ends = f" until {moment(until)}" if until else ""
    return look.odd("reports.dispute", f"{named} is disputed: {words}{ends}", remedy)


def _attestors(look: Look) -> Finding:
    stream = read_stream(look.web3, look.deal.oracle.address, look.deal.deal.address)
    weight = sum(stream.weights)
    found = f"{len(stream.attestors)} attestors weigh {weight}, a report needs {stream.threshold}"
    if weight < stream.threshold:
        remedy = "No report can be accepted. An oracle-governor proposes others: ape run oracle propose-signers."
        return look.broken("reports.attestors", found, remedy)
    return look.well("reports.attestors", found)


def _proposed(look: Look) -> Iterator[Finding]:
    ready = call(look.web3, look.deal.oracle.functions.proposalReadyAt(look.deal.deal.address))
    if not ready:
        return
    last = ready + ENACT_WITHIN
    if look.now < ready:
        yield look.well("reports.proposed", f"other attestors are proposed, to be put in force from {moment(ready)} on")
    elif look.now <= last:
        found = f"other attestors are proposed, to be put in force until {moment(last)}"
        yield look.odd("reports.proposed", found, "Put them in force. Anybody may.", "enact-signers")
    else:
        found = f"other attestors were proposed, and not put in force until {moment(last)}"
        yield look.odd("reports.proposed", found, "Propose them anew: ape run oracle propose-signers.")
