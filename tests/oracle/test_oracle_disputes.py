# SPDX-License-Identifier: Apache-2.0
"""Where a dispute stands to the second, and who may do what there. Trustee first, then the supervisor, nobody in his own cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.oracle.court import (
    APPEAL_TIME,
    BOND,
    DAY,
    EVIDENCE,
    NEVER,
    REASON,
    RECEIVED,
    REPORT,
    SUPERVISOR_TIME,
    TRUSTEE_TIME,
    WINDOW,
    Court,
    Stage,
)
from tests.support.chain import Emitted
from tests.support.roles import actor

ROLES = {name: keccak(text=f"{name.upper()}_ROLE") for name in ("trustee", "supervisor")}


@pytest.fixture
def accepted(court: Court) -> Court:
    court.accept()
    return court


@pytest.fixture
def disputed(accepted: Court) -> Court:
    accepted.dispute()
    return accepted


def to_stage(court: Court, stage: Stage) -> None:
    """From an accepted report there, at the first second of it."""
    if stage is Stage.NONE:
        return
    court.dispute()
    if stage is Stage.APPEALABLE:
        court.decide(True)
    elif stage is Stage.WITH_SUPERVISOR:
        court.chain.now += TRUSTEE_TIME + 1
    elif stage is Stage.DUE:
        court.chain.now += TRUSTEE_TIME + SUPERVISOR_TIME + 1
    assert court.stage()[0] is stage


def test_dispute__in_the_window__told_and_the_report_waits(accepted: Court) -> None:
    told = {
        "deal": accepted.address, "number": 0, "period": 1, "by": actor("senior_investor"), "bond": BOND,
        "evidence": EVIDENCE,
    }  # fmt: skip
    events = accepted.dispute().events
    assert events[0] == Emitted(accepted.oracle.address, "Disputed", told)
    assert [event.name for event in events[1:]] == ["Transfer"]
    assert accepted.latest[:3] == (1, True, NEVER)
    found = accepted.oracle.read("disputeOf", accepted.address, REPORT)
    assert (found["disputer"], found["openedAt"]) == (actor("senior_investor"), accepted.chain.now)
    assert (found["token"], found["bond"], found["appealBond"]) == (accepted.money.address, BOND, 0)
    accepted.law()


@pytest.mark.parametrize("second", [0, 1, WINDOW - 1])
def test_dispute__until_the_last_second_before_it_is_final__taken(accepted: Court, second: int) -> None:
    accepted.chain.now += second
    accepted.dispute()
    assert accepted.stage() == (Stage.WITH_TRUSTEE, accepted.chain.now + TRUSTEE_TIME)


@pytest.mark.parametrize("second", [WINDOW, WINDOW + 1, 400 * DAY])
@pytest.mark.parametrize("by", ["senior_investor", "trustee", "supervisor"])
def test_dispute__from_the_second_on_at_which_it_is_final__refused_to_everybody(
    accepted: Court, second: int, by: str
) -> None:
    final = accepted.chain.now + WINDOW
    accepted.chain.now += second
    with accepted.refuses("OracleDisputes_WindowOver", finalAt=final, now_=accepted.chain.now):
        accepted.dispute(by)


@pytest.mark.parametrize("number", [REPORT, 1, 2**32 - 1])
def test_dispute__nothing_waits__refused(court: Court, number: int) -> None:
    with court.refuses("OracleDisputes_NothingToDispute", deal=court.address, number=number):
        court.dispute(number=number)


def test_dispute__report_that_was_used__refused(accepted: Court) -> None:
    accepted.chain.now += WINDOW
    accepted.execute(accepted.report())
    with accepted.refuses("OracleDisputes_NothingToDispute", deal=accepted.address, number=REPORT):
        accepted.dispute()


def test_dispute__deal_without_a_window__always_too_late() -> None:
    court = Court(dispute_window=0)
    court.accept()
    with court.refuses("OracleDisputes_WindowOver", finalAt=court.chain.now, now_=court.chain.now):
        court.dispute()


@pytest.mark.parametrize("money", [0, BOND - 1])
def test_dispute__without_the_money_for_the_bond__refused(accepted: Court, money: int) -> None:
    poor = actor("a poor rival")
    accepted.deal.give(poor, money, accepted.oracle)
    with accepted.refuses("ERC20InsufficientBalance", sender=poor, balance=money, needed=BOND):
        accepted.dispute("a poor rival")


def test_execute__while_it_is_disputed__refused_by_name(disputed: Court) -> None:
    disputed.chain.now += WINDOW
    for _ in range(2):
        with disputed.refuses("RoyaltyOracle_ReportDisputed", period=1):
            disputed.execute(disputed.report())
        disputed.chain.now += TRUSTEE_TIME + SUPERVISOR_TIME  # when it is due to be settled, too
    disputed.settle()
    disputed.execute(disputed.report())


def test_submit__while_a_report_is_disputed__refused(disputed: Court) -> None:
    with disputed.refuses("RoyaltyOracle_PreviousNotExecuted", pending=1):
        disputed.accept(RECEIVED + 1)


@pytest.mark.parametrize(
    ("before", "length", "stage", "after"),
    [
        ((), TRUSTEE_TIME, Stage.WITH_TRUSTEE, Stage.WITH_SUPERVISOR),
        ((), TRUSTEE_TIME + SUPERVISOR_TIME, Stage.WITH_SUPERVISOR, Stage.DUE),
        (("decide",), APPEAL_TIME, Stage.APPEALABLE, Stage.DUE),
        (("decide", "appeal"), SUPERVISOR_TIME, Stage.WITH_SUPERVISOR, Stage.DUE),
    ],
    ids=["trustee", "supervisor after silence", "appeal", "supervisor on appeal"],
)
def test_stage__its_last_second__one_later_it_is_the_next(
    disputed: Court, before: tuple[str, ...], length: int, stage: Stage, after: Stage
) -> None:
    for act in before:
        disputed.chain.now += 5
        disputed.decide(False) if act == "decide" else disputed.appeal()
    start = disputed.chain.now
    for second in (length - 1, length):
        disputed.chain.now = start + second
        assert disputed.stage() == (stage, start + length)
    disputed.chain.now = start + length + 1
    until = start + length + SUPERVISOR_TIME if after is Stage.WITH_SUPERVISOR else 0
    assert disputed.stage() == (after, until)


EVERYBODY = ("trustee", "supervisor", "governor", "senior_investor", "outsider")


@pytest.mark.parametrize("by", EVERYBODY)
@pytest.mark.parametrize("stage", Stage)
def test_act__in_every_stage_by_everybody__as_it_is_laid_down(accepted: Court, stage: Stage, by: str) -> None:
    to_stage(accepted, stage)
    wrong: tuple[str, dict[str, Any]] = ("OracleDisputes_WrongStage", {"stage": int(stage)})
    decides = {Stage.WITH_TRUSTEE: "trustee", Stage.WITH_SUPERVISOR: "supervisor"}.get(stage)
    not_his = ("AccessControlUnauthorizedAccount", {"account": actor(by), "neededRole": ROLES.get(decides or "")})
    acts: dict[str, tuple[Callable[[], object], tuple[str, dict[str, Any]] | None]] = {
        "dispute": (lambda: accepted.dispute(by), None if stage is Stage.NONE else wrong),
        "decide": (lambda: accepted.decide(True, by), None if by == decides else not_his if decides else wrong),
        "appeal": (lambda: accepted.appeal(by), None if stage is Stage.APPEALABLE else wrong),
        "settle": (lambda: accepted.settle(by=by), None if stage is Stage.DUE else wrong),
    }
    for act, refusal in acts.values():
        if refusal is None:
            with accepted.chain.undone():
                act()
                accepted.law()
        else:
            with accepted.refuses(refusal[0], **refusal[1]):
                act()


def test_decide__by_the_trustee__told_and_not_in_force_yet(disputed: Court) -> None:
    told = {"deal": disputed.address, "number": 0, "strike": True, "reason": REASON, "by": actor("trustee")}
    assert disputed.decide(True).events == (Emitted(disputed.oracle.address, "DisputeDecided", told),)
    assert disputed.latest[:3] == (1, True, NEVER)


def test_appeal__with_a_bond__told(disputed: Court) -> None:
    disputed.decide(True)
    told = {"deal": disputed.address, "number": 0, "by": actor("servicer"), "bond": BOND, "evidence": EVIDENCE}
    assert disputed.appeal().events[0] == Emitted(disputed.oracle.address, "DisputeAppealed", told)
    disputed.law()


def test_decide__by_the_supervisor__told_and_in_force_at_once(disputed: Court) -> None:
    disputed.decide(True)
    disputed.appeal()
    names = [event.name for event in disputed.decide(False, "supervisor").events]
    assert names == ["DisputeSettled", "BondForfeited", "BondOwed"]
    assert disputed.latest[:3] == (1, True, disputed.chain.now)
    assert disputed.stage() == (Stage.NONE, 0)
    disputed.execute(disputed.report())


def test_settle__by_anybody__told_with_whoever_did_it(disputed: Court) -> None:
    disputed.decide(False)
    disputed.chain.now += APPEAL_TIME + 1
    told = disputed.settle(by="rival").only("DisputeSettled")
    assert told == {
        "deal": disputed.address, "number": 0, "struck": False, "reason": bytes(32), "by": actor("rival"),
    }  # fmt: skip


def test_dispute__it_is_going_on__remembers_when_the_report_would_have_been_final(accepted: Court) -> None:
    final = accepted.latest[2]
    accepted.chain.now += WINDOW - 1
    accepted.dispute()
    assert accepted.oracle.read("disputeOf", accepted.address, REPORT)["wasFinalAt"] == final


def test_dispute__of_a_report_that_stood__final_when_it_would_have_been_and_there_is_no_second_one(
    disputed: Court,
) -> None:
    would_have_been = disputed.chain.now + WINDOW
    disputed.decide(False)
    disputed.chain.now += APPEAL_TIME + 1
    disputed.settle()
    assert disputed.latest[:3] == (1, True, would_have_been)
    for by in ("rival", "trustee", "supervisor"):
        with disputed.refuses("OracleDisputes_WindowOver", finalAt=would_have_been, now_=disputed.chain.now):
            disputed.dispute(by)
    disputed.execute(disputed.report())


def test_dispute__decided_for_good_inside_the_window__final_now_and_there_is_no_second_one() -> None:
    court = Court(dispute_window=30 * DAY)
    given = court.accept()
    court.dispute()
    court.decide(False)
    court.chain.now += APPEAL_TIME
    court.appeal()
    court.chain.now += DAY
    court.decide(False, "supervisor")
    now = court.chain.now
    assert court.latest[:3] == (1, True, now)
    with court.refuses("OracleDisputes_WindowOver", finalAt=now, now_=now):
        court.dispute("rival")
    court.execute(given)
