# SPDX-License-Identifier: Apache-2.0
"""Anybody has a book in the escrow; only the books the deal names ever have units and see income, and only their tokens write them."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import DealContracts
from tests.support.roles import actor

ATTACKER, SENIOR = actor("attacker"), actor("senior_investor")
ZERO = "0x" + "00" * 20
MANY = 2**48 - 1


def no_units(units: int) -> AbstractContextManager[object]:
    """Only a closing says how many units a book has, and the attacker's never closed."""
    return refused("RoyaltyEscrow_SupplyFixed", awaited=0, units=units)


@pytest.mark.parametrize("units", [1, MANY])
def test_attacker__mints_in_a_book_of_his_own__refused_and_earns_nothing(live: DealContracts, units: int) -> None:
    with no_units(units):
        live.escrow.send("rebook", ZERO, ATTACKER, units, by=ATTACKER)
    live.escrow.send("rebook", ZERO, ATTACKER, 0, by=ATTACKER)
    live.pay_date(100_000 * sample.USD)
    assert live.escrow.read("holdingOf", ATTACKER, ATTACKER)[0] == 0
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT
    with refused("RoyaltyEscrow_NothingOwed", claimant=ATTACKER):
        live.escrow.send("claim", ATTACKER, by=ATTACKER)


def test_attacker__mints_before_and_burns_after_distributions__earns_nothing(live: DealContracts) -> None:
    """Of nothing, as there is no unit in his book: a burn to zero units is the last one's, who gets the rest of the book."""
    for _ in range(3):
        live.escrow.send("rebook", ZERO, ATTACKER, 0, by=ATTACKER)
        live.pay_date(50_000 * sample.USD)
        live.escrow.send("rebook", ATTACKER, ZERO, 0, by=ATTACKER)
        with refused("RoyaltyEscrow_NothingOwed", claimant=ATTACKER):
            live.escrow.send("claim", ATTACKER, by=ATTACKER)
    assert live.escrow.read("bookOf", ATTACKER) == (0, 0, 0, False, False, 0, 0)


def test_attacker__moves_units_as_if_he_were_the_token__only_his_own_book_hears_it(live: DealContracts) -> None:
    with refused("ERC20InsufficientBalance", sender=SENIOR, balance=0, needed=600):
        live.escrow.send("rebook", SENIOR, ATTACKER, 600, by=ATTACKER)
    with no_units(1):
        live.escrow.send("rebook", ZERO, SENIOR, 1, by=ATTACKER)
    assert live.units(0, "senior_investor") == 600


def test_attacker__takes_what_subscribers_have_not_collected_yet__refused(sold: DealContracts) -> None:
    """Between closing and collecting units are nobody's; what they earn waits for the one who bid."""
    sold.close_alone()
    sold.pay_date(100_000 * sample.USD)
    with no_units(600):
        sold.escrow.send("rebook", ZERO, ATTACKER, 600, by=ATTACKER)
    with refused("TrancheToken_OnlyOffering", offering=sold.offering.address, caller=ATTACKER):
        sold.tokens[0].send("mint", ATTACKER, 600, by=ATTACKER)
    sold.offering.send("collect", 0, 0, 0, by=ATTACKER)
    assert (sold.units(0, "senior_investor"), sold.units(0, "attacker")) == (600, 0)
    assert sold.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


def test_attacker__claims_the_real_token_as_if_he_held_it__refused(live: DealContracts) -> None:
    live.escrow.send("rebook", ZERO, ATTACKER, 0, by=ATTACKER)
    live.pay_date(100_000 * sample.USD)
    with refused("RoyaltyEscrow_NothingOwed", claimant=ATTACKER):
        live.escrow.send("claim", live.tokens[0].address, by=ATTACKER)


@pytest.mark.parametrize("stage", ["offered", "live"])
def test_attacker__books_a_payment_date_for_himself__refused(request: pytest.FixtureRequest, stage: str) -> None:
    deal: DealContracts = request.getfixturevalue(stage)
    if stage == "live":
        deal.pay_royalty(100)
    only_deal = {"deal": deal.deal.address, "caller": ATTACKER}
    with refused("RoyaltyEscrow_OnlyDeal", **only_deal):
        deal.escrow.send("distribute", 0, [0], [ATTACKER], [100], [], [], by=ATTACKER)
    with refused("RoyaltyEscrow_OnlyDeal", **only_deal):
        deal.escrow.send("openBooks", SENIOR, 0, ATTACKER, [0], [ATTACKER], [MANY], by=ATTACKER)


def test_attacker__opens_books_with_somebody_s_allowance__refused(live: DealContracts) -> None:
    live.give(SENIOR, 5_000, live.escrow)
    with refused("RoyaltyEscrow_OnlyDeal"):
        live.escrow.send("openBooks", SENIOR, 5_000, ATTACKER, [0], [], [], by=ATTACKER)
    assert live.money.read("balanceOf", SENIOR) == 5_000
