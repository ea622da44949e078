# SPDX-License-Identifier: Apache-2.0
"""Who signed: k of n, each once, in rising order, with real signatures over this report."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from eth_account.signers.local import LocalAccount
from eth_keys.constants import SECPK1_N

from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, NOON, REPORT, WINDOW, Stage, refused, report
from tests.support.chain import Emitted, RefusedError
from tests.support.roles import key_of

FIRST, SECOND, THIRD, FOURTH, FIFTH = ATTESTORS


def test_submit__as_many_as_needed__accepted_with_the_whole_report_in_the_event(stage: Stage) -> None:
    accepted = stage.submit(REPORT, stage.sign(REPORT, FIRST, THIRD, FIFTH))
    assert accepted.events == (
        Emitted(
            stage.oracle.address,
            "ReportAccepted",
            {
                "deal": DEAL,
                "period": 1,
                "signerSet": 0b10101,
                "received": 288_427_000_000,
                "otherIncome": 1_500_000,
                "hasTarget": True,
                "reserveTarget": 40_000_000_000,
                "invoices": (132_887_000_000, 0),
                "evidenceRoot": REPORT.evidence_root,
            },
        ),
    )
    assert stage.latest() == (1, True, NOON + WINDOW, stage.digest_of(REPORT)[:25])


@pytest.mark.parametrize("signers", combinations(range(5), 3))
def test_submit__any_three_of_five__accepted(stage: Stage, signers: tuple[int, ...]) -> None:
    accepted = stage.submit(REPORT, stage.sign(REPORT, *(ATTESTORS[i] for i in signers)))
    assert accepted.only("ReportAccepted")["signerSet"] == sum(1 << i for i in signers)


def test_submit__by_a_stranger__accepted(stage: Stage) -> None:
    stage.submit(REPORT, stage.sign(REPORT), sender=ATTACKER)
    assert stage.latest()[:2] == (1, True)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_submit__too_few_signatures__refused(stage: Stage, count: int) -> None:
    signatures = stage.sign(REPORT)[: 65 * count]
    with refused(stage, "RoyaltyOracle_TooFewSignatures", required=3, given=count):
        stage.submit(REPORT, signatures)


def test_submit__last_signature_one_byte_short__refused(stage: Stage) -> None:
    with refused(stage, "RoyaltyOracle_TooFewSignatures", required=3, given=2):
        stage.submit(REPORT, stage.sign(REPORT)[:-1])


def test_submit__more_than_needed__only_the_first_are_counted(stage: Stage) -> None:
    accepted = stage.submit(REPORT, stage.sign(REPORT, *ATTESTORS))
    assert accepted.only("ReportAccepted")["signerSet"] == 0b00111


def test_submit__rubbish_behind_the_needed_signatures__ignored(stage: Stage) -> None:
    stage.submit(REPORT, stage.sign(REPORT) + b"rubbish")
    assert stage.latest()[:2] == (1, True)


@pytest.mark.parametrize(
    ("signers", "previous", "following"),
    [
        ((FIRST, FIRST, SECOND), FIRST, FIRST),
        ((FIRST, SECOND, SECOND), SECOND, SECOND),
        ((FIRST, SECOND, FIRST), SECOND, FIRST),
        ((FIFTH, FIFTH, FIFTH), FIFTH, FIFTH),
    ],
    ids=["first twice", "last twice", "apart", "thrice"],
)
def test_submit__repeated_signer__refused(
    stage: Stage, signers: tuple[LocalAccount, ...], previous: LocalAccount, following: LocalAccount
) -> None:
    with refused(stage, "RoyaltyOracle_SignersNotRising", previous=previous.address, next=following.address):
        stage.submit(REPORT, stage.sign(REPORT, *signers))


@pytest.mark.parametrize("order", [p for p in permutations(range(3)) if p != (0, 1, 2)])
def test_submit__unsorted_signers__refused_at_the_first_that_falls(stage: Stage, order: tuple[int, ...]) -> None:
    falls = next(i for i in (1, 2) if order[i] < order[i - 1])
    previous, following = ATTESTORS[order[falls - 1]].address, ATTESTORS[order[falls]].address
    with refused(stage, "RoyaltyOracle_SignersNotRising", previous=previous, next=following):
        stage.submit(REPORT, stage.sign(REPORT, *(ATTESTORS[i] for i in order)))


@pytest.mark.parametrize("position", [0, 1, 2])
def test_submit__one_unknown_signer__refused_wherever_it_stands(stage: Stage, position: int) -> None:
    attacker = key_of("attacker")
    signers = [FIRST, SECOND]
    signers.insert(position, attacker)
    with refused(stage, "RoyaltyOracle_UnknownSigner", signer=attacker.address):
        stage.submit(REPORT, stage.sign(REPORT, *signers))


def test_submit__attestor_of_another_deal__unknown_here(stage: Stage) -> None:
    neighbour = key_of("attestor of the neighbour")
    stage.open([neighbour.address], threshold=1, deal=ATTACKER)
    with refused(stage, "RoyaltyOracle_UnknownSigner", signer=neighbour.address):
        stage.submit(REPORT, stage.sign(REPORT, neighbour, FIRST, SECOND))


@pytest.mark.parametrize("signature", [0, 1, 2])
def test_submit__high_s_copy__refused(stage: Stage, signature: int) -> None:
    good = stage.sign(REPORT)
    at = 65 * signature
    s = SECPK1_N - int.from_bytes(good[at + 32 : at + 64], "big")
    copy = good[: at + 32] + s.to_bytes(32, "big") + bytes([55 - good[at + 64]]) + good[at + 65 :]
    with refused(stage, "ECDSAInvalidSignatureS", s=s.to_bytes(32, "big")):
        stage.submit(REPORT, copy)


@pytest.mark.parametrize("v", [1, 2, 26, 29, 35, 255])
def test_submit__v_other_than_27_and_28__no_signature(stage: Stage, v: int) -> None:
    good = stage.sign(REPORT)
    with refused(stage, "ECDSAInvalidSignature"):
        stage.submit(REPORT, good[:64] + bytes([v]) + good[65:])


def test_submit__v_turned_over__signer_unknown(stage: Stage) -> None:
    good = stage.sign(REPORT)
    with pytest.raises(RefusedError, match="RoyaltyOracle_UnknownSigner") as refusal:
        stage.submit(REPORT, good[:64] + bytes([55 - good[64]]) + good[65:])
    assert refusal.value.revert.arguments["signer"] not in {a.address for a in ATTESTORS}
    assert stage.latest()[0] == 0


@pytest.mark.parametrize("word", ["r", "s"])
def test_submit__zero_r_or_s__no_signature(stage: Stage, word: str) -> None:
    good = stage.sign(REPORT)
    forged = bytes(32) + good[32:] if word == "r" else good[:32] + bytes(32) + good[64:]
    with refused(stage, "ECDSAInvalidSignature"):
        stage.submit(REPORT, forged)


def test_submit__compact_64_byte_signatures__refused(stage: Stage) -> None:
    good = stage.sign(REPORT)
    compact = b""
    for at in (0, 65, 130):
        s = int.from_bytes(good[at + 32 : at + 64], "big") | (good[at + 64] - 27) << 255
        compact += good[at : at + 32] + s.to_bytes(32, "big")
    with refused(stage, "ECDSAInvalidSignatureS", s=compact[32:64]):  # its high bit is that of v
        stage.submit(REPORT, compact)


def test_submit__attestor_key_given_as_a_contract__refused(stage: Stage) -> None:
    head = bytes.fromhex(FIRST.address[2:]).rjust(32, b"\0") + (195).to_bytes(32, "big") + b"\0"
    signatures = head + stage.sign(REPORT)[65:] + (65).to_bytes(32, "big") + stage.sign(REPORT)[:65]
    with refused(stage, "RoyaltyOracle_ContractSignatureRefused", signer=FIRST.address):
        stage.submit(REPORT, signatures)


def test_submit__signatures_of_the_last_period__refused_for_the_next(stage: Stage) -> None:
    stage.execute(REPORT)
    following = report(period=2)
    with pytest.raises(RefusedError, match="RoyaltyOracle_UnknownSigner"):
        stage.submit(following, stage.sign(REPORT))
    assert stage.latest()[:2] == (1, False)
