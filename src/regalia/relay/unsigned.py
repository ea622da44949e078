# SPDX-License-Identifier: Apache-2.0
"""Which proposals without enough signatures the oracle still waits for. What it has taken otherwise waits for nobody."""

from __future__ import annotations

from typing import cast

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deployer import contract
from regalia.chain.transact import call, explained
from regalia.oracle.quorum import Quorum
from regalia.oracle.ready import Progress
from regalia.oracle.restatement import Restatement
from regalia.oracle.stream import read_latest
from regalia.oracle.typed_data import Signable
from regalia.relay.source import Unsigned


def unsigned(progress: Progress, quorum: Quorum) -> Unsigned:
    proposal = progress.proposal
    signed = {attestation.signer for attestation in progress.signed}
    missing = tuple(attestor for attestor in quorum.attestors if attestor not in signed)
    said = {refusal.attestor for refusal in progress.refusals}
    refused = tuple(attestor for attestor in missing if attestor in said)
    return Unsigned(
        proposal.kind,
        proposal.number,
        proposal.report.deal,
        proposal.digest,
        progress.weight,
        quorum.threshold,
        missing,
        refused,
    )


class Awaited:
    """What an oracle waits for, read once a deal."""

    def __init__(self, web3: Web3, oracle: ChecksumAddress) -> None:
        self._web3, self._oracle = web3, oracle
        self._next: dict[tuple[str, bool], int] = {}

    def __contains__(self, report: Signable) -> bool:
        """Whether it can still come: nothing else was taken in its place. Raises as ``read_latest`` does."""
        is_restatement = isinstance(report, Restatement)
        key = report.deal, is_restatement
        if key not in self._next:
            deal = cast(ChecksumAddress, report.deal)
            self._next[key] = self._restatement(deal) if is_restatement else self._period(deal)
        return (report.number if isinstance(report, Restatement) else report.period) >= self._next[key]

    def _period(self, deal: ChecksumAddress) -> int:
        """That of a report declared missing counts until it is final: a signed one still takes its place."""
        latest = read_latest(self._web3, self._oracle, deal)
        functions = contract(self._web3, "RoyaltyOracle", self._oracle).functions
        if not latest.pending or not call(self._web3, functions.isMissing(deal)):
            return latest.period + 1
        with explained("block"):
            now = self._web3.eth.get_block("latest")["timestamp"]
        return latest.period + (0 if now < latest.final_at else 1)

    def _restatement(self, deal: ChecksumAddress) -> int:
        functions = contract(self._web3, "RoyaltyOracle", self._oracle).functions
        accepted, _ = call(self._web3, functions.restatementsOf(deal))
        return int(accepted) + 1
