# SPDX-License-Identifier: Apache-2.0
"""Whoever holds the first unit or the last one: units have a fixed share of the tranche, so neither place is worth anything.

What the last to burn is owed of fractions is in ``test_audit_last_fraction.py``; who collects late is in
``test_offering_late_collectors.py``.
"""

from __future__ import annotations

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform, plain_spec
from tests.support.powers import order
from tests.support.roles import actor

ATTACKER = actor("attacker")
GIFT = 10**12
PRICE = 10 * sample.USD


def offer(platform: Platform, money: Contract, units: int) -> DealContracts:
    platform.admit(ATTACKER)
    return platform.create(money, plain_spec(units, PRICE))


def cash(deal: DealContracts, role: str) -> int:
    return int(deal.money.read("balanceOf", actor(role)))


def claim_all(deal: DealContracts, *roles: str) -> None:
    for role in roles:
        if deal.entitlement(0, role):
            deal.claim(0, role)


@pytest.mark.parametrize("given_to", ["offering", "escrow", "deal"])
def test_first_holder__one_unit_and_a_gift__whoever_comes_second_gets_all_units_paid_for(
    platform: Platform, money: Contract, given_to: str
) -> None:
    deal = offer(platform, money, 100)
    deal.subscribe(ATTACKER, 0, 1)
    money.send("mint", ATTACKER, GIFT, by=ATTACKER)
    money.send("transfer", getattr(deal, given_to).address, GIFT, by=ATTACKER)
    deal.subscribe(actor("senior_investor"), 0, 99)
    deal.close()
    assert (deal.units(0, "attacker"), deal.units(0, "senior_investor")) == (1, 99)
    assert (cash(deal, "attacker"), cash(deal, "senior_investor")) == (0, 0)
    deal.pay_date(1_000_000)
    claim_all(deal, "attacker", "senior_investor")
    assert (cash(deal, "attacker"), cash(deal, "senior_investor")) == (10_000, 990_000)


def test_first_holder__collects_alone_before_the_date__earns_for_his_units_only(
    platform: Platform, money: Contract
) -> None:
    """The supply in hands is one unit then; the units that wait in the offering earn beside it."""
    deal = offer(platform, money, 100)
    deal.subscribe(ATTACKER, 0, 1)
    deal.subscribe(actor("senior_investor"), 0, 99)
    deal.close_alone()
    first, *rest = deal.bids
    deal.offering.send("collect", *first, by=ATTACKER)
    assert deal.tokens[0].read("totalSupply") == 1
    deal.pay_date(1_000_000)
    deal.bids = rest
    deal.collect()
    claim_all(deal, "attacker", "senior_investor")
    assert (cash(deal, "attacker"), cash(deal, "senior_investor")) == (10_000, 990_000)


@pytest.mark.parametrize("order", [("attacker", "senior_investor"), ("senior_investor", "attacker")])
@pytest.mark.parametrize("units", [3, 7, 999])
def test_last_to_claim__after_many_odd_dates__has_no_more_a_unit_than_the_first(
    platform: Platform, money: Contract, units: int, order: tuple[str, str]
) -> None:
    """Fractions stay with the tranche: the last one gets none of them, and is short of none."""
    deal = offer(platform, money, units)
    deal.subscribe(ATTACKER, 0, 1)
    deal.subscribe(actor("senior_investor"), 0, units - 1)
    deal.close()
    total = 0
    for amount in (1, 1_000_001, 17, 5_000_003):
        deal.pay_date(amount)
        total += amount
    claim_all(deal, *order)
    assert total // units - 1 <= cash(deal, "attacker") <= total // units
    assert cash(deal, "attacker") + cash(deal, "senior_investor") <= total
    assert deal.held() - deal.cash()[0] - deal.payable("originator") == total - sum(cash(deal, r) for r in order) < 2


def test_last_holder__everybody_sold_to_him_and_claimed__a_gift_before_is_not_his(
    platform: Platform, money: Contract
) -> None:
    deal = offer(platform, money, 10)
    deal.subscribe(ATTACKER, 0, 1)
    deal.subscribe(actor("senior_investor"), 0, 9)
    deal.close()
    money.send("mint", deal.escrow.address, GIFT, by=actor("benefactor"))
    deal.pay_date(1_000_000)
    claim_all(deal, "senior_investor")
    deal.tokens[0].send("transfer", ATTACKER, 9, by=actor("senior_investor"))
    deal.pay_date(500_000)
    claim_all(deal, "attacker")
    assert cash(deal, "attacker") == 100_000 + 500_000
    assert deal.held() == GIFT + deal.payable("originator")


def test_only_holder__has_every_unit__can_not_take_the_supply_through_nought(
    platform: Platform, money: Contract
) -> None:
    """Where the last holder can leave and come back as the first, he sets a price anew; here units live until their tranche is repaid."""
    deal = offer(platform, money, 10)
    deal.subscribe(ATTACKER, 0, 10)
    deal.close()
    token = deal.tokens[0]
    with refused("TrancheToken_OnlyAgent", agent=platform.agent.address, caller=ATTACKER):
        token.send("burn", ATTACKER, 10, by=ATTACKER)
    with refused("TrancheToken_ZeroAddress"):
        order(platform, "forcedTransferByOrder", token, ATTACKER, NO_ADDRESS, 10, 0)
    with refused("ERC20InvalidReceiver", receiver=NO_ADDRESS):
        token.send("transfer", NO_ADDRESS, 10, by=ATTACKER)
    deal.pay_date(70)
    claim_all(deal, "attacker")
    assert (token.read("totalSupply"), cash(deal, "attacker")) == (10, 70)
