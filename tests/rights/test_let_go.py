# SPDX-License-Identifier: Apache-2.0
"""A right whose licence was terminated leaves the deal, and its value goes on counting there: a loss is not forgotten.

The deal is on two patents: ``PATENT_1``, of the owner's, held under an exclusive licence, worth 100; and ``PATENT_2``, the
originator's own, worth 300, half of it licensed to a maker.
"""

from __future__ import annotations

import pytest

from tests.support import whole
from tests.support.chain import refused_whole
from tests.support.deal import DealContracts
from tests.support.rights import HAIRCUTS, MATURITY, MILLION, NONE, USD, PoolSpec, RightsDesk, number
from tests.support.rights_acts import (
    BUYER,
    ORIGINATOR,
    OWNER,
    PATENT_1,
    PATENT_2,
    TODAY,
    demand,
    held_under_licence,
    let_go,
    on,
    owners_of,
    settle,
    terminate,
    transfer,
)
from tests.support.roles import actor

MAKER = actor("maker")
LABELS = (
    "pool-value",
    "rights-untitled",
    "rights-unlicensed",
    "rights-lapsed",
    "rights-pledged",
    "largest-right",
    "largest-jurisdiction",
    "largest-licensee",
    "largest-group",
)
AFTER = (300 * USD, 250_000, 625_000, 0, 0, MILLION, MILLION, 500_000, 500_000)
"""With ``PATENT_1`` lost: 100 of 400 is untitled, 100 and 150 are not licensed, and the base is the 300 of ``PATENT_2``."""


def sold(desk: RightsDesk, terms: PoolSpec | None = None) -> DealContracts:
    """Sold out, not closed."""
    deal = desk.deal()
    desk.open(deal, terms)
    desk.pledge(deal, held_under_licence(desk, PATENT_1, 100 * USD), licence=1)
    desk.pledge(deal, desk.good(PATENT_2, 300 * USD))
    desk.licence(PATENT_2, MAKER, 500_000)
    deal.sell(whole.ALLOCATION)
    return deal


def live(desk: RightsDesk, terms: PoolSpec | None = None) -> DealContracts:
    deal = sold(desk, terms)
    deal.close()
    return deal


def test_let_go__licence_in_force_or_owned_whole__refused_with_the_right_and_the_licence(desk: RightsDesk) -> None:
    live(desk)
    for right, licence in ((PATENT_1, 1), (PATENT_2, 0)):
        for caller in (actor("outsider"), OWNER, ORIGINATOR, actor("trustee")):
            with refused_whole(desk.chain, "RightsPool_StillHeld", right=right, licence=licence):
                let_go(desk, right, by=caller)


def test_let_go__another_licence_ended__refused(desk: RightsDesk) -> None:
    """Nor does the end of a licence of a right that is owned whole make it leave."""
    live(desk)
    desk.licence(PATENT_1, MAKER, licensor=OWNER)
    terminate(desk, PATENT_1, 2)
    terminate(desk, PATENT_2)
    for right, licence in ((PATENT_1, 1), (PATENT_2, 0)):
        with refused_whole(desk.chain, "RightsPool_StillHeld", right=right, licence=licence):
            let_go(desk, right)


def test_let_go__licence_on_its_last_day_and_after__held_and_then_let_go(desk: RightsDesk) -> None:
    live(desk)
    on(desk, MATURITY)
    with refused_whole(desk.chain, "RightsPool_StillHeld", right=PATENT_1, licence=1):
        let_go(desk, PATENT_1)
    on(desk, MATURITY + 1)
    let_go(desk, PATENT_1)


def test_pledge__right_the_deal_lost__not_counted_twice(desk: RightsDesk) -> None:
    """Under a new licence it could come back before closing, and its value would stand in the sums two times."""
    deal = desk.deal()
    desk.open(deal)
    held_under_licence(desk, PATENT_1, 100 * USD)
    desk.pledge(deal, PATENT_1, licence=1)
    terminate(desk, PATENT_1)
    let_go(desk, PATENT_1)
    desk.licence(PATENT_1, actor("originator"), licensor=OWNER, exclusive=True)
    with refused_whole(desk.chain, "RightsPool_LostBefore", right=PATENT_1, deal=deal.deal.address):
        desk.pledge(deal, PATENT_1, licence=2)


