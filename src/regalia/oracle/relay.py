# SPDX-License-Identifier: Apache-2.0
"""Handing in a signed report, as often as one likes: the oracle takes it once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from eth_typing import ChecksumAddress
from hexbytes import HexBytes
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.connection import wait_for_receipt
from regalia.chain.deployer import contract
from regalia.chain.errors import ContractRevertedError
from regalia.chain.events import LogError
from regalia.chain.transact import Sender, send
from regalia.errors import RegaliaError
from regalia.oracle.acceptance import Acceptance, accepted_report
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.stream import read_latest


class ReportConflictError(RegaliaError, ValueError):
    """A different report of the period was accepted: ``accepted``. The proposed one differs from it in ``fields``."""

    def __init__(self, accepted: Acceptance, proposed: RoyaltyReport) -> None:
        before, now = accepted.report.model_dump(mode="json"), proposed.model_dump(mode="json")
        self.accepted = accepted
        self.fields = tuple(field for field in before if before[field] != now[field])
        differences = "; ".join(f"{field}: accepted {before[field]}, now {now[field]}" for field in self.fields)
        super().__init__(
            f"period {proposed.period}: another report was accepted ({differences})",
            f"It came in transaction {accepted.transaction_hash}. An accepted report can't be replaced.",
        )


@dataclass(frozen=True)
class Submission:
    """An accepted report and its transaction; ``sent`` is false when it had been accepted before."""

    acceptance: Acceptance
    receipt: TxReceipt
    sent: bool


class Relay:
    """Hands in reports for anybody. It is trusted with nothing: it can't change a report, only hold it back.

    ``from_block`` is that in which the oldest deal served was made, or one before it.
    """

    def __init__(self, web3: Web3, oracle: ChecksumAddress, sender: Sender, from_block: int = 0) -> None:
        self._web3 = web3
        self._oracle = oracle
        self._sender = sender
        self._from_block = from_block

    def submit(self, report: RoyaltyReport, signatures: bytes) -> Submission:
        """Hand the report in, unless it was accepted already, by whomever it was sent.

        Raises ``ReportConflictError``, ``ContractRevertedError`` with the oracle's reason (nothing was sent), and what
        reading the chain and sending raise.
        """
        if known := self._accepted(report):
            return self._submission(known, sent=False)
        functions = contract(self._web3, "RoyaltyOracle", self._oracle).functions
        try:
            receipt = send(self._web3, functions.submit(report.as_tuple(), signatures), self._sender)
        except ContractRevertedError:
            # somebody else may have handed it in since the first look
            if known := self._accepted(report):
                return self._submission(known, sent=False)
            raise
        accepted = self._accepted(report)
        if accepted is None:
            raise LogError(
                f"period {report.period}: transaction {receipt['transactionHash'].to_0x_hex()} was mined, but the node "
                "does not tell of its acceptance",
                "Submit it again: it can't be accepted twice.",
            )
        return Submission(accepted, receipt, sent=True)

    def _accepted(self, report: RoyaltyReport) -> Acceptance | None:
        deal = cast(ChecksumAddress, report.deal)
        if read_latest(self._web3, self._oracle, deal).period < report.period:
            return None
        found = accepted_report(self._web3, self._oracle, deal, report.period, self._from_block)
        if found and found.report != report:
            raise ReportConflictError(found, report)
        return found

    def _submission(self, acceptance: Acceptance, sent: bool) -> Submission:
        receipt = wait_for_receipt(self._web3, HexBytes(acceptance.transaction_hash))
        return Submission(acceptance, receipt, sent)
