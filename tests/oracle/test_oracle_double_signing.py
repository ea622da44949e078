# SPDX-License-Identifier: Apache-2.0
"""A signer who signed two reports of one period is shown to have, by anybody, and is none any more."""

from __future__ import annotations

from typing import Any

import pytest
from eth_account.signers.local import LocalAccount
from eth_keys.constants import SECPK1_N

from regalia.oracle.report import RoyaltyReport
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, REPORT, WINDOW, Stage, attest, refused, report
from tests.support.chain import Answer, Emitted
from tests.support.contract import Contract
from tests.support.roles import actor, key_of

LIAR = ATTESTORS[1]
OTHER_DEAL = key_of("another deal").address
LIE = report(received=REPORT.received + 10**12)
DELAY = 3 * 24 * 3_600
GOVERNOR = actor("governor")


def signature(stage: Stage, given: RoyaltyReport, signer: LocalAccount) -> bytes:
    return attest(given, stage.domain, signer).signature


def show(
    stage: Stage,
    first: RoyaltyReport = REPORT,
    second: RoyaltyReport = LIE,
    by_first: LocalAccount = LIAR,
    by_second: LocalAccount | None = None,
) -> Answer:
    one, other = signature(stage, first, by_first), signature(stage, second, by_second or by_first)
    return show_these(stage, first, one, second, other)


def show_these(stage: Stage, first: RoyaltyReport, one: bytes, second: RoyaltyReport, other: bytes) -> Answer:
    return stage.oracle.send("showDoubleSigning", first.as_tuple(), one, second.as_tuple(), other, by=ATTACKER)


def enact(stage: Stage, signers: tuple[LocalAccount, ...], threshold: int = 3) -> None:
    names = [key.address for key in signers]
    stage.oracle.send("proposeSigners", DEAL, threshold, names, [1] * len(names), by=GOVERNOR)
    stage.chain.now += DELAY
    stage.oracle.send("enactSigners", DEAL, by=ATTACKER)


def test_show__two_reports_of_one_period__removed_at_once_and_told(stage: Stage) -> None:
    left = tuple(key.address for key in ATTESTORS if key is not LIAR)
    shown, oracle = show(stage), stage.oracle.address
    digests = {"first": stage.digest_of(REPORT), "second": stage.digest_of(LIE)}
    told = {"deal": DEAL, "signer": LIAR.address, "period": 1, **digests, "by": ATTACKER}
    changed = {"deal": DEAL, "epoch": 2, "threshold": 3, "signers": left, "weights": (1, 1, 1, 1)}
    assert shown.events == (
        Emitted(oracle, "DoubleSigningShown", told),
        Emitted(oracle, "SignersChanged", changed),
    )
    assert stage.oracle.read("signersOf", DEAL) == (2, 3, 2, WINDOW, left, (1, 1, 1, 1), 0, 0)


@pytest.mark.parametrize("place", range(5))
def test_show__any_of_the_signers__he_alone_goes_with_his_weight(place: int) -> None:
    stage = Stage()
    stage.open([key.address for key in ATTESTORS], deal=OTHER_DEAL, weights=(1, 2, 3, 4, 5))
    own, lie = report(deal=OTHER_DEAL), report(deal=OTHER_DEAL, received=1)
    show(stage, own, lie, ATTESTORS[place])
    _, _, _, _, signers, weights, *_ = stage.oracle.read("signersOf", OTHER_DEAL)
    assert signers == tuple(key.address for i, key in enumerate(ATTESTORS) if i != place)
    assert weights == tuple(i + 1 for i in range(5) if i != place)


def test_show__what_he_signed_in_the_new_epoch__unknown(stage: Stage) -> None:
    show(stage)
    given = report(epoch=2)
    with refused(stage, "RoyaltyOracle_UnknownSigner", signer=LIAR.address):
        stage.submit(given, stage.sign(given, *ATTESTORS[:3]))
    stage.submit(given, stage.sign(given, *ATTESTORS[2:]))


def test_show__signatures_of_the_others_given_before__void(stage: Stage) -> None:
    signatures = stage.sign(REPORT, *ATTESTORS[2:])
    show(stage)
    with refused(stage, "RoyaltyOracle_WrongEpoch", expected=2, given=1):
        stage.submit(REPORT, signatures)


