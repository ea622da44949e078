# SPDX-License-Identifier: Apache-2.0
"""One signer, one period, one epoch, two reports: proved by the two reports and signatures, which anybody can check and hand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Any, Literal

from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from regalia.chain.record import Address
from regalia.errors import RegaliaError
from regalia.oracle.attestation import Attestation, fault_of
from regalia.oracle.exchange import Exchange
from regalia.oracle.exchange_words import Signature
from regalia.oracle.faults import faults_of
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.signed_row import kind_of, number_of
from regalia.oracle.typed_data import Signable, SigningDomain, digest

FORMAT: Literal["regalia-double-signing-1"] = "regalia-double-signing-1"


class DoubleSigningError(RegaliaError, ValueError):
    """Two signatures that prove nothing, or a document that is no proof; the message says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"double signing: {reason}", "Nothing is proved by this.")


class _SignedWords(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    report: RoyaltyReport | None = None
    restatement: Restatement | None = None
    signature: Signature


class _ProofWords(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    format: Literal["regalia-double-signing-1"]
    chain_id: Annotated[int, Field(ge=1)]
    oracle: Address
    signer: Address
    first: _SignedWords
    second: _SignedWords


@dataclass(frozen=True)
class DoubleSigning:
    """Made by ``proof_of`` only, so that what there is of it is true. The report of the lower digest comes first."""

    domain: SigningDomain
    signer: ChecksumAddress
    reports: tuple[Signable, Signable]
    signatures: tuple[bytes, bytes]

    @property
    def named(self) -> str:
        report = self.reports[0]
        return f"{self.signer} signed two {kind_of(report)}s numbered {number_of(report)} in epoch {report.epoch}"

    def arguments(self) -> tuple[tuple[Any, ...], bytes, tuple[Any, ...], bytes]:
        """For the oracle's ``showDoubleSigning``: report, signature, report, signature. Raises ``DoubleSigningError`` for restatements."""
        first, second = self.reports
        if isinstance(first, Restatement) or isinstance(second, Restatement):
            raise DoubleSigningError("these are restatements, and the oracle takes reports only")
        return first.as_tuple(), self.signatures[0], second.as_tuple(), self.signatures[1]

    def to_json(self) -> str:
        """The text of the document."""
        signed = [
            _SignedWords(
                report=report if isinstance(report, RoyaltyReport) else None,
                restatement=report if isinstance(report, Restatement) else None,
                signature=signature,
            )
            for report, signature in zip(self.reports, self.signatures, strict=True)
        ]
        words = _ProofWords(
            format=FORMAT,
            chain_id=self.domain.chain_id,
            oracle=self.domain.oracle,
            signer=self.signer,
            first=signed[0],
            second=signed[1],
        )
        return words.model_dump_json(indent=2, exclude_none=True) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> DoubleSigning:
        """Read and checked. Raises ``DoubleSigningError``."""
        try:
            words = _ProofWords.model_validate_json(text)
        except ValidationError as error:
            raise DoubleSigningError("; ".join(["not a proof", *faults_of(error, "proof")])) from error
        domain, signer = SigningDomain(words.chain_id, to_checksum_address(words.oracle)), words.signer
        reports = [signed.report or signed.restatement for signed in (words.first, words.second)]
        first, second = reports
        if first is None or second is None:
            raise DoubleSigningError("each side must have a report or a restatement")
        by = to_checksum_address(signer)
        one, other = Attestation(by, words.first.signature), Attestation(by, words.second.signature)
        return proof_of(domain, (first, one), (second, other))


def proof_of(
    domain: SigningDomain, one: tuple[Signable, Attestation], other: tuple[Signable, Attestation]
) -> DoubleSigning:
    """Of two signed reports. Raises ``DoubleSigningError`` with the reason when they prove nothing."""
    (first, by_first), (second, by_second) = sorted((one, other), key=lambda signed: digest(signed[0], domain))
    if by_first.signer != by_second.signer:
        raise DoubleSigningError(f"the signers are two: {by_first.signer} and {by_second.signer}")
    if by_first.by_contract or by_second.by_contract:
        raise DoubleSigningError(f"{by_first.signer} signs as a contract, and a contract may change its mind")
    for field, mine, theirs in (
        ("kind", kind_of(first), kind_of(second)),
        ("deal", first.deal, second.deal),
        ("number", number_of(first), number_of(second)),
        ("epoch", first.epoch, second.epoch),
    ):
        if mine != theirs:
            raise DoubleSigningError(f"{field}: one has {mine}, the other {theirs}; both may be signed")
    if digest(first, domain) == digest(second, domain):
        raise DoubleSigningError("both are the same report")
    for report, attestation in ((first, by_first), (second, by_second)):
        if fault := fault_of(attestation, digest(report, domain)):
            raise DoubleSigningError(f"{attestation.signer}: {fault}")
    signatures = (by_first.signature, by_second.signature)
    return DoubleSigning(domain, by_first.signer, (first, second), signatures)


def double_signings(exchange: Exchange) -> Iterator[DoubleSigning]:
    """Every pair that an exchange shows, whoever signed."""
    signed: defaultdict[tuple[Any, ...], list[tuple[Signable, Attestation]]] = defaultdict(list)
    for proposal in exchange.proposals():
        report = proposal.report
        place = (proposal.domain, proposal.kind, report.deal, proposal.number, report.epoch)
        for attestation in exchange.attestations(proposal.digest):
            if not attestation.by_contract:
                signed[*place, attestation.signer].append((report, attestation))
    for (domain, *_), pairs in signed.items():
        for one, other in combinations(pairs, 2):
            yield proof_of(domain, one, other)
