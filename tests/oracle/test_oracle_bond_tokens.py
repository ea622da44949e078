# SPDX-License-Identifier: Apache-2.0
"""Bonds of payment tokens that block a receiver, keep a fee, move nothing or return nothing."""

from __future__ import annotations

import pytest

from tests.oracle.court import BOND, Court
from tests.oracle.test_oracle_dispute_bonds import APPELLANT, DISPUTER, OUTCOMES, Outcome, lead
from tests.support.roles import actor


def test_withdraw__receiver_is_blocked__he_stops_nobody() -> None:
    court = Court("MockBlockingToken")
    court.accept()
    court.money.send("block_", actor(DISPUTER), by=actor("outsider"))
    lead(court, Outcome(False, True, True, True, True, True))
    with court.refuses("MockBlockingToken_Blocked", account=actor(DISPUTER)):
        court.withdraw(DISPUTER)
    court.withdraw(APPELLANT)
    assert (court.owed(DISPUTER), court.owed(APPELLANT), court.held) == (BOND, 0, BOND)
    court.submit(court.report())


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("MockFeeToken", "OracleDisputes_AmountReceived"),
        ("MockHollowToken", "OracleDisputes_AmountReceived"),
        ("MockFalseToken", "SafeERC20FailedOperation"),
    ],
)
@pytest.mark.parametrize("act", ["dispute", "appeal"])
def test_bond__token_that_does_not_deliver__refused_whole(kind: str, error: str, act: str) -> None:
    court = Court(kind)
    court.accept()
    if act == "appeal":
        court.dispute("trustee")
        court.officer("second trustee", "TRUSTEE_ROLE")
        court.decide(True, "second trustee")
    with court.refuses(error):
        court.dispute() if act == "dispute" else court.appeal()


def test_bond__token_that_returns_nothing__taken_and_given_back() -> None:
    court = Court("MockSilentToken")
    court.accept()
    lead(court, OUTCOMES[0])
    court.withdraw(DISPUTER)
    assert court.held == 0


def test_bond__fee_switched_on_later__the_escrow_refuses_and_the_bond_stays_forfeited() -> None:
    court = Court("MockFeeToken")
    court.money.send("charge", False, by=actor("outsider"))
    court.accept()
    lead(court, OUTCOMES[1])
    court.money.send("charge", True, by=actor("outsider"))
    with court.refuses("RoyaltyEscrow_AmountReceived", expected=BOND, received=BOND * 99 // 100):
        court.oracle.send("payForfeited", court.address, by=actor("outsider"))
