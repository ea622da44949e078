# SPDX-License-Identifier: Apache-2.0
"""A right in another's place: in time, worth as much, through the gates, so much over life, and no limit newly broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.chain import Answer, refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import INVALIDATED, LAPSED, MILLION, NONE, USD, PoolSpec, RightsDesk, label, number
from tests.support.rights_acts import BUYER, ORIGINATOR, PATENT_1, PATENT_2, TRUSTEE, demand, on, settle, transfer
from tests.support.roles import actor

UNTIL = 20240630
TERMS = PoolSpec(substitution_until=UNTIL, substitution_most=500_000)
THIRD, FOURTH = number(3), number(4)


def substitute(desk: RightsDesk, outgoing: bytes, incoming: bytes, licence: int = 0) -> Answer:
    return desk.pool.send("substitute", outgoing, incoming, licence, by=ORIGINATOR)


def live(desk: RightsDesk, terms: PoolSpec = TERMS) -> DealContracts:
    """On rights of 100 and 300; half of that may be replaced."""
    return desk.live(100 * USD, 300 * USD, terms=terms)[0]


def test_substitute__as_good__told_counted_and_the_outgoing_free(desk: RightsDesk) -> None:
    deal = live(desk)
    desk.good(THIRD, 150 * USD, jurisdiction=b"US")
    done = substitute(desk, PATENT_1, THIRD)
    where = deal.deal.address
    assert done.only("RightSubstituted") == {"deal": where, "outgoing": PATENT_1, "incoming": THIRD}
    assert done.only("RightReturned") == {"right": PATENT_1, "deal": where, "why": 2}
    assert done.only("RightPledged")["valueAtPledge"] == 150 * USD
    sums = desk.pool.read("sumsOf", where)
    assert (sums[:3], sums[4:]) == ((2, 450 * USD, 450 * USD), (400 * USD, 100 * USD))
    assert desk.facts(deal, "largest-right", "largest-jurisdiction") == (666_667, 666_667)
    assert desk.registry.read("poolOf", PATENT_1) == NONE
    assert desk.pool.read("pledgeOf", PATENT_1)["deal"] == NONE
    transfer(desk, PATENT_1, ORIGINATOR, BUYER)
    desk.happen(PATENT_1, INVALIDATED)
    assert desk.facts(deal, "pool-value", "rights-invalidated") == (450 * USD, 0)


@pytest.mark.parametrize("short", [0, 1])
def test_substitute__worth_less_than_the_outgoing_at_pledge__refused(desk: RightsDesk, short: int) -> None:
    """Though that is worth nothing any more."""
    live(desk)
    desk.happen(PATENT_1, INVALIDATED)
    desk.good(THIRD, 100 * USD - short)
    if short:
        with refused_whole(desk.chain, "RightsPool_WorthLess", least=100 * USD, given=100 * USD - 1):
            substitute(desk, PATENT_1, THIRD)
    else:
        substitute(desk, PATENT_1, THIRD)


def test_substitute__outgoing_worth_more_by_now__what_it_came_in_with_counts(desk: RightsDesk) -> None:
    deal = live(desk)
    desk.value(PATENT_1, 900 * USD)
    desk.good(THIRD, 100 * USD)
    substitute(desk, PATENT_1, THIRD)
    assert desk.facts(deal, "pool-value") == (400 * USD,)


def test_substitute__more_than_may_be_replaced_over_life__refused(desk: RightsDesk) -> None:
    live(desk)
    for right in (THIRD, FOURTH, number(5)):
        desk.good(right, 300 * USD)
    with refused_whole(desk.chain, "RightsPool_SubstitutionTooMuch", most=200 * USD, given=300 * USD):
        substitute(desk, PATENT_2, THIRD)
    substitute(desk, PATENT_1, THIRD)
    with refused_whole(desk.chain, "RightsPool_SubstitutionTooMuch", most=200 * USD, given=400 * USD):
        substitute(desk, THIRD, FOURTH)


def test_substitute__exactly_as_much_as_may_be_replaced__taken_and_then_nothing_more(desk: RightsDesk) -> None:
    live(desk, replace(TERMS, substitution_most=250_000))
    desk.good(THIRD, 100 * USD)
    desk.good(FOURTH, 100 * USD)
    substitute(desk, PATENT_1, THIRD)
    with refused_whole(desk.chain, "RightsPool_SubstitutionTooMuch", most=100 * USD, given=200 * USD):
        substitute(desk, THIRD, FOURTH)


@pytest.mark.parametrize("late", [0, 1])
def test_substitute__last_day__taken_and_refused_the_day_after(desk: RightsDesk, late: int) -> None:
    live(desk)
    desk.good(THIRD, 100 * USD)
    if late:
        on(desk, 20240701)
        with refused_whole(desk.chain, "RightsPool_SubstitutionOver", until=UNTIL, today=20240701):
            substitute(desk, PATENT_1, THIRD)
    else:
        on(desk, UNTIL, 86_399)
        substitute(desk, PATENT_1, THIRD)


def test_substitute__limit_broken_before__may_stay_so_but_no_other_may_break(desk: RightsDesk) -> None:
    limits = (("rights-lapsed", 0), ("largest-right", 750_000), ("largest-licensee", 0))
    deal = live(desk, replace(TERMS, limits=limits))
    desk.happen(PATENT_2, LAPSED)
    assert desk.facts(deal, "limits-broken") == (2 * MILLION,)
    desk.good(THIRD, 100 * USD)
    desk.good(FOURTH, 100 * USD)
    desk.licence(FOURTH, actor("maker"), 1)
    with refused_whole(desk.chain, "RightsPool_LimitBroken", label=label("largest-licensee"), most=0, given=1):
        substitute(desk, PATENT_1, FOURTH)
    substitute(desk, PATENT_1, THIRD)
    assert desk.facts(deal, "rights-lapsed", "limits-broken") == (750_000, 2 * MILLION)


def test_substitute__rights_of_licensees__go_and_come_with_them(desk: RightsDesk) -> None:
    deal = live(desk)
    desk.good(THIRD, 100 * USD)
    desk.licence(PATENT_1, actor("maker"), MILLION)
    desk.licence(THIRD, actor("dealer"), 500_000)
    assert desk.facts(deal, "largest-licensee", "rights-unlicensed") == (250_000, 750_000)
    substitute(desk, PATENT_1, THIRD)
    assert desk.facts(deal, "largest-licensee", "rights-unlicensed") == (125_000, 875_000)
    desk.licence(PATENT_2, actor("maker"), 500_000)
    assert desk.facts(deal, "largest-licensee") == (375_000,)


def test_substitute__out_and_in_again__notes_of_its_first_stay_do_no_harm(desk: RightsDesk) -> None:
    deal = live(desk, replace(TERMS, substitution_most=MILLION))
    desk.value(PATENT_1, 100 * USD, until=20240430)
    desk.good(THIRD, 100 * USD)
    substitute(desk, PATENT_1, THIRD)
    substitute(desk, THIRD, PATENT_1)
    assert desk.pool.read("pledgeOf", PATENT_1)["place"] == 3
    on(desk, 20240501)
    assert settle(desk, deal) == 2
    assert desk.facts(deal, "rights-stale", "pool-value") == (250_000, 360 * USD)


def test_substitute__by_itself__comes_in_anew_and_counts_as_replaced(desk: RightsDesk) -> None:
    """It is out before it comes in: at its value of today, counted once, and what went is replaced."""
    deal = live(desk)
    desk.value(PATENT_1, 120 * USD)
    done = substitute(desk, PATENT_1, PATENT_1)
    where = deal.deal.address
    assert done.only("RightSubstituted") == {"deal": where, "outgoing": PATENT_1, "incoming": PATENT_1}
    pledge, sums = desk.pool.read("pledgeOf", PATENT_1), desk.pool.read("sumsOf", where)
    assert (pledge["deal"], pledge["valueAtPledge"], pledge["place"]) == (where, 120 * USD, 2)
    assert (sums[:3], sums[4:]) == ((2, 420 * USD, 420 * USD), (400 * USD, 100 * USD))
    with refused_whole(desk.chain, "RightsPool_SubstitutionTooMuch", most=200 * USD, given=220 * USD):
        substitute(desk, PATENT_1, PATENT_1)


def test_substitute__a_right_whose_repurchase_is_demanded__refused_until_the_demand_is_withdrawn(
    desk: RightsDesk,
) -> None:
    """Else the seller would get round the price, be it by the right itself."""
    live(desk)
    demand(desk, PATENT_1)
    desk.good(THIRD, 100 * USD)
    for incoming in (THIRD, PATENT_1):
        with refused_whole(desk.chain, "RightsPool_AlreadyDemanded", right=PATENT_1):
            substitute(desk, PATENT_1, incoming)
    desk.pool.send("withdrawDemand", PATENT_1, by=TRUSTEE)
    substitute(desk, PATENT_1, THIRD)
