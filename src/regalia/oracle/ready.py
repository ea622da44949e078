# SPDX-License-Identifier: Apache-2.0
"""How far the proposals of a deal are: what of the exchange counts for the signer set in force, and what could be handed in now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.exceptions import Web3Exception

from regalia.chain.transact import explained
from regalia.oracle.attestation import Attestation
from regalia.oracle.exchange import Exchange
from regalia.oracle.proposal import Proposal
from regalia.oracle.quorum import Quorum
from regalia.oracle.refusal import Refusal
from regalia.oracle.stream import Stream
from regalia.oracle.typed_data import SigningDomain

_MAGIC = bytes.fromhex("1626ba7e")
_ERC1271 = [
    {
        "name": "isValidSignature",
        "type": "function",
        "stateMutability": "view",
        "inputs": [{"name": "hash", "type": "bytes32"}, {"name": "signature", "type": "bytes"}],
        "outputs": [{"name": "", "type": "bytes4"}],
    }
]


@dataclass(frozen=True)
class Progress:
    """``signed`` are good signatures of attestors of the deal; ``signatures`` what ``submit`` takes, None while the weight is too small."""

    proposal: Proposal
    signed: tuple[Attestation, ...]
    refusals: tuple[Refusal, ...]
    weight: int
    signatures: bytes | None


def progress(
    web3: Web3, exchange: Exchange, domain: SigningDomain, deal: ChecksumAddress, stream: Stream
) -> Iterator[Progress]:
    """Of each proposal of the deal in the epoch in force. Raises ``ChainUnreachableError`` and ``ExchangeError``."""
    quorum = Quorum.of(stream)
    for proposal in proposals_of(exchange.proposals(), domain, deal):
        if proposal.report.epoch == stream.epoch:
            yield progress_of(web3, exchange, proposal, quorum)


def progress_of(web3: Web3, exchange: Exchange, proposal: Proposal, quorum: Quorum) -> Progress:
    """Of one proposal, by who may sign in its epoch. Raises as ``progress`` does."""
    given = (a for a in exchange.attestations(proposal.digest) if a.signer in quorum.attestors)
    signed = tuple(a for a in given if not a.by_contract or _agrees(web3, a, proposal.digest))
    refusals = tuple(r for r in exchange.refusals(proposal.digest) if r.attestor in quorum.attestors)
    weight = quorum.weight(a.signer for a in signed)
    complete = weight >= quorum.threshold
    signatures = quorum.encode(proposal.report, proposal.domain, signed) if complete else None
    return Progress(proposal, signed, refusals, weight, signatures)


def proposals_of(
    proposals: Iterable[Proposal], domain: SigningDomain, deal: ChecksumAddress | str
) -> tuple[Proposal, ...]:
    """Those of one deal at one oracle."""
    return tuple(p for p in proposals if p.domain == domain and p.report.deal == deal)


def _agrees(web3: Web3, attestation: Attestation, digest: bytes) -> bool:
    """Whether the contract takes the signature (ERC-1271), as the oracle will ask it."""
    function = web3.eth.contract(attestation.signer, abi=_ERC1271).functions.isValidSignature
    with explained("isValidSignature"):
        try:
            return bytes(function(digest, attestation.signature).call()) == _MAGIC
        except (Web3Exception, ValueError):
            return False