def test_show__same_proof_again__no_signer_any_more(stage: Stage) -> None:
    show(stage)
    with refused(stage, "RoyaltyOracle_UnknownSigner", signer=LIAR.address):
        show(stage)


def test_show__a_set_without_him_is_proposed__it_stays_and_can_be_enacted(stage: Stage) -> None:
    names = tuple(key.address for key in ATTESTORS if key is not LIAR)
    stage.oracle.send("proposeSigners", DEAL, 4, list(names), [1] * 4, by=GOVERNOR)
    ready = stage.chain.now + DELAY
    assert [event.name for event in show(stage).events] == ["DoubleSigningShown", "SignersChanged"]
    assert stage.oracle.read("proposalReadyAt", DEAL) == ready
    stage.chain.now = ready
    told = stage.oracle.send("enactSigners", DEAL, by=ATTACKER).only("SignersChanged")
    assert (told["epoch"], told["threshold"], told["signers"]) == (3, 4, names)


def test_show__a_set_that_names_him_is_proposed__it_falls(stage: Stage) -> None:
    names = [key.address for key in ATTESTORS[:3]]
    stage.oracle.send("proposeSigners", DEAL, 2, names, [1] * 3, by=GOVERNOR)
    told = [event.name for event in show(stage).events]
    assert told == ["DoubleSigningShown", "ProposalWithdrawn", "SignersChanged"]
    assert stage.oracle.read("proposalReadyAt", DEAL) == 0
    stage.chain.now += DELAY
    with refused(stage, "OracleSigners_NoProposal", deal=DEAL):
        stage.oracle.send("enactSigners", DEAL, by=ATTACKER)


def test_show__report_with_his_signature_is_pending__stays_for_a_dispute(stage: Stage) -> None:
    stage.accept(REPORT)
    before = stage.latest()
    show(stage)
    assert stage.latest() == before


def test_show__of_an_older_epoch__still_counts_while_he_is_a_signer(stage: Stage) -> None:
    enact(stage, ATTESTORS[:4])
    show(stage)
    assert stage.oracle.read("signersOf", DEAL)[4] == tuple(key.address for key in ATTESTORS[:4] if key is not LIAR)


def test_show__of_an_epoch_that_is_still_to_come__counts(stage: Stage) -> None:
    show(stage, report(epoch=9), report(epoch=9, received=1))
    assert LIAR.address not in stage.oracle.read("signersOf", DEAL)[4]


def test_show__signer_who_was_rotated_out__nothing_left_to_remove(stage: Stage) -> None:
    enact(stage, ATTESTORS[2:])
    with refused(stage, "RoyaltyOracle_UnknownSigner", signer=LIAR.address):
        show(stage)


def test_show__one_report_twice__proves_nothing(stage: Stage) -> None:
    with refused(stage, "OracleSigners_SameReport", digest=stage.digest_of(REPORT)):
        show(stage, REPORT, REPORT)


@pytest.mark.parametrize(("field", "other"), [("deal", OTHER_DEAL), ("period", 2), ("epoch", 2)])
def test_show__reports_of_two_places__proves_nothing(stage: Stage, field: str, other: Any) -> None:
    numbers = [int(value, 16) if field == "deal" else value for value in (getattr(REPORT, field), other)]
    with refused(stage, "OracleSigners_OtherPlace", expected=numbers[0], given=numbers[1]):
        show(stage, REPORT, report(**{field: other}))


def test_show__signed_by_two__proves_nothing(stage: Stage) -> None:
    first, second = ATTESTORS[:2]
    with refused(stage, "OracleSigners_OtherSigner", first=first.address, second=second.address):
        show(stage, by_first=first, by_second=second)


def test_show__signed_by_a_stranger__refused(stage: Stage) -> None:
    attacker = key_of("attacker")
    with refused(stage, "RoyaltyOracle_UnknownSigner", signer=attacker.address):
        show(stage, by_first=attacker)


def test_show__deal_without_a_stream__refused(stage: Stage) -> None:
    with refused(stage, "RoyaltyOracle_NoStream", deal=OTHER_DEAL):
        show(stage, report(deal=OTHER_DEAL), report(deal=OTHER_DEAL, received=1))


