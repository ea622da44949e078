# SPDX-License-Identifier: Apache-2.0
"""A proof of two signatures is true whoever wrote it, or it is none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regalia.oracle.attestation import Attestation
from regalia.oracle.double_signing import DoubleSigning, DoubleSigningError, double_signings, proof_of
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import Signable, digest
from tests.oracle.proposals import DOMAIN, proposal, sign, signed_by
from tests.oracle.stage import ATTACKER, DEAL, REPORT, attest, report
from tests.support.roles import key_of

BANK = key_of("bank")
OTHER = report(received=1)
RESTATEMENT = Restatement(
    deal=DEAL, number=1, epoch=1, period=1, received=-5, other_income=0, corrects=bytes(32), evidence_root=b"\1" * 32
)


def by_bank(given: Signable) -> tuple[Signable, Attestation]:
    return given, sign(given, DOMAIN, BANK)


def refused(one: tuple[Signable, Attestation], other: tuple[Signable, Attestation]) -> str:
    with pytest.raises(DoubleSigningError) as refusal:
        proof_of(DOMAIN, one, other)
    return refusal.value.message


def test_proof__two_reports_of_one_period__signer_and_arguments_for_the_oracle() -> None:
    proof = proof_of(DOMAIN, by_bank(REPORT), by_bank(OTHER))
    assert proof == proof_of(DOMAIN, by_bank(OTHER), by_bank(REPORT))  # the lower digest first
    assert proof.signer == BANK.address
    first, second = sorted((REPORT, OTHER), key=lambda given: digest(given, DOMAIN))
    assert proof.arguments() == (
        first.as_tuple(), by_bank(first)[1].signature, second.as_tuple(), by_bank(second)[1].signature
    )  # fmt: skip


def test_proof__two_restatements_of_one_number__proved_but_not_for_the_oracle() -> None:
    proof = proof_of(DOMAIN, by_bank(RESTATEMENT), by_bank(RESTATEMENT.model_copy(update={"period": 2})))
    assert DoubleSigning.from_json(proof.to_json()) == proof
    with pytest.raises(DoubleSigningError, match="the oracle takes reports only"):
        proof.arguments()


def test_json__written_and_read__the_same() -> None:
    proof = proof_of(DOMAIN, by_bank(REPORT), by_bank(OTHER))
    assert DoubleSigning.from_json(proof.to_json()) == proof


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        (by_bank(REPORT), "both are the same report"),
        (by_bank(report(period=2)), "number: one has"),
        (by_bank(report(epoch=2)), "epoch: one has"),
        (by_bank(report(deal=ATTACKER)), "deal: one has"),
        (by_bank(RESTATEMENT), "kind: one has"),
        ((OTHER, attest(OTHER, DOMAIN, key_of("auditor"))), "the signers are two"),
        ((OTHER, Attestation(BANK.address, b"", by_contract=True)), "a contract may change its mind"),
        ((OTHER, attest(REPORT, DOMAIN, BANK)), "over this report the signature is that of"),
        ((OTHER, attest(OTHER, replace(DOMAIN, chain_id=1), BANK)), "over this report the signature is that of"),
    ],
    ids=["same", "period", "epoch", "deal", "kind", "signer", "contract", "report", "chain"],
)
def test_proof__proves_nothing__refused_with_the_reason(other: tuple[Signable, Attestation], fault: str) -> None:
    assert fault in refused(by_bank(REPORT), other)


@pytest.mark.parametrize(
    "change",
    [
        {"signer": key_of("auditor").address},
        {"chain_id": 1},
        {"format": "x"},
        {"first": None},
        {"first": {"signature": "0x00"}},
        {"more": 1},
    ],
)
def test_from_json__changed__refused(change: dict[str, Any]) -> None:
    content = json.loads(proof_of(DOMAIN, by_bank(REPORT), by_bank(OTHER)).to_json())
    with pytest.raises(DoubleSigningError):
        DoubleSigning.from_json(json.dumps(content | change))


def test_double_signings__exchange__each_pair_once_and_nobody_wrongly(tmp_path: Path) -> None:
    exchange = FolderExchange(tmp_path)
    one, other, void = proposal(), proposal(seed=bytes(32)), proposal(epoch=2)
    for given in (one, other, void):
        exchange.publish(given)
        exchange.attest(given.digest, signed_by("bank", given))
    exchange.attest(one.digest, signed_by("auditor", one))
    exchange.attest(void.digest, signed_by("auditor", void))
    exchange.attest(other.digest, Attestation(key_of("auditor").address, b"", by_contract=True))
    (proof,) = double_signings(exchange)
    assert proof.signer == BANK.address
    assert {digest(given, DOMAIN) for given in proof.reports} == {one.digest, other.digest}
    assert proof.named == f"{BANK.address} signed two reports numbered 1 in epoch 1"
    assert all(isinstance(given, RoyaltyReport) for given in proof.reports)
