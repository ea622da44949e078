# SPDX-License-Identifier: Apache-2.0
"""After a report is struck: a new epoch, the period anew, and an end to it. The longest path in time; disputes side by side; halts."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from tests.oracle.court import (
    APPEAL_TIME,
    BOND,
    DAY,
    MISSING_GRACE,
    NEVER,
    RECEIVED,
    REPORT,
    SIGNERS,
    SUPERVISOR_TIME,
    TRUSTEE_TIME,
    WINDOW,
    Court,
    Stage,
    signed,
)
from tests.support.chain import Emitted
from tests.support.powers import halt, resume
from tests.support.roles import actor

MOST_STRUCK = 3


def strike(court: Court, by: str = "senior_investor") -> None:
    """The waiting report goes, by the shortest way."""
    court.dispute(by)
    court.decide(True)
    court.chain.now += APPEAL_TIME + 1
    court.settle()


def test_strike__the_report__gone_and_told_with_the_next_epoch(court: Court) -> None:
    given = court.accept()
    head = court.oracle.read("digestOf", astuple(given))[:25]
    strike(court)
    assert court.latest == (0, False, 0, bytes(25))
    told = {"deal": court.address, "period": 1, "digest": head, "epoch": 2}
    assert Emitted(court.oracle.address, "ReportStruck", told) in court.chain.log
    signers = court.oracle.read("signersOf", court.address)
    assert (signers[0], signers[4]) == (2, tuple(key.address for key in SIGNERS))


def test_submit__the_struck_report_again__its_signatures_are_void(court: Court) -> None:
    given = court.accept()
    strike(court)
    with court.refuses("RoyaltyOracle_WrongEpoch", expected=2, given=1):
        court.submit(given)


def test_submit__struck_period_reported_anew__goes_its_whole_way(court: Court) -> None:
    court.accept(RECEIVED * 2)
    strike(court)
    court.deal.pay_royalty(RECEIVED)
    given = court.accept()
    with court.refuses("RoyaltyOracle_ReportNotFinal", finalAt=court.chain.now + WINDOW, now_=court.chain.now):
        court.execute(given)
    court.chain.now += WINDOW
    court.execute(given)
    assert court.deal.deal.read("totals") == (RECEIVED, RECEIVED)


def test_consume__struck_report__there_is_none(court: Court) -> None:
    given = court.accept()
    strike(court)
    with court.refuses("RoyaltyOracle_NoReportPending", deal=court.address):
        court.execute(given)


def test_dispute__of_the_report_anew__possible_again(court: Court) -> None:
    court.accept()
    strike(court)
    court.accept()
    court.dispute("rival")
    assert court.stage()[0] is Stage.WITH_TRUSTEE


@pytest.mark.parametrize("by", ["senior_investor", "trustee", "governor"])
def test_dispute__three_reports_of_the_period_were_struck__only_the_supervisor_can(court: Court, by: str) -> None:
    for times in range(MOST_STRUCK):
        court.accept(RECEIVED + times)
        strike(court)
    court.accept()
    with court.refuses("OracleDisputes_StruckTooOften", limit=MOST_STRUCK, struck=MOST_STRUCK):
        court.dispute(by)
    court.dispute("supervisor")
    court.decide(True)
    court.chain.now += APPEAL_TIME + 1
    court.settle()
    court.accept()
    with court.refuses("OracleDisputes_StruckTooOften", limit=MOST_STRUCK, struck=MOST_STRUCK + 1):
        court.dispute(by)


def test_dispute__next_period_after_three_struck__anybody_can_again(court: Court) -> None:
    for _ in range(MOST_STRUCK):
        court.accept()
        strike(court)
    court.pay_date()
    court.accept()
    court.dispute()


def test_struck_reports__that_stand_in_between__are_not_counted(court: Court) -> None:
    """Only what was struck counts; a report that stood is executed and the period is over."""
    for _ in range(MOST_STRUCK - 1):
        court.accept()
        strike(court)
    given = court.accept()
    court.dispute()
    court.decide(False)
    court.chain.now += APPEAL_TIME + 1
    court.settle()
    court.execute(given)
    assert court.latest[:2] == (1, False)


def longest(court: Court, strikes: bool) -> None:
    """Every act in its last second: disputed, decided, appealed, and decided for good."""
    court.chain.now += WINDOW - 1
    court.dispute("rival")
    court.chain.now += TRUSTEE_TIME
    court.decide(True)
    court.chain.now += APPEAL_TIME
    court.appeal("servicer")
    court.chain.now += SUPERVISOR_TIME
    court.decide(strikes, "supervisor")


def test_dispute__every_act_in_its_last_second__over_within_the_window_and_24_days(court: Court) -> None:
    given, start = court.accept(), court.chain.now
    longest(court, strikes=False)
    assert court.chain.now == start + WINDOW - 1 + 24 * DAY
    court.execute(given)


def test_dispute__nobody_ever_decides__final_a_second_after_21_days_and_24_on_appeal(court: Court) -> None:
    for acts, days in ((0, 21), (1, 24)):
        with court.chain.undone():
            given = court.accept()
            court.dispute()
            if acts:
                court.chain.now += TRUSTEE_TIME
                court.decide(False)
                court.chain.now += APPEAL_TIME
                court.appeal()
                court.chain.now += SUPERVISOR_TIME
            else:
                court.chain.now += TRUSTEE_TIME + SUPERVISOR_TIME
            disputed_at = court.oracle.read("disputeOf", court.address, REPORT)["openedAt"]
            assert court.chain.now == disputed_at + days * DAY
            with court.refuses("OracleDisputes_WrongStage", stage=int(Stage.WITH_SUPERVISOR)):
                court.settle()
            court.chain.now += 1
            court.settle()
            court.execute(given)


def test_period__strangers_dispute_all_they_can__pinned_for_three_rounds_and_no_longer(court: Court) -> None:
    start = court.chain.now
    for _ in range(MOST_STRUCK):
        court.accept()
        longest(court, strikes=True)
        court.law()
    given = court.accept()
    for party in ("rival", "servicer", "senior_investor"):
        with court.refuses("OracleDisputes_StruckTooOften", limit=MOST_STRUCK, struck=MOST_STRUCK):
            court.dispute(party)
    court.chain.now += WINDOW
    court.execute(given)
    assert court.chain.now == start + MOST_STRUCK * (WINDOW - 1 + 24 * DAY) + WINDOW


def test_period__struck_and_never_reported_again__the_empty_report_takes_its_place() -> None:
    court = Court(missing_after_days=5)
    court.accept()
    strike(court)
    court.chain.now = court.deal.deal.read("scheduledAt", 1) + 5 * DAY
    court.oracle.send("declareMissing", court.address, by=actor("outsider"))
    court.chain.now += MISSING_GRACE
    court.execute(court.report(0, evidence=bytes(32)))


def test_disputes__of_report_and_restatement_side_by_side__each_by_itself(court: Court) -> None:
    court.pay_date()
    given = court.accept()
    court.restate(court.delta(RECEIVED))
    court.dispute("senior_investor")
    court.dispute("rival", number=1)
    assert court.open_bonds == 2 * BOND
    court.law()
    court.decide(True, number=1)
    assert (court.stage()[0], court.stage(1)[0]) == (Stage.WITH_TRUSTEE, Stage.APPEALABLE)
    court.decide(False)
    court.appeal("servicer", number=1)
    court.law()
    court.decide(True, "supervisor", number=1)
    assert court.oracle.read("restatementAt", court.address, 1) == (RECEIVED, RECEIVED, court.chain.now, True)
    assert court.latest[:3] == (2, True, NEVER)
    assert (court.owed("rival"), court.forfeited, court.open_bonds) == (BOND, BOND, BOND)
    court.law()
    court.chain.now += APPEAL_TIME + 1
    court.settle()
    assert court.forfeited == 2 * BOND
    court.law()
    assert court.epoch == 1
    court.deal.reach(2)
    court.execute(given)


def test_submit__restatement_disputed__does_not_hold_the_report_up(court: Court) -> None:
    court.pay_date()
    court.restate(court.delta(RECEIVED))
    court.dispute(number=1)
    court.pay_date()
    assert court.latest[:2] == (2, False)


def test_halt__of_the_deal__disputes_go_on_and_only_the_execution_waits(court: Court) -> None:
    given = court.accept()
    until = court.chain.now + 30 * DAY
    halt(court.platform, "haltDeal", court.address, until=until)
    court.dispute()
    court.decide(False)
    court.chain.now += APPEAL_TIME + 1
    court.settle()
    court.oracle.send("payForfeited", court.address, by=actor("outsider"))
    with court.refuses("Deal_Halted", until=until):
        court.execute(given)
    resume(court.platform, "resumeDeal", court.address)
    court.execute(given)


def test_signer__shown_while_his_report_is_disputed__the_dispute_goes_on(court: Court) -> None:
    given = court.accept()
    court.dispute()
    lie = court.report(RECEIVED * 9)
    proofs = [signed(court.oracle.read("digestOf", astuple(each)), SIGNERS[:1]) for each in (given, lie)]
    shown = (astuple(given), proofs[0], astuple(lie), proofs[1])
    court.oracle.send("showDoubleSigning", *shown, by=actor("rival"))
    assert court.epoch == 2
    court.decide(True)
    court.chain.now += APPEAL_TIME + 1
    court.settle()
    assert court.epoch == 3
    court.submit(court.report(), SIGNERS[1:4])
