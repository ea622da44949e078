# SPDX-License-Identifier: Apache-2.0
"""Where the rules limit investors, so do the bids: all of one together, and a place among the holders for each until he collects."""

from __future__ import annotations

from random import Random

import pytest

from regalia.domain.offering.book import BidRefusedError, OfferBook
from regalia.domain.offering.offer import Offer
from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import (
    JUNIOR,
    MEZZANINE,
    OF_PRICES,
    ORIGINATOR,
    SENIOR,
    fixed,
    held,
    offer_notes,
    settle,
)
from tests.support.chain import RefusedError, refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.roles import actor
from tests.support.rules import transfer_refused

SECOND, BUYER = actor("senior's second wallet"), actor("buyer")


def bid(deal: DealContracts, investor: str, units: int, level: int = 0) -> None:
    deal.subscribe(investor, 0, units, level)


def awaited(deal: DealContracts) -> int:
    return int(deal.offering.read("awaited", 0))


def test_largest_holding__bids_at_several_levels__count_together(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, OF_PRICES, TransferRules(largest_holding=600))
    for level in range(6):
        bid(deal, SENIOR, 100, level)
    with refused_whole(deal.chain, "Offering_AboveLargestHolding", largest=600, wanted=610):
        deal.offering.send("subscribe", 0, 7, 10, by=SENIOR)
    bid(deal, JUNIOR, 600)


def test_largest_holding__bids_from_two_wallets_of_one_investor__count_together(
    platform: Platform, money: Contract
) -> None:
    platform.add_wallet(SECOND, SENIOR)
    deal = offer_notes(platform, money, fixed(), TransferRules(largest_holding=600))
    bid(deal, SENIOR, 400)
    with refused_whole(deal.chain, "Offering_AboveLargestHolding", largest=600, wanted=601):
        deal.offering.send("subscribe", 0, 0, 201, by=SECOND)
    bid(deal, SECOND, 200)
    bid(deal, JUNIOR, 400)
    deal.close()
    assert (held(deal, SENIOR), held(deal, SECOND)) == (400, 200)


def test_largest_holding__of_the_originator__what_it_retains_counts(platform: Platform, money: Contract) -> None:
    platform.admit(ORIGINATOR)
    platform.add_wallet(SECOND, ORIGINATOR)
    deal = offer_notes(platform, money, fixed(), TransferRules(largest_holding=600, retained=50))
    bid(deal, ORIGINATOR, 300)
    with refused_whole(deal.chain, "Offering_AboveLargestHolding", largest=600, wanted=601):
        deal.offering.send("subscribe", 0, 0, 251, by=SECOND)
    bid(deal, SECOND, 250)
    bid(deal, JUNIOR, 400)
    deal.close()
    assert (held(deal, ORIGINATOR), held(deal, SECOND)) == (350, 250)


def test_largest_holding__bid_by_itself_above_it__refused_by_the_ladder(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed(), TransferRules(largest_holding=600))
    with transfer_refused(Question.LARGEST_SHARE, NO_ADDRESS, SENIOR, 601):
        deal.offering.send("subscribe", 0, 0, 601, by=SENIOR)


def test_holder_limit__investors_with_bids__counted_once_however_many_bids_and_wallets(
    platform: Platform, money: Contract
) -> None:
    platform.add_wallet(SECOND, SENIOR)
    deal = offer_notes(platform, money, fixed(), TransferRules(holder_limit=2))
    for investor, places in ((SENIOR, 1), (SENIOR, 1), (SECOND, 1), (JUNIOR, 2), (SENIOR, 2)):
        bid(deal, investor, 200)
        assert awaited(deal) == places
    with refused_whole(deal.chain, "Offering_TooManyInvestors", limit=2, investors=3):
        deal.offering.send("subscribe", 0, 0, 1, by=MEZZANINE)
    deal.close()
    assert (deal.tokens[0].read("investorCount"), awaited(deal)) == (2, 0)


