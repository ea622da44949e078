# SPDX-License-Identifier: Apache-2.0
"""The security: an ERC-20 as a wallet knows it, in eligible hands only, whose income stays with who earned it."""

from __future__ import annotations

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor

USD = sample.USD
ZERO = "0x" + "00" * 20
SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
OUTSIDER, BROKER = actor("outsider"), actor("broker")


def move(deal: DealContracts, to: str, units: int, by: str = SENIOR) -> None:
    deal.tokens[0].send("transfer", to, units, by=by)


def test_metadata__every_tranche__name_symbol_and_whole_units(live: DealContracts) -> None:
    assert tuple(token.read("name") for token in live.tokens) == sample.NAMES
    assert tuple(token.read("symbol") for token in live.tokens) == sample.SYMBOLS
    assert {token.read("decimals") for token in live.tokens} == {0}


def test_transfer__to_an_eligible_holder__units_move_and_the_supply_stays(live: DealContracts) -> None:
    done = live.tokens[0].send("transfer", MEZZANINE, 150, by=SENIOR)
    assert int.from_bytes(done.output, "big") == 1
    assert done.only("Transfer") == {"from": SENIOR, "to": MEZZANINE, "value": 150}
    assert (live.units(0, "senior_investor"), live.units(0, "mezzanine_investor")) == (450, 550)
    assert live.tokens[0].read("totalSupply") == 1_000


def test_transfer__to_a_new_eligible_wallet__holds(live: DealContracts, platform: Platform) -> None:
    platform.admit(actor("custodian"))
    move(live, actor("custodian"), 600)
    assert (live.units(0, "senior_investor"), live.units(0, "custodian")) == (0, 600)


def test_transfer__nothing__allowed_and_changes_nothing(live: DealContracts) -> None:
    done = live.tokens[0].send("transfer", MEZZANINE, 0, by=OUTSIDER)
    assert done.only("Transfer")["value"] == 0
    assert (live.units(0, "outsider"), live.units(0, "mezzanine_investor")) == (0, 400)


def test_transfer__to_oneself__changes_nothing(live: DealContracts) -> None:
    live.pay_date(100_000 * USD)
    before = live.entitlement(0, "senior_investor")
    move(live, SENIOR, 600)
    assert (live.units(0, "senior_investor"), live.entitlement(0, "senior_investor")) == (600, before)


def test_transfer__to_oneself_more_than_held__refused(live: DealContracts) -> None:
    with refused("RoyaltyEscrow_NotEnoughUnits", holder=SENIOR, held=600, moved=601):
        move(live, SENIOR, 601)


def test_transfer__more_than_held__refused(live: DealContracts) -> None:
    with refused("RoyaltyEscrow_NotEnoughUnits", holder=SENIOR, held=600, moved=601):
        move(live, MEZZANINE, 601)


def test_transfer__to_nobody__refused(live: DealContracts) -> None:
    with refused("TrancheToken_ZeroAddress"):
        move(live, ZERO, 1)


@pytest.mark.parametrize("units", [0, 1])
def test_transfer__to_a_wallet_never_admitted__refused(live: DealContracts, platform: Platform, units: int) -> None:
    with refused("TrancheToken_NotEligible", registry=platform.registry.address, account=OUTSIDER):
        move(live, OUTSIDER, units)


def test_transfer__to_a_removed_wallet__refused(live: DealContracts, platform: Platform) -> None:
    platform.remove(MEZZANINE)
    with refused("TrancheToken_NotEligible", registry=platform.registry.address, account=MEZZANINE):
        move(live, MEZZANINE, 1)


@pytest.mark.parametrize(("seconds", "eligible"), [(-1, True), (0, True), (1, False)])
def test_transfer__around_the_receiver_s_expiry__until_its_last_second(
    live: DealContracts, platform: Platform, seconds: int, eligible: bool
) -> None:
    until = sample.START + 1_000
    platform.admit(MEZZANINE, until)
    live.chain.now = until + seconds
    if eligible:
        move(live, MEZZANINE, 1)
        assert live.units(0, "mezzanine_investor") == 401
    else:
        with refused("TrancheToken_NotEligible", registry=platform.registry.address, account=MEZZANINE):
            move(live, MEZZANINE, 1)


def test_holder__eligibility_lapsed__still_earns_claims_and_may_sell(live: DealContracts, platform: Platform) -> None:
    live.pay_date(100_000 * USD)
    platform.remove(SENIOR)
    live.pay_date(100_000 * USD)
    owed = live.entitlement(0, "senior_investor")
    assert owed > 600 * sample.SENIOR_UNIT
    live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == owed
    move(live, MEZZANINE, 600)
    assert live.units(0, "senior_investor") == 0


