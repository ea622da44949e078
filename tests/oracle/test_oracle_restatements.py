# SPDX-License-Identifier: Apache-2.0
"""Handing in a restatement: numbered, of a period that was executed, signed by the quorum of the epoch in force, within limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from eth_account import Account
from eth_utils.crypto import keccak

from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import digest, signable
from tests.oracle.stage import ATTACKER, ATTESTORS, DEAL, REPORT, WINDOW, Stage, refused, report
from tests.support.chain import Emitted
from tests.support.roles import actor, key_of

NEVER = 2**256 - 1
LIMIT = 2**90
MOST_WAITING = 8
DELTA = Restatement(
    deal=DEAL,
    number=1,
    epoch=1,
    period=1,
    received=-27_100_000_000,
    other_income=1_500_000,
    corrects=REPORT.evidence_root,
    evidence_root=keccak(text="statements of 2023Q4, corrected"),
)


def delta(**changes: Any) -> Restatement:
    """``DELTA`` with other values, unchecked."""
    return DELTA.model_copy(update=changes)


def waiting(stage: Stage, number: int = 1) -> Any:
    return stage.oracle.read("restatementAt", DEAL, number)


def counts(stage: Stage) -> Any:
    return stage.oracle.read("restatementsOf", DEAL)


@pytest.fixture
def executed() -> Stage:
    """One period was reported and used."""
    stage = Stage()
    stage.execute(REPORT)
    return stage


def test_restate__executed_period__told_and_waits_for_its_window(executed: Stage) -> None:
    told = {
        "deal": DEAL, "number": 1, "period": 1, "signerSet": 0b111, "received": -27_100_000_000,
        "otherIncome": 1_500_000, "corrects": REPORT.evidence_root, "evidenceRoot": DELTA.evidence_root,
    }  # fmt: skip
    assert executed.restate(DELTA).events == (Emitted(executed.oracle.address, "RestatementAccepted", told),)
    assert counts(executed) == (1, 0)
    assert waiting(executed) == (-27_100_000_000, -27_098_500_000, executed.chain.now + WINDOW, False)


@pytest.mark.parametrize("given", [DELTA, delta(received=1 - LIMIT, other_income=LIMIT - 1), delta(period=2**24 - 1)])
def test_digest__of_a_restatement__contract_and_python_agree(stage: Stage, given: Restatement) -> None:
    assert stage.oracle.read("restatementDigestOf", given.as_tuple()) == digest(given, stage.domain)


@pytest.mark.parametrize("number", [0, 2, 2**32 - 1])
def test_restate__not_the_next_number__refused(executed: Stage, number: int) -> None:
    with refused(executed, "OracleRestatements_OutOfOrder", expected=1, given=number):
        executed.restate(delta(number=number))


def test_restate__same_one_again__its_number_is_used(executed: Stage) -> None:
    executed.restate(DELTA)
    with refused(executed, "OracleRestatements_OutOfOrder", expected=2, given=1):
        executed.restate(DELTA)


@pytest.mark.parametrize("epoch", [0, 2])
def test_restate__not_the_epoch_in_force__refused(executed: Stage, epoch: int) -> None:
    with refused(executed, "RoyaltyOracle_WrongEpoch", expected=1, given=epoch):
        executed.restate(delta(epoch=epoch))


def test_restate__signed_before_signatures_were_voided__refused(executed: Stage) -> None:
    executed.oracle.send("voidSignatures", DEAL, by=actor("trustee"))
    with refused(executed, "RoyaltyOracle_WrongEpoch", expected=2, given=1):
        executed.restate(DELTA)
    executed.restate(delta(epoch=2))


@pytest.mark.parametrize("period", [0, 2, 2**32 - 1])
def test_restate__period_that_was_not_executed__refused(executed: Stage, period: int) -> None:
    executed.accept(report(period=2))  # pending is not executed
    with refused(executed, "OracleRestatements_NotExecuted", first=1, executed=1, given=period):
        executed.restate(delta(period=period))


def test_restate__before_the_first_date__nothing_to_correct(stage: Stage) -> None:
    stage.accept(REPORT)
    with refused(stage, "OracleRestatements_NotExecuted", first=1, executed=0, given=1):
        stage.restate(DELTA)


def test_restate__while_the_next_report_is_pending_or_disputed__accepted(executed: Stage) -> None:
    executed.accept(report(period=2))
    executed.restate(DELTA)
    executed.oracle.send("dispute", DEAL, 0, bytes(32), by=actor("trustee"))
    executed.restate(delta(number=2))
    assert counts(executed) == (2, 0)


@pytest.mark.parametrize("field", ["received", "other_income"])
@pytest.mark.parametrize("amount", [LIMIT, -LIMIT, 2**255 - 1, -(2**255)], ids=["2^90", "-2^90", "most", "least"])
def test_restate__delta_out_of_range__refused(executed: Stage, field: str, amount: int) -> None:
    with refused(executed, "OracleRestatements_DeltaOutOfRange", limit=LIMIT, given=amount):
        executed.restate(delta(**{field: amount}))


@pytest.mark.parametrize("sign", [1, -1])
def test_restate__largest_deltas__kept_whole(executed: Stage, sign: int) -> None:
    most = sign * (LIMIT - 1)
    executed.restate(delta(received=most, other_income=most))
    assert waiting(executed)[:2] == (most, 2 * most)


def test_restate__as_many_as_may_wait__one_more_is_refused_until_a_date_takes_some(executed: Stage) -> None:
    for number in range(1, MOST_WAITING + 1):
        executed.restate(delta(number=number))
    with refused(executed, "OracleRestatements_TooManyWaiting", limit=MOST_WAITING):
        executed.restate(delta(number=MOST_WAITING + 1))
    executed.execute(report(period=2))
    assert counts(executed) == (MOST_WAITING, MOST_WAITING)
    executed.restate(delta(number=MOST_WAITING + 1))


@pytest.mark.parametrize("count", [0, 2])
def test_restate__too_few_signatures__refused(executed: Stage, count: int) -> None:
    with refused(executed, "RoyaltyOracle_TooFewSignatures", required=3, given=count):
        executed.oracle.send("restate", DELTA.as_tuple(), executed.sign(DELTA)[: 65 * count], by=ATTACKER)


def test_restate__one_who_is_no_attestor__refused(executed: Stage) -> None:
    attacker = key_of("attacker")
    with refused(executed, "RoyaltyOracle_UnknownSigner", signer=attacker.address):
        executed.restate(DELTA, executed.sign(DELTA, *ATTESTORS[:2], attacker))


@pytest.mark.parametrize(
    "change",
    [
        {"deal": ATTACKER},
        {"number": 2},
        {"epoch": 2},
        {"period": 2},
        {"received": DELTA.received + 1},
        {"other_income": -DELTA.other_income},
        {"corrects": bytes(32)},
        {"evidence_root": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_restate__one_field_other_than_was_signed__somebody_else_s_signature(
    executed: Stage, change: dict[str, Any]
) -> None:
    signatures = executed.sign(delta(**change))
    stranger = Account.recover_message(signable(DELTA, executed.domain), signature=signatures[:65])
    with refused(executed, "RoyaltyOracle_UnknownSigner", signer=stranger):
        executed.restate(DELTA, signatures)


@pytest.mark.parametrize("elsewhere", ["chain", "oracle"])
def test_restate__signed_for_another_chain_or_oracle__somebody_else_s_signature(
    executed: Stage, elsewhere: str
) -> None:
    here = executed.domain
    domain = replace(here, chain_id=here.chain_id + 1) if elsewhere == "chain" else replace(here, oracle=ATTACKER)
    signatures = executed.sign(DELTA, domain=domain)
    stranger = Account.recover_message(signable(DELTA, here), signature=signatures[:65])
    with refused(executed, "RoyaltyOracle_UnknownSigner", signer=stranger):
        executed.restate(DELTA, signatures)


def test_restate__signatures_of_a_report__none_of_a_restatement(executed: Stage) -> None:
    signatures = executed.sign(report(period=2))
    stranger = Account.recover_message(signable(DELTA, executed.domain), signature=signatures[:65])
    with refused(executed, "RoyaltyOracle_UnknownSigner", signer=stranger):
        executed.restate(DELTA, signatures)


def test_restate__deal_without_a_stream__refused(executed: Stage) -> None:
    with refused(executed, "RoyaltyOracle_NoStream", deal=ATTACKER):
        executed.restate(delta(deal=ATTACKER))


def test_restate__two_deals__each_counts_its_own(executed: Stage) -> None:
    executed.open([a.address for a in ATTESTORS], deal=ATTACKER, first=5)
    executed.restate(DELTA)
    assert executed.oracle.read("restatementsOf", ATTACKER) == (0, 0)
    with refused(executed, "OracleRestatements_NotExecuted", ATTACKER, first=5, executed=4, given=5):
        executed.restate(delta(deal=ATTACKER, period=5))


@pytest.mark.parametrize("period", [0, 1, 4])
def test_restate__seasoned_deal__nothing_before_its_first_period(stage: Stage, period: int) -> None:
    stage.open([a.address for a in ATTESTORS], deal=ATTACKER, first=5)
    for executed in (4, 5):
        with refused(stage, "OracleRestatements_NotExecuted", ATTACKER, first=5, executed=executed, given=period):
            stage.restate(delta(deal=ATTACKER, period=period))
        own = report(deal=ATTACKER, period=executed + 1)
        stage.accept(own)
        stage.chain.now += WINDOW
        stage.consume(own, deal=ATTACKER)
    stage.restate(delta(deal=ATTACKER, period=5))
    stage.restate(delta(deal=ATTACKER, number=2, period=6))


@pytest.mark.parametrize("second", [0, WINDOW - 1])
def test_dispute__of_a_restatement_in_its_window__it_is_final_at_no_time(executed: Stage, second: int) -> None:
    executed.restate(DELTA)
    executed.chain.now += second
    executed.oracle.send("dispute", DEAL, 1, bytes(32), by=actor("trustee"))
    assert waiting(executed)[2] == NEVER


def test_dispute__of_a_restatement_when_it_is_final__refused(executed: Stage) -> None:
    executed.restate(DELTA)
    executed.chain.now += WINDOW
    now = executed.chain.now
    with refused(executed, "OracleDisputes_WindowOver", finalAt=now, now_=now):
        executed.oracle.send("dispute", DEAL, 1, bytes(32), by=actor("trustee"))


@pytest.mark.parametrize("window", [WINDOW, 30 * 86_400], ids=["over", "still going on"])
def test_dispute__restatement_stands__final_when_it_would_have_been_or_now(window: int) -> None:
    stage = Stage()
    stage.open([a.address for a in ATTESTORS], deal=ATTACKER, window=window)
    own = report(deal=ATTACKER)
    stage.accept(own)
    stage.chain.now += window
    stage.consume(own, deal=ATTACKER)
    stage.restate(delta(deal=ATTACKER))
    would_have_been = stage.chain.now + window
    stage.oracle.send("dispute", ATTACKER, 1, bytes(32), by=actor("supervisor"))
    assert stage.oracle.read("disputeOf", ATTACKER, 1)["wasFinalAt"] == would_have_been
    stage.oracle.send("decide", ATTACKER, 1, False, bytes(32), by=actor("trustee"))
    stage.chain.now += 3 * 86_400 + 1
    stage.oracle.send("settle", ATTACKER, 1, by=ATTACKER)
    final = min(would_have_been, stage.chain.now)
    assert stage.oracle.read("restatementAt", ATTACKER, 1)[2:] == (final, False)
    with refused(stage, "OracleDisputes_WindowOver", ATTACKER, finalAt=final, now_=stage.chain.now):
        stage.oracle.send("dispute", ATTACKER, 1, bytes(32), by=actor("trustee"))


def test_dispute__restatement_is_struck__told_and_its_number_and_epoch_stay(executed: Stage) -> None:
    executed.restate(DELTA)
    would_have_been = executed.chain.now + WINDOW
    executed.oracle.send("dispute", DEAL, 1, bytes(32), by=actor("supervisor"))
    executed.oracle.send("decide", DEAL, 1, True, bytes(32), by=actor("trustee"))
    executed.chain.now += 3 * 86_400 + 1
    settled = executed.oracle.send("settle", DEAL, 1, by=ATTACKER)
    assert settled.only("RestatementStruck") == {"deal": DEAL, "number": 1}
    assert waiting(executed)[2:] == (would_have_been, True)
    assert executed.oracle.read("signersOf", DEAL)[0] == 1
    with refused(executed, "OracleRestatements_OutOfOrder", expected=2, given=1):
        executed.restate(DELTA)
    executed.restate(delta(number=2))
