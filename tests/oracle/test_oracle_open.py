# SPDX-License-Identifier: Apache-2.0
"""Opening a stream: what a deal can set, once, and what it can't."""

from __future__ import annotations

import pytest

from regalia.chain import artefacts
from regalia.chain.deployer import OracleRequest
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, LONGEST_WINDOW, Stage, refused, report
from tests.support.chain import Emitted
from tests.support.roles import attestors, key_of

NEW_DEAL = key_of("a new deal").address
ADDRESSES = [a.address for a in ATTESTORS]
ZERO = "0x" + "00" * 20


def many(count: int) -> list[str]:
    return [a.address for a in attestors(count, "one of many")]


def test_open__good_arguments__told_in_an_event_and_readable(stage: Stage) -> None:
    terms = OracleRequest(4, 86_400, 30, 2**96 - 1, tuple(ADDRESSES[:3]), (1, 2, 255))
    opened = stage.oracle.send("open", 237, 3, terms.packed(), by=NEW_DEAL)
    assert opened.events == (
        Emitted(
            stage.oracle.address,
            "StreamOpened",
            {
                "deal": NEW_DEAL,
                "firstPeriod": 237,
                "epoch": 1,
                "threshold": 4,
                "invoices": 3,
                "disputeWindow": 86_400,
                "signers": tuple(ADDRESSES[:3]),
                "weights": (1, 2, 255),
                "disputeBond": 2**96 - 1,
                "missingAfterDays": 30,
            },
        ),
    )
    known = (1, 4, 3, 86_400, tuple(ADDRESSES[:3]), (1, 2, 255), 2**96 - 1, 30)
    assert stage.oracle.read("signersOf", NEW_DEAL) == known
    assert stage.latest(NEW_DEAL) == (236, False, 0, bytes(25))


@pytest.mark.parametrize("threshold", [1, 5])
def test_open__one_or_all_have_to_sign__accepted(stage: Stage, threshold: int) -> None:
    stage.open(ADDRESSES, threshold=threshold, deal=NEW_DEAL)
    signed = report(deal=NEW_DEAL)
    with refused(stage, "RoyaltyOracle_TooFewSignatures", NEW_DEAL, required=threshold, given=threshold - 1):
        stage.submit(signed, stage.sign(signed, *ATTESTORS[:threshold])[: 65 * (threshold - 1)])
    stage.submit(signed, stage.sign(signed, *ATTESTORS[-threshold:]))
    assert stage.latest(NEW_DEAL)[:2] == (1, True)


def test_open__twice__refused(stage: Stage) -> None:
    with refused(stage, "RoyaltyOracle_StreamExists", deal=DEAL):
        stage.open(ADDRESSES[:1], threshold=1)


def test_open__by_an_attacker__opens_only_his_own(stage: Stage) -> None:
    before = stage.state()
    stage.open([ATTACKER], threshold=1, deal=ATTACKER)
    assert stage.state() == before
    assert stage.oracle.read("signersOf", ATTACKER)[4] == (ATTACKER,)


@pytest.mark.parametrize(("threshold", "signers"), [(0, 5), (6, 5), (255, 5), (1, 0), (0, 0)])
def test_open__threshold_nobody_could_meet__refused(stage: Stage, threshold: int, signers: int) -> None:
    with refused(stage, "RoyaltyOracle_BadThreshold", NEW_DEAL, threshold=threshold, weight=signers):
        stage.open(ADDRESSES[:signers], threshold=threshold, deal=NEW_DEAL)


def test_open__most_signers__each_of_them_can_sign(stage: Stage) -> None:
    stage.open(many(32), threshold=32, deal=NEW_DEAL)
    signed = report(deal=NEW_DEAL)
    accepted = stage.submit(signed, stage.sign(signed, *attestors(32, "one of many")))
    assert accepted.only("ReportAccepted")["signerSet"] == 2**32 - 1


