# SPDX-License-Identifier: Apache-2.0
"""More holders than the rules allow, and places that nobody can have: ways round the count that the offering keeps."""

from __future__ import annotations

from contextlib import suppress

from regalia.domain.offering.offer import Offer
from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import (
    JUNIOR,
    MEZZANINE,
    OF_PRICES,
    ORIGINATOR,
    PRICE,
    SENIOR,
    fixed,
    held,
    offer_notes,
    settle,
    spec,
)
from tests.contracts.test_erc3643_registry import HONEST, PROFESSIONAL, REGISTRY, scripted, word
from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor
from tests.support.sample import DAY

BUYER = actor("buyer")
TWO = TransferRules(holder_limit=2)


def take_up(deal: DealContracts, place: int, by: str, units: int) -> None:
    """Refused, if the taker would be a holder too many."""
    deal.give(by, units * PRICE, deal.offering)
    try:
        settle(deal, "takeUp", 0, place, by=by)
    except RefusedError:
        assert held(deal, by) == 0


def ten_days_later(deal: DealContracts, platform: Platform, leaver: str) -> None:
    platform.remove(leaver)
    platform.admit(BUYER)
    deal.chain.now += 10 * DAY


def holders(deal: DealContracts) -> int:
    return int(deal.tokens[0].read("investorCount"))


def test_take_up__of_an_investor_who_holds_other_units__makes_no_holder_too_many(
    platform: Platform, money: Contract
) -> None:
    """His place is that of the units he has; who takes up the others needs one of his own."""
    deal = offer_notes(platform, money, fixed(), TWO)
    for investor, units in ((SENIOR, 600), (JUNIOR, 300), (JUNIOR, 100)):
        deal.subscribe(investor, 0, units)
    deal.close_alone()
    for place in (0, 600):
        settle(deal, "collect", 0, place)
    ten_days_later(deal, platform, JUNIOR)
    take_up(deal, 900, BUYER, 100)
    assert holders(deal) <= 2


def test_take_up__two_bids_of_one_investor_by_two_others__makes_no_holder_too_many(
    platform: Platform, money: Contract
) -> None:
    deal = offer_notes(platform, money, fixed(), TWO)
    for investor, units in ((SENIOR, 600), (JUNIOR, 300), (JUNIOR, 100)):
        deal.subscribe(investor, 0, units)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    ten_days_later(deal, platform, JUNIOR)
    take_up(deal, 600, BUYER, 300)
    take_up(deal, 900, MEZZANINE, 100)
    assert holders(deal) <= 2


def test_take_up__what_the_originator_bid_for__makes_no_holder_too_many(platform: Platform, money: Contract) -> None:
    """It keeps its place by what it retains."""
    platform.admit(ORIGINATOR)
    deal = offer_notes(platform, money, fixed(), TransferRules(holder_limit=2, retained=50))
    deal.subscribe(SENIOR, 0, 900)
    deal.subscribe(ORIGINATOR, 0, 50)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    ten_days_later(deal, platform, ORIGINATOR)
    take_up(deal, 900, BUYER, 50)
    assert holders(deal) <= 2


def test_transfer__of_all_units_in_hands_while_others_wait_for_the_sender__makes_no_holder_too_many(
    platform: Platform, money: Contract
) -> None:
    """He makes no room for another as he leaves: he is to come back with what he has not collected."""
    platform.admit(BUYER)
    deal = offer_notes(platform, money, fixed(), TWO)
    for investor, units in ((SENIOR, 300), (SENIOR, 100), (JUNIOR, 600)):
        deal.subscribe(investor, 0, units)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    with suppress(RefusedError):
        deal.tokens[0].send("transfer", BUYER, 300, by=SENIOR)
    for place in (300, 400):
        settle(deal, "collect", 0, place)
    assert holders(deal) <= 2


# Over a foreign registry, which lists no wallets: there a wallet counts as a holder


ITSELF = bytes.fromhex("6004355f5260205ff3")
"""Code that answers with the wallet it is asked about: every wallet is an identity of its own."""


def foreign(platform: Platform, rules: TransferRules, offer: Offer, identity: bytes) -> DealContracts:
    """Over a registry that finds an identity by this code."""
    admin = actor("admin")
    platform.chain.place(REGISTRY, scripted(HONEST | {"identity": identity}))
    adapter = Contract.deploy(platform.chain, "Erc3643Registry", REGISTRY, PROFESSIONAL, by=admin)
    shared = (adapter.address, platform.agent.address, platform.supervisor.address)
    token = Contract.deploy(platform.chain, "TrancheToken", *shared, by=admin)
    platform.factory = platform.deploy_factory(token.address)
    return platform.create(platform.money(), spec(offer, rules))


def test_subscribe__wallets_of_one_foreign_identity__no_more_holders_than_places(platform: Platform) -> None:
    """Each wallet will be a holder, so each needs a place; three bid on one place here, and three hundred could."""
    deal = foreign(platform, TWO, fixed(minimum=400), HONEST["identity"])
    for investor, units in ((SENIOR, 400), (JUNIOR, 300), (MEZZANINE, 300)):
        with suppress(RefusedError):
            deal.subscribe(investor, 0, units)
    deal.close()
    assert holders(deal) <= 2


def test_awaited__foreign_wallet_bound_to_no_identity_any_more__its_place_is_free_once_it_is_settled(
    platform: Platform,
) -> None:
    """Else the tranche may have a holder less for ever."""
    deal = foreign(platform, TransferRules(holder_limit=2), OF_PRICES, ITSELF)
    deal.subscribe(SENIOR, 0, 1_000)
    deal.subscribe(JUNIOR, 0, 100, level=3)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    platform.chain.place(REGISTRY, scripted(HONEST | {"identity": word(0)}))
    settle(deal, "refund", 3, 0)
    assert deal.offering.read("awaited", 0) == 0


def test_demand_at__level_beyond_a_byte__not_that_of_another_tranche(offered: DealContracts) -> None:
    offered.subscribe(MEZZANINE, 1, 7)
    try:
        assert offered.offering.read("demandAt", 0, 256) == 0
    except RefusedError as refusal:
        assert refusal.revert.name == "Offering_NoLevel"
