# SPDX-License-Identifier: Apache-2.0
"""Trustee and supervisor dispute without a bond, and alone where the terms name none; nobody decides in his own cause."""

from __future__ import annotations

import pytest

from tests.oracle.court import APPEAL_TIME, REPORT, SUPERVISOR_TIME, TRUSTEE_TIME, Court, Stage
from tests.oracle.test_oracle_disputes import ROLES
from tests.support.roles import actor


@pytest.fixture
def accepted(court: Court) -> Court:
    court.accept()
    return court


@pytest.mark.parametrize("by", ["trustee", "supervisor"])
def test_dispute__by_trustee_or_supervisor__needs_no_bond(accepted: Court, by: str) -> None:
    accepted.dispute(by)
    assert accepted.oracle.read("disputeOf", accepted.address, REPORT)["bond"] == accepted.held == 0


@pytest.mark.parametrize("by", ["senior_investor", "governor", "outsider", "servicer"])
def test_dispute__deal_without_a_bond__reserved_to_trustee_and_supervisor(by: str) -> None:
    court = Court(dispute_bond=0)
    court.accept()
    with court.refuses("OracleDisputes_Reserved", caller=actor(by)):
        court.dispute(by)
    court.dispute("trustee")
    assert court.stage()[0] is Stage.WITH_TRUSTEE


def test_appeal__deal_without_a_bond__reserved_too() -> None:
    court = Court(dispute_bond=0)
    court.accept()
    court.dispute("supervisor")
    court.decide(False)
    with court.refuses("OracleDisputes_Reserved", caller=actor("servicer")):
        court.appeal()
    court.appeal("trustee")
    assert court.stage()[0] is Stage.WITH_SUPERVISOR


def test_decide__trustee_who_disputes_himself__another_one_has_to(accepted: Court) -> None:
    accepted.dispute("trustee")
    with accepted.refuses("OracleDisputes_OwnCause", caller=actor("trustee")):
        accepted.decide(True, "trustee")
    accepted.officer("second trustee", "TRUSTEE_ROLE")
    accepted.decide(True, "second trustee")


@pytest.mark.parametrize("as_appellant", [False, True])
def test_decide__supervisor_who_disputed_or_appealed__another_one_has_to(accepted: Court, as_appellant: bool) -> None:
    accepted.dispute("senior_investor" if as_appellant else "supervisor")
    if as_appellant:
        accepted.decide(True)
        accepted.appeal("supervisor")
    else:
        accepted.chain.now += TRUSTEE_TIME + 1
    with accepted.refuses("OracleDisputes_OwnCause", caller=actor("supervisor")):
        accepted.decide(True, "supervisor")
    accepted.officer("second supervisor", "SUPERVISOR_ROLE")
    accepted.decide(True, "second supervisor")


def test_decide__trustee_who_is_supervisor_too__not_twice_in_one_dispute(accepted: Court) -> None:
    for role in ("TRUSTEE_ROLE", "SUPERVISOR_ROLE"):
        accepted.officer("chair", role)
    accepted.dispute()
    accepted.decide(False, "chair")
    assert accepted.oracle.read("disputeOf", accepted.address, REPORT)["decidedBy"] == actor("chair")
    accepted.appeal()
    with accepted.refuses("OracleDisputes_OwnCause", caller=actor("chair")):
        accepted.decide(False, "chair")
    accepted.decide(True, "supervisor")
    given = accepted.accept()
    accepted.dispute()
    accepted.decide(False, "chair")  # another dispute, another cause
    accepted.chain.now += APPEAL_TIME + 1
    accepted.settle()
    accepted.execute(given)


def test_decide__trustee_was_silent_and_is_supervisor_too__may(accepted: Court) -> None:
    for role in ("TRUSTEE_ROLE", "SUPERVISOR_ROLE"):
        accepted.officer("chair", role)
    accepted.dispute()
    accepted.chain.now += TRUSTEE_TIME + 1
    accepted.decide(True, "chair")
    assert accepted.latest[:2] == (0, False)


def test_dispute__by_the_only_supervisor_and_the_trustee_is_silent__ends_by_time(accepted: Court) -> None:
    accepted.dispute("supervisor")
    accepted.chain.now += TRUSTEE_TIME + SUPERVISOR_TIME + 1
    accepted.settle()
    accepted.execute(accepted.report())


def test_decide__officer_appointed_meanwhile__decides_and_who_was_dismissed_does_not(accepted: Court) -> None:
    accepted.dispute()
    accepted.officer("second trustee", "TRUSTEE_ROLE")
    accepted.oracle.send("revokeRole", ROLES["trustee"], actor("trustee"), by=actor("admin"))
    with accepted.refuses("AccessControlUnauthorizedAccount", account=actor("trustee"), neededRole=ROLES["trustee"]):
        accepted.decide(True)
    accepted.decide(True, "second trustee")