def test_open__one_signer_too_many__refused(stage: Stage) -> None:
    with refused(stage, "RoyaltyOracle_TooManySigners", NEW_DEAL, limit=32, given=33):
        stage.open(many(33), threshold=1, deal=NEW_DEAL)


@pytest.mark.parametrize(
    "signers",
    [[0, 0, 1], [0, 1, 1], [1, 0, 2], [0, 2, 1]],
    ids=["first twice", "last twice", "falls at once", "falls later"],
)
def test_open__signers_not_rising__refused(stage: Stage, signers: list[int]) -> None:
    addresses = [ADDRESSES[i] for i in signers]
    at = next(i for i in (1, 2) if signers[i] <= signers[i - 1])
    with refused(stage, "RoyaltyOracle_SignersNotRising", NEW_DEAL, previous=addresses[at - 1], next=addresses[at]):
        stage.open(addresses, threshold=1, deal=NEW_DEAL)


def test_open__zero_address_as_a_signer__refused(stage: Stage) -> None:
    """It is what a broken signature recovers to."""
    with refused(stage, "RoyaltyOracle_SignersNotRising", NEW_DEAL, previous=ZERO, next=ZERO):
        stage.open([ZERO, *ADDRESSES], threshold=1, deal=NEW_DEAL)


def test_open__period_zero__refused(stage: Stage) -> None:
    with refused(stage, "RoyaltyOracle_PeriodOutOfOrder", NEW_DEAL, expected=1, given=0):
        stage.open(ADDRESSES, first=0, deal=NEW_DEAL)


def test_open__first_period_beyond_what_is_stored__refused(stage: Stage) -> None:
    with refused(stage, "PendingReport_OutOfRange", NEW_DEAL, period=2**24, timestamp=0):
        stage.open(ADDRESSES, first=2**24 + 1, deal=NEW_DEAL)


@pytest.mark.parametrize("window", [LONGEST_WINDOW + 1, 2**24, 2**24 + 3_600, 2**32 - 1])
def test_open__window_that_keeps_a_report_from_its_payment_date__refused(stage: Stage, window: int) -> None:
    with refused(stage, "RoyaltyOracle_WindowTooLong", NEW_DEAL, limit=LONGEST_WINDOW, given=window):
        stage.open(ADDRESSES, deal=NEW_DEAL, window=window)


@pytest.mark.parametrize("length", [0, 1, 18, 20, 19 + 20, 19 + 21 + 1, 19 + 2 * 21 - 1])
def test_open__terms_of_an_impossible_length__refused_with_that_length(stage: Stage, length: int) -> None:
    packed = OracleRequest(1, 0, 0, 0, tuple(ADDRESSES), (1,) * 5).packed()
    with refused(stage, "RoyaltyOracle_BadTerms", NEW_DEAL, length=length):
        stage.oracle.send("open", 1, 2, packed[:length], by=NEW_DEAL)


@pytest.mark.parametrize("question", ["latest", "signersOf"])
def test_views__no_stream__refused(stage: Stage, question: str) -> None:
    with refused(stage, "RoyaltyOracle_NoStream", NEW_DEAL, deal=NEW_DEAL):
        stage.oracle.read(question, NEW_DEAL)


def test_oracle__all_its_functions__nothing_else_changes_anything() -> None:
    """The way of a report; signers; disputes; restatements; and who holds which office."""
    functions = [e for e in artefacts.load("RoyaltyOracle").abi if e["type"] == "function"]
    changing = {e["name"] for e in functions if e["stateMutability"] not in ("view", "pure")}
    offices = {name for name in changing if name.endswith(("Role", "DefaultAdminTransfer", "DefaultAdminDelay"))}
    assert changing - offices == {
        "open", "submit", "consume", "declareMissing", "restate",
        "proposeSigners", "withdrawProposal", "enactSigners", "voidSignatures", "showDoubleSigning",
        "dispute", "decide", "appeal", "settle", "withdrawBonds", "payForfeited",
    }  # fmt: skip
    assert not any(e["type"] in ("fallback", "receive") for e in artefacts.load("RoyaltyOracle").abi)
