# SPDX-License-Identifier: Apache-2.0
"""How the attestors of a deal change: a set proposed, withdrawn, enacted; signatures made void; a double signer removed.

Acts raise as ``regalia.chain.transact.send`` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.chain.events import LogError
from regalia.chain.logs import LogReader
from regalia.chain.transact import Sender, call, send
from regalia.errors import RegaliaError
from regalia.ledger.stream_book import ENACT_WITHIN
from regalia.oracle.double_signing import DoubleSigning
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.oracle_place import check_place

MOST_SIGNERS = 32
MOST_WEIGHT = 255


class SignerSetError(RegaliaError, ValueError):
    """A set of attestors that no report could be signed by, or that the oracle can't keep."""


@dataclass(frozen=True)
class SignerSet:
    """Who attests, what each weighs, and the weight a report needs. ``SignerSet.of`` checks it."""

    threshold: int
    weights: Mapping[ChecksumAddress, int]

    @classmethod
    def of(cls, threshold: int, weights: Mapping[ChecksumAddress, int]) -> SignerSet:
        """In rising order of address. Raises ``SignerSetError``."""
        if not 1 <= len(weights) <= MOST_SIGNERS:
            raise SignerSetError(f"attestors: {len(weights)} are named", f"Name 1 to {MOST_SIGNERS}.")
        for who, weight in weights.items():
            if not 1 <= weight <= MOST_WEIGHT:
                raise SignerSetError(f"weight of {who}: {weight} is not from 1 to {MOST_WEIGHT}", "Give it another.")
        if not 1 <= threshold <= min(MOST_WEIGHT, sum(weights.values())):
            rule = f"the attestors weigh {sum(weights.values())} together, and {MOST_WEIGHT} is the most"
            raise SignerSetError(f"threshold: {threshold} can't be needed: {rule}", "Set it between 1 and that.")
        return cls(threshold, dict(sorted(weights.items(), key=lambda pair: int(pair[0], 16))))

    @property
    def fewest(self) -> int:
        """The fewest attestors who reach the threshold."""
        missing, count = self.threshold, 0
        for weight in sorted(self.weights.values(), reverse=True):
            if missing <= 0:
                break
            missing, count = missing - weight, count + 1
        return count


@dataclass(frozen=True)
class Proposed:
    """A set that waits to be enacted, from ``ready_at`` (seconds since 1970) to ``last_at``."""

    signers: SignerSet
    ready_at: int
    by: ChecksumAddress

    @property
    def last_at(self) -> int:
        return self.ready_at + ENACT_WITHIN


def propose(deal: DealContracts, signers: SignerSet, governor: Sender) -> TxReceipt:
    """Propose the next attestors; takes the place of an earlier proposal."""
    arguments = deal.deal.address, signers.threshold, list(signers.weights), list(signers.weights.values())
    return send(deal.web3, deal.oracle.functions.proposeSigners(*arguments), governor)


def proposed(deal: DealContracts) -> Proposed | None:
    """The set that waits, from the event that told of it; None when there is none. Raises ``LogError``."""
    ready_at = call(deal.web3, deal.oracle.functions.proposalReadyAt(deal.deal.address))
    if not ready_at:
        return None
    told = None
    for event in LogReader(deal.web3, [deal.oracle.address], deal.record.block_number).read():
        if event.name == "SignersProposed" and event.args["deal"] == deal.deal.address:
            told = event.args
    if told is None or told["readyAt"] != ready_at:
        raise LogError("proposed signers: the node does not tell which they are", "Try again, or use another provider.")
    weights = dict(zip(told["signers"], told["weights"], strict=True))
    return Proposed(SignerSet(told["threshold"], weights), ready_at, told["by"])


def withdraw(deal: DealContracts, officer: Sender) -> TxReceipt:
    """Take the proposal back, as governor or supervisor."""
    return send(deal.web3, deal.oracle.functions.withdrawProposal(deal.deal.address), officer)


def enact(deal: DealContracts, sender: Sender) -> TxReceipt:
    """Put the proposed set in force after the delay, within ``ENACT_WITHIN``. Anybody may."""
    return send(deal.web3, deal.oracle.functions.enactSigners(deal.deal.address), sender)


def void_signatures(deal: DealContracts, officer: Sender) -> TxReceipt:
    """Make all signatures given so far void, as governor or trustee."""
    return send(deal.web3, deal.oracle.functions.voidSignatures(deal.deal.address), officer)


def show_double_signing(deal: DealContracts, proof: DoubleSigning, sender: Sender) -> TxReceipt:
    """Have whoever signed two reports of one period removed. Anybody may. Raises ``OtherPlaceError`` and ``DoubleSigningError``."""
    check_place(deal, "double signing", proof.domain, proof.reports[0])
    return send(deal.web3, deal.oracle.functions.showDoubleSigning(*proof.arguments()), sender)
