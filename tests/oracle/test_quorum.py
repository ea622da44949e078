# SPDX-License-Identifier: Apache-2.0
"""Collecting attestations: the oracle takes what comes out, and everything it would refuse is named before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from eth_keys.constants import SECPK1_N

from regalia.oracle.attestor import Attestation
from regalia.oracle.quorum import Faults, Quorum, QuorumError
from regalia.oracle.stream import Stream
from regalia.oracle.typed_data import SigningDomain
from tests.oracle.stage import ATTESTORS, REPORT, WINDOW, Stage, attest, report
from tests.support.chain import CHAIN_ID
from tests.support.roles import key_of

ADDRESSES = tuple(a.address for a in ATTESTORS)
QUORUM = Quorum.of(Stream(1, 3, 2, WINDOW, ADDRESSES))
DOMAIN = Stage().domain
SIGNED = tuple(attest(REPORT, DOMAIN, signer) for signer in ATTESTORS)
STRANGER = attest(REPORT, DOMAIN, key_of("attacker"))


def refusal(*attestations: Attestation) -> QuorumError:
    with pytest.raises(QuorumError) as caught:
        QUORUM.encode(REPORT, DOMAIN, attestations)
    assert caught.value.required == 3
    return caught.value


def test_encode__in_any_order__sorted_and_taken_by_the_oracle(stage: Stage) -> None:
    signatures = QUORUM.encode(REPORT, DOMAIN, [SIGNED[3], SIGNED[0], SIGNED[2]])
    assert signatures == SIGNED[0].signature + SIGNED[2].signature + SIGNED[3].signature
    stage.submit(REPORT, signatures)
    assert stage.latest()[:2] == (1, True)


def test_encode__more_than_needed__exactly_the_threshold() -> None:
    assert QUORUM.encode(REPORT, DOMAIN, reversed(SIGNED)) == b"".join(a.signature for a in SIGNED[:3])


def test_encode__too_few__says_how_many_and_who_is_missing() -> None:
    error = refusal(SIGNED[4], SIGNED[1])
    assert error.valid == (ADDRESSES[1], ADDRESSES[4])
    assert error.missing == (ADDRESSES[0], ADDRESSES[2], ADDRESSES[3])
    assert error.faults == Faults()
    assert error.message == (
        f"attestations: 2 valid, 3 of 5 attestors needed; missing: {ADDRESSES[0]}, {ADDRESSES[2]}, {ADDRESSES[3]}"
    )
    assert error.hint == "Have the missing ones sign the same report."


def test_encode__none__all_missing() -> None:
    assert refusal().missing == ADDRESSES


def test_encode__one_twice__named_and_not_counted() -> None:
    error = refusal(SIGNED[0], SIGNED[1], SIGNED[0])
    assert (error.valid, error.faults.duplicated) == ((ADDRESSES[1],), (ADDRESSES[0],))
    assert f"{ADDRESSES[0]} signed more than once" in error.message


def test_encode__one_twice_among_enough__still_refused() -> None:
    error = refusal(*SIGNED, SIGNED[0])
    assert error.faults == Faults(duplicated=(ADDRESSES[0],))
    assert error.hint == "Leave those out."


def test_encode__unknown_signer__named() -> None:
    error = refusal(SIGNED[0], SIGNED[1], STRANGER)
    assert error.faults == Faults(unknown=(STRANGER.signer,))
    assert f"{STRANGER.signer} is not an attestor of the deal" in error.message


def test_encode__unknown_signer_among_enough__still_refused() -> None:
    assert refusal(*SIGNED, STRANGER).faults.unknown == (STRANGER.signer,)


def test_encode__signature_under_an_attestors_name__names_who_made_it() -> None:
    forged = Attestation(ADDRESSES[2], STRANGER.signature)
    error = refusal(SIGNED[0], SIGNED[1], forged)
    assert error.faults.invalid == ((ADDRESSES[2], f"over this report the signature is that of {STRANGER.signer}"),)
    assert error.missing == ADDRESSES[2:]


@pytest.mark.parametrize(
    "attestation",
    [
        attest(report(received=1), DOMAIN, ATTESTORS[2]),
        attest(REPORT, SigningDomain(CHAIN_ID + 1, DOMAIN.oracle), ATTESTORS[2]),
        attest(REPORT, SigningDomain(CHAIN_ID, ATTESTORS[0].address), ATTESTORS[2]),
    ],
    ids=["another report", "another chain", "another oracle"],
)
def test_encode__signed_for_something_else__refused(attestation: Attestation) -> None:
    ((who, reason),) = refusal(SIGNED[0], SIGNED[1], attestation).faults.invalid
    assert who == ADDRESSES[2]
    assert reason.startswith("over this report the signature is that of 0x")


@pytest.mark.parametrize("length", [0, 64, 66])
def test_encode__wrong_length__refused(length: int) -> None:
    short = replace(SIGNED[2], signature=(SIGNED[2].signature + b"\0")[:length])
    reason = f"a signature has 65 bytes, this one {length}"
    assert refusal(SIGNED[0], SIGNED[1], short).faults.invalid == ((ADDRESSES[2], reason),)


@pytest.mark.parametrize("v", [0, 1, 29])
def test_encode__wrong_v__refused(v: int) -> None:
    changed = replace(SIGNED[2], signature=SIGNED[2].signature[:64] + bytes([v]))
    assert refusal(SIGNED[0], SIGNED[1], changed).faults.invalid == ((ADDRESSES[2], f"v is 27 or 28, not {v}"),)


def test_encode__high_s_copy__refused() -> None:
    r, s, v = SIGNED[2].signature[:32], SIGNED[2].signature[32:64], SIGNED[2].signature[64]
    high = (SECPK1_N - int.from_bytes(s, "big")).to_bytes(32, "big")
    copy = replace(SIGNED[2], signature=r + high + bytes([55 - v]))
    assert refusal(SIGNED[0], SIGNED[1], copy).faults.invalid == (
        (ADDRESSES[2], "the signature is in its malleable form (high s)"),
    )


@pytest.mark.parametrize("word", [bytes(32), b"\xff" * 32], ids=["zero", "above the order"])
def test_encode__r_that_is_on_no_curve__refused(word: bytes) -> None:
    broken = replace(SIGNED[2], signature=word + SIGNED[2].signature[32:])
    assert refusal(SIGNED[0], SIGNED[1], broken).faults.invalid == ((ADDRESSES[2], "the signature is not one"),)


def test_encode__contract_among_keys__head_in_its_place_and_tail_behind() -> None:
    contract = Attestation(ADDRESSES[1], b"whatever it takes", by_contract=True)
    data = QUORUM.encode(REPORT, DOMAIN, [SIGNED[2], contract, SIGNED[0]])
    head = bytes(12) + bytes.fromhex(ADDRESSES[1][2:]) + (195).to_bytes(32, "big") + b"\0"
    tail = (17).to_bytes(32, "big") + b"whatever it takes"
    assert data == SIGNED[0].signature + head + SIGNED[2].signature + tail


def test_encode__two_contracts__offsets_do_not_overlap() -> None:
    contracts = [Attestation(address, bytes(40), by_contract=True) for address in ADDRESSES[:2]]
    data = QUORUM.encode(REPORT, DOMAIN, [*contracts, SIGNED[2]])
    offsets = [int.from_bytes(data[at + 32 : at + 64], "big") for at in (0, 65)]
    assert (offsets, len(data)) == ([195, 195 + 72], 195 + 144)


def test_encode__unknown_contract__named() -> None:
    contract = Attestation(STRANGER.signer, b"", by_contract=True)
    assert refusal(SIGNED[0], SIGNED[1], contract).faults == Faults(unknown=(STRANGER.signer,))
