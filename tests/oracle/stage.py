# SPDX-License-Identifier: Apache-2.0
"""An oracle with one open stream, its attestors, and the words tests are written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY, OracleRequest
from regalia.oracle.attestor import Attestation
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import Signable, SigningDomain, signable
from tests.support.chain import CHAIN_ID, Answer, Chain, RefusedError
from tests.support.chain import refused as refused_by_contract
from tests.support.contract import Contract
from tests.support.platform import ORACLE_OFFICERS
from tests.support.roles import actor, attestors

NOON = 1_718_000_000
WINDOW = 3_600
LONGEST_WINDOW = 90 * 24 * 3_600
THRESHOLD = 3
DEAL = to_checksum_address("0x" + "de" * 20)
"""An address that opened a stream for itself: the oracle asks no deal whether it is one."""
RELAY = to_checksum_address("0x" + "4e" * 20)
ATTACKER = to_checksum_address("0x" + "a7" * 20)
ATTESTORS = attestors(5)
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

    def __init__(self, chain_id: int = CHAIN_ID) -> None:
        self.oracle = deploy_oracle(Chain(NOON, chain_id))
        self.open([a.address for a in ATTESTORS])

    @property
    def chain(self) -> Chain:
        return self.oracle.chain

    @property
    def domain(self) -> SigningDomain:
        return SigningDomain(self.chain.chain_id, self.oracle.address)

    def open(
        self,
        attestors: Sequence[str],
        threshold: int = THRESHOLD,
        first: int = 1,
        deal: str = DEAL,
        weights: Sequence[int] = (),
        window: int = WINDOW,
        bond: int = 0,
        missing: int = 0,
    ) -> Answer:
        """A stream for the sender; each attestor weighs one unless weights are named."""
        weighed = tuple(weights) or (1,) * len(attestors)
        terms = OracleRequest(threshold, window, missing, bond, tuple(attestors), weighed)  # type: ignore[arg-type]
        return self.oracle.send("open", first, 2, terms.packed(), by=deal)

    def submit(self, given: RoyaltyReport, signatures: bytes, sender: str = RELAY) -> Answer:
        return self.oracle.send("submit", given.as_tuple(), signatures, by=sender)

    def consume(self, given: RoyaltyReport, deal: str = DEAL) -> Answer:
        return self.oracle.send("consume", given.as_tuple(), by=deal)

    def accept(self, given: RoyaltyReport) -> Answer:
        return self.submit(given, self.sign(given))

    def execute(self, given: RoyaltyReport) -> None:
        """Accept the report and use it when it is final."""
        self.accept(given)
        self.chain.now += WINDOW
        self.consume(given)

    def restate(self, given: Restatement, signatures: bytes | None = None) -> Answer:
        """Handed in, signed by the first three attestors unless other signatures are given."""
        return self.oracle.send("restate", given.as_tuple(), signatures or self.sign(given), by=RELAY)

    def sign(self, given: Signable, *signers: LocalAccount, domain: SigningDomain | None = None) -> bytes:
        """Signatures in the order given; by default those of the first three attestors."""
        chosen = signers or ATTESTORS[:THRESHOLD]
        return encode_signatures([attest(given, domain or self.domain, signer) for signer in chosen])

    def digest_of(self, given: RoyaltyReport) -> bytes:
        return bytes(self.oracle.read("digestOf", given.as_tuple()))

    def latest(self, deal: str = DEAL) -> Any:
        return self.oracle.read("latest", deal)

    def state(self, deal: str = DEAL) -> Any:
        """All that the oracle holds of a stream; nothing when there is none."""
        try:
            return self.latest(deal), self.oracle.read("signersOf", deal)
        except RefusedError:
            return None


def deploy_oracle(chain: Chain) -> Contract:
    """An oracle whose three offices are held by their namesakes."""
    oracle = Contract.deploy(chain, "RoyaltyOracle", actor("admin"), ADMIN_DELAY, by=actor("admin"))
    for role, officer in ORACLE_OFFICERS.items():
        oracle.send("grantRole", keccak(text=role), actor(officer), by=actor("admin"))
    return oracle


def attest(given: Signable, domain: SigningDomain, signer: LocalAccount) -> Attestation:
    """What an attestor that checks nothing would answer."""
    address: ChecksumAddress = signer.address
    return Attestation(address, bytes(signer.sign_message(signable(given, domain)).signature))


@contextmanager
def refused(
    stage: Stage, name: str, stream: str = DEAL, **arguments: Any
) -> Iterator[pytest.ExceptionInfo[RefusedError]]:
    """``with refused(stage, "Name", argument=value): …`` — exactly this error, and the stream as it was."""
    before = stage.state(stream)
    with refused_by_contract(name, **arguments) as refusal:
        yield refusal
    assert stage.state(stream) == before
