# SPDX-License-Identifier: Apache-2.0
"""What an auditor found in offering and meeting: places, wallets and time that somebody loses, or gets by no right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import DueKind, StepFlag
from regalia.domain.transfer_rules import TransferRules
from tests.attacks.test_offering_found import ITSELF, foreign, holders
from tests.contracts.books import (
    JUNIOR,
    MEZZANINE,
    OF_PRICES,
    ORIGINATOR,
    PRICE,
    SENIOR,
    balance,
    fixed,
    held,
    offer_notes,
    settle,
)
from tests.contracts.meeting_deal import FEES, PROGRAM, SERVICER, SPEC, USD
from tests.contracts.meeting_deal import SENIOR as SENIOR_NOTES
from tests.contracts.meeting_world import MeetingWorld
from tests.contracts.test_erc3643_registry import HONEST, PROFESSIONAL, REGISTRY, scripted
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.powers import order
from tests.support.roles import actor

BUYER, NEW_WALLET = actor("buyer"), actor("senior's new wallet")


def test_take_up__eligibility_lost_a_second_ago__he_is_paid_what_his_units_earned(
    platform: Platform, money: Contract
) -> None:
    """Ten days from closing are long over: whoever sees a passport run out may take the units, but pays for a year's income too."""
    deal = offer_notes(platform, money, fixed())
    deal.subscribe(SENIOR, 0, 900)
    deal.subscribe(JUNIOR, 0, 100)
    deal.close_alone()
    for _ in range(4):
        deal.pay_date(200_000 * USD)
    platform.remove(JUNIOR)
    deal.chain.now += 1
    per_unit = deal.escrow.read("bookOf", deal.tokens[0].address)[2]
    earned = -(-per_unit * 100 // 2**48)
    assert earned > 0
    deal.give(MEZZANINE, 100 * PRICE + earned, deal.offering)
    settle(deal, "takeUp", 0, 900, by=MEZZANINE)
    assert (balance(deal, MEZZANINE), held(deal, MEZZANINE)) == (0, 100)
    settle(deal, "refund", 0, 900, by=actor("outsider"))
    assert balance(deal, JUNIOR) == 100 * PRICE + earned
    assert deal.tokens[0].read("entitlementOf", MEZZANINE) in (earned, earned - 1)


def test_refund__wallet_closed_as_lost__money_not_sent_to_who_found_the_key(
    platform: Platform, money: Contract
) -> None:
    """Units and income of a lost wallet are recovered; a bid is moved by the investor's other wallet."""
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 100)
    deal.end_window()
    platform.add_wallet(NEW_WALLET, SENIOR)
    platform.close_wallet(SENIOR)
    with refused("Offering_HeldBack", investor=SENIOR, code=10):
        settle(deal, "refund", 0, 0, by=actor("attacker"))
    for stranger in (JUNIOR, actor("attacker")):
        with refused("Offering_NotYourBid", bidder=SENIOR, caller=stranger):
            settle(deal, "moveBid", 0, 0, by=stranger)
    settle(deal, "moveBid", 0, 0, by=NEW_WALLET)
    settle(deal, "refund", 0, 0, by=actor("outsider"))
    assert (balance(deal, SENIOR), balance(deal, NEW_WALLET) > 0) == (0, True)


def test_refund__wallet_closed_and_frozen__its_investor_has_a_way_to_his_money(
    platform: Platform, money: Contract
) -> None:
    """Frozen first, so that no thief gets it; the freeze is of the lost wallet, not of the investor."""
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 100)
    deal.end_window()
    platform.add_wallet(NEW_WALLET, SENIOR)
    order(platform, "setAddressFrozen", deal.tokens[0], SENIOR, True)
    platform.close_wallet(SENIOR)
    settle(deal, "moveBid", 0, 0, by=NEW_WALLET)
    settle(deal, "refund", 0, 0, by=actor("outsider"))
    assert balance(deal, NEW_WALLET) > 0


def test_move_bid__from_a_wallet_that_is_not_closed__refused(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 100)
    platform.add_wallet(NEW_WALLET, SENIOR)
    with refused("Offering_NotYourBid", bidder=SENIOR, caller=NEW_WALLET):
        settle(deal, "moveBid", 0, 0, by=NEW_WALLET)


def test_subscribe__wallets_of_the_originator_s_foreign_identity__no_more_holders_than_places(
    platform: Platform,
) -> None:
    """By its retained units the originator has one place; over a foreign registry its further wallets each need one."""
    deal = foreign(platform, TransferRules(holder_limit=2, retained=50), fixed(minimum=600), HONEST["identity"])
    for investor, units in ((SENIOR, 600), (JUNIOR, 200), (MEZZANINE, 150)):
        try:
            deal.subscribe(investor, 0, units)
        except RefusedError as refusal:
            assert refusal.revert.name == "Offering_TooManyInvestors"
    deal.close()
    assert holders(deal) <= 2


