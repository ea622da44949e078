# SPDX-License-Identifier: Apache-2.0
"""An attestor whose account has a key and, by delegation (EIP-7702), code as well: it can sign in two ways, and counts once."""

from __future__ import annotations

import pytest
from eth_account.signers.local import LocalAccount

from regalia.oracle.attestor import Attestation
from regalia.oracle.quorum import encode_signatures
from regalia.oracle.report import RoyaltyReport
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, REPORT, Stage, attest, refused, report
from tests.support.answering import answering

BOTH = ATTESTORS[1]
YES = 0x1626BA7E << 224
LIE = report(received=1)


@pytest.fixture
def stage() -> Stage:
    """The code says yes to whatever it is asked."""
    made = Stage()
    made.chain.place(BOTH.address, answering({"isValidSignature(bytes32,bytes)": (YES,)}))
    return made


def by_key(stage: Stage, signer: LocalAccount, given: RoyaltyReport = REPORT) -> Attestation:
    return attest(given, stage.domain, signer)


def by_code() -> Attestation:
    return Attestation(BOTH.address, b"", by_contract=True)


@pytest.mark.parametrize("first", ["key", "code"])
def test_submit__signed_in_both_ways__counts_once(stage: Stage, first: str) -> None:
    ways = [by_key(stage, BOTH), by_code()]
    signatures = encode_signatures([*(ways if first == "key" else ways[::-1]), by_key(stage, ATTESTORS[2])])
    with refused(stage, "RoyaltyOracle_SignersNotRising", previous=BOTH.address, next=BOTH.address):
        stage.submit(REPORT, signatures)


@pytest.mark.parametrize("way", ["key", "code"])
def test_submit__signed_in_either_way__counts(stage: Stage, way: str) -> None:
    own = by_key(stage, BOTH) if way == "key" else by_code()
    others = [by_key(stage, ATTESTORS[0]), by_key(stage, ATTESTORS[2])]
    stage.submit(REPORT, encode_signatures([others[0], own, others[1]]))
    assert stage.latest()[:2] == (1, True)


def test_show__by_its_key_while_it_has_code__shown_all_the_same(stage: Stage) -> None:
    proof = [(given.as_tuple(), by_key(stage, BOTH, given).signature) for given in (REPORT, LIE)]
    stage.oracle.send("showDoubleSigning", *proof[0], *proof[1], by=ATTACKER)
    assert BOTH.address not in stage.oracle.read("signersOf", DEAL)[4]


def test_show__what_its_code_says_yes_to__is_no_proof(stage: Stage) -> None:
    signed = by_key(stage, BOTH).signature
    as_contract = bytes(12) + bytes.fromhex(BOTH.address[2:]) + (65).to_bytes(32, "big") + b"\0"
    before = stage.state()
    with refused(stage, "ECDSAInvalidSignature"):
        stage.oracle.send("showDoubleSigning", REPORT.as_tuple(), signed, LIE.as_tuple(), as_contract, by=ATTACKER)
    assert stage.state() == before