def test_let_go__backs_no_deal_or_left_already__refused(desk: RightsDesk) -> None:
    live(desk)
    terminate(desk, PATENT_1)
    let_go(desk, PATENT_1)
    for right in (PATENT_1, desk.good(number(3), 1), number(4)):
        with refused_whole(desk.chain, "RightsPool_NotPledged", right=right):
            let_go(desk, right)


def test_let_go__by_anybody__told_freed_and_out_of_the_count_of_rights_only(desk: RightsDesk) -> None:
    deal = live(desk)
    where = deal.deal.address
    terminate(desk, PATENT_1)
    before = desk.pool.read("sumsOf", where)
    assert (before[:3], before[4:]) == ((2, 400 * USD, 300 * USD), (400 * USD, 0))
    done = let_go(desk, PATENT_1)
    assert done.only("RightReturned") == {"right": PATENT_1, "deal": where, "why": 4}
    assert done.only("RightFreed") == {"right": PATENT_1, "pool": desk.pool.address}
    assert done.all("RightCounted") == []
    after = desk.pool.read("sumsOf", where)
    assert (after[:3], after[4:]) == ((1, 400 * USD, 300 * USD), (400 * USD, 0))
    assert desk.pool.read("pledgeOf", PATENT_1)["deal"] == desk.registry.read("poolOf", PATENT_1) == NONE


def test_let_go__untitled_and_nothing_else__every_fact_as_it_was(desk: RightsDesk) -> None:
    deal = live(desk)
    terminate(desk, PATENT_1)
    assert desk.facts(deal, *LABELS) == AFTER
    let_go(desk, PATENT_1)
    assert desk.facts(deal, *LABELS) == AFTER


def test_let_go__other_conditions_and_licences__what_they_added_goes_and_the_loss_stays(desk: RightsDesk) -> None:
    """Untitled costs half here, so 50 of the lost right's 100 still counted; 40% of it the owner has licensed to the maker."""
    deal = live(desk, PoolSpec(haircuts=(*HAIRCUTS[:9], 500_000)))
    terminate(desk, PATENT_1)
    desk.licence(PATENT_1, MAKER, 400_000, licensor=OWNER)
    desk.lien(PATENT_1)
    # base 50 and 300; not licensed 60 and 150 of 400; the maker has 40% of 50, and 150, of 350
    expected = (350 * USD, 250_000, 525_000, 0, 250_000, 857_143, MILLION, 485_715, 485_715)
    assert desk.facts(deal, *LABELS) == expected
    let_go(desk, PATENT_1)
    assert desk.facts(deal, *LABELS) == AFTER