def test_transfer__after_a_distribution__income_stays_with_who_held(live: DealContracts) -> None:
    live.pay_date(100_000 * USD)
    move(live, JUNIOR, 600)
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT
    assert live.entitlement(0, "junior_investor") == 0
    live.claim(0, "senior_investor")
    assert live.money.read("balanceOf", SENIOR) == 600 * sample.SENIOR_UNIT


def test_transfer__buyer_who_already_holds__his_earlier_income_is_untouched(live: DealContracts) -> None:
    live.pay_date(100_000 * USD)
    move(live, MEZZANINE, 600)
    assert live.entitlement(0, "mezzanine_investor") == 400 * sample.SENIOR_UNIT


def test_transfer__before_closing__refused(sold: DealContracts) -> None:
    with refused("RoyaltyEscrow_NotYetTradable", token=sold.tokens[0].address):
        move(sold, MEZZANINE, 1)


def test_approve__spender__said_and_kept(live: DealContracts) -> None:
    done = live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    assert int.from_bytes(done.output, "big") == 1
    assert done.only("Approval") == {"owner": SENIOR, "spender": BROKER, "value": 70}
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 70
    assert live.tokens[1].read("allowance", SENIOR, BROKER) == 0


def test_approve__again__replaces(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    live.tokens[0].send("approve", BROKER, 5, by=SENIOR)
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 5


def test_approve__nobody__refused(live: DealContracts) -> None:
    with refused("TrancheToken_ZeroAddress"):
        live.tokens[0].send("approve", ZERO, 1, by=SENIOR)


def test_transfer_from__within_the_allowance__used_up(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    done = live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 30, by=BROKER)
    assert int.from_bytes(done.output, "big") == 1
    assert done.only("Transfer") == {"from": SENIOR, "to": MEZZANINE, "value": 30}
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 40
    assert live.units(0, "mezzanine_investor") == 430


def test_transfer_from__greatest_allowance__never_used_up(live: DealContracts) -> None:
    live.tokens[0].send("approve", BROKER, UNLIMITED, by=SENIOR)
    live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 30, by=BROKER)
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == UNLIMITED


@pytest.mark.parametrize("spender", [BROKER, MEZZANINE])
def test_transfer_from__above_the_allowance__refused(live: DealContracts, spender: str) -> None:
    live.tokens[0].send("approve", BROKER, 69, by=SENIOR)
    allowed = 69 if spender == BROKER else 0
    with refused("TrancheToken_InsufficientAllowance", spender=spender, allowance=allowed, needed=70):
        live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 70, by=spender)


def test_transfer_from__own_units__needs_an_allowance_too(live: DealContracts) -> None:
    with refused("TrancheToken_InsufficientAllowance", spender=SENIOR, allowance=0, needed=1):
        live.tokens[0].send("transferFrom", SENIOR, MEZZANINE, 1, by=SENIOR)


def test_transfer_from__to_a_wallet_not_eligible__refused_and_the_allowance_is_kept(
    live: DealContracts, platform: Platform
) -> None:
    live.tokens[0].send("approve", BROKER, 70, by=SENIOR)
    with refused("TrancheToken_NotEligible", registry=platform.registry.address, account=OUTSIDER):
        live.tokens[0].send("transferFrom", SENIOR, OUTSIDER, 1, by=BROKER)
    assert live.tokens[0].read("allowance", SENIOR, BROKER) == 70


@pytest.mark.parametrize("receiver", [ZERO, MEZZANINE])
def test_transfer_from__from_or_to_nobody__refused(live: DealContracts, receiver: str) -> None:
    sender = SENIOR if receiver == ZERO else ZERO
    with refused("TrancheToken_ZeroAddress"):
        live.tokens[0].send("transferFrom", sender, receiver, 0, by=BROKER)


@pytest.mark.parametrize("role", ["issuer", "originator", "senior_investor", "admin", "registrar", "attacker"])
@pytest.mark.parametrize("function", ["mint", "burn"])
def test_mint_and_burn__by_anybody_but_the_offering__refused(offered: DealContracts, function: str, role: str) -> None:
    with refused("TrancheToken_OnlyOffering", offering=offered.offering.address, caller=actor(role)):
        offered.tokens[0].send(function, SENIOR, 1, by=actor(role))


def test_supply__after_closing__subscription_and_refund_are_over(live: DealContracts) -> None:
    with refused("Offering_TooManyUnits", unsold=0, wanted=1):
        live.subscribe(SENIOR, 0, 1)
    with refused("Offering_NotLapsed"):
        live.offering.send("refund", 0, by=SENIOR)
    assert [token.read("totalSupply") for token in live.tokens] == [1_000, 400, 10_000]


def test_entitlement__of_the_token__is_the_escrow_s_answer(live: DealContracts) -> None:
    live.pay_date(100_000 * USD)
    asked = live.escrow.read("entitlementOf", live.tokens[0].address, SENIOR)
    assert live.tokens[0].read("entitlementOf", SENIOR) == asked == 600 * sample.SENIOR_UNIT
