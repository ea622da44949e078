# SPDX-License-Identifier: Apache-2.0
"""One round of an attestor: every proposal that waits for it is judged, then signed or refused, and the answer left in the exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from regalia.oracle.attestation import Attestation
from regalia.oracle.chain_view import ChainView
from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.exchange import Exchange
from regalia.oracle.judgement import Judgement
from regalia.oracle.mandate import Mandate
from regalia.oracle.proposal import Proposal
from regalia.oracle.quorum import Quorum
from regalia.oracle.ready import proposals_of
from regalia.oracle.refusal import Objection, Refused
from regalia.oracle.report import RoyaltyReport

Consent = Callable[[Judgement], bool]
"""Shows a person what is to be signed, and says whether it may be."""


class Answer(StrEnum):
    SIGNED = "signed"
    REFUSED = "refused"
    DECLINED = "declined"
    """A person said no; nothing is published."""


@dataclass(frozen=True)
class Outcome:
    proposal: Proposal
    answer: Answer
    judgement: Judgement
    objections: tuple[Objection, ...] = ()
    attestation: Attestation | None = None


def attest_all(
    attestor: DocumentAttestor, exchange: Exchange, mandate: Mandate, view: ChainView, consent: Consent
) -> Iterator[Outcome]:
    """Proposals it refused before are judged again, as documents may have come in since; a refusal is published when it is a new one.

    Raises ``ExchangeError``, ``SigningRecordError`` and what reading the chain raises.
    """
    for proposal in waiting(exchange, mandate, view):
        if any(a.signer == attestor.address and not a.by_contract for a in exchange.attestations(proposal.digest)):
            continue
        judgement = attestor.judge(proposal)
        if judgement.is_good and not consent(judgement):
            yield Outcome(proposal, Answer.DECLINED, judgement)
            continue
        try:
            attestation = attestor.sign(judgement)
        except Refused as refused:
            refusal = attestor.refuse(proposal, refused)
            if refusal not in exchange.refusals(proposal.digest):
                exchange.attest(proposal.digest, refusal)
            yield Outcome(proposal, Answer.REFUSED, judgement, refused.objections)
        else:
            exchange.attest(proposal.digest, attestation)
            yield Outcome(proposal, Answer.SIGNED, judgement, attestation=attestation)


def waiting(exchange: Exchange, mandate: Mandate, view: ChainView) -> tuple[Proposal, ...]:
    """Proposals of the deal that the oracle has not taken yet. Of several for one period the one with the most weight comes first: two that
    are equally true must not divide the attestors, of whom each signs one.
    """
    quorum = Quorum.of(view.stream)

    def place(proposal: Proposal) -> tuple[str, int, int, bytes]:
        weight = quorum.weight(a.signer for a in exchange.attestations(proposal.digest) if not a.by_contract)
        return proposal.kind, proposal.number, -weight, proposal.digest

    found = proposals_of(exchange.proposals(), mandate.domain, mandate.deal.address)
    return tuple(sorted((proposal for proposal in found if _awaited(proposal, view)), key=place))


def _awaited(proposal: Proposal, view: ChainView) -> bool:
    """By what the oracle says of its latest."""
    next_ = view.next_period if isinstance(proposal.report, RoyaltyReport) else view.restatements + 1
    return proposal.number >= next_
