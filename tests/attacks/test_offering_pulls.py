# SPDX-License-Identifier: Apache-2.0
"""Money and units are pulled: whoever pulls, and whoever can't receive, they go to the bidder alone and keep nobody else waiting."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import (
    ATTACKER,
    JUNIOR,
    MEZZANINE,
    OF_PRICES,
    PRICE,
    SENIOR,
    balance,
    fixed,
    held,
    offer_notes,
    settle,
)
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.powers import order
from tests.support.roles import actor
from tests.support.sample import DAY, USD

NEW_WALLET = actor("junior's new wallet")


def both(platform: Platform, money: Contract) -> DealContracts:
    """At 1,000: SENIOR and JUNIOR bid for all and get half each."""
    deal = offer_notes(platform, money, fixed())
    for investor in (SENIOR, JUNIOR):
        deal.subscribe(investor, 0, 1_000)
    return deal


@pytest.mark.parametrize("closes", [True, False])
def test_pull__by_an_attacker_for_everybody__all_goes_to_the_bidders(
    platform: Platform, money: Contract, closes: bool
) -> None:
    platform.admit(ATTACKER)
    deal = both(platform, money)
    if closes:
        deal.close_alone()
    else:
        deal.chain.now += 30 * DAY
    for place in (0, 1_000):
        settle(deal, "collect" if closes else "refund", 0, place, by=ATTACKER)
    assert (balance(deal, ATTACKER), held(deal, ATTACKER)) == (0, 0)
    back = (500 if closes else 1_000) * PRICE
    assert [balance(deal, who) for who in (SENIOR, JUNIOR)] == [back, back]


def test_pull__bidder_whom_the_payment_token_blocks__has_his_units_and_keeps_nobody(platform: Platform) -> None:
    """His change can't be paid and waits for him; his units come all the same, and nobody may take them up."""
    deal = both(platform, platform.money("MockBlockingToken"))
    deal.close_alone()
    deal.money.send("block_", JUNIOR, by=ATTACKER)
    with refused_whole(deal.chain, "MockBlockingToken_Blocked", account=JUNIOR):
        settle(deal, "refund", 0, 1_000)
    for place in (0, 1_000):
        settle(deal, "collect", 0, place)
    assert (held(deal, SENIOR), held(deal, JUNIOR), balance(deal, deal.offering.address)) == (500, 500, 500 * PRICE)
    deal.chain.now += 10 * DAY
    with refused("Offering_NothingLeft"):
        settle(deal, "takeUp", 0, 1_000, by=MEZZANINE)
    with refused("Offering_HeldBack", investor=JUNIOR, code=0):
        settle(deal, "collect", 0, 1_000)


def test_take_up__token_that_keeps_a_fee__refused_whole(platform: Platform) -> None:
    money = platform.money("MockFeeToken")
    money.send("charge", False, by=ATTACKER)
    deal = offer_notes(platform, money, fixed())
    deal.subscribe(JUNIOR, 0, 1_000)
    deal.close_alone()
    platform.remove(JUNIOR)
    deal.chain.now += 10 * DAY
    deal.give(SENIOR, 1_000 * PRICE, deal.offering)
    money.send("charge", True, by=ATTACKER)
    named = {"expected": 1_000 * PRICE, "received": 990 * PRICE}
    with refused_whole(deal.chain, "Offering_AmountReceived", **named):
        settle(deal, "takeUp", 0, 0, by=SENIOR)


def test_collect__wallet_lost_and_recovered_before__released_by_order_all_follows_to_the_new_one(
    platform: Platform, money: Contract
) -> None:
    """A bid is the wallet's it was made by. Once that was recovered it is frozen, so nobody can send to it what its finder would have."""
    deal = offer_notes(platform, money, fixed())
    for units in (400, 600):
        deal.subscribe(JUNIOR, 0, units)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    platform.add_wallet(NEW_WALLET, JUNIOR)
    token = deal.tokens[0]
    order(platform, "recoverWallet", token, JUNIOR, NEW_WALLET, JUNIOR)
    with refused("TrancheToken_TransferRefused"):
        settle(deal, "collect", 0, 400, by=ATTACKER)
    order(platform, "setAddressFrozen", token, JUNIOR, False)
    settle(deal, "collect", 0, 400)
    order(platform, "recoverWallet", token, JUNIOR, NEW_WALLET, JUNIOR)
    assert (held(deal, JUNIOR), held(deal, NEW_WALLET)) == (0, 1_000)


def test_collect__pushed_above_the_largest_holding_by_a_gift__not_before_he_passes_it_on(
    platform: Platform, money: Contract
) -> None:
    """Whoever collects for him first is in time: anybody may, in the block of closing."""
    platform.admit(ATTACKER)
    deal = offer_notes(platform, money, fixed(), TransferRules(largest_holding=600))
    deal.subscribe(JUNIOR, 0, 600)
    deal.subscribe(ATTACKER, 0, 400)
    deal.close_alone()
    settle(deal, "collect", 0, 600)
    token = deal.tokens[0]
    token.send("transfer", JUNIOR, 1, by=ATTACKER)
    with refused("TrancheToken_TransferRefused"):
        settle(deal, "collect", 0, 0, by=JUNIOR)
    token.send("transfer", SENIOR, 1, by=JUNIOR)
    settle(deal, "collect", 0, 0, by=JUNIOR)
    assert held(deal, JUNIOR) == 600


def test_offering__two_deals_in_one_token__neither_pays_the_others_bids(platform: Platform, money: Contract) -> None:
    deals = [platform.create(money, DealSpec(salt=bytes([salt]) * 32)) for salt in (1, 2)]
    deals[0].subscribe(SENIOR, 0, 10)
    deals[1].sell()
    deals[1].close()
    with refused("Offering_NoBid"):
        settle(deals[1], "refund", 0, 10)
    assert balance(deals[0], deals[0].offering.address) == 10_000 * USD
    settle(deals[0], "refund", 0, 0)
    assert balance(deals[0], deals[0].offering.address) == 0


def test_bids__that_nobody_serves__keep_no_other_from_his_share(platform: Platform, money: Contract) -> None:
    """A hundred small bids by one wallet: closing costs the same, and each other bid is found by its own place."""
    deal = offer_notes(platform, money, OF_PRICES)
    for _ in range(100):
        deal.subscribe(MEZZANINE, 0, 10, level=7)
    deal.subscribe(SENIOR, 0, 1_000)
    few = offer_notes(platform, money, OF_PRICES, salt=b"\1" * 32)
    few.subscribe(MEZZANINE, 0, 1_000, level=7)
    few.subscribe(SENIOR, 0, 1_000)
    costs = [each.close_alone().gas for each in (deal, few)]
    assert abs(costs[0] - costs[1]) < 100
    settle(deal, "collect", 0, 0)
    assert held(deal, SENIOR) == 1_000
