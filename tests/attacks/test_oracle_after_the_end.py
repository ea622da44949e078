# SPDX-License-Identifier: Apache-2.0
"""Disputes that a deal's end, or a pile of them, leaves behind: no bond is lost with the deal, and no date waits for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.scenario import principal
from regalia.domain.program import StepKind, StepProgram, SubjectKind
from tests.oracle.court import BOND, RECEIVED, SUPERVISOR_TIME, TRUSTEE_TIME, USD, Court
from tests.support import sample
from tests.support.acts import conclude
from tests.support.chain import refused
from tests.support.platform import plain_spec
from tests.support.roles import actor

MOST_WAITING = 8


def repaid() -> Court:
    """A deal whose first date pays back all it owes; what is left would be the sponsor's."""
    program = sample.plain(10, RECEIVED)
    to_payee = StepProgram("residual", StepKind.RESIDUAL, SubjectKind.PAYEE, 0)
    program = replace(program, steps=(principal(0), to_payee), payees=("sponsor",))
    court = Court(spec=replace(plain_spec(10), program=program, payees=("sponsor",)))
    court.pay_date()
    return court


@pytest.mark.parametrize("strike", [True, False])
@pytest.mark.parametrize("number", [0, 1], ids=["report", "restatement"])
def test_conclude__in_the_middle_of_a_dispute__its_bonds_are_given_back_or_forfeited_as_ever(
    number: int, strike: bool
) -> None:
    court = repaid()
    court.restate(court.delta(-1))
    court.accept(0)
    court.dispute("rival", number)
    conclude(court.deal)
    court.decide(not strike, number=number)
    court.appeal("servicer", number)
    court.decide(strike, "supervisor", number)
    assert court.owed("servicer") == BOND, "the trustee was wrong, whatever he decided"
    assert court.owed("rival") == (BOND if strike else 0)
    assert court.forfeited == (0 if strike else BOND)
    court.law()
    court.withdraw("servicer")
    court.law()


def test_forfeited__deal_concluded_in_the_middle_of_the_dispute__reaches_its_originator() -> None:
    """Its escrow takes nothing any more: the bonds would stay in the oracle for ever."""
    court = repaid()
    court.accept(0)
    court.dispute("rival")
    conclude(court.deal)
    court.decide(False)
    court.appeal()
    court.decide(False, "supervisor")
    assert court.forfeited == 2 * BOND
    originator = court.deal.deal.read("parties")[3]
    had = court.money.read("balanceOf", originator)
    paid = court.oracle.send("payForfeited", court.address, by=actor("attacker"))
    assert paid.only("ForfeitOwed") == {"deal": court.address, "to": originator, "amount": 2 * BOND}
    with refused("OracleDisputes_NothingOwed", caller=actor("attacker")):
        court.withdraw("attacker")
    court.oracle.send("withdrawBonds", court.money.address, by=originator)
    assert court.money.read("balanceOf", originator) == had + 2 * BOND
    assert court.forfeited == court.held == 0


def test_attacker__disputes_every_restatement_that_may_wait__dates_go_on_and_all_are_taken_in_later() -> None:
    court = Court()
    court.pay_date()
    for _ in range(MOST_WAITING):
        given = court.delta(10 * USD)
        court.restate(given)
        court.dispute("rival", given.number)
    with refused("OracleRestatements_TooManyWaiting", limit=MOST_WAITING):
        court.restate(court.delta(1))
    court.pay_date(1_000 * USD)
    assert court.oracle.read("restatementsOf", court.address) == (MOST_WAITING, 0)
    court.chain.now += TRUSTEE_TIME + SUPERVISOR_TIME + 1
    for number in range(MOST_WAITING, 0, -1):
        court.settle(number)
    court.law()
    court.deal.pay_royalty(10 * MOST_WAITING * USD)
    before = court.deal.entitlement(0, "senior_investor")
    court.pay_date(0)
    assert court.deal.entitlement(0, "senior_investor") == before + 10 * MOST_WAITING * USD
    assert court.oracle.read("restatementsOf", court.address) == (MOST_WAITING, MOST_WAITING)


def test_attacker__disputes_the_report_to_end_the_deal_without_it__a_deal_that_owes_something_is_not_over() -> None:
    court = Court(spec=replace(plain_spec(10), program=sample.plain(10, RECEIVED)))
    court.deal.pay_royalty(RECEIVED)
    court.accept()
    court.dispute("rival")
    with refused("DealLens_NotOver"):
        conclude(court.deal, by="attacker")