def test_show__evidence_of_one_deal__removes_nobody_from_another(stage: Stage) -> None:
    stage.open([key.address for key in ATTESTORS], deal=OTHER_DEAL)
    before = stage.state(OTHER_DEAL)
    show(stage)
    assert stage.state(OTHER_DEAL) == before


@pytest.mark.parametrize("which", [0, 1])
def test_show__malleable_copy__refused(stage: Stage, which: int) -> None:
    good = [signature(stage, given, LIAR) for given in (REPORT, LIE)]
    s = (SECPK1_N - int.from_bytes(good[which][32:64], "big")).to_bytes(32, "big")
    good[which] = good[which][:32] + s + bytes([55 - good[which][64]])
    with refused(stage, "ECDSAInvalidSignatureS", s=s):
        show_these(stage, REPORT, good[0], LIE, good[1])


@pytest.mark.parametrize("length", [0, 64, 66])
def test_show__signature_that_has_not_65_bytes__refused(stage: Stage, length: int) -> None:
    given = (signature(stage, REPORT, LIAR) + b"\0")[:length]
    with refused(stage, "ECDSAInvalidSignatureLength", length=length):
        show_these(stage, REPORT, given, LIE, signature(stage, LIE, LIAR))


def test_show__contract_that_signs__can_t_be_shown_as_it_may_answer_otherwise(stage: Stage) -> None:
    officer = key_of("officer of the bank")
    bank = Contract.deploy(stage.chain, "MockContractSigner", officer.address, by=ATTACKER)
    stage.open([bank.address], threshold=1, deal=OTHER_DEAL)
    one, other = report(deal=OTHER_DEAL), report(deal=OTHER_DEAL, received=1)
    signed = [signature(stage, given, officer) for given in (one, other)]
    with refused(stage, "RoyaltyOracle_UnknownSigner", OTHER_DEAL, signer=officer.address):
        show_these(stage, one, signed[0], other, signed[1])
    head = bytes(12) + bytes.fromhex(bank.address[2:]) + (65).to_bytes(32, "big") + b"\0"
    as_submitted = [head + (65).to_bytes(32, "big") + each for each in signed]
    stage.submit(one, as_submitted[0])
    with refused(stage, "ECDSAInvalidSignatureLength", OTHER_DEAL, length=162):
        show_these(stage, one, as_submitted[0], other, as_submitted[1])


def test_show__too_little_weight_left__no_report_until_a_new_set_is_enacted(stage: Stage) -> None:
    for liar in ATTESTORS[:3]:
        show(stage, by_first=liar)
    given = report(epoch=4)
    with refused(stage, "RoyaltyOracle_TooFewSignatures", required=3, given=2):
        stage.submit(given, stage.sign(given, *ATTESTORS[3:]))
    enact(stage, ATTESTORS[3:], threshold=2)
    given = report(epoch=5)
    stage.submit(given, stage.sign(given, *ATTESTORS[3:]))


def test_show__the_last_of_all__nobody_is_left_and_the_governor_appoints_anew(stage: Stage) -> None:
    for liar in ATTESTORS:
        show(stage, by_first=liar)
    assert stage.oracle.read("signersOf", DEAL) == (6, 3, 2, WINDOW, (), (), 0, 0)
    given = report(epoch=6)
    with refused(stage, "RoyaltyOracle_UnknownSigner", signer=ATTESTORS[0].address):
        stage.submit(given, stage.sign(given))
    enact(stage, ATTESTORS[2:])
    stage.submit(report(epoch=7), stage.sign(report(epoch=7), *ATTESTORS[2:]))


@pytest.mark.parametrize("silent", [False, True], ids=["lying", "silent"])
def test_report__two_of_five_lie_or_are_silent__the_true_one_goes_through_and_no_other(
    stage: Stage, silent: bool
) -> None:
    liars, honest = ATTESTORS[:2], ATTESTORS[2:]
    with refused(stage, "RoyaltyOracle_TooFewSignatures", required=3, given=2):
        stage.submit(LIE, stage.sign(LIE, *liars))
    epoch = 1
    if not silent:
        for liar in liars:
            show(stage, by_first=liar)
        epoch = 3
    true = report(epoch=epoch)
    stage.submit(true, stage.sign(true, *honest))
    stage.chain.now += WINDOW
    stage.consume(true)
    assert stage.latest()[:2] == (1, False)
