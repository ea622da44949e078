# SPDX-License-Identifier: Apache-2.0
"""Rows O9 to O11: what a dispute costs, and that nobody can block or prolong it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from tests.failures.oracle_stage import undone_court
from tests.oracle.court import BOND, PARTIES, WINDOW, Court, Stage
from tests.support import sample
from tests.support.roles import actor

ONESELF = "servicer"
SAYS = {None: "nothing", True: "struck", False: "stands"}
PATHS = [
    (trustee, appealed, supervisor)
    for trustee, appealed, supervisor in product(SAYS, (False, True), SAYS)
    if not (appealed and trustee is None) and not (trustee is not None and not appealed and supervisor is not None)
]
"""What trustee and supervisor say, and whether there was an appeal: without one the supervisor is asked where the trustee was silent."""
MISSING_AFTER = 30


@pytest.fixture
def court() -> Iterator[Court]:
    yield from undone_court()


def lead(court: Court, trustee: bool | None, appealed: bool, supervisor: bool | None) -> None:
    """Disputed and appealed by one and the same, to the end; the law of the bonds is looked at after every act."""
    court.dispute(ONESELF)
    court.law()
    if trustee is None:
        court.chain.now = court.stage()[1] + 1
    else:
        court.decide(trustee)
    if appealed:
        court.appeal(ONESELF)
        court.law()
    if supervisor is not None:
        court.decide(supervisor, "supervisor")
    else:
        court.chain.now = court.stage()[1] + 1
        court.settle()
    court.law()
    assert court.stage()[0] is Stage.NONE


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{SAYS[path[0]]}-{path[1]}-{SAYS[path[2]]}")
@pytest.mark.parametrize("bond", [1, BOND, 2**96 - 1])
def test_o9__own_report_disputed_and_appealed_by_oneself__never_a_gain_and_the_bond_lost_when_it_stands(
    bond: int, path: tuple[bool | None, bool, bool | None]
) -> None:
    trustee, appealed, supervisor = path
    court = Court(dispute_bond=bond)
    court.money.send("mint", actor(ONESELF), 2 * bond, by=actor(ONESELF))
    before = court.money.read("balanceOf", actor(ONESELF))
    court.accept()
    lead(court, trustee, appealed, supervisor)
    if court.owed(ONESELF):
        court.withdraw(ONESELF)
    paid = before - court.money.read("balanceOf", actor(ONESELF))
    assert paid == court.forfeited == court.held == bond * bonds_lost(trustee, appealed, supervisor)
    stands = (trustee if supervisor is None else supervisor) is False
    assert paid >= bond * stands


def bonds_lost(trustee: bool | None, appealed: bool, supervisor: bool | None) -> int:
    """By the rule: the disputer's when the report stands by a decision, the appellant's when his appeal changed nothing."""
    decision = trustee if supervisor is None else supervisor
    disputer = decision is False
    appellant = appealed and supervisor is not None and supervisor == trustee
    return disputer + appellant


def test_o9__no_bond_in_the_terms__nobody_but_the_offices_disputes() -> None:
    court = Court(dispute_bond=0)
    court.accept()
    for party in PARTIES:
        with court.chain.undone():
            if party in ("trustee", "supervisor"):
                court.dispute(party)
            else:
                with court.refuses("OracleDisputes_Reserved", caller=actor(party)):
                    court.dispute(party)


def test_o10__disputer_can_receive_nothing__decided_settled_and_executed_all_the_same() -> None:
    for strike in (True, False):
        court = Court("MockBlockingToken")
        given = court.accept()
        court.dispute("rival")
        court.money.send("block_", actor("rival"), by=actor("outsider"))
        court.money.send("block_", court.oracle.address, by=actor("outsider"))
        court.decide(strike)
        court.chain.now = court.stage()[1] + 1
        ended = court.settle()
        assert not [event for event in ended.events if event.address == court.money.address], "no money moves"
        if strike:
            with court.refuses("MockBlockingToken_Blocked", account=actor("rival")):
                court.withdraw("rival")
            court.submit(given := court.report(1))
            court.chain.now += WINDOW
        court.execute(given)
        assert court.owed("rival") == BOND * strike
        court.law()


def test_o10__payment_token_refuses_everything__no_step_of_a_dispute_asks_it() -> None:
    court = Court()
    court.accept()
    court.dispute("rival")
    court.decide(True)
    court.appeal("servicer")
    code = court.chain.code(court.money.address)
    court.chain.place(court.money.address, b"\x5f\x5f\xfd")
    court.decide(False, "supervisor")
    court.chain.place(court.money.address, code)
    assert (court.owed("servicer"), court.forfeited) == (BOND, BOND)
    court.law()


def test_o11__strangers_dispute_whatever_they_can_at_the_last_second__bounded_and_the_report_goes_through(
    court: Court,
) -> None:
    read = court.oracle.read
    trustee, appeal, supervisor = (read(name) for name in ("TRUSTEE_TIME", "APPEAL_TIME", "SUPERVISOR_TIME"))
    rounds, start = read("MOST_STRUCK"), court.chain.now
    for _ in range(rounds):
        court.accept()
        court.chain.now += WINDOW - 1
        court.dispute("rival")
        court.chain.now += trustee
        court.decide(True)
        court.chain.now += appeal
        court.appeal("servicer")
        court.chain.now += supervisor
        court.decide(True, "supervisor")
    given = court.accept()
    for party in (each for each in PARTIES if each != "supervisor"):
        with court.refuses("OracleDisputes_StruckTooOften", limit=rounds, struck=rounds):
            court.dispute(party)
    court.chain.now += WINDOW
    court.execute(given)
    assert court.chain.now - start == rounds * (WINDOW - 1 + trustee + appeal + supervisor) + WINDOW


@pytest.mark.parametrize("decided", [False, True], ids=["nobody decides", "appealed and then nobody"])
def test_o11__nobody_watches__the_longest_wait_has_an_end_that_anybody_calls(court: Court, decided: bool) -> None:
    given, read = court.accept(), court.oracle.read
    court.dispute("rival")
    wait = read("TRUSTEE_TIME") + read("SUPERVISOR_TIME") + (read("APPEAL_TIME") if decided else 0)
    end = court.chain.now + wait
    if decided:
        court.chain.now += read("TRUSTEE_TIME")
        court.decide(False)
        court.chain.now += read("APPEAL_TIME")
        court.appeal("rival")
    court.chain.now = end
    with court.refuses("OracleDisputes_WrongStage", stage=int(Stage.WITH_SUPERVISOR)):
        court.settle()
    court.chain.now = end + 1
    court.settle(by="outsider")
    court.execute(given)


def test_o11__struck_and_never_reported_again__the_empty_report_is_the_fallback() -> None:
    court = Court(missing_after_days=MISSING_AFTER)
    court.accept()
    court.dispute("rival")
    court.decide(True)
    court.chain.now = court.stage()[1] + 1
    court.settle()
    court.chain.now = court.deal.deal.read("scheduledAt", 1) + MISSING_AFTER * sample.DAY
    court.oracle.send("declareMissing", court.address, by=actor("outsider"))
    with court.refuses("OracleDisputes_NothingToDispute", deal=court.address, number=0):
        court.dispute("rival")
    court.chain.now += court.oracle.read("MISSING_GRACE")
    court.execute(court.report(0, evidence=bytes(32)))
