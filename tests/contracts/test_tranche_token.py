# SPDX-License-Identifier: Apache-2.0
"""The security: in eligible hands only, with income that stays with who earned it, and a supply nobody changes."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor
from tests.support.rules import transfer_refused

USD = sample.USD
SENIOR, MEZZANINE, JUNIOR = actor("senior_investor"), actor("mezzanine_investor"), actor("junior_investor")
OUTSIDER = actor("outsider")


def move(deal: DealContracts, to: str, units: int, by: str = SENIOR) -> None:
    deal.tokens[0].send("transfer", to, units, by=by)


def test_transfer__to_a_new_eligible_wallet__holds(live: DealContracts, platform: Platform) -> None:
    platform.admit(actor("custodian"))
    move(live, actor("custodian"), 600)
    assert (live.units(0, "senior_investor"), live.units(0, "custodian")) == (0, 600)


@pytest.mark.parametrize("units", [0, 1])
def test_transfer__to_a_wallet_never_admitted__refused(live: DealContracts, units: int) -> None:
    with transfer_refused(Question.RECEIVER_ELIGIBLE, SENIOR, OUTSIDER, units):
        move(live, OUTSIDER, units)


def test_transfer__to_a_removed_wallet__refused(live: DealContracts, platform: Platform) -> None:
    platform.remove(MEZZANINE)
    with transfer_refused(Question.RECEIVER_ELIGIBLE, SENIOR, MEZZANINE, 1):
        move(live, MEZZANINE, 1)


@pytest.mark.parametrize(("seconds", "eligible"), [(-1, True), (0, True), (1, False)])
def test_transfer__around_the_receiver_s_expiry__until_its_last_second(
    live: DealContracts, platform: Platform, seconds: int, eligible: bool
) -> None:
    until = sample.CLOSING + 1_000
    platform.admit(MEZZANINE, until)
    live.chain.now = until + seconds
    if eligible:
        move(live, MEZZANINE, 1)
        assert live.units(0, "mezzanine_investor") == 401
    else:
        with transfer_refused(Question.RECEIVER_ELIGIBLE, SENIOR, MEZZANINE, 1):
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
    """There are no units yet, and none of them could move."""
    with transfer_refused(Question.TRADABLE, SENIOR, MEZZANINE, 0):
        move(sold, MEZZANINE, 0)
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=0, needed=1):
        move(sold, MEZZANINE, 1)


def test_supply__before_closing__none(sold: DealContracts) -> None:
    assert [token.read("totalSupply") for token in sold.tokens] == [0, 0, 0]
    assert [sold.units(0, role) for role in sample.ALLOCATION] == [0, 0, 0]


def test_supply__after_closing__subscription_and_refund_are_over(live: DealContracts) -> None:
    with refused("Offering_Ended", deadline=sample.DEADLINE, timestamp=sample.CLOSING):
        live.subscribe(SENIOR, 0, 1)
    for end in ("collect", "refund"):
        with refused("Offering_NothingLeft", tranche=0, level=0, place=0):
            live.offering.send(end, 0, 0, 0, by=SENIOR)
    assert [token.read("totalSupply") for token in live.tokens] == [1_000, 400, 10_000]


def test_entitlement__of_the_token__is_the_escrow_s_answer(live: DealContracts) -> None:
    live.pay_date(100_000 * USD)
    asked = live.escrow.read("entitlementOf", live.tokens[0].address, SENIOR)
    assert live.tokens[0].read("entitlementOf", SENIOR) == asked == 600 * sample.SENIOR_UNIT


@pytest.mark.parametrize("units", [0, 1, 600, 601])
def test_transfer__to_oneself__refused_and_nothing_changed(live: DealContracts, units: int) -> None:
    live.pay_date(100_000 * USD)
    before = live.entitlement(0, "senior_investor")
    with transfer_refused(Question.TWO_PARTIES, SENIOR, SENIOR, units):
        move(live, SENIOR, units)
    assert (live.units(0, "senior_investor"), live.entitlement(0, "senior_investor")) == (600, before)


STRANGERS = ["issuer", "originator", "senior_investor", "admin", "registrar", "attacker"]


@pytest.mark.parametrize("role", STRANGERS)
def test_mint__by_anybody_but_the_offering__refused(offered: DealContracts, role: str) -> None:
    with refused("TrancheToken_OnlyOffering", offering=offered.offering.address, caller=actor(role)):
        offered.tokens[0].send("mint", SENIOR, 1, by=actor(role))


@pytest.mark.parametrize("role", [*STRANGERS, "redeemer"])
@pytest.mark.parametrize("stage", ["offered", "live"])
def test_burn__by_anybody_but_offering_and_agent__refused(
    request: pytest.FixtureRequest, platform: Platform, stage: str, role: str
) -> None:
    deal: DealContracts = request.getfixturevalue(stage)
    with refused("TrancheToken_OnlyAgent", agent=platform.agent.address, caller=actor(role)):
        deal.tokens[0].send("burn", SENIOR, 1, by=actor(role))
