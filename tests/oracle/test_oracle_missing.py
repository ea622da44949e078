# SPDX-License-Identifier: Apache-2.0
"""A report that does not come: after the days of the terms anybody lets an empty one stand in; for three days a signed one replaces it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace
from typing import Any

import pytest

from tests.oracle.court import APPEAL_TIME, DAY, MISSING_GRACE, RECEIVED, WINDOW, Court
from tests.support import sample
from tests.support.chain import Emitted
from tests.support.deal import Report
from tests.support.platform import DealSpec
from tests.support.roles import actor

DAYS = 30
MISSING = sample.FIRST_DATE + DAYS * DAY
FINAL = MISSING + MISSING_GRACE
"""When an empty report is, that stands in from the first second on."""


def declare(court: Court, by: str = "outsider") -> tuple[Emitted, ...]:
    return court.oracle.send("declareMissing", court.address, by=actor(by)).events


def let_pass(court: Court, by: str = "outsider") -> None:
    """An empty report stands in, and the three days go by."""
    declare(court, by)
    court.chain.now += MISSING_GRACE


def empty(court: Court, epoch: int = 1) -> Report:
    return court.report(0, evidence=bytes(32), epoch=epoch)


@pytest.fixture(scope="module")
def forgotten_once() -> Court:
    return Court(missing_after_days=DAYS)


@pytest.fixture
def forgotten(forgotten_once: Court) -> Iterator[Court]:
    """Nobody reports, and the day has come from which that is missing."""
    with forgotten_once.chain.undone():
        forgotten_once.chain.now = MISSING
        yield forgotten_once


@pytest.mark.parametrize("early", [1, DAY, DAYS * DAY])
def test_declare__before_the_days_are_over__refused(forgotten: Court, early: int) -> None:
    forgotten.chain.now = MISSING - early
    with forgotten.refuses("RoyaltyOracle_NotMissingYet", missingAt=MISSING, now_=MISSING - early):
        declare(forgotten)


@pytest.mark.parametrize("late", [0, 1, 400 * DAY])
@pytest.mark.parametrize("by", ["outsider", "servicer", "trustee"])
def test_declare__from_that_second_on_by_anybody__told_and_final_in_three_days(
    forgotten: Court, late: int, by: str
) -> None:
    forgotten.chain.now = now = MISSING + late
    told = {"deal": forgotten.address, "period": 1, "epoch": 1, "by": actor(by)}
    assert declare(forgotten, by) == (Emitted(forgotten.oracle.address, "ReportMissing", told),)
    assert forgotten.oracle.read("isMissing", forgotten.address) is True
    head = forgotten.oracle.read("digestOf", astuple(empty(forgotten)))[:25]
    assert forgotten.latest == (1, True, now + MISSING_GRACE, head)


@pytest.mark.parametrize("second", [0, 1, MISSING_GRACE - 1])
@pytest.mark.parametrize("window", [0, WINDOW, MISSING_GRACE, 90 * DAY])
def test_execute__before_the_three_days_are_over__refused_whatever_the_window_is(window: int, second: int) -> None:
    court = Court(missing_after_days=DAYS, dispute_window=window)
    court.chain.now = MISSING
    declare(court)
    court.chain.now += second
    with court.refuses("RoyaltyOracle_ReportNotFinal", finalAt=FINAL, now_=court.chain.now):
        court.execute(empty(court))
    court.chain.now = FINAL
    court.execute(empty(court))
    assert court.latest[:2] == (1, False)


def test_declare__and_execute__the_date_goes_by_on_an_empty_report(forgotten: Court) -> None:
    forgotten.deal.pay_royalty(RECEIVED)
    let_pass(forgotten)
    done = forgotten.execute(empty(forgotten)).only("PaymentDateExecuted")
    assert (done["period"], done["available"]) == (1, 0)
    assert forgotten.deal.cash()[0] == RECEIVED, "waits until somebody attests it"
    assert forgotten.oracle.read("isMissing", forgotten.address) is False


@pytest.mark.parametrize("change", [{"received": 1}, {"evidence": b"\1" * 32}, {"epoch": 2}, {"has_target": True}])
def test_execute__another_report_than_the_empty_one__refused(forgotten: Court, change: dict[str, Any]) -> None:
    declare(forgotten)
    given = replace(empty(forgotten), **change)
    heads = [forgotten.oracle.read("digestOf", astuple(each))[:25] for each in (empty(forgotten), given)]
    with forgotten.refuses("RoyaltyOracle_ReportMismatch", accepted=heads[0], given=heads[1]):
        forgotten.execute(given)


@pytest.mark.parametrize("spec", [DealSpec(), replace(DealSpec(), dispute_window=0)], ids=["window", "no window"])
def test_declare__deal_with_invoices__a_zero_for_each(spec: DealSpec) -> None:
    court = Court(spec=spec, allocation=sample.ALLOCATION, missing_after_days=DAYS, dispute_window=spec.dispute_window)
    court.chain.now = MISSING
    declare(court)
    given = empty(court)
    assert given.invoices == (0,)
    court.chain.now += MISSING_GRACE
    court.execute(given)


def test_declare__longest_period_named__does_not_overflow() -> None:
    court = Court(missing_after_days=2**16 - 1)
    missing_at = sample.FIRST_DATE + (2**16 - 1) * DAY
    with court.refuses("RoyaltyOracle_NotMissingYet", missingAt=missing_at, now_=court.chain.now):
        declare(court)


def test_declare__terms_name_no_days__never(court: Court) -> None:
    court.chain.now += 10_000 * DAY
    with court.refuses("RoyaltyOracle_NeverMissing", deal=court.address):
        declare(court)


def test_declare__no_stream__refused(forgotten: Court) -> None:
    with forgotten.refuses("RoyaltyOracle_NoStream", deal=actor("no deal")):
        forgotten.oracle.send("declareMissing", actor("no deal"), by=actor("outsider"))


def test_declare__deal_that_never_closed__has_no_payment_date(forgotten: Court) -> None:
    money = forgotten.platform.money()
    unsold = forgotten.platform.create(money, replace(forgotten.spec, deadline=MISSING + DAY, salt=b"\1" * 32))
    with forgotten.refuses("RoyaltyOracle_DealNotLive", deal=unsold.deal.address):
        forgotten.oracle.send("declareMissing", unsold.deal.address, by=actor("outsider"))


def test_declare__report_is_pending__it_came(forgotten: Court) -> None:
    forgotten.accept()
    for wait in (0, WINDOW):
        forgotten.chain.now += wait
        with forgotten.refuses("RoyaltyOracle_PreviousNotExecuted", pending=1):
            declare(forgotten)


def test_declare__report_is_disputed__it_came(forgotten: Court) -> None:
    forgotten.accept()
    forgotten.dispute()
    forgotten.chain.now += 20 * DAY
    with forgotten.refuses("RoyaltyOracle_PreviousNotExecuted", pending=1):
        declare(forgotten)


@pytest.mark.parametrize("wait", [0, 1, MISSING_GRACE, 400 * DAY])
def test_declare__twice__refused_and_the_three_days_begin_only_once(forgotten: Court, wait: int) -> None:
    declare(forgotten)
    forgotten.chain.now += wait
    with forgotten.refuses("RoyaltyOracle_PreviousNotExecuted", pending=1):
        declare(forgotten)
    assert forgotten.latest[2] == FINAL


def test_declare__period_after__has_days_of_its_own(forgotten: Court) -> None:
    let_pass(forgotten)
    forgotten.execute(empty(forgotten))
    second = sample.SECOND_DATE + DAYS * DAY
    with forgotten.refuses("RoyaltyOracle_NotMissingYet", missingAt=second, now_=FINAL):
        declare(forgotten)
    forgotten.chain.now = second
    let_pass(forgotten)
    forgotten.execute(empty(forgotten))
    assert forgotten.latest[:2] == (2, False)


@pytest.mark.parametrize("by", ["senior_investor", "trustee", "supervisor"])
def test_dispute__of_an_empty_report__there_is_nothing_to_look_at(forgotten: Court, by: str) -> None:
    declare(forgotten)
    for second in (MISSING, FINAL - 1, FINAL):
        forgotten.chain.now = second
        with forgotten.refuses("OracleDisputes_NothingToDispute", deal=forgotten.address, number=0):
            forgotten.dispute(by)


def test_submit__signed_report_after_all__takes_its_place_with_a_window_of_its_own(forgotten: Court) -> None:
    declare(forgotten)
    forgotten.deal.pay_royalty(RECEIVED)
    given = forgotten.accept()
    assert forgotten.oracle.read("isMissing", forgotten.address) is False
    assert forgotten.latest[:3] == (1, True, MISSING + WINDOW)
    with forgotten.refuses("RoyaltyOracle_ReportNotFinal", finalAt=MISSING + WINDOW, now_=MISSING):
        forgotten.execute(given)
    forgotten.dispute()
    forgotten.decide(False)
    forgotten.chain.now += APPEAL_TIME + 1
    forgotten.settle()
    assert forgotten.execute(given).only("PaymentDateExecuted")["available"] == RECEIVED


@pytest.mark.parametrize("second", [1, MISSING_GRACE - 1])
def test_submit__inside_the_three_days__takes_its_place(forgotten: Court, second: int) -> None:
    declare(forgotten)
    forgotten.chain.now += second
    forgotten.accept()
    assert forgotten.latest[:3] == (1, True, forgotten.chain.now + WINDOW)


@pytest.mark.parametrize("second", [MISSING_GRACE, MISSING_GRACE + 1, 400 * DAY])
def test_submit__from_the_second_on_at_which_the_empty_one_is_final__refused(forgotten: Court, second: int) -> None:
    """From then on providers of support may be asked for money under it."""
    declare(forgotten)
    forgotten.chain.now += second
    with forgotten.refuses("RoyaltyOracle_PreviousNotExecuted", pending=1):
        forgotten.accept()
    forgotten.execute(empty(forgotten))


def test_submit__signed_report_in_its_place__the_empty_one_is_gone(forgotten: Court) -> None:
    declare(forgotten)
    forgotten.accept()
    forgotten.chain.now += WINDOW
    given = empty(forgotten)
    heads = [forgotten.oracle.read("digestOf", astuple(each))[:25] for each in (forgotten.report(), given)]
    with forgotten.refuses("RoyaltyOracle_ReportMismatch", accepted=heads[0], given=heads[1]):
        forgotten.execute(given)


def test_submit__two_signed_reports_one_after_the_other__only_the_first(forgotten: Court) -> None:
    declare(forgotten)
    forgotten.accept()
    with forgotten.refuses("RoyaltyOracle_PreviousNotExecuted", pending=1):
        forgotten.accept(RECEIVED + 1)


@pytest.mark.parametrize("period", [0, 2])
def test_submit__other_period_while_an_empty_one_stands_in__refused(forgotten: Court, period: int) -> None:
    declare(forgotten)
    with forgotten.refuses("RoyaltyOracle_PeriodOutOfOrder", expected=1, given=period):
        forgotten.submit(forgotten.report(period=period))


def test_submit__after_the_empty_one_was_executed__too_late(forgotten: Court) -> None:
    given = forgotten.report()
    let_pass(forgotten)
    forgotten.execute(empty(forgotten))
    with forgotten.refuses("RoyaltyOracle_PeriodOutOfOrder", expected=2, given=1):
        forgotten.submit(given)


def test_submit__signatures_voided_meanwhile__the_empty_one_stays_and_a_new_signature_counts(forgotten: Court) -> None:
    declare(forgotten)
    given = forgotten.report()
    forgotten.oracle.send("voidSignatures", forgotten.address, by=actor("governor"))
    with forgotten.refuses("RoyaltyOracle_WrongEpoch", expected=2, given=1):
        forgotten.submit(given)
    with forgotten.chain.undone():
        forgotten.accept()
    forgotten.chain.now = FINAL
    forgotten.execute(empty(forgotten, epoch=1))


def test_declare__after_the_epoch_rose__told_with_it(forgotten: Court) -> None:
    forgotten.oracle.send("voidSignatures", forgotten.address, by=actor("governor"))
    (told,) = declare(forgotten)
    assert told.args["epoch"] == 2
    forgotten.chain.now = FINAL
    forgotten.execute(empty(forgotten, epoch=2))


def test_declare__report_that_took_its_place_was_struck__missing_again(forgotten: Court) -> None:
    declare(forgotten)
    forgotten.accept()
    forgotten.dispute()
    forgotten.decide(True)
    forgotten.chain.now += APPEAL_TIME + 1
    forgotten.settle()
    assert forgotten.oracle.read("isMissing", forgotten.address) is False
    let_pass(forgotten)
    forgotten.execute(empty(forgotten, epoch=2))
