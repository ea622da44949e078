# SPDX-License-Identifier: Apache-2.0
"""A report needs weight, not heads: each signer counts what it weighs, once, and no more signatures are looked at than that takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

import pytest
from eth_account.signers.local import LocalAccount

from regalia.oracle.attestation import Attestation
from regalia.oracle.quorum import encode_signatures
from tests.oracle.stage import ATTACKER, ATTESTORS, Stage, attest, refused, report
from tests.support.contract import Contract
from tests.support.roles import attestors, key_of

DEAL = key_of("a deal of weights").address
OWN = report(deal=DEAL)
WEIGHTS = (1, 2, 1, 1, 3)
NEEDED = 4
HEAVY = 4
"""Which of the attestors weighs three."""
SUBSETS = [*chain.from_iterable(combinations(range(5), count) for count in range(6))]


def opened(weights: Sequence[int] = WEIGHTS, threshold: int = NEEDED, signers: Sequence[LocalAccount] = ()) -> Stage:
    stage = Stage()
    keys = signers or ATTESTORS[: len(weights)]
    stage.open([key.address for key in keys], threshold=threshold, deal=DEAL, weights=weights)
    return stage


def signed(stage: Stage, *which: int) -> bytes:
    return stage.sign(OWN, *(ATTESTORS[i] for i in which)) if which else b""


@pytest.fixture(scope="module")
def weighed() -> Stage:
    """For tests that leave nothing behind."""
    return opened()


@pytest.mark.parametrize("signers", SUBSETS, ids=lambda signers: "".join(map(str, signers)) or "nobody")
def test_submit__any_of_the_signers__accepted_from_the_weight_on_that_is_needed(
    weighed: Stage, signers: tuple[int, ...]
) -> None:
    weight, used = 0, 0
    for signer in signers:
        if weight < NEEDED:
            weight, used = weight + WEIGHTS[signer], used | 1 << signer
    with weighed.chain.undone():
        if weight < NEEDED:
            with refused(weighed, "RoyaltyOracle_TooFewSignatures", DEAL, required=NEEDED, given=weight):
                weighed.submit(OWN, signed(weighed, *signers))
        else:
            accepted = weighed.submit(OWN, signed(weighed, *signers)).only("ReportAccepted")
            assert accepted["signerSet"] == used


def test_submit__one_heavy_signer_alone__accepted() -> None:
    stage = opened(threshold=3)
    assert stage.submit(OWN, signed(stage, HEAVY)).only("ReportAccepted")["signerSet"] == 1 << HEAVY


def test_submit__heavy_signer_one_below__refused(weighed: Stage) -> None:
    with refused(weighed, "RoyaltyOracle_TooFewSignatures", DEAL, required=NEEDED, given=3):
        weighed.submit(OWN, signed(weighed, HEAVY))


def test_submit__heavy_signer_twice__counts_once(weighed: Stage) -> None:
    heavy = ATTESTORS[HEAVY].address
    with refused(weighed, "RoyaltyOracle_SignersNotRising", DEAL, previous=heavy, next=heavy):
        weighed.submit(OWN, signed(weighed, HEAVY, HEAVY))


def test_submit__heavy_signer_before_a_lower_address__order_is_by_address(weighed: Stage) -> None:
    heavy, light = ATTESTORS[HEAVY].address, ATTESTORS[0].address
    with refused(weighed, "RoyaltyOracle_SignersNotRising", DEAL, previous=heavy, next=light):
        weighed.submit(OWN, signed(weighed, HEAVY, 0))


@pytest.mark.parametrize("behind", ["rubbish", "unknown", "twice", "high s"])
def test_submit__what_stands_behind_the_weight_needed__not_looked_at(behind: str) -> None:
    stage = opened()
    tail = {
        "rubbish": b"rubbish" * 10,
        "unknown": stage.sign(OWN, key_of("attacker")),
        "twice": signed(stage, HEAVY),
        "high s": b"\xff" * 65,
    }[behind]
    accepted = stage.submit(OWN, signed(stage, 1, HEAVY) + tail).only("ReportAccepted")
    assert accepted["signerSet"] == 1 << 1 | 1 << HEAVY


def test_submit__unknown_signer_where_weight_is_missing__found_before_it(weighed: Stage) -> None:
    attacker = key_of("attacker")
    with refused(weighed, "RoyaltyOracle_UnknownSigner", DEAL, signer=attacker.address):
        weighed.submit(OWN, weighed.sign(OWN, attacker))


def test_submit__threshold_255_of_256__all_of_32_needed() -> None:
    keys = attestors(32, "one of many")
    stage = opened((8,) * 32, threshold=255, signers=keys)
    with refused(stage, "RoyaltyOracle_TooFewSignatures", DEAL, required=255, given=248):
        stage.submit(OWN, stage.sign(OWN, *keys[:31]))
    assert stage.submit(OWN, stage.sign(OWN, *keys)).only("ReportAccepted")["signerSet"] == 2**32 - 1


def test_submit__largest_weight_and_threshold__one_signer_is_enough() -> None:
    keys = attestors(32, "one of many")
    stage = opened((255,) * 32, threshold=255, signers=keys)
    assert stage.submit(OWN, stage.sign(OWN, keys[31])).only("ReportAccepted")["signerSet"] == 1 << 31


@pytest.mark.parametrize(("weights", "threshold"), [((1, 1, 1), 4), ((127, 127), 255), ((255,), 0)])
def test_open__more_weight_needed_than_there_is_or_none__refused(weights: tuple[int, ...], threshold: int) -> None:
    stage = Stage()
    with refused(stage, "RoyaltyOracle_BadThreshold", DEAL, threshold=threshold, weight=sum(weights)):
        stage.open([key.address for key in ATTESTORS[: len(weights)]], threshold, deal=DEAL, weights=weights)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_open__signer_without_weight__refused(place: int) -> None:
    stage = Stage()
    weights = [0 if i == place else 5 for i in range(3)]
    with refused(stage, "RoyaltyOracle_NoWeight", DEAL, signer=ATTESTORS[place].address):
        stage.open([key.address for key in ATTESTORS[:3]], 1, deal=DEAL, weights=weights)


@pytest.mark.parametrize("length", [0, 18, 20, 39, 41, 19 + 2 * 21 - 1])
def test_open__terms_of_a_length_that_is_none__refused(length: int) -> None:
    stage = Stage()
    with refused(stage, "RoyaltyOracle_BadTerms", DEAL):
        stage.oracle.send("open", 1, 2, b"\x01" * length, by=DEAL)


def test_submit__contract_that_weighs_two_and_a_key__counted_by_weight() -> None:
    stage = Stage()
    bank = key_of("officer of the bank")
    contract = Contract.deploy(stage.chain, "MockContractSigner", bank.address, by=ATTACKER)
    signers = sorted([contract.address, ATTESTORS[0].address], key=lambda address: int(address, 16))
    weights = [2 if signer == contract.address else 1 for signer in signers]
    stage.open(signers, threshold=3, deal=DEAL, weights=weights)
    by_bank = Attestation(contract.address, attest(OWN, stage.domain, bank).signature, by_contract=True)
    by_key = attest(OWN, stage.domain, ATTESTORS[0])
    both = sorted([by_bank, by_key], key=lambda given: int(given.signer, 16))
    with refused(stage, "RoyaltyOracle_TooFewSignatures", DEAL, required=3, given=1):
        stage.submit(OWN, encode_signatures([by_key]))
    assert stage.submit(OWN, encode_signatures(both)).only("ReportAccepted")["signerSet"] == 0b11
