# SPDX-License-Identifier: Apache-2.0
"""Rules of transfer also bind subscription: nobody may leave a rest, and no factory a deal, that can't be sold out."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform, plain_spec
from tests.support.roles import actor
from tests.support.rules import offer_under

ATTACKER = actor("attacker")
SENIOR = actor("senior_investor")


def try_to_subscribe(deal: DealContracts, who: str, units: int) -> None:
    with contextlib.suppress(RefusedError):
        deal.subscribe(who, 0, units)


def test_subscribe__all_but_fewer_than_the_denomination__does_not_keep_the_deal_from_selling_out(
    platform: Platform, money: Contract
) -> None:
    """Whoever subscribes 91 of 100 leaves 9 that nobody can take: the deal lapses, and he has his money back."""
    platform.admit(ATTACKER)
    deal = offer_under(platform, money, TransferRules(denomination=10), 100)
    try_to_subscribe(deal, ATTACKER, 91)
    unsold = 100 - deal.tokens[0].read("totalSupply")
    try_to_subscribe(deal, SENIOR, unsold)
    assert deal.offering.read("soldOut") is True


UNSELLABLE = {
    "denomination above all units": TransferRules(denomination=101),
    "holding limit below the denomination": TransferRules(largest_holding=9, denomination=10),
    "two holders of at most 49": TransferRules(largest_holding=49, holder_limit=2),
    "no country admitted": TransferRules(flags=RuleFlag.JURISDICTIONS),
    "originator may not hold what it has to retain": TransferRules(largest_holding=4, retained=5),
}


@pytest.mark.parametrize("rules", list(UNSELLABLE.values()), ids=list(UNSELLABLE))
def test_create_deal__under_rules_that_let_nobody_take_all_units__refused(
    platform: Platform, money: Contract, rules: TransferRules
) -> None:
    """The factory: what could never be executed is refused before anything is made."""
    spec = replace(plain_spec(100), transfer_rules=(rules.pack(),), countries=(rules.jurisdictions_bitmap(),))
    with pytest.raises(RefusedError):
        platform.create(money, spec)


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
    with pytest.raises(RefusedError):
        platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer"))