@pytest.mark.parametrize("limit", [2, 3])
def test_holder_limit__units_retained__the_originator_has_its_place_from_the_start(
    platform: Platform, money: Contract, limit: int
) -> None:
    platform.admit(ORIGINATOR)
    deal = offer_notes(platform, money, fixed(), TransferRules(holder_limit=limit, retained=50))
    bid(deal, ORIGINATOR, 50)
    assert awaited(deal) == 0
    for number in range(1, limit):
        investor = actor(f"investor {number}")
        platform.admit(investor)
        bid(deal, investor, 900 // (limit - 1))
        assert awaited(deal) == number
    with refused_whole(deal.chain, "Offering_TooManyInvestors", limit=limit - 1, investors=limit):
        deal.offering.send("subscribe", 0, 0, 1, by=MEZZANINE)
    deal.close()
    assert (deal.tokens[0].read("investorCount"), awaited(deal)) == (limit, 0)


def test_holder_limit__no_rule__nobody_is_counted(offered: DealContracts) -> None:
    offered.sell()
    assert awaited(offered) == 0


def test_awaited__investor_with_two_bids__until_both_are_settled(platform: Platform, money: Contract) -> None:
    """The second, which gets nothing, is settled when its money is paid."""
    deal = offer_notes(platform, money, OF_PRICES, TransferRules(holder_limit=3))
    bid(deal, SENIOR, 600)
    bid(deal, JUNIOR, 400)
    bid(deal, SENIOR, 200, 3)
    deal.close_alone()
    counts = [awaited(deal)]
    for level, place in ((0, 0), (3, 0), (0, 600)):
        settle(deal, "collect", level, place)
        counts.append(awaited(deal))
    assert counts == [2, 2, 1, 0]


def test_holder_limit__places_of_those_who_have_not_collected__not_taken_by_a_transfer(
    platform: Platform, money: Contract
) -> None:
    """One of three holds; two are awaited, and a newcomer has to wait until one of them turns out not to come in."""
    platform.admit(BUYER)
    deal = offer_notes(platform, money, OF_PRICES, TransferRules(holder_limit=3))
    bid(deal, SENIOR, 600)
    bid(deal, JUNIOR, 400)
    bid(deal, MEZZANINE, 100, 4)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    token = deal.tokens[0]
    with transfer_refused(Question.HOLDER_COUNT, SENIOR, BUYER, 10):
        token.send("transfer", BUYER, 10, by=SENIOR)
    settle(deal, "collect", 0, 600)
    assert (token.read("investorCount"), awaited(deal)) == (2, 1)
    with transfer_refused(Question.HOLDER_COUNT, SENIOR, BUYER, 10):
        token.send("transfer", BUYER, 10, by=SENIOR)
    settle(deal, "refund", 4, 0)
    token.send("transfer", BUYER, 10, by=SENIOR)
    assert (token.read("investorCount"), awaited(deal)) == (3, 0)


def test_holder_limit__one_leaves_as_another_arrives__the_awaited_place_is_kept(
    platform: Platform, money: Contract
) -> None:
    platform.admit(BUYER)
    deal = offer_notes(platform, money, fixed(), TransferRules(holder_limit=2))
    bid(deal, SENIOR, 600)
    bid(deal, JUNIOR, 400)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    deal.tokens[0].send("transfer", BUYER, 600, by=SENIOR)
    settle(deal, "collect", 0, 600)
    assert (deal.tokens[0].read("investorCount"), held(deal, JUNIOR)) == (2, 400)


@pytest.mark.parametrize("seed", range(6))
def test_bids__under_random_limits__taken_or_refused_as_by_the_twin(seed: int) -> None:
    rng, platform = Random(seed), Platform()
    money = platform.money()
    investors = [actor(f"investor {number}") for number in range(5)]
    for investor in (*investors, ORIGINATOR):
        platform.admit(investor)
    taken = declined = 0
    for _ in range(12):
        with platform.chain.undone():
            rules = TransferRules(
                holder_limit=rng.choice((0, 2, 3, 5)),
                largest_holding=rng.choice((0, 500, 700)),
                retained=rng.choice((0, 100)),
            )
            offer = Offer(1, 1_000, 10)
            deal = offer_notes(platform, money, offer, rules)
            twin = OfferBook(offer, 1_000 - rules.retained, rules, ORIGINATOR)
            for _ in range(14):
                investor, units = rng.choice((*investors, ORIGINATOR)), 10 * rng.randint(1, 60)
                try:
                    twin.subscribe(investor, 0, units)
                    bid(deal, investor, units)
                    taken += 1
                except BidRefusedError:
                    with pytest.raises(RefusedError):
                        bid(deal, investor, units)
                    declined += 1
            assert deal.offering.read("demandAt", 0, 0) == twin.demand[0]
    assert min(taken, declined) > 20


def test_awaited__offering_that_lapsed__refunds_settle_it(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed(), TransferRules(holder_limit=2))
    bid(deal, SENIOR, 10)
    bid(deal, JUNIOR, 10)
    deal.end_window()
    for place in (0, 10):
        settle(deal, "refund", 0, place)
    assert awaited(deal) == 0
    with refused("Offering_NothingLeft"):
        settle(deal, "refund", 0, 0)