def test_transfer__to_the_free_place__not_kept_by_a_bid_that_got_nothing(platform: Platform, money: Contract) -> None:
    """Nothing will ever be issued on the bid, and its refund waits for a frozen wallet: anybody gives the place up for it."""
    platform.admit(BUYER)
    deal = offer_notes(platform, money, OF_PRICES, TransferRules(holder_limit=2))
    deal.subscribe(SENIOR, 0, 1_000)
    deal.subscribe(JUNIOR, 0, 100, level=3)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    order(platform, "setAddressFrozen", deal.tokens[0], JUNIOR, True)
    settle(deal, "collect", 3, 0)
    with refused("Offering_HeldBack", investor=JUNIOR, code=5):
        settle(deal, "collect", 3, 0)
    deal.tokens[0].send("transfer", BUYER, 500, by=SENIOR)
    assert holders(deal) == 2
    order(platform, "setAddressFrozen", deal.tokens[0], JUNIOR, False)
    settle(deal, "refund", 3, 0)
    assert balance(deal, JUNIOR) > 0


def test_transfer__to_one_whose_units_wait__his_own_wait_until_he_passes_the_others_on(
    platform: Platform, money: Contract
) -> None:
    """Nobody else can take them up meanwhile (known issues)."""
    deal = offer_notes(platform, money, fixed(), TransferRules(largest_holding=500))
    for investor in (SENIOR, JUNIOR):
        deal.subscribe(investor, 0, 500)
    deal.close_alone()
    settle(deal, "collect", 0, 500)
    deal.tokens[0].send("transfer", SENIOR, 500, by=JUNIOR)
    with refused("TrancheToken_TransferRefused"):
        settle(deal, "collect", 0, 0)
    deal.tokens[0].send("transfer", JUNIOR, 500, by=SENIOR)
    settle(deal, "collect", 0, 0)
    assert held(deal, SENIOR) == 500


def test_create_deal__lot_above_the_largest_holding__refused(platform: Platform, money: Contract) -> None:
    """No bid could ever be taken."""
    with refused("DealFactory_BadOffer", field="lot", limit=50, given=100):
        offer_notes(platform, money, fixed(lot=100), TransferRules(largest_holding=50))


def test_replace_payee__fees_carried_by_the_deal__go_to_the_successor() -> None:
    """What was credited is the former one's; what the deal carries unpaid is owed to whoever does the work when it is paid (0006)."""
    fee = replace(FEES[1], due_kind=DueKind.FIXED, rate=0, amount=10_000 * USD, flags=StepFlag.CARRIED)
    steps, later = PROGRAM.steps, PROGRAM.acceleration
    program = replace(
        PROGRAM, steps=(steps[0], fee, *steps[2:]), acceleration=(later[0], replace(fee, carry=1), *later[2:])
    )
    world = MeetingWorld(replace(SPEC, program=program))
    world.deal.pay_date(2_500 * USD)
    assert world.deal.payable("servicer") == 0
    world.resolve("replacePayee", SERVICER, actor("new servicer"))
    world.deal.pay_date(200_000 * USD)
    assert (world.deal.payable("servicer"), world.deal.payable("new servicer")) == (0, 20_000 * USD)


# Over a foreign registry, which lists no wallets


AFFILIATE = actor("originator's affiliate")


def one_identity(first: str, second: str) -> bytes:
    """Code by which the second wallet is of the first one's identity, and every other is its own."""
    return bytes.fromhex("600435" + "8073" + second[2:] + "14" + "8173" + first[2:] + "18" + "02" + "18") + ITSELF[3:]


def foreign_platform() -> Platform:
    made = Platform()
    made.chain.place(REGISTRY, scripted(HONEST | {"identity": one_identity(ORIGINATOR, AFFILIATE)}))
    adapter = Contract.deploy(made.chain, "Erc3643Registry", REGISTRY, PROFESSIONAL, by=actor("admin"))
    shared = (adapter.address, made.agent.address, made.supervisor.address)
    made.factory = made.deploy_factory(Contract.deploy(made.chain, "TrancheToken", *shared, by=actor("admin")).address)
    return made


def test_excuse__originator_s_further_wallet_at_a_foreign_registry__counts_for_the_quorum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It can't vote and can't be excused: such a registry lists no wallets (known issues)."""
    monkeypatch.setattr("tests.contracts.meeting_world.Platform", foreign_platform)
    world = MeetingWorld()
    resolution = world.voting_on("declareDefault")
    before = world.tally(resolution, SENIOR_NOTES)[3]
    with refused("NoteholderMeeting_OriginatorHasNoVote", voter=AFFILIATE):
        world.excuse(resolution, "originator's affiliate")
    assert world.tally(resolution, SENIOR_NOTES)[3] == before
