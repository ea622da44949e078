# SPDX-License-Identifier: Apache-2.0
"""Ten thousand tiny acts earn nobody a unit of money."""

from __future__ import annotations

import pytest

from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor

ATTACKER, ACCOMPLICE = actor("attacker"), actor("accomplice")
GRINDS = 5_000
"""Of two transfers each."""


@pytest.fixture
def ground(platform: Platform, money: Contract) -> DealContracts:
    """Seven units, three of them in hostile hands, and a distribution that does not divide by seven."""
    platform.admit(ATTACKER)
    platform.admit(ACCOMPLICE)
    deal = platform.create(money, plain_spec(7))
    deal.sell({"senior_investor": (4,), "attacker": (2,), "accomplice": (1,)})
    deal.close()
    deal.pay_date(1_000_001)
    return deal


def wealth(deal: DealContracts) -> int:
    roles = ("attacker", "accomplice")
    return sum(deal.entitlement(0, r) + int(deal.money.read("balanceOf", actor(r))) for r in roles)


def test_attacker__shuffles_a_unit_to_and_fro__neither_gains_nor_costs_anybody(ground: DealContracts) -> None:
    before, others = wealth(ground), ground.entitlement(0, "senior_investor")
    for _ in range(GRINDS):
        ground.tokens[0].send("transfer", ACCOMPLICE, 1, by=ATTACKER)
        ground.tokens[0].send("transfer", ATTACKER, 1, by=ACCOMPLICE)
    assert (wealth(ground), ground.entitlement(0, "senior_investor")) == (before, others)


def test_attacker__claims_between_shuffles__takes_at_most_what_three_units_earned(ground: DealContracts) -> None:
    others = ground.entitlement(0, "senior_investor")
    total = 1_000_001
    for cycle in range(300):
        ground.tokens[0].send("transfer", ACCOMPLICE, 1, by=ATTACKER)
        for role in ("attacker", "accomplice"):
            if ground.entitlement(0, role):
                ground.claim(0, role)
        ground.tokens[0].send("transfer", ATTACKER, 1, by=ACCOMPLICE)
        if cycle % 100 == 99:
            ground.pay_date(1)
            total += 1
    assert wealth(ground) <= total * 3 // 7
    assert ground.entitlement(0, "senior_investor") >= others
    assert ground.held() >= ground.entitlement(0, "senior_investor") + wealth_unclaimed(ground)


def wealth_unclaimed(deal: DealContracts) -> int:
    return sum(deal.entitlement(0, role) for role in ("attacker", "accomplice"))


def test_attacker__pays_one_unit_royalties__delays_and_distorts_nothing(ground: DealContracts) -> None:
    before = ground.entitlement(0, "senior_investor")
    ground.give(ATTACKER, 1_000, ground.escrow)
    for _ in range(1_000):
        ground.escrow.send("payRoyalty", bytes(32), 1, bytes(32), by=ATTACKER)
    assert ground.cash() == (1_000, ())
    ground.pay_date(70)
    assert ground.cash() == (1_000, ())
    assert ground.entitlement(0, "senior_investor") in (before + 40, before + 41)
