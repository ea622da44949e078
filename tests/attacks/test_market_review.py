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
from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.powers import order
from tests.support.roles import actor

BUYER, NEW_WALLET = actor("buyer"), actor("senior's new wallet")


def test_take_up__eligibility_lost_a_second_ago__waits_for_him_ten_days(platform: Platform, money: Contract) -> None:
    """Ten days from closing are long over: whoever sees a passport run out gets units and a year's income at the price of issue."""
    deal = offer_notes(platform, money, fixed())
    deal.subscribe(SENIOR, 0, 900)
    deal.subscribe(JUNIOR, 0, 100)
    deal.close_alone()
    for _ in range(4):
        deal.pay_date(200_000 * USD)
    platform.remove(JUNIOR)
    deal.chain.now += 1
    deal.give(MEZZANINE, 100 * PRICE, deal.offering)
    with pytest.raises(RefusedError):
        settle(deal, "takeUp", 0, 900, by=MEZZANINE)


def test_refund__wallet_closed_as_lost__money_not_sent_to_who_found_the_key(
    platform: Platform, money: Contract
) -> None:
    """Units and income of a lost wallet are recovered; a bid is not, and anybody may have it paid out to the lost wallet."""
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 100)
    deal.end_window()
    platform.add_wallet(NEW_WALLET, SENIOR)
    platform.close_wallet(SENIOR)
    with pytest.raises(RefusedError):
        settle(deal, "refund", 0, 0, by=actor("attacker"))
    assert balance(deal, SENIOR) == 0


def test_refund__wallet_closed_and_frozen__its_investor_has_a_way_to_his_money(
    platform: Platform, money: Contract
) -> None:
    """Frozen, so that no thief gets it, it stays in the offering for ever: a recovery finds nothing in the token."""
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 100)
    deal.end_window()
    platform.add_wallet(NEW_WALLET, SENIOR)
    order(platform, "setAddressFrozen", deal.tokens[0], SENIOR, True)
    platform.close_wallet(SENIOR)
    order(platform, "recoverWallet", deal.tokens[0], SENIOR, NEW_WALLET, SENIOR)


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
    """Nothing will ever be issued on the bid, and its refund waits for a frozen wallet: the place must not."""
    platform.admit(BUYER)
    deal = offer_notes(platform, money, OF_PRICES, TransferRules(holder_limit=2))
    deal.subscribe(SENIOR, 0, 1_000)
    deal.subscribe(JUNIOR, 0, 100, level=3)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    order(platform, "setAddressFrozen", deal.tokens[0], JUNIOR, True)
    deal.tokens[0].send("transfer", BUYER, 500, by=SENIOR)
    assert holders(deal) == 2


def test_transfer__to_one_whose_units_wait__keeps_him_to_the_largest_holding(
    platform: Platform, money: Contract
) -> None:
    """Units that wait earn for him: with as many bought he has twice what one may have, and nobody can take them up."""
    deal = offer_notes(platform, money, fixed(), TransferRules(largest_holding=500))
    for investor in (SENIOR, JUNIOR):
        deal.subscribe(investor, 0, 500)
    deal.close_alone()
    settle(deal, "collect", 0, 500)
    with pytest.raises(RefusedError):
        deal.tokens[0].send("transfer", SENIOR, 500, by=JUNIOR)
    assert held(deal, SENIOR) == 0


def test_create_deal__lot_above_the_largest_holding__refused(platform: Platform, money: Contract) -> None:
    """No bid could ever be taken."""
    with pytest.raises(RefusedError):
        offer_notes(platform, money, fixed(lot=100), TransferRules(largest_holding=50))


def test_replace_payee__fees_the_former_earned_and_was_not_paid__stay_his() -> None:
    """What the deal still owes the former servicer is carried from date to date, and the next one pays it to his successor."""
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
    assert (world.deal.payable("servicer"), world.deal.payable("new servicer")) == (10_000 * USD, 10_000 * USD)


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


def test_excuse__originator_s_further_wallet_at_a_foreign_registry__does_not_count_for_the_quorum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It can't vote and can't be excused: with half of a class in such wallets the originator keeps every quorum from being reached."""
    monkeypatch.setattr("tests.contracts.meeting_world.Platform", foreign_platform)
    world = MeetingWorld()
    resolution = world.voting_on("declareDefault")
    assert world.tally(resolution, SENIOR_NOTES)[3] in (800, 850)
    world.excuse(resolution, "originator's affiliate")
    assert world.tally(resolution, SENIOR_NOTES)[3] == 800
