# SPDX-License-Identifier: Apache-2.0
"""Reports that have their quorum, out of what attestors left in an exchange. Whoever keeps the exchange is trusted with nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import cast

from eth_abi.abi import encode
from eth_typing import ChecksumAddress
from hexbytes import HexBytes
from requests.exceptions import RequestException
from web3 import Web3
from web3.exceptions import Web3Exception

from regalia.oracle.attestation import Attestation
from regalia.oracle.exchange import Exchange
from regalia.oracle.proposal import Proposal
from regalia.oracle.quorum import Quorum, QuorumError
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import Stream, read_stream
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.errors import SourceError
from regalia.relay.source import SignedReport

_VALID = bytes.fromhex("1626ba7e")
"""Selector and answer of ERC-1271's ``isValidSignature(bytes32,bytes)``."""


class ExchangeSource:
    """``waiting`` tells, after a look, which proposals have too few signatures yet."""

    def __init__(self, exchange: Exchange, web3: Web3, domain: SigningDomain, deals: Collection[str]) -> None:
        self._exchange, self._web3, self._domain, self._deals = exchange, web3, domain, frozenset(deals)
        self._ready: dict[bytes, SignedReport] = {}
        self.faults: tuple[SourceError, ...] = ()
        self.waiting: tuple[str, ...] = ()

    def ready(self) -> Iterator[SignedReport]:
        """In the exchange's order. Raises ``ExchangeError`` and what reading the stream raises."""
        proposals = [proposal for proposal in self._exchange.proposals() if self._is_ours(proposal)]
        streams: dict[str, Stream] = {}
        waiting = []
        for proposal in proposals:
            report = proposal.report
            if proposal.digest not in self._ready and isinstance(report, RoyaltyReport):
                if report.deal not in streams:
                    deal = cast(ChecksumAddress, report.deal)
                    streams[report.deal] = read_stream(self._web3, self._domain.oracle, deal)
                try:
                    self._ready[proposal.digest] = self._signed(proposal, report, streams[report.deal])
                except QuorumError as error:
                    waiting.append(f"period {report.period} of {report.deal}: {error.message}")
                    continue
            yield self._ready[proposal.digest]
        self.waiting = tuple(waiting)
        self.faults = tuple(
            SourceError(f"exchange: {passed}", "It is passed over.") for passed in self._exchange.problems()
        )

    def _is_ours(self, proposal: Proposal) -> bool:
        """Of a deal that is served, for this oracle. Restatements come with the oracle that takes them."""
        report = proposal.report
        return isinstance(report, RoyaltyReport) and report.deal in self._deals and proposal.domain == self._domain

    def _signed(self, proposal: Proposal, report: RoyaltyReport, stream: Stream) -> SignedReport:
        """Only of whom the oracle asks: anybody may leave a signature, and one too many must not stand in the way."""
        given = self._exchange.attestations(proposal.digest)
        counted = [a for a in given if a.signer in stream.attestors and self._holds(a, proposal.digest)]
        return SignedReport(report, Quorum.of(stream).encode(report, self._domain, counted))

    def _holds(self, attestation: Attestation, digest: bytes) -> bool:
        """A key's signature the exchange has checked; a contract's the contract has to say itself, as anybody can speak for it."""
        if not attestation.by_contract:
            return True
        data = _VALID + encode(["bytes32", "bytes"], [digest, attestation.signature])
        try:
            answer = self._web3.eth.call({"to": attestation.signer, "data": HexBytes(data)})
        except (RequestException, Web3Exception, ValueError):
            return False
        return bytes(answer)[:4] == _VALID and len(answer) == 32
