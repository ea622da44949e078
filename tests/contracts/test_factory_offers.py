# SPDX-License-Identifier: Apache-2.0
"""Offers that could not be closed, or whose bids could not be priced or held, are refused before anything is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import NO_RULES, OF_PRICES, PRICE, notes, spec
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.platform import DealSpec, Platform

PLACES = {"kind": 248, "levels": 240, "classes": 232, "lot": 208, "minimum": 160, "step": 96, "price": 0}


def word(**changed: int) -> bytes:
    """1,000 notes at one price, with fields changed that the domain would not pack."""
    whole = {"kind": 0, "levels": 1, "classes": 0, "lot": 1, "minimum": 1_000, "step": 0, "price": PRICE} | changed
    return sum(value << PLACES[field] for field, value in whole.items()).to_bytes(32, "big")


def create(platform: Platform, money: Contract, offer: bytes, rules: TransferRules = NO_RULES) -> None:
    platform.create(money, replace(spec(OF_PRICES, rules), offers=(offer,)))


@pytest.mark.parametrize(
    ("changed", "field", "limit", "given"),
    [
        ({"kind": 3}, "kind", 2, 3),
        ({"kind": 255}, "kind", 2, 255),
        ({"levels": 0}, "levels", 1, 0),
        ({"kind": 1, "levels": 65, "step": 1}, "levels", 64, 65),
        ({"levels": 2, "step": 1}, "levels", 1, 2),
        ({"kind": 1, "levels": 2}, "step", 0, 0),
        ({"kind": 2, "levels": 2}, "step", 0, 0),
        ({"kind": 2, "levels": 3, "step": PRICE // 2}, "step", PRICE, PRICE),
        ({"kind": 1, "levels": 64, "step": 2**64 - 1}, "coupon", 10**6, 60_000 + 63 * (2**64 - 1)),
        ({"kind": 1, "levels": 2, "step": 940_001}, "coupon", 10**6, 10**6 + 1),
        ({"lot": 0}, "lot", 1, 0),
        ({"lot": 1_001}, "lot", 1_000, 1_001),
        ({"lot": 3}, "lot", 1_000, 3),
        ({"minimum": 0}, "minimum", 1, 0),
        ({"lot": 10, "minimum": 9}, "minimum", 10, 9),
        ({"minimum": 1_001}, "minimum", 1_000, 1_001),
        ({"classes": 255}, "classes", 30, 255),
    ],
)
def test_create__offer_with_a_field_out_of_its_limits__refused(
    platform: Platform, money: Contract, changed: dict[str, int], field: str, limit: int, given: int
) -> None:
    with refused_whole(platform.chain, "DealFactory_BadOffer", field=field, limit=limit, given=given):
        create(platform, money, word(**changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": 1, "levels": 64, "step": 14_920},
        {"kind": 2, "levels": 64, "step": PRICE // 63 - 1},
        {"kind": 2, "levels": 1, "step": 0},
        {"lot": 1_000},
        {"minimum": 1},
        {"price": 0},
        {"classes": 30},
    ],
)
def test_create__offer_at_its_limits__made(platform: Platform, money: Contract, changed: dict[str, int]) -> None:
    create(platform, money, word(**changed))


@pytest.mark.parametrize(("minimum", "least"), [(50, 60), (59, 60)])
def test_create__minimum_that_retained_units_reach_alone__refused(
    platform: Platform, money: Contract, minimum: int, least: int
) -> None:
    """Something has to be sold where something is for sale."""
    with refused_whole(platform.chain, "DealFactory_BadOffer", field="minimum", limit=least, given=minimum):
        create(platform, money, word(lot=10, minimum=minimum), TransferRules(retained=50))


def test_create__lot_below_the_denomination__refused(platform: Platform, money: Contract) -> None:
    with refused_whole(platform.chain, "DealFactory_BadOffer", field="lot", limit=20, given=10):
        create(platform, money, word(lot=10), TransferRules(denomination=20))


@pytest.mark.parametrize(("minimum", "made"), [(999, False), (1_000, True)])
def test_create__balance_without_whole_shares__only_with_a_minimum_of_all_units(
    platform: Platform, money: Contract, minimum: int, made: bool
) -> None:
    program, odd = notes(1_000), 1_000 * PRICE + 1
    (tranche,) = program.tranches
    uneven = replace(program, tranches=(replace(tranche, original_balance=odd),))
    deal = DealSpec(uneven, (), (), (), ("Notes",), ("NTS",), (word(minimum=minimum),))
    if made:
        assert platform.create(money, deal).deal.read("status") == 0
    else:
        with refused_whole(platform.chain, "DealFactory_BadOffer", field="minimum", limit=odd, given=1_000):
            platform.create(money, deal)
