# SPDX-License-Identifier: Apache-2.0
"""Reports and restatements that have their quorum, out of what attestors left in an exchange. Whoever keeps it is trusted with nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import cast

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.oracle.exchange import Exchange
from regalia.oracle.proposal import Proposal
from regalia.oracle.quorum import Quorum
from regalia.oracle.ready import progress_of
from regalia.oracle.stream import Stream, read_stream
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.errors import SourceError
from regalia.relay.source import SignedReport, Unsigned
from regalia.relay.unsigned import Awaited, unsigned


class ExchangeSource:
    """Of the epoch in force only: signatures of another count for nothing."""

    def __init__(self, exchange: Exchange, web3: Web3, domain: SigningDomain, deals: Collection[str]) -> None:
        self._exchange, self._web3, self._domain, self._deals = exchange, web3, domain, frozenset(deals)
        self._ready: dict[tuple[bytes, Quorum], SignedReport] = {}
        self.faults: tuple[SourceError, ...] = ()
        self.unsigned: tuple[Unsigned, ...] = ()

    def ready(self) -> Iterator[SignedReport]:
        """In the exchange's order. Raises ``ExchangeError`` and what reading the stream raises."""
        streams: dict[str, Stream] = {}
        awaited, waiting = Awaited(self._web3, self._domain.oracle), []
        for proposal in self._exchange.proposals():
            if proposal.report.deal not in self._deals or proposal.domain != self._domain:
                continue
            stream = self._stream(proposal, streams)
            if proposal.report.epoch != stream.epoch:
                continue
            found = self._look(proposal, Quorum.of(stream))
            if isinstance(found, SignedReport):
                yield found
            elif proposal.report in awaited:
                waiting.append(found)
        self.unsigned = tuple(waiting)
        self.faults = tuple(
            SourceError(f"exchange: {passed}", "It is passed over.") for passed in self._exchange.problems()
        )

    def _stream(self, proposal: Proposal, known: dict[str, Stream]) -> Stream:
        deal = proposal.report.deal
        if deal not in known:
            known[deal] = read_stream(self._web3, self._domain.oracle, cast(ChecksumAddress, deal))
        return known[deal]

    def _look(self, proposal: Proposal, quorum: Quorum) -> SignedReport | Unsigned:
        """Only those count whom the oracle asks: anybody may leave a signature, and one too many must not stand in the way."""
        key = proposal.digest, quorum
        if key not in self._ready:
            progress = progress_of(self._web3, self._exchange, proposal, quorum)
            if progress.signatures is None:
                return unsigned(progress, quorum)
            self._ready[key] = SignedReport(proposal.report, progress.signatures)
        return self._ready[key]
