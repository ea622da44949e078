# SPDX-License-Identifier: Apache-2.0
"""Rules of transfer also bind subscription: nobody can leave a rest, and no factory makes a deal, that can't be sold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract
from tests.support.platform import DealSpec, Platform, fixed_price, plain_spec
from tests.support.roles import actor
from tests.support.rules import offer_under

ATTACKER = actor("attacker")
SENIOR = actor("senior_investor")


@pytest.mark.parametrize("units", [1, 9, 91, 99])
def test_subscribe__all_but_fewer_than_the_denomination__refused_as_no_whole_lots(
    platform: Platform, money: Contract, units: int
) -> None:
    """Whoever could have 91 of 100 would leave 9 that nobody can take."""
    platform.admit(ATTACKER)
    deal = offer_under(platform, money, TransferRules(denomination=10), 100)
    with refused("Offering_NotInLots", lot=10, units=units):
        deal.offering.send("subscribe", 0, 0, units, by=ATTACKER)


@pytest.mark.parametrize(("hostile", "honest"), [(90, 10), (10, 90), (90, 90), (100, 10), (30, 100), (70, 70)])
def test_close__whatever_the_attacker_bids__everything_is_placed_and_nobody_has_less_than_the_denomination(
    platform: Platform, money: Contract, hostile: int, honest: int
) -> None:
    """What is bid too much is cut in whole lots: no rest is left that nobody could hold or sell."""
    platform.admit(ATTACKER)
    deal = offer_under(platform, money, TransferRules(denomination=10), 100)
    deal.subscribe(ATTACKER, 0, hostile)
    deal.subscribe(SENIOR, 0, honest)
    deal.close()
    held = [deal.tokens[0].read("balanceOf", who) for who in (ATTACKER, SENIOR)]
    assert sum(held) == deal.tokens[0].read("totalSupply") == 100
    assert all(units % 10 == 0 for units in held)


@pytest.mark.parametrize(("lot", "limit"), [(9, 10), (30, 100), (101, 100)])
def test_create_deal__in_lots_that_leave_a_rest_or_can_t_be_held__refused(
    platform: Platform, money: Contract, lot: int, limit: int
) -> None:
    offers = (fixed_price(100, 0, lot),)
    spec = replace(plain_spec(100), transfer_rules=(TransferRules(denomination=10).pack(),), offers=offers)
    with refused("DealFactory_BadOffer", field="lot", limit=limit, given=lot):
        platform.create(money, spec)


UNSELLABLE = {
    "denomination above all units": (TransferRules(denomination=101), "DealFactory_Unsellable"),
    "holding limit below the denomination": (
        TransferRules(largest_holding=9, denomination=10),
        "DealFactory_Unsellable",
    ),
    "two holders of at most 49": (TransferRules(largest_holding=49, holder_limit=2), "DealFactory_Unsellable"),
    "no country admitted": (TransferRules(flags=RuleFlag.JURISDICTIONS), "DealFactory_NoCountry"),
    "originator may not hold what it has to retain": (
        TransferRules(largest_holding=4, retained=5),
        "DealFactory_RetainsTooMuch",
    ),
}


@pytest.mark.parametrize(("rules", "error"), list(UNSELLABLE.values()), ids=list(UNSELLABLE))
def test_create_deal__under_rules_that_let_nobody_take_all_units__refused(
    platform: Platform, money: Contract, rules: TransferRules, error: str
) -> None:
    """The factory: what could never be executed is refused before anything is made."""
    spec = replace(plain_spec(100), transfer_rules=(rules.pack(),), countries=(rules.jurisdictions_bitmap(),))
    with refused(error):
        platform.create(money, spec)


def test_create_deal__retained_units_below_the_denomination__refused(platform: Platform, money: Contract) -> None:
    """They are issued to the originator at closing, and fewer than the denomination can't be: the deal would never close."""
    platform.admit(actor("originator"))
    with pytest.raises(RefusedError):
        offer_under(platform, money, TransferRules(denomination=10, retained=5), 105)


@pytest.mark.parametrize("field", ["originator", "payees", "tax_authority"])
def test_create_deal__whose_creditor_is_the_deal_itself__refused(
    platform: Platform, money: Contract, field: str
) -> None:
    """The deal can't withdraw: what it is owed would stay in the escrow for ever. Its address is known beforehand."""
    deal = platform.factory.read("predictDeal", actor("issuer"), bytes(32))
    spec = replace(DealSpec(), tax_table=TaxTable((TaxRate(0, 0, 100_000),)).pack(), tax_authority="tax_office")
    owed = (deal,) * len(spec.payees) if field == "payees" else deal
    changed: dict[str, Any] = {field: owed}
    request = replace(spec.request(money.address), **changed)
    with refused("DealFactory_OwedToItself", deal=deal):
        platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer"))
