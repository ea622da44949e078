# SPDX-License-Identifier: Apache-2.0
"""Rows O5 to O7: signers that are contracts and change their mind, who counts and how often, and sets of signers that were replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple
from itertools import chain as joined
from itertools import combinations, product

import pytest
from eth_utils.crypto import keccak

from tests.failures.oracle_stage import digest_of, hand_in, undone_court
from tests.oracle.court import APPEAL_TIME, DAY, SIGNERS, THRESHOLD, Court, signed
from tests.oracle.stage import ATTESTORS, RELAY, REPORT, WINDOW, Stage, attest, report
from tests.oracle.test_oracle_contract_signers import BankStage, Mood
from tests.support.chain import GAS_LIMIT, RefusedError, refused
from tests.support.contract import calldata
from tests.support.quick_keys import quick_signature
from tests.support.roles import actor, key_of

MISBEHAVING = [Mood.REFUSING, Mood.GARBAGE, Mood.REVERTING, Mood.BURNING]
YES = keccak(text="isValidSignature(bytes32,bytes)")[:4]
NOBODY = "0x" + "00" * 20
STRANGER = key_of("stranger who signs")


@pytest.fixture
def court() -> Iterator[Court]:
    yield from undone_court()


@pytest.mark.parametrize("mood", MISBEHAVING, ids=lambda mood: mood.name)
def test_o5__signer_contract_changes_its_answer__before_it_is_refused_and_afterwards_nothing_is_undone(
    mood: Mood,
) -> None:
    stage = BankStage()
    attestations = stage.by_bank(), stage.by_auditor()
    stage.set_mood(mood)
    with refused("RoyaltyOracle_ContractSignatureRefused", signer=stage.bank):
        stage.hand_in(*attestations)
    stage.set_mood(Mood.HONEST)
    stage.hand_in(*attestations)
    for later in (mood, Mood.HONEST):
        stage.set_mood(later)
        with refused("RoyaltyOracle_PreviousNotExecuted", pending=1):
            stage.hand_in(*attestations)
    stage.set_mood(mood)
    stage.chain.now += WINDOW
    stage.consume(stage.reported, stage.deal)
    with refused("RoyaltyOracle_PeriodOutOfOrder", expected=2, given=1):
        stage.hand_in(*attestations)


def test_o5__signer_contract_hands_the_report_in_while_it_is_asked__counted_once() -> None:
    stage = BankStage()
    signatures = b"".join(sorted_signatures(stage))
    inner = calldata("RoyaltyOracle", "submit", stage.reported.as_tuple(), signatures)
    stage.chain.place(stage.bank, reentering(stage.oracle.address, inner))
    for _ in range(2):
        with stage.chain.undone():
            done = stage.submit(stage.reported, signatures)
            assert len(done.all("ReportAccepted")) == 1
            assert done.gas > GAS_LIMIT // 2, "it did call back: what it may not do there burns the gas it had"
            with refused("RoyaltyOracle_PreviousNotExecuted", pending=1):
                stage.submit(stage.reported, signatures)
    stage.chain.place(stage.bank, b"\x5f\x5f\xfd")
    with refused("RoyaltyOracle_ContractSignatureRefused", signer=stage.bank):
        stage.submit(stage.reported, signatures)


def sorted_signatures(stage: BankStage) -> list[bytes]:
    """Heads of bank and auditor, and the bank's tail, which is empty: its code says yes to everything."""
    bank = bytes.fromhex(stage.bank[2:]).rjust(32, b"\0") + (130).to_bytes(32, "big") + b"\0"
    auditor = attest(stage.reported, stage.domain, stage.auditor).signature
    heads = sorted([(int(stage.bank, 16), bank), (int(stage.auditor.address, 16), auditor)])
    return [head for _, head in heads] + [bytes(32)]


def reentering(target: str, data: bytes) -> bytes:
    """Code that makes this call whatever it is asked, and then says yes."""
    size = len(data).to_bytes(2, "big")
    call = b"\x5f\x5f\x61" + size + b"\x5f\x5f\x73" + bytes.fromhex(target[2:]) + b"\x5a\xf1\x50"
    answer = b"\x7f" + YES.ljust(32, b"\0") + bytes.fromhex("5f5260205ff3")
    start = 9 + len(call) + len(answer)
    copy = b"\x61" + size + b"\x61" + start.to_bytes(2, "big") + b"\x5f\x39\x5b"
    assert len(copy) == 9
    return copy + call + answer + data


def test_o6__every_list_of_up_to_four_signers__counts_when_three_attestors_rise() -> None:
    """1,555 lists of five attestors and a stranger; what stands behind the third isn't looked at."""
    stage, people = Stage(), [*ATTESTORS, STRANGER]
    signatures = [quick_signature(key, stage.digest_of(REPORT)) for key in people]
    accepted = 0
    for places in joined.from_iterable(product(range(6), repeat=size) for size in range(5)):
        first = places[:3]
        good = len(first) == 3 and 5 not in first and first[0] < first[1] < first[2]
        data = calldata("RoyaltyOracle", "submit", REPORT.as_tuple(), b"".join(signatures[i] for i in places))
        with stage.chain.undone():
            assert stage.chain.attempt(RELAY, stage.oracle.address, data)[0] is good, places
            assert stage.latest()[1] is good
        accepted += good
    assert accepted == 10 + 10 * 6


