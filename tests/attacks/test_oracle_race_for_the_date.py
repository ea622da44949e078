# SPDX-License-Identifier: Apache-2.0
"""A stranger uses an empty report, or a dispute, against a true report: to lose a date, to make a guarantor fail, to make it late."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from tests.oracle.court import (
    APPEAL_TIME,
    DAY,
    MISSING_GRACE,
    RECEIVED,
    SIGNERS,
    SUPERVISOR_TIME,
    TRUSTEE_TIME,
    WINDOW,
    Court,
    signed,
)
from tests.oracle.test_oracle_missing import DAYS, MISSING, declare, empty
from tests.oracle.test_oracle_missing_after import LATE, WATCHED
from tests.support import whole
from tests.support.acts import demand, pay_support
from tests.support.chain import refused
from tests.support.deal import Report
from tests.support.roles import actor
from tests.support.whole import GUARANTEE, LINE, USD


@pytest.fixture
def court() -> Court:
    court = Court(missing_after_days=DAYS)
    court.deal.pay_royalty(RECEIVED)
    return court


def show_double_signing(court: Court, one: Report, other: Report) -> None:
    proof = [astuple(one), *_signed(court, one), astuple(other), *_signed(court, other)]
    court.oracle.send("showDoubleSigning", *proof, by=actor("attacker"))


def _signed(court: Court, given: Report) -> tuple[bytes]:
    return (signed(court.oracle.read("digestOf", astuple(given)), [SIGNERS[4]]),)


def race(court: Court) -> None:
    """The attacker declares the report missing and can't execute; the attestors sign anew in the last second, and the receipts flow."""
    declare(court, "attacker")
    nothing, final = empty(court, court.epoch), court.chain.now + MISSING_GRACE
    for second in (court.chain.now, final - 1):
        court.chain.now = second
        with refused("RoyaltyOracle_ReportNotFinal", finalAt=final, now_=second):
            court.deal.execute(nothing, by=actor("attacker"))
    court.submit(given := court.report(), SIGNERS[:3])
    with refused("RoyaltyOracle_ReportMismatch"):
        court.deal.execute(nothing, by=actor("attacker"))
    court.chain.now += WINDOW
    assert court.execute(given).only("PaymentDateExecuted")["available"] == RECEIVED


def test_attacker__settles_a_strike_after_the_missing_day__attestors_have_three_days_to_sign_anew(court: Court) -> None:
    court.chain.now = MISSING - 2 * DAY  # in time, and with a mistake
    court.accept(RECEIVED + 1)
    court.dispute()
    court.decide(True)
    court.chain.now += APPEAL_TIME + 1
    court.settle(by="attacker")
    race(court)


def test_attestor__shows_his_own_double_signing_in_front_of_the_late_report__the_date_is_not_lost(court: Court) -> None:
    court.chain.now = MISSING
    true = court.report()  # signed, on its way
    show_double_signing(court, court.report(1), court.report(2))
    with refused("RoyaltyOracle_WrongEpoch", expected=2, given=1):
        court.submit(true)
    race(court)


def test_attacker__demands_support_under_the_empty_report__not_while_a_signed_one_can_take_its_place() -> None:
    """A dispute of the signed one would outlast the deadline, and the guarantor who is not needed would have failed."""
    court = Court(spec=whole.spec(), allocation=whole.ALLOCATION, missing_after_days=DAYS)
    court.deal.pay_royalty(100_000 * USD)
    court.chain.now = MISSING
    declare(court, "attacker")
    for second in (MISSING, MISSING + MISSING_GRACE - 1):
        court.chain.now = second
        with refused("DealLens_ReportNotFinal", finalAt=MISSING + MISSING_GRACE, timestamp=second):
            demand(court.deal, GUARANTEE, empty(court), by="attacker")
    given = court.accept(100_000 * USD)
    court.dispute("rival")
    court.chain.now += TRUSTEE_TIME
    court.decide(False)
    court.chain.now += APPEAL_TIME + 1
    court.settle()
    assert court.execute(given).only("FactsTaken")["unpaid"] == 0
    assert court.deal.state().active == (False,)


def test_guarantor__asked_under_a_final_empty_report__no_signed_one_makes_the_demand_void() -> None:
    court = Court(spec=whole.spec(), allocation=whole.ALLOCATION, missing_after_days=DAYS)
    court.deal.pay_royalty(100_000 * USD)
    court.chain.now = MISSING
    declare(court)
    court.chain.now += MISSING_GRACE
    asked = [demand(court.deal, facility, empty(court))[0] for facility in (LINE, GUARANTEE)]
    with refused("RoyaltyOracle_PreviousNotExecuted", pending=1):
        court.accept(100_000 * USD)
    for facility, by in ((LINE, "liquidity_provider"), (GUARANTEE, "guarantor")):
        pay_support(court.deal, facility, asked[facility], by)
    assert court.execute(empty(court)).only("FactsTaken")["unpaid"] == 0


def test_attacker__disputes_a_report_that_was_in_time_and_nobody_decides__it_is_not_late() -> None:
    probe = Court(spec=WATCHED)
    given = probe.accept()
    probe.chain.now += WINDOW
    in_time = probe.execute(given).only("FactsTaken")["reportAge"]
    late = replace(LATE, threshold=in_time)
    court = Court(spec=replace(WATCHED, program=replace(WATCHED.program, triggers=(late,))))
    given = court.accept()
    court.dispute("rival")
    court.chain.now += TRUSTEE_TIME + SUPERVISOR_TIME + 1
    court.settle()
    assert court.owed("rival") != 0, "it costs him nothing"
    told = court.execute(given).only("FactsTaken")["reportAge"]
    assert (told, court.deal.state().active) == (in_time, (False,))
