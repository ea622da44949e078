# SPDX-License-Identifier: Apache-2.0
"""What becomes of the bonds in every outcome. The law: the oracle holds open bonds, what is owed back and what is forfeited, never less."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from eth_utils.crypto import keccak

from bench.scenario import principal
from regalia.domain.program import StepKind, StepProgram, SubjectKind
from tests.oracle.court import (
    BOND,
    RECEIVED,
    SUPERVISOR_TIME,
    TRUSTEE_TIME,
    WINDOW,
    Court,
    Stage,
)
from tests.support import sample
from tests.support.chain import Emitted
from tests.support.platform import plain_spec
from tests.support.roles import actor

DISPUTER, APPELLANT = "senior_investor", "servicer"
FORFEITED_BOND = keccak(text="forfeited dispute bond")


@dataclass(frozen=True)
class Outcome:
    """What trustee and supervisor say (None: nothing), who is given his bond back, and whether the report is struck."""

    trustee: bool | None
    appealed: bool
    supervisor: bool | None
    disputer_back: bool
    appellant_back: bool
    struck: bool

    def __str__(self) -> str:
        words = {True: "strikes", False: "stands", None: "silent"}
        return f"{words[self.trustee]}, {'appealed, ' if self.appealed else ''}{words[self.supervisor]}"


OUTCOMES = [
    Outcome(True, False, None, disputer_back=True, appellant_back=False, struck=True),
    Outcome(False, False, None, disputer_back=False, appellant_back=False, struck=False),
    Outcome(None, False, True, disputer_back=True, appellant_back=False, struck=True),
    Outcome(None, False, False, disputer_back=False, appellant_back=False, struck=False),
    Outcome(None, False, None, disputer_back=True, appellant_back=False, struck=False),
    Outcome(True, True, True, disputer_back=True, appellant_back=False, struck=True),
    Outcome(True, True, False, disputer_back=False, appellant_back=True, struck=False),
    Outcome(True, True, None, disputer_back=True, appellant_back=True, struck=True),
    Outcome(False, True, True, disputer_back=True, appellant_back=True, struck=True),
    Outcome(False, True, False, disputer_back=False, appellant_back=False, struck=False),
    Outcome(False, True, None, disputer_back=False, appellant_back=True, struck=False),
]


def lead(court: Court, outcome: Outcome, disputer: str = DISPUTER, appellant: str = APPELLANT) -> None:
    """From an accepted report to the end of its dispute, the law looked at after every act."""
    court.dispute(disputer)
    court.law()
    if outcome.trustee is None:
        court.chain.now += TRUSTEE_TIME + 1
    else:
        court.decide(outcome.trustee)
    if outcome.appealed:
        court.appeal(appellant)
    court.law()
    if outcome.supervisor is not None:
        court.decide(outcome.supervisor, "supervisor")
    else:
        court.chain.now += SUPERVISOR_TIME + 1
        court.settle()
    court.law()
    assert court.stage() == (Stage.NONE, 0)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_bond__of_every_outcome__owed_back_or_forfeited(court: Court, outcome: Outcome) -> None:
    court.accept()
    epoch = court.epoch
    lead(court, outcome)
    bonds = [(DISPUTER, outcome.disputer_back), (APPELLANT, outcome.appellant_back)][: 1 + outcome.appealed]
    assert court.owed(DISPUTER) == BOND * outcome.disputer_back
    assert court.owed(APPELLANT) == BOND * outcome.appellant_back
    assert court.forfeited == BOND * sum(not back for _, back in bonds)
    assert court.open_bonds == 0
    assert court.latest[:2] == ((0, False) if outcome.struck else (1, True))
    assert court.epoch == epoch + outcome.struck
    told = [event.name for event in court.chain.log if event.name in ("BondOwed", "BondForfeited")]
    assert told == ["BondOwed" if back else "BondForfeited" for _, back in bonds]


@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_withdraw__afterwards__what_is_owed_and_once(court: Court, outcome: Outcome) -> None:
    court.accept()
    before = {party: court.money.read("balanceOf", actor(party)) for party in (DISPUTER, APPELLANT)}
    lead(court, outcome)
    for party, back in ((DISPUTER, outcome.disputer_back), (APPELLANT, outcome.appellant_back)):
        if back:
            told = {"token": court.money.address, "to": actor(party), "amount": BOND}
            assert court.withdraw(party).events[0] == Emitted(court.oracle.address, "BondWithdrawn", told)
            assert court.money.read("balanceOf", actor(party)) == before[party]
        with court.refuses("OracleDisputes_NothingOwed", caller=actor(party)):
            court.withdraw(party)
    assert court.held == court.forfeited


@pytest.mark.parametrize("outcome", OUTCOMES, ids=str)
def test_bond__officers_dispute_and_appeal__nothing_is_owed_or_forfeited(court: Court, outcome: Outcome) -> None:
    court.officer("second trustee", "TRUSTEE_ROLE")
    court.accept()
    lead(court, outcome, disputer="second trustee", appellant="second trustee")
    assert court.held == court.forfeited == 0


def test_bond__officer_disputes_and_a_stranger_appeals__the_stranger_s_is_counted(court: Court) -> None:
    court.officer("second trustee", "TRUSTEE_ROLE")
    court.accept()
    lead(court, Outcome(True, True, False, False, True, False), disputer="second trustee")
    assert (court.owed(APPELLANT), court.forfeited, court.held) == (BOND, 0, BOND)


def test_bond__stranger_disputes_and_an_officer_appeals__his_own_token_comes_back(court: Court) -> None:
    court.accept()
    lead(court, Outcome(True, True, None, True, True, True), appellant="trustee")
    assert (court.owed(DISPUTER), court.owed("trustee"), court.held) == (BOND, 0, BOND)


def test_dispute__own_report_to_make_it_final_early__costs_the_bond(court: Court) -> None:
    """A servicer who signed it wants the window to be over."""
    court.accept()
    lead(court, Outcome(False, False, None, False, False, False), disputer="servicer")
    assert (court.owed("servicer"), court.forfeited) == (0, BOND)


def test_appeal__by_the_disputer_himself__two_bonds(court: Court) -> None:
    court.accept()
    lead(court, Outcome(False, True, True, True, True, True), appellant=DISPUTER)
    assert court.owed(DISPUTER) == 2 * BOND


def test_pay_forfeited__by_anybody__arrives_in_the_collection(court: Court) -> None:
    court.accept()
    lead(court, OUTCOMES[9])
    before = court.deal.cash()
    paid = court.oracle.send("payForfeited", court.address, by=actor("outsider"))
    told = {
        "payer": court.oracle.address, "licence": FORFEITED_BOND, "amount": 2 * BOND,
        "paymentReference": bytes(12) + bytes.fromhex(court.address[2:]),
    }  # fmt: skip
    assert paid.only("RoyaltyPaid") == told
    assert court.deal.cash() == (before[0] + 2 * BOND, before[1])
    assert court.forfeited == court.held == 0
    assert court.money.read("allowance", court.oracle.address, court.deal.escrow.address) == 0


def test_pay_forfeited__nothing_is__refused(court: Court) -> None:
    court.accept()
    lead(court, OUTCOMES[0])
    with court.refuses("OracleDisputes_NothingOwed", caller=court.address):
        court.oracle.send("payForfeited", court.address, by=actor("outsider"))


def test_pay_forfeited__and_reported__reaches_the_holders(court: Court) -> None:
    """Cash alone does not flow: the attestors report it as what it is."""
    given = court.accept(0)
    lead(court, OUTCOMES[1])
    court.oracle.send("payForfeited", court.address, by=actor("outsider"))
    court.execute(given)
    assert court.deal.entitlement(0, "senior_investor") == 0
    court.chain.now += 1
    given = court.report(0, other_income=BOND)
    court.submit(given)
    court.chain.now += WINDOW
    court.deal.reach(2)
    court.execute(given)
    assert court.deal.entitlement(0, "senior_investor") == BOND


def test_pay_forfeited__deal_is_over__owed_to_its_originator() -> None:
    program = sample.plain(10, RECEIVED)
    to_payee = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.PAYEE, 0)
    program = replace(program, steps=(principal(0), to_payee), payees=("sponsor",))
    court = Court(spec=replace(plain_spec(10), program=program, payees=("sponsor",)))
    given = court.accept()
    lead(court, OUTCOMES[1])
    court.deal.pay_royalty(RECEIVED)
    court.execute(given)
    court.deal.deal.send("conclude", by=actor("outsider"))
    originator = court.deal.deal.read("parties")[3]
    before = court.deal.cash(), court.money.read("balanceOf", originator)
    done = court.oracle.send("payForfeited", court.address, by=actor("outsider"))
    told = {"deal": court.address, "to": originator, "amount": BOND}
    assert done.events == (Emitted(court.oracle.address, "ForfeitOwed", told),)
    assert (court.forfeited, court.held, court.deal.cash()) == (0, BOND, before[0])
    assert court.oracle.read("bondsOwed", court.money.address, originator) == BOND
    court.oracle.send("withdrawBonds", court.money.address, by=originator)
    assert court.money.read("balanceOf", originator) == before[1] + BOND
    with court.refuses("OracleDisputes_NothingOwed", caller=court.address):
        court.oracle.send("payForfeited", court.address, by=actor("outsider"))