def test_o6__every_group_of_signers_for_every_threshold__counts_from_that_weight_on() -> None:
    stage, weights = Stage(), (1, 2, 3, 4, 5)
    for threshold in range(1, sum(weights) + 1):
        given = report(deal=actor(f"deal of threshold {threshold}"))
        stage.open([key.address for key in ATTESTORS], threshold, deal=given.deal, weights=weights)
        for group in joined.from_iterable(combinations(range(5), size) for size in range(6)):
            weight = sum(weights[i] for i in group)
            signatures = b"".join(quick_signature(ATTESTORS[i], stage.digest_of(given)) for i in group)
            with stage.chain.undone():
                if weight >= threshold:
                    stage.submit(given, signatures)
                else:
                    with refused("RoyaltyOracle_TooFewSignatures", required=threshold, given=weight):
                        stage.submit(given, signatures)


def test_o6__nobody__is_no_signer_and_can_be_named_in_no_set() -> None:
    stage = Stage()
    as_contract = bytes(32) + (195).to_bytes(32, "big") + b"\0" + stage.sign(REPORT)[65:] + bytes(32)
    with refused("RoyaltyOracle_UnknownSigner", signer=NOBODY):
        stage.submit(REPORT, as_contract)
    for emptied in (slice(0, 32), slice(32, 64)):
        signature = bytearray(stage.sign(REPORT))
        signature[emptied] = bytes(32)
        with refused("ECDSAInvalidSignature"):
            stage.submit(REPORT, bytes(signature))
    with refused("RoyaltyOracle_SignersNotRising", previous=NOBODY, next=NOBODY):
        stage.open([NOBODY, ATTESTORS[0].address], 1, deal=actor("another deal"))


def test_o6__signer_who_was_removed__unknown_while_the_others_are_enough(court: Court) -> None:
    show_double_signing(court)
    given = court.report()
    with court.refuses("RoyaltyOracle_UnknownSigner", signer=SIGNERS[0].address):
        court.submit(given)
    with court.refuses("RoyaltyOracle_TooFewSignatures", required=THRESHOLD, given=THRESHOLD - 1):
        court.submit(given, SIGNERS[1:THRESHOLD])
    court.submit(given, SIGNERS[1 : THRESHOLD + 1])


def show_double_signing(court: Court) -> None:
    """The first attestor signed two reports of the period."""
    both = court.report(1), court.report(2)
    shown = [
        part for each in both for part in (astuple(each), quick_signature(SIGNERS[0], digest_of(court.oracle, each)))
    ]
    court.oracle.send("showDoubleSigning", *shown, by=actor("outsider"))


def rotate(court: Court) -> None:
    """The last four and somebody new."""
    names = sorted([*(key.address for key in SIGNERS[1:]), actor("new attestor")], key=lambda name: int(name, 16))
    court.oracle.send("proposeSigners", court.address, THRESHOLD, names, [1] * 5, by=actor("governor"))
    court.chain.now += 3 * DAY
    court.oracle.send("enactSigners", court.address, by=actor("outsider"))


def void(court: Court) -> None:
    court.oracle.send("voidSignatures", court.address, by=actor("trustee"))


def strike(court: Court) -> None:
    court.accept(1)
    court.dispute()
    court.decide(True)
    court.chain.now += APPEAL_TIME + 1
    court.settle()


WAYS: dict[str, Callable[[Court], None]] = {
    "rotation": rotate,
    "voided": void,
    "signer removed": show_double_signing,
    "report struck": strike,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["report", "restatement"])
def test_o7__signed_before_a_new_epoch__refused_in_it_also_under_its_number(court: Court, way: str, kind: str) -> None:
    court.pay_date()
    old = court.report() if kind == "report" else court.delta(1)
    signatures = signed(digest_of(court.oracle, old), SIGNERS[1 : THRESHOLD + 1])
    with court.chain.undone():
        hand_in(court.oracle, old, signatures)
    WAYS[way](court)
    assert court.epoch == old.epoch + 1
    with court.refuses("RoyaltyOracle_WrongEpoch", expected=court.epoch, given=old.epoch):
        hand_in(court.oracle, old, signatures)
    new = court.report() if kind == "report" else court.delta(1)
    with pytest.raises(RefusedError, match="RoyaltyOracle_UnknownSigner"):
        hand_in(court.oracle, new, signatures)
    hand_in(court.oracle, new, signed(digest_of(court.oracle, new), SIGNERS[1 : THRESHOLD + 1]))
