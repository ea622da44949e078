# SPDX-License-Identifier: Apache-2.0
"""Reports on rights, of legal events or of valuations: signed by attestors, and handed in with a quorum's signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eth_account.messages import SignableMessage
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.right_reports import ReportMessage
from regalia.chain.transact import Sender, call, send
from regalia.errors import RegaliaError
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.valuation_report import Money, ValuationReport

RightReport = LegalReport | ValuationReport


class ReportQuorumError(RegaliaError, ValueError):
    """Too few attestors signed, or one of them twice."""


@dataclass(frozen=True)
class ReportSignature:
    signer: ChecksumAddress
    signature: bytes


def message(report: RightReport, chain_id: int, oracle: ChecksumAddress) -> ReportMessage:
    """What is signed: it counts for one oracle on one chain."""
    return ReportMessage(report.kind, report.words(), report.deadline, chain_id, oracle)


def signable(report: RightReport, chain_id: int, oracle: ChecksumAddress) -> SignableMessage:
    """The message as eth-account signs and recovers it."""
    return message(report, chain_id, oracle).signable()


def digest(report: RightReport, chain_id: int, oracle: ChecksumAddress) -> bytes:
    """The 32 bytes that are signed; what the oracle's ``digestOf`` returns."""
    return message(report, chain_id, oracle).digest()


def sign(report: RightReport, chain_id: int, oracle: ChecksumAddress, signer: LocalAccount) -> ReportSignature:
    """An attestor's signature. It has looked everything up for itself before: nothing here knows the law, or what a right is worth."""
    return ReportSignature(signer.address, bytes(signer.sign_message(signable(report, chain_id, oracle)).signature))


def hand_in(
    web3: Web3, oracle: ChecksumAddress, report: RightReport, signatures: Sequence[ReportSignature], sender: Sender
) -> TxReceipt:
    """Hand a report in. Raises ``ReportQuorumError`` before anything is sent, and ``ContractRevertedError`` with the reason."""
    functions = contract(web3, report.kind.contract, oracle).functions
    threshold = call(web3, functions.threshold())
    ordered = sorted(signatures, key=lambda signature: int(signature.signer, 16))
    signers = [signature.signer for signature in ordered]
    if len(set(signers)) < threshold:
        raise ReportQuorumError(
            f"signatures: {len(set(signers))} attestors signed, the oracle asks for {threshold}",
            f"Have more attestors look the {report.kind.items} up and sign.",
        )
    if len(set(signers)) != len(signers):
        raise ReportQuorumError("signatures: an attestor signed twice", "Hand in one signature of each.")
    signed = [signature.signature for signature in ordered]
    return send(web3, functions.report(report.words(), report.deadline, signers, signed), sender)


def signing_text(report: RightReport, chain_id: int, oracle: ChecksumAddress, money: Money | None = None) -> str:
    """What is signed, for a person: a line for each thing that is said. ``money`` says amounts in whole currency."""
    what, lines = "legal report", report.lines()
    if isinstance(report, ValuationReport):
        what, lines = "valuation report", report.lines(money)
    return "\n".join(
        [
            f"{what} to {oracle} on chain {chain_id}, to be handed in by second {report.deadline}",
            *(f"  {line}" for line in lines),
            f"  digest 0x{digest(report, chain_id, oracle).hex()}",
        ]
    )
