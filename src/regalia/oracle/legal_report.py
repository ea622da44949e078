# SPDX-License-Identifier: Apache-2.0
"""Reports of legal events: what exactly attestors sign (EIP-712), and handing it in with a quorum's signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.right_words import event_words
from regalia.chain.transact import Sender, call, send
from regalia.domain.rights import number
from regalia.domain.rights.acts import LegalEvent
from regalia.domain.rights.day import written
from regalia.domain.rights.words import word
from regalia.errors import RegaliaError

NAME = "Regalia LegalOracle"
VERSION = "1"
_EVENT = (
    ("right", "bytes32"),
    ("number", "uint32"),
    ("act", "uint8"),
    ("effective", "uint32"),
    ("date", "uint32"),
    ("code", "bytes32"),
    ("document", "bytes32"),
)
_REPORT = (("events", "LegalEvent[]"), ("deadline", "uint256"))
_DOMAIN = (("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"))


class LegalQuorumError(RegaliaError, ValueError):
    """Too few attestors signed, or one of them twice."""


@dataclass(frozen=True)
class LegalReport:
    """Events in the order in which they are to be entered; ``deadline`` is the last second for handing it in."""

    events: tuple[LegalEvent, ...]
    deadline: int

    def words(self) -> tuple[tuple[Any, ...], ...]:
        return tuple(event_words(event) for event in self.events)


@dataclass(frozen=True)
class LegalSignature:
    signer: ChecksumAddress
    signature: bytes


def signable(report: LegalReport, chain_id: int, oracle: ChecksumAddress) -> SignableMessage:
    """The message as eth-account signs and recovers it: it counts for one oracle on one chain."""
    names = [name for name, _ in _EVENT]
    return encode_typed_data(
        full_message={
            "types": {
                "EIP712Domain": [{"name": name, "type": kind} for name, kind in _DOMAIN],
                "LegalReport": [{"name": name, "type": kind} for name, kind in _REPORT],
                "LegalEvent": [{"name": name, "type": kind} for name, kind in _EVENT],
            },
            "primaryType": "LegalReport",
            "domain": {"name": NAME, "version": VERSION, "chainId": chain_id, "verifyingContract": oracle},
            "message": {
                "events": [dict(zip(names, words, strict=True)) for words in report.words()],
                "deadline": report.deadline,
            },
        }
    )


def digest(report: LegalReport, chain_id: int, oracle: ChecksumAddress) -> bytes:
    """The 32 bytes that are signed; what the oracle's ``digestOf`` returns."""
    message = signable(report, chain_id, oracle)
    return keccak(b"\x19" + message.version + message.header + message.body)


def sign(report: LegalReport, chain_id: int, oracle: ChecksumAddress, signer: LocalAccount) -> LegalSignature:
    """An attestor's signature. It has looked the events up for itself before: nothing here knows the law."""
    return LegalSignature(signer.address, bytes(signer.sign_message(signable(report, chain_id, oracle)).signature))


def hand_in(
    web3: Web3, oracle: ChecksumAddress, report: LegalReport, signatures: Sequence[LegalSignature], sender: Sender
) -> TxReceipt:
    """Hand a report in. Raises ``LegalQuorumError`` before anything is sent, and ``ContractRevertedError`` with the reason."""
    functions = contract(web3, "LegalOracle", oracle).functions
    threshold = call(web3, functions.threshold())
    ordered = sorted(signatures, key=lambda signature: int(signature.signer, 16))
    signers = [signature.signer for signature in ordered]
    if len(set(signers)) < threshold:
        raise LegalQuorumError(
            f"signatures: {len(set(signers))} attestors signed, the oracle asks for {threshold}",
            "Have more attestors look the events up and sign.",
        )
    if len(set(signers)) != len(signers):
        raise LegalQuorumError("signatures: an attestor signed twice", "Hand in one signature of each.")
    signed = [signature.signature for signature in ordered]
    return send(web3, functions.report(report.words(), report.deadline, signers, signed), sender)


def signing_text(report: LegalReport, chain_id: int, oracle: ChecksumAddress) -> str:
    """What is signed, for a person: a line an event."""
    lines = [f"legal report to {oracle} on chain {chain_id}, to be handed in by second {report.deadline}"]
    for event in report.events:
        code = event.code.rstrip(b"\0").decode("ascii", "replace")
        new = f", new date {written(event.date)}" if event.date else ""
        lines.append(
            f"  {number.describe(event.right)}  event {event.number}: {word(event.act)}, effective {written(event.effective)}"
            f"{new}, code {code or 'none'}, document 0x{event.document.hex()}"
        )
    return "\n".join([*lines, f"  digest 0x{digest(report, chain_id, oracle).hex()}"])
