# SPDX-License-Identifier: Apache-2.0
"""Somebody sends money where it was not asked for, to skew a share, a ratio or a price: nobody's share changes, and it is gone."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from regalia.domain.transfer_questions import Question
from tests.support import sample
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor
from tests.support.rules import transfer_refused

ATTACKER = actor("attacker")
GIFT = 10**13
RECEIVED = 100_000 * sample.USD
MOMENTS = ("offered", "sold", "closed", "reported")


def gift(deal: DealContracts, where: str) -> None:
    """By a plain transfer, as no contract of ours sees it."""
    deal.money.send("transfer", getattr(deal, where).address, GIFT, by=ATTACKER)


def life(where: str = "", when: str = "") -> DealContracts:
    """An offering, its closing and a first payment date; with a gift at one moment, or with none."""
    platform = Platform()
    deal = platform.create(platform.money())
    deal.money.send("mint", ATTACKER, GIFT, by=ATTACKER)
    report = deal.report(RECEIVED)

    def gets_ready() -> None:
        deal.pay_royalty(RECEIVED)
        deal.reach(1)
        deal.submit(report)

    acts: tuple[Callable[[], object], ...] = (deal.sell, deal.close, gets_ready, lambda: deal.execute(report))
    for moment, act in zip(MOMENTS, acts, strict=True):
        if moment == when:
            gift(deal, where)
        act()
    return deal


def shares(deal: DealContracts) -> tuple[object, ...]:
    """Everybody's, and what the deal remembers of balances and ratios."""
    holders = [deal.entitlement(t, role) for role in sample.ALLOCATION for t in range(3)]
    creditors = [deal.payable(role) for role in (*sample.PAYEES, "originator")]
    return holders, creditors, deal.cash(), deal.state()


@functools.cache
def undisturbed() -> tuple[object, ...]:
    return shares(life())


@pytest.mark.parametrize("when", MOMENTS)
@pytest.mark.parametrize("where", ["escrow", "offering", "deal"])
def test_attacker__gives_a_fortune_away__changes_nobodys_share_and_has_lost_it(where: str, when: str) -> None:
    deal = life(where, when)
    assert shares(deal) == undisturbed()
    assert deal.money.read("balanceOf", ATTACKER) == 0


def test_holder_of_one_unit__gives_to_the_escrow_before_the_date__earns_what_one_unit_does(
    live: DealContracts, platform: Platform
) -> None:
    """Where shares had a price, the first small holder would inflate it with a gift."""
    platform.admit(ATTACKER)
    live.tokens[0].send("transfer", ATTACKER, 1, by=actor("senior_investor"))
    live.money.send("mint", ATTACKER, GIFT, by=ATTACKER)
    gift(live, "escrow")
    live.pay_date(RECEIVED)
    live.claim(0, "attacker")
    assert live.money.read("balanceOf", ATTACKER) == sample.SENIOR_UNIT


@pytest.mark.parametrize("where", ["escrow", "offering", "deal"])
def test_holder__gives_units_to_a_contract_so_that_income_is_locked_there__refused(
    live: DealContracts, where: str
) -> None:
    """No contract of a deal is an eligible receiver."""
    senior, receiver = actor("senior_investor"), getattr(live, where).address
    with transfer_refused(Question.RECEIVER_ELIGIBLE, senior, receiver, 1):
        live.tokens[0].send("transfer", receiver, 1, by=senior)


def test_attacker__pays_a_royalty_nobody_reported__it_waits_and_no_ratio_moves(live: DealContracts) -> None:
    """What counts as received is what attestors signed, not what came in."""
    live.money.send("mint", ATTACKER, GIFT, by=ATTACKER)
    live.money.send("approve", live.escrow.address, GIFT, by=ATTACKER)
    live.escrow.send("payRoyalty", bytes(32), GIFT, bytes(32), by=ATTACKER)
    live.pay_date(RECEIVED)
    holders, creditors, cash, state = undisturbed()
    collection, accounts = live.cash()
    assert shares(live)[:2] == (holders, creditors) and shares(live)[3] == state
    assert (collection - GIFT, accounts) == cash
