# SPDX-License-Identifier: Apache-2.0
"""The oracle's three offices: each does its own acts and no other, the administrator none of them, and none moves cash."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from eth_utils.crypto import keccak

from regalia.chain.deployer import ADMIN_DELAY
from tests.oracle.court import SIGNERS, TRUSTEE_TIME, Court
from tests.support.chain import Answer, refused, refused_whole
from tests.support.platform import ORACLE_OFFICERS
from tests.support.roles import actor

ROLE_OF = {officer: keccak(text=role) for role, officer in ORACLE_OFFICERS.items()}
EVERYBODY = (*ROLE_OF, "admin", "servicer", "relay", "originator", "senior_investor", "outsider")
NEWCOMER = actor("newcomer")
NAMES = [key.address for key in SIGNERS]
Act = Callable[[Court, str], Answer]


def propose(court: Court, by: str) -> Answer:
    return court.oracle.send("proposeSigners", court.address, 3, NAMES, [1] * 5, by=actor(by))


def withdraw(court: Court, by: str) -> Answer:
    return court.oracle.send("withdrawProposal", court.address, by=actor(by))


def void(court: Court, by: str) -> Answer:
    return court.oracle.send("voidSignatures", court.address, by=actor(by))


def decide_first(court: Court, by: str) -> Answer:
    return court.decide(True, by)


def decide_finally(court: Court, by: str) -> Answer:
    court.chain.now += TRUSTEE_TIME + 1
    return court.decide(True, by)


DOERS: dict[Act, tuple[str, ...]] = {
    propose: ("governor",),
    withdraw: ("governor", "supervisor"),
    void: ("governor", "trustee"),
    decide_first: ("trustee",),
    decide_finally: ("supervisor",),
}
CASES = pytest.mark.parametrize("act", DOERS, ids=lambda act: act.__name__)


@pytest.fixture(scope="module")
def standing() -> Court:
    court = Court()
    propose(court, "governor")
    court.accept()
    court.dispute("rival")
    return court


@pytest.fixture
def court(standing: Court) -> Iterator[Court]:
    """A set is proposed, and a report is disputed by a stranger."""
    with standing.chain.undone():
        yield standing


@CASES
def test_act__tried_by_everybody__done_by_its_offices_and_refused_to_all_others(court: Court, act: Act) -> None:
    doers = DOERS[act]
    for person in EVERYBODY:
        with court.chain.undone():
            if person in doers:
                assert act(court, person).events
            elif len(doers) == 1:
                with refused("AccessControlUnauthorizedAccount", account=actor(person), neededRole=ROLE_OF[doers[0]]):
                    act(court, person)
            else:
                with refused("OracleSigners_NotOneOffice", caller=actor(person)):
                    act(court, person)


@CASES
def test_act__of_every_office__moves_no_cash(court: Court, act: Act) -> None:
    wallets = [actor(person) for person in EVERYBODY]
    before = court.held, court.deal.held(), [court.money.read("balanceOf", wallet) for wallet in wallets]
    for doer in DOERS[act]:
        with court.chain.undone():
            act(court, doer)
            court.law()
            now = court.held, court.deal.held(), [court.money.read("balanceOf", wallet) for wallet in wallets]
            assert now == before


@pytest.mark.parametrize("office", ROLE_OF)
@pytest.mark.parametrize("function", ["grantRole", "revokeRole"])
def test_appoint_and_dismiss__tried_by_everybody_else__refused(court: Court, office: str, function: str) -> None:
    for person in EVERYBODY:
        if person != "admin":
            with refused("AccessControlUnauthorizedAccount", account=actor(person), neededRole=bytes(32)):
                court.oracle.send(function, ROLE_OF[office], actor(office), by=actor(person))
    assert court.oracle.read("hasRole", ROLE_OF[office], actor(office)) is True


@pytest.mark.parametrize("ended_by", ["dismissal", "renunciation"])
@CASES
def test_officer__dismissed_or_gone__can_act_no_more_and_his_successor_can(
    court: Court, act: Act, ended_by: str
) -> None:
    office = DOERS[act][0]
    function, by = ("revokeRole", "admin") if ended_by == "dismissal" else ("renounceRole", office)
    court.oracle.send(function, ROLE_OF[office], actor(office), by=actor(by))
    with refused_whole(
        court.chain, "AccessControlUnauthorizedAccount" if len(DOERS[act]) == 1 else "OracleSigners_NotOneOffice"
    ):
        act(court, office)
    court.oracle.send("grantRole", ROLE_OF[office], NEWCOMER, by=actor("admin"))
    assert act(court, "newcomer").events


@pytest.mark.parametrize("function", ["grantRole", "revokeRole"])
def test_administrator__appointed_or_dismissed_at_once__refused(court: Court, function: str) -> None:
    with refused_whole(court.chain, "AccessControlEnforcedDefaultAdminRules"):
        court.oracle.send(function, bytes(32), NEWCOMER, by=actor("admin"))


def test_administrator__handed_over__after_the_delay_only_the_new_one_appoints(court: Court) -> None:
    due = court.chain.now + ADMIN_DELAY
    court.oracle.send("beginDefaultAdminTransfer", NEWCOMER, by=actor("admin"))
    for second in (due - 1, due):
        court.chain.now = second
        with refused_whole(court.chain, "AccessControlEnforcedDefaultAdminDelay", schedule=due):
            court.oracle.send("acceptDefaultAdminTransfer", by=NEWCOMER)
    court.chain.now = due + 1
    court.oracle.send("acceptDefaultAdminTransfer", by=NEWCOMER)
    governor = ROLE_OF["governor"]
    with refused_whole(court.chain, "AccessControlUnauthorizedAccount", account=actor("admin"), neededRole=bytes(32)):
        court.oracle.send("grantRole", governor, actor("admin"), by=actor("admin"))
    court.oracle.send("grantRole", governor, actor("new governor"), by=NEWCOMER)
    propose(court, "new governor")
