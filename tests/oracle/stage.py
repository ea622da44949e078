# SPDX-License-Identifier: Apache-2.0
"""An oracle with one open stream, its attestors, and the words tests are written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from regalia.chain.errors import ContractRevertedError
from regalia.oracle.attestor import Attestation
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.typed_data import SigningDomain, signable
from tests.oracle.evm import Chain

CHAIN_ID = 31337
NOON = 1_718_000_000
WINDOW = 3_600
THRESHOLD = 3
DEAL = to_checksum_address("0x" + "de" * 20)
"""An address that opened a stream for itself: the oracle asks no deal whether it is one."""
RELAY = to_checksum_address("0x" + "4e" * 20)
ATTACKER = to_checksum_address("0x" + "a7" * 20)


def key_of(role: str) -> LocalAccount:
    """A signer with a key made of its role."""
    account: LocalAccount = Account.from_key(keccak(text=role))
    return account


ATTESTORS: tuple[LocalAccount, ...] = tuple(
    sorted((key_of(f"attestor {i}") for i in range(5)), key=lambda a: int(a.address, 16))
)
"""Rising by address."""
REPORT = RoyaltyReport(
    deal=DEAL,
    period=1,
    epoch=1,
    received=288_427_000_000,
    other_income=1_500_000,
    has_target=True,
    reserve_target=40_000_000_000,
    invoices=(132_887_000_000, 0),
    evidence_root=keccak(text="statements of 2023Q4"),
)


def report(**changes: Any) -> RoyaltyReport:
    """``REPORT`` with other values, unchecked: contracts are shown what the model would refuse."""
    return REPORT.model_copy(update=changes)


class Stage:
    """One chain with one oracle. The stream of ``DEAL``: three of five attestors, two invoices, a window of an hour."""

    def __init__(self, chain_id: int = CHAIN_ID, attestors: Sequence[str] | None = None) -> None:
        self.chain = Chain(chain_id, NOON)
        self.oracle = self.chain.deploy("RoyaltyOracle")
        self.open(attestors or [a.address for a in ATTESTORS])

    @property
    def domain(self) -> SigningDomain:
        return SigningDomain(self.chain.chain_id, self.oracle)

    def open(self, attestors: Sequence[str], threshold: int = THRESHOLD, first: int = 1, deal: str = DEAL) -> None:
        self.send(deal, "open", first, threshold, 2, WINDOW, attestors)

    def send(self, sender: str, function: str, *arguments: Any) -> Any:
        return self.chain.call(sender, "RoyaltyOracle", self.oracle, function, *arguments)

    def submit(self, given: RoyaltyReport, signatures: bytes, sender: str = RELAY) -> None:
        self.send(sender, "submit", given.as_tuple(), signatures)

    def consume(self, given: RoyaltyReport, deal: str = DEAL) -> None:
        self.send(deal, "consume", given.as_tuple())

    def accept(self, given: RoyaltyReport) -> None:
        self.submit(given, self.sign(given))

    def execute(self, given: RoyaltyReport) -> None:
        """Accept the report and use it when it is final."""
        self.accept(given)
        self.chain.warp(self.chain.timestamp + WINDOW)
        self.consume(given)

    def sign(self, given: RoyaltyReport, *signers: LocalAccount, domain: SigningDomain | None = None) -> bytes:
        """Signatures in the order given; by default those of the first three attestors."""
        chosen = signers or ATTESTORS[:THRESHOLD]
        return encode_signatures([attest(given, domain or self.domain, signer) for signer in chosen])

    def latest(self, deal: str = DEAL) -> Any:
        return self.send(RELAY, "latest", deal)

    def state(self, deal: str = DEAL) -> Any:
        """All that the oracle holds of a stream; nothing when there is none."""
        try:
            return self.latest(deal), self.send(RELAY, "signersOf", deal)
        except ContractRevertedError:
            return None


def attest(given: RoyaltyReport, domain: SigningDomain, signer: LocalAccount) -> Attestation:
    """What an attestor that checks nothing would answer."""
    address: ChecksumAddress = signer.address
    return Attestation(address, bytes(signer.sign_message(signable(given, domain)).signature))


class refused:
    """``with refused(stage, "Name", argument=value): …`` — exactly this error, and the stream as it was."""

    def __init__(self, stage: Stage, name: str, stream: str = DEAL, **arguments: Any) -> None:
        self.stage, self.name, self.stream, self.arguments = stage, name, stream, arguments

    def __enter__(self) -> None:
        self.before = self.stage.state(self.stream)
        self.raises = pytest.raises(ContractRevertedError)
        self.info = self.raises.__enter__()

    def __exit__(self, *error: Any) -> bool:
        caught = bool(self.raises.__exit__(*error))
        if caught:
            assert (self.info.value.name, self.info.value.arguments) == (self.name, self.arguments)
            assert self.stage.state(self.stream) == self.before
        return caught
