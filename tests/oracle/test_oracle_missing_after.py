# SPDX-License-Identifier: Apache-2.0
"""What comes after an empty report: the receipts as a restatement, a halt, and days since the last report that go on rising."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import TriggerProgram
from regalia.domain.program_words import Comparison, Measure
from tests.oracle.court import APPEAL_TIME, DAY, MISSING_GRACE, RECEIVED, SUPERVISOR_TIME, TRUSTEE_TIME, WINDOW, Court
from tests.oracle.test_oracle_missing import DAYS, MISSING, declare, empty, let_pass
from tests.support import sample
from tests.support.deal import Report
from tests.support.platform import plain_spec
from tests.support.powers import halt, resume

LATE = TriggerProgram("late report", Measure.DAYS_SINCE_REPORT, Comparison.ABOVE, 180)
CLOSED = sample.DEADLINE + 1
"""When the court's deals closed."""
WATCHED = replace(plain_spec(10), program=replace(sample.plain(10), triggers=(LATE,), flags=("late",)))


@pytest.fixture
def forgotten() -> Court:
    """Nobody reports, and the day has come from which that is missing."""
    court = Court(missing_after_days=DAYS)
    court.chain.now = MISSING
    return court


def test_restate__what_was_received_in_a_missing_period__flows_at_the_next_date(forgotten: Court) -> None:
    forgotten.deal.pay_royalty(RECEIVED)
    let_pass(forgotten)
    forgotten.execute(empty(forgotten))
    forgotten.restate(forgotten.delta(RECEIVED, corrects=bytes(32)))
    given = forgotten.accept(0)
    forgotten.chain.now += WINDOW
    forgotten.deal.reach(2)
    assert forgotten.execute(given).only("PaymentDateExecuted")["available"] == RECEIVED


def test_restate__while_the_empty_report_stands_in__its_period_is_not_executed_yet(forgotten: Court) -> None:
    declare(forgotten)
    with forgotten.refuses("OracleRestatements_NotExecuted", first=1, executed=0, given=1):
        forgotten.restate(forgotten.delta(1))


def test_execute__empty_report_with_a_restatement_that_is_final__works_on_the_delta(forgotten: Court) -> None:
    forgotten.deal.pay_royalty(RECEIVED)
    let_pass(forgotten)
    forgotten.execute(empty(forgotten))
    forgotten.restate(forgotten.delta(RECEIVED))
    forgotten.chain.now = sample.SECOND_DATE + DAYS * DAY
    let_pass(forgotten)
    assert forgotten.execute(empty(forgotten)).only("PaymentDateExecuted")["available"] == RECEIVED


def test_halt__of_the_deal__the_empty_report_stands_in_and_the_execution_waits(forgotten: Court) -> None:
    until = MISSING + MISSING_GRACE + DAY
    halt(forgotten.platform, "haltDeal", forgotten.address, until=until)
    let_pass(forgotten)
    with forgotten.refuses("Deal_Halted", until=until):
        forgotten.execute(empty(forgotten))
    resume(forgotten.platform, "resumeDeal", forgotten.address)
    forgotten.execute(empty(forgotten))


def age(court: Court, given: Report) -> tuple[int, bool]:
    """Days since the last report on this date, and whether the trigger on them is up; the preview has the same."""
    _, after, *_ = court.deal.preview(given)
    told = court.execute(given).only("FactsTaken")["reportAge"]
    assert court.deal.state().active[0] == (after["active"] & 1 == 1)
    return told, court.deal.state().active[0]


def test_days_since_report__dates_with_empty_reports__go_on_rising_until_a_signed_one_counts() -> None:
    court = Court(spec=WATCHED, missing_after_days=DAYS)
    closed, deal = court.deal.deal.read("lastReportAt"), court.deal.deal
    assert closed == CLOSED
    for period, scheduled in ((1, sample.FIRST_DATE), (2, sample.SECOND_DATE)):
        court.chain.now = scheduled + DAYS * DAY
        let_pass(court)
        assert age(court, empty(court)) == ((court.chain.now - closed) // DAY, period == 2)
        assert deal.read("lastReportAt") == closed
    given = court.accept()
    court.chain.now += WINDOW
    final = court.chain.now
    court.deal.reach(3)
    assert age(court, given) == ((final - closed) // DAY, True)
    assert deal.read("lastReportAt") == final
    court.chain.now = deal.read("scheduledAt", 4)
    given = court.accept()
    court.chain.now += WINDOW
    assert age(court, given) == ((court.chain.now - final) // DAY, False)


def test_days_since_report__signed_report_took_the_empty_one_s_place__it_counts() -> None:
    court = Court(spec=WATCHED, missing_after_days=DAYS)
    court.chain.now = MISSING
    declare(court)
    given = court.accept()
    court.chain.now += WINDOW
    assert age(court, given)[0] == (MISSING + WINDOW - CLOSED) // DAY
    assert court.deal.deal.read("lastReportAt") == MISSING + WINDOW


@pytest.mark.parametrize("decided", [True, False])
def test_days_since_report__report_was_disputed_and_stands__counts_from_when_it_would_have_been_final(
    decided: bool,
) -> None:
    """Else a dispute that nobody decides, which costs nothing, would make a report late that was in time."""
    court = Court(spec=WATCHED)
    given = court.accept()
    would_have_been = court.chain.now + WINDOW
    court.dispute("rival")
    if decided:
        court.decide(False)
    court.chain.now += APPEAL_TIME + 1 if decided else TRUSTEE_TIME + SUPERVISOR_TIME + 1
    court.settle()
    court.chain.now += 9 * DAY
    assert age(court, given)[0] == (would_have_been - CLOSED) // DAY
    assert court.deal.deal.read("lastReportAt") == would_have_been
