# SPDX-License-Identifier: Apache-2.0
"""The part of a deal's status about its receipts: the report that waits, restatements, disputes, proposed attestors."""

from __future__ import annotations

from typing import Any

from regalia.chain.dispute_stage import DisputeStage
from regalia.chain.transact import call
from regalia.ledger.stream_book import ENACT_WITHIN
from regalia.oracle.stream import Latest, read_latest
from regalia.servicing import disputes, missing, restating
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.transfer_text import moment

_STAGES = {
    DisputeStage.WITH_TRUSTEE: "with the trustee",
    DisputeStage.APPEALABLE: "decided by the trustee, open to appeal",
    DisputeStage.WITH_SUPERVISOR: "with the supervisor",
    DisputeStage.DUE: "to be settled, by anybody",
}
_INTO_COLLECTION = "to be paid into collection"
_OF_A_DEAL_THAT_IS_OVER = dict.fromkeys(("lapsed", "concluded"), "to be given to the originator, as the deal is over")


def stream_lines(deal: DealContracts, status: str) -> dict[str, Any]:
    """What is disputed has no moment from which it is final: it says where the dispute stands instead. ``None`` where nothing waits."""
    latest = read_latest(deal.web3, deal.oracle.address, deal.deal.address)
    ready_at = call(deal.web3, deal.oracle.functions.proposalReadyAt(deal.deal.address))
    forfeited = disputes.forfeited(deal)
    return {
        "report waiting": _report(deal, latest),
        "report missing from": _missing_from(deal, latest, status),
        **{f"restatement {waiting.number}": _restatement(deal, waiting) for waiting in restating.waiting(deal)},
        "proposed attestors": _proposed(ready_at),
        "forfeited bonds": f"{deal.money.format(forfeited)}, {_OF_A_DEAL_THAT_IS_OVER.get(status, _INTO_COLLECTION)}"
        if forfeited
        else None,
    }


def _proposed(ready_at: int) -> str | None:
    """In which time a proposed set can be put in force; None without one."""
    if not ready_at:
        return None
    return f"can be put in force from {moment(ready_at)} until {moment(ready_at + ENACT_WITHIN)}"


def _report(deal: DealContracts, latest: Latest) -> str | None:
    if not latest.pending:
        return None
    of = f"of period {latest.period}"
    if latest.disputed:
        return f"{of}, disputed: {_stage(deal, disputes.REPORT)}"
    if call(deal.web3, deal.oracle.functions.isMissing(deal.deal.address)):
        return f"{of}, an empty one as none came in time; final from {moment(latest.final_at)}, until then a signed one takes its place"
    return f"{of}, final from {moment(latest.final_at)}"


def _missing_from(deal: DealContracts, latest: Latest, status: str) -> str | None:
    """From when an empty report can stand in for the next one."""
    if latest.pending or status != "live":
        return None
    missing_at = missing.next_missing(deal).missing_at
    return None if missing_at is None else moment(missing_at)


def _restatement(deal: DealContracts, waiting: restating.Waiting) -> str:
    """What it changes of the next payment date that takes it in."""
    if waiting.struck:
        return "struck"
    changes = f"collections {_signed(deal, waiting.received)}, attested to date {_signed(deal, waiting.attested)}"
    if waiting.final_at is None:
        return f"{changes}; disputed: {_stage(deal, waiting.number)}"
    return f"{changes}; final from {moment(waiting.final_at)}"


def _signed(deal: DealContracts, units: int) -> str:
    return f"{'+' if units > 0 else ''}{deal.money.format(units)}"


def _stage(deal: DealContracts, number: int) -> str:
    stage, until = disputes.stage_of(deal, number)
    return _STAGES[stage] + (f" until {moment(until)}" if until else "")
