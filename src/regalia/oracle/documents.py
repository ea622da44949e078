# SPDX-License-Identifier: Apache-2.0
"""Proposals, attestations and refusals as JSON documents. Whoever reads one has checked it: sums, roots and signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from eth_utils.address import to_checksum_address
from pydantic import BaseModel, ValidationError

from regalia.errors import RegaliaError
from regalia.oracle.attestation import Attestation, fault_of
from regalia.oracle.exchange_words import (
    ATTESTATION,
    PROPOSAL,
    REFUSAL,
    AttestationWords,
    ObjectionWords,
    OpenWords,
    ProposalWords,
    RefusalWords,
)
from regalia.oracle.faults import faults_of
from regalia.oracle.leaf_words import LeafWords
from regalia.oracle.proposal import OpenPayment, Proposal, ProposalError
from regalia.oracle.refusal import Objection, Refusal
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import SigningDomain

_Words = TypeVar("_Words", bound=BaseModel)
_MOST_SHOWN = 20


class DocumentError(RegaliaError, ValueError):
    """A document of an exchange that can't be used; the message lists everything wrong with it, a line each."""


def proposal_to_json(proposal: Proposal) -> str:
    """The text of the document. Raises ``DocumentError`` for one that is too large or has values that can't be."""
    report = proposal.report
    try:
        words = ProposalWords(
            format=PROPOSAL,
            chain_id=proposal.domain.chain_id,
            oracle=proposal.domain.oracle,
            report=report if isinstance(report, RoyaltyReport) else None,
            restatement=report if isinstance(report, Restatement) else None,
            seed=proposal.seed,
            block=proposal.block,
            leaves=tuple(map(LeafWords.of, proposal.leaves)),
            open=tuple(OpenWords(**vars(payment)) for payment in proposal.open),
            texts=proposal.texts,
        )
    except ValidationError as error:
        raise _refusal(error, "proposal") from error
    return words.model_dump_json(exclude_none=True) + "\n"


def proposal_from_json(text: str | bytes) -> Proposal:
    """A proposal that holds together. Raises ``DocumentError`` with every fault."""
    words = _read(text, ProposalWords, "proposal")
    report = words.report or words.restatement
    assert report is not None  # the model saw to it
    domain = SigningDomain(words.chain_id, to_checksum_address(words.oracle))
    leaves = tuple(leaf.leaf for leaf in words.leaves)
    payments = tuple(OpenPayment(p.licence, p.reference, p.amount, p.reason) for p in words.open)
    try:
        return Proposal(report, words.seed, leaves, domain, words.block, payments, words.texts).checked()
    except ProposalError as error:
        raise _bad("proposal", error.faults) from error


def attestation_to_json(digest: bytes, attestation: Attestation) -> str:
    words = AttestationWords(
        format=ATTESTATION,
        digest=digest,
        signer=attestation.signer,
        signature=attestation.signature,
        by_contract=attestation.by_contract,
    )
    return words.model_dump_json() + "\n"


def attestation_from_json(text: str | bytes) -> tuple[bytes, Attestation]:
    """Digest and signature; a key's is its signer's. Raises ``DocumentError``. What a contract signed the oracle has to ask it."""
    words = _read(text, AttestationWords, "attestation")
    attestation = Attestation(to_checksum_address(words.signer), words.signature, words.by_contract)
    if fault := fault_of(attestation, words.digest):
        raise _bad("attestation", [f"signature: {fault}"])
    return words.digest, attestation


def refusal_to_json(refusal: Refusal) -> str:
    words = RefusalWords(
        format=REFUSAL,
        digest=refusal.digest,
        attestor=refusal.attestor,
        objections=tuple(ObjectionWords(**vars(objection)) for objection in refusal.objections),
        signature=refusal.signature,
    )
    return words.model_dump_json(indent=2) + "\n"


def refusal_from_json(text: str | bytes) -> Refusal:
    """Raises ``DocumentError``, also when it is not signed by the attestor it names."""
    words = _read(text, RefusalWords, "refusal")
    objections = tuple(Objection(objection.rule, objection.detail) for objection in words.objections)
    refusal = Refusal(words.digest, to_checksum_address(words.attestor), objections, words.signature)
    if not refusal.is_signed:
        raise _bad("refusal", [f"signature: is not that of {refusal.attestor}"])
    return refusal


def _read(text: str | bytes, model: type[_Words], what: str) -> _Words:
    read: Callable[[str | bytes], _Words] = model.model_validate_json
    try:
        return read(text)
    except ValidationError as error:
        raise _refusal(error, what) from error


def _refusal(error: ValidationError, what: str) -> DocumentError:
    return _bad(what, faults_of(error, what))


def _bad(what: str, faults: list[str] | tuple[str, ...]) -> DocumentError:
    shown = [f"  {fault}" for fault in faults[:_MOST_SHOWN]]
    if len(faults) > _MOST_SHOWN:
        shown.append(f"  and {len(faults) - _MOST_SHOWN:,} more")
    return DocumentError("\n".join([f"not {_article(what)} {what}:", *shown]), "Have it written again by who made it.")


def _article(what: str) -> str:
    return "an" if what[0] in "aeiou" else "a"
