# SPDX-License-Identifier: Apache-2.0
"""Whether a proposal is the next one, for the signer set in force, and counts payments up to a sensible day."""

from __future__ import annotations

from collections.abc import Iterator

from eth_typing import ChecksumAddress

from regalia.domain.calendar import Schedule
from regalia.oracle.chain_view import ChainView, day_of
from regalia.oracle.evidence_file import EvidenceFile
from regalia.oracle.proposal import Proposal
from regalia.oracle.refusal import Objection, Rule
from regalia.oracle.report import RoyaltyReport

_DAY = 86_400


def set_objections(proposal: Proposal, view: ChainView, signer: ChecksumAddress) -> Iterator[Objection]:
    """By the signer set in force."""
    report, stream = proposal.report, view.stream
    if signer not in stream.attestors:
        yield Objection(Rule.SIGNER_SET, f"{signer} is not an attestor of the deal")
    if report.epoch != stream.epoch:
        yield Objection(Rule.SIGNER_SET, f"epoch {report.epoch} is proposed, in force is epoch {stream.epoch}")


def sequence_objections(proposal: Proposal, view: ChainView) -> Iterator[Objection]:
    """Neither a period nor a restatement is passed over."""
    report, latest = proposal.report, view.latest
    if isinstance(report, RoyaltyReport):
        if report.period != view.next_period:
            told = f"the next to be reported is period {view.next_period}"
            yield Objection(Rule.SEQUENCE, f"period {report.period} is proposed, {told}")
        return
    if report.period > latest.period or (report.period == latest.period and latest.pending):
        yield Objection(Rule.SEQUENCE, f"period {report.period} is not executed, so nothing of it is restated")
    if report.number != view.restatements + 1:
        told = f"the next restatement of the deal is number {view.restatements + 1}"
        yield Objection(Rule.SEQUENCE, f"restatement {report.number} is proposed, {told}")


def cut_off_objections(
    proposal: Proposal, view: ChainView, counted: int, file: EvidenceFile, schedule: Schedule
) -> Iterator[Objection]:
    """``counted`` is when the block was mined up to which payments count."""
    report, day = proposal.report, day_of(counted)
    if view.timestamp - counted > file.oldest_cut_off_days * _DAY:
        told = f"payments were counted up to {day}, today is {view.today} on chain"
        yield Objection(Rule.CUT_OFF, f"{told}: more than {file.oldest_cut_off_days} days ago")
    ends = schedule.collection_period(report.period).end_date
    if isinstance(report, RoyaltyReport) and (day - ends).days < max(1, file.earliest_days):
        told = f"{schedule.collection_period(report.period)} ends on {ends}"
        least = f"{file.earliest_days} days after it" if file.earliest_days else "after it"
        yield Objection(Rule.CUT_OFF, f"payments were counted up to {day}; {told}, and are to be counted {least}")
