# SPDX-License-Identifier: Apache-2.0
"""A counterfeit deal that names another escrow, and so another token, whenever it likes: it can't be owed the bonds of others."""

from __future__ import annotations

import pytest

from regalia.chain.deployer import OracleRequest
from tests.oracle.court import (
    APPEAL_TIME,
    BOND,
    EVIDENCE,
    REASON,
    SUPERVISOR_TIME,
    TRUSTEE_TIME,
    WINDOW,
    Court,
    signed,
)
from tests.support.answering import answering
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED
from tests.support.roles import actor, attestors

ATTACKER, ACCOMPLICE, COUNTERFEIT, HIS_ESCROW = map(
    actor, ("attacker", "accomplice", "counterfeit deal", "counterfeit escrow")
)
KEYS = attestors(2, "accomplice")
LAPSED, LIVE, CONCLUDED = 2, 3, 4
"""Of ``IDeal.Status``."""


class Fraud:
    """A real deal with an open bond, one owed back and one forfeited; beside it the attacker's stream, and worthless money of his."""

    def __init__(self) -> None:
        self.court = Court()
        self.chain, self.oracle, self.money = self.court.chain, self.court.oracle, self.court.money
        for strike in (True, False):
            self.court.accept()
            self.court.dispute()
            self.court.decide(strike)
            self.chain.now += APPEAL_TIME + 1
            self.court.settle()
        self.court.execute(self.court.report(epoch=2))
        self.court.accept()
        self.court.dispute("rival")
        self.worthless = self.court.platform.money()
        for party in (ATTACKER, ACCOMPLICE):
            for token in (self.money, self.worthless):
                token.send("mint", party, 10 * BOND, by=party)
                token.send("approve", self.oracle.address, UNLIMITED, by=party)
        terms = OracleRequest(2, WINDOW, 0, BOND, tuple(key.address for key in KEYS), (1, 1))
        self.oracle.send("open", 1, 0, terms.packed(), by=COUNTERFEIT)
        report: tuple[object, ...] = (COUNTERFEIT, 1, 1, 0, 0, False, 0, [], bytes(32))
        signatures = signed(self.oracle.read("digestOf", report), KEYS)
        self.oracle.send("submit", report, signatures, by=ATTACKER)

    def names(self, token: Contract) -> None:
        """From now on the counterfeit deal has an escrow of that token, which takes whatever it is told and pulls nothing."""
        says = {"PAYMENT_TOKEN()": (int(token.address, 16),), "payRoyalty(bytes32,uint256,bytes32)": ()}
        self.chain.place(HIS_ESCROW, answering(says))
        self.claims(HIS_ESCROW)

    def claims(self, escrow: str, status: int = LIVE, originator: str = ATTACKER) -> None:
        """What the counterfeit deal says of itself."""
        parties = (int(escrow, 16), 0, 0, int(originator, 16), 160, 0)
        self.chain.place(COUNTERFEIT, answering({"parties()": parties, "status()": (status,)}))

    def loses(self) -> None:
        """The attacker disputes in his own deal and is wrong: his bond is forfeited."""
        self.act("dispute", EVIDENCE)
        self.act("decide", False, REASON, by=actor("trustee"))
        self.chain.now += APPEAL_TIME + 1
        self.act("settle")

    def act(self, function: str, *arguments: object, by: str = ATTACKER) -> None:
        self.oracle.send(function, COUNTERFEIT, 0, *arguments, by=by)

    def others_lost_nothing(self) -> None:
        """Also when the attacker takes all that he may; the court's law would miss a surplus of his."""
        court = self.court
        assert (court.open_bonds, court.owed("senior_investor"), court.forfeited) == (BOND, BOND, BOND)
        assert court.held >= 3 * BOND

    def gets(self, token: Contract, who: str) -> int:
        """What he can withdraw of that token."""
        before = token.read("balanceOf", who)
        if self.oracle.read("bondsOwed", token.address, who):
            self.oracle.send("withdrawBonds", token.address, by=who)
        return int(token.read("balanceOf", who) - before)


@pytest.fixture
def fraud() -> Fraud:
    return Fraud()


def test_fraud__another_escrow_between_dispute_and_end__owed_in_the_token_that_was_pulled(fraud: Fraud) -> None:
    fraud.names(fraud.worthless)
    fraud.act("dispute", EVIDENCE)
    fraud.names(fraud.money)
    fraud.chain.now += TRUSTEE_TIME + SUPERVISOR_TIME + 1
    fraud.act("settle")
    assert fraud.oracle.read("bondsOwed", fraud.money.address, ATTACKER) == 0
    with refused("OracleDisputes_NothingOwed", caller=ATTACKER):
        fraud.oracle.send("withdrawBonds", fraud.money.address, by=ATTACKER)
    assert fraud.gets(fraud.worthless, ATTACKER) == BOND
    fraud.others_lost_nothing()