def test_let_go__under_a_sub_licence_whose_parent_ended__leaves_too(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    held_under_licence(desk, PATENT_1, 100 * USD, licensee=MAKER)
    desk.licence(PATENT_1, ORIGINATOR, licensor=MAKER, parent=1, exclusive=True, until=MATURITY)
    desk.pledge(deal, PATENT_1, licence=2)
    terminate(desk, PATENT_1, 1)
    let_go(desk, PATENT_1)
    assert desk.facts(deal, "pool-value", "rights-untitled", "rights-unlicensed") == (0, MILLION, MILLION)


def test_let_go__value_when_it_left__counts_and_no_later_one(desk: RightsDesk) -> None:
    """It came in at 100 and left at 500; what its owner does with it afterwards is no matter of the deal's."""
    deal = live(desk)
    desk.value(PATENT_1, 500 * USD)
    terminate(desk, PATENT_1)
    let_go(desk, PATENT_1)
    assert desk.facts(deal, "rights-untitled", "pool-value") == (625_000, 300 * USD)
    desk.value(PATENT_1, 9 * USD)
    desk.lien(PATENT_1)
    transfer(desk, PATENT_1, OWNER, BUYER)
    assert owners_of(desk, PATENT_1) == {BUYER: MILLION}
    assert desk.facts(deal, "rights-untitled", "pool-value", "rights-pledged") == (625_000, 300 * USD, 0)


def test_let_go__then_a_deal_of_its_owner__takes_it_and_the_first_counts_on(desk: RightsDesk) -> None:
    deal = live(desk)
    terminate(desk, PATENT_1)
    theirs = desk.deal(salt=b"\5" * 32, originator="owner")
    desk.open(theirs, by=OWNER)
    with refused_whole(desk.chain, "RightsPool_AlreadyPledged", right=PATENT_1, deal=deal.deal.address):
        desk.pledge(theirs, PATENT_1, by=OWNER)
    let_go(desk, PATENT_1)
    desk.pledge(theirs, PATENT_1, by=OWNER)
    desk.value(PATENT_1, 70 * USD)
    assert desk.facts(theirs, "pool-value", "rights-untitled", "largest-right") == (70 * USD, 0, MILLION)
    assert desk.facts(deal, *LABELS) == AFTER


def test_let_go__two_of_three__both_count_on_and_what_remains_is_shared_by_all(desk: RightsDesk) -> None:
    """50 and 100 are lost of 450."""
    deal = desk.deal()
    desk.open(deal)
    for serial, amount in ((1, 50), (2, 100)):
        desk.pledge(deal, held_under_licence(desk, number(serial), amount * USD), licence=1)
    desk.pledge(deal, desk.good(number(3), 300 * USD))
    for serial in (1, 2):
        terminate(desk, number(serial))
        let_go(desk, number(serial))
    assert desk.pool.read("sumsOf", deal.deal.address)[:3] == (1, 450 * USD, 300 * USD)
    assert desk.facts(deal, "rights-untitled", "largest-right") == (333_334, MILLION)


def test_demands__of_a_right_that_left__go_on_being_numbered(desk: RightsDesk) -> None:
    """A document of a breach has its number of the right, whichever deal it backs."""
    live(desk)
    assert demand(desk, PATENT_1).only("RepurchaseDemanded")["number"] == 1
    terminate(desk, PATENT_1)
    let_go(desk, PATENT_1)
    with refused_whole(desk.chain, "RightsPool_NotPledged", right=PATENT_1):
        demand(desk, PATENT_1)
    second = desk.deal(salt=b"\5" * 32, originator="owner")
    desk.open(second, by=OWNER)
    desk.pledge(second, PATENT_1, by=OWNER)
    assert not desk.pool.read("pledgeOf", PATENT_1)["demanded"]
    second.sell(whole.ALLOCATION)
    second.close()
    assert demand(desk, PATENT_1).only("RepurchaseDemanded")["number"] == 2


def test_let_go__something_is_due__goes_on_and_settling_then_leaves_it_alone(desk: RightsDesk) -> None:
    """Both valuations end on one day, and the end of each was noted."""
    deal = live(desk)
    terminate(desk, PATENT_1)
    on(desk, 20260121)
    let_go(desk, PATENT_1)
    with refused_whole(desk.chain, "RightsPool_Due", day=20260120, today=20260121):
        desk.facts(deal, "rights-untitled")
    assert settle(desk, deal) == 2
    assert desk.facts(deal, "rights-untitled", "rights-stale") == (250_000, 750_000)


@pytest.mark.parametrize("least", [1, 2])
def test_close__after_a_loss__counts_only_the_rights_that_are_there(desk: RightsDesk, least: int) -> None:
    deal = sold(desk, PoolSpec(least_rights=least))
    terminate(desk, PATENT_1)
    let_go(desk, PATENT_1)
    if least == 2:
        with refused_whole(desk.chain, "RightsPool_TooFewRights", least=2, given=1):
            deal.close()
    else:
        deal.close()
        assert deal.deal.read("status") == 3


def test_close__everything_lost__refused(desk: RightsDesk) -> None:
    deal = desk.deal()
    desk.open(deal)
    desk.pledge(deal, held_under_licence(desk, PATENT_1, 100 * USD), licence=1)
    deal.sell(whole.ALLOCATION)
    terminate(desk, PATENT_1)
    let_go(desk, PATENT_1)
    with refused_whole(desk.chain, "RightsPool_TooFewRights", least=1, given=0):
        deal.close()


def test_payment_date__after_a_loss__takes_the_facts_with_it(desk: RightsDesk) -> None:
    """``largest-right`` and ``limits-broken`` are asked, and the limit is on what is untitled."""
    deal = live(desk, PoolSpec(limits=(("rights-untitled", 249_999),)))
    deal.pay_royalty(50_000 * USD)
    terminate(desk, PATENT_1, day=TODAY)
    let_go(desk, PATENT_1)
    told = deal.pay_date_without_cash(50_000 * USD).only("FactsTaken")
    assert told["facts"] == (300 * USD, 0, MILLION, MILLION)