def test_fraud__another_escrow_before_the_appeal__the_appeal_s_bond_is_of_the_first_token(fraud: Fraud) -> None:
    fraud.names(fraud.worthless)
    fraud.act("dispute", EVIDENCE)
    fraud.act("decide", False, REASON, by=actor("trustee"))
    fraud.names(fraud.money)
    before = fraud.money.read("balanceOf", ACCOMPLICE)
    fraud.act("appeal", EVIDENCE, by=ACCOMPLICE)
    assert fraud.money.read("balanceOf", ACCOMPLICE) == before
    fraud.act("decide", True, REASON, by=actor("supervisor"))
    assert fraud.gets(fraud.money, ACCOMPLICE) == fraud.gets(fraud.money, ATTACKER) == 0
    assert fraud.gets(fraud.worthless, ACCOMPLICE) == fraud.gets(fraud.worthless, ATTACKER) == BOND
    fraud.others_lost_nothing()


def test_fraud__forfeited_in_worthless_money__nothing_to_pay_in_the_real_one(fraud: Fraud) -> None:
    fraud.names(fraud.worthless)
    fraud.act("dispute", EVIDENCE)
    fraud.act("decide", False, REASON, by=actor("trustee"))
    fraud.chain.now += APPEAL_TIME + 1
    fraud.act("settle")
    fraud.names(fraud.money)
    with refused("OracleDisputes_NothingOwed", caller=COUNTERFEIT):
        fraud.oracle.send("payForfeited", COUNTERFEIT, by=ATTACKER)
    fraud.others_lost_nothing()


def test_fraud__escrow_that_pulls_later__takes_no_more_than_his_own_forfeited_bond(fraud: Fraud) -> None:
    fraud.names(fraud.money)
    fraud.act("dispute", EVIDENCE)
    fraud.act("decide", False, REASON, by=actor("trustee"))
    fraud.chain.now += APPEAL_TIME + 1
    fraud.act("settle")
    fraud.oracle.send("payForfeited", COUNTERFEIT, by=ATTACKER)
    with refused("OracleDisputes_NothingOwed", caller=COUNTERFEIT):
        fraud.oracle.send("payForfeited", COUNTERFEIT, by=ATTACKER)
    fraud.chain.place(HIS_ESCROW, b"")  # which now acts by itself
    with refused("ERC20InsufficientAllowance", spender=HIS_ESCROW, allowance=BOND, needed=BOND + 1):
        fraud.money.send("transferFrom", fraud.oracle.address, ATTACKER, BOND + 1, by=HIS_ESCROW)
    fraud.money.send("transferFrom", fraud.oracle.address, ATTACKER, BOND, by=HIS_ESCROW)
    fraud.others_lost_nothing()
    fraud.court.law()


def test_fraud__names_the_real_escrow__can_only_give(fraud: Fraud) -> None:
    fraud.names(fraud.money)
    fraud.loses()
    fraud.claims(fraud.court.deal.escrow.address)
    before = fraud.court.deal.cash()[0]
    fraud.oracle.send("payForfeited", COUNTERFEIT, by=ATTACKER)
    assert fraud.court.deal.cash()[0] == before + BOND
    fraud.others_lost_nothing()
    fraud.court.law()


@pytest.mark.parametrize("status", [LAPSED, CONCLUDED])
def test_fraud__says_it_is_over_and_names_whom_it_likes__owed_no_more_than_its_own_forfeited_bond(
    fraud: Fraud, status: int
) -> None:
    fraud.names(fraud.money)
    fraud.loses()
    fraud.claims(HIS_ESCROW, status, ACCOMPLICE)
    fraud.oracle.send("payForfeited", COUNTERFEIT, by=ATTACKER)
    with refused("OracleDisputes_NothingOwed", caller=COUNTERFEIT):
        fraud.oracle.send("payForfeited", COUNTERFEIT, by=ATTACKER)
    assert fraud.gets(fraud.money, ATTACKER) == 0
    assert fraud.gets(fraud.money, ACCOMPLICE) == BOND, "which was the attacker's own"
    fraud.others_lost_nothing()
    fraud.court.law()


def test_fraud__says_it_is_over_with_an_escrow_of_real_money__nothing_for_a_bond_in_worthless_money(
    fraud: Fraud,
) -> None:
    fraud.names(fraud.worthless)
    fraud.loses()
    fraud.names(fraud.money)
    fraud.claims(HIS_ESCROW, CONCLUDED)
    with refused("OracleDisputes_NothingOwed", caller=COUNTERFEIT):
        fraud.oracle.send("payForfeited", COUNTERFEIT, by=ATTACKER)
    fraud.others_lost_nothing()


def test_donation__to_the_oracle__nobody_s_and_in_nobody_s_way(fraud: Fraud) -> None:
    court = fraud.court
    court.money.send("mint", fraud.oracle.address, 7, by=ATTACKER)
    court.withdraw("senior_investor")
    fraud.oracle.send("payForfeited", court.address, by=ATTACKER)
    court.decide(True)
    fraud.chain.now += APPEAL_TIME + 1
    court.settle()
    court.withdraw("rival")
    assert court.held == 7
