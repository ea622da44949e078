# SPDX-License-Identifier: Apache-2.0
"""Offerings of one tranche of notes under any offer and rules, and what is read of their bids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from bench.scenario import interest, principal, residual
from regalia.domain.calendar import DayCount
from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.program import Program, TrancheProgram
from regalia.domain.transfer_rules import TransferRules
from tests.support import sample
from tests.support.chain import Answer
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor
from tests.support.sample import USD

SENIOR, MEZZANINE, JUNIOR = (actor(f"{name}_investor") for name in ("senior", "mezzanine", "junior"))
ORIGINATOR, OUTSIDER, ATTACKER = actor("originator"), actor("outsider"), actor("attacker")
PRICE = 1_000 * USD
COUPON = 60_000
NO_RULES = TransferRules()
OF_COUPONS = Offer(PRICE, 600, 10, OfferKind.COUPON_BIDS, 8, 2_500)
"""From 6% in steps of 0.25%; 600 of 1,000 are enough."""
OF_PRICES = Offer(PRICE, 600, 10, OfferKind.PRICE_BIDS, 8, 10 * USD)
"""From 1,000 down in steps of 10."""


class Told(NamedTuple):
    """What the offering says of a bid."""

    investor: str
    units: int
    allotted: int
    collected: bool
    owed: int


def notes(units: int) -> Program:
    """Of 1,000 each, paid at no cost; the rest is the holders', too."""
    tranche = TrancheProgram("notes", COUPON, DayCount.THIRTY_E_360, False, units, units * PRICE)
    return Program(sample.SCHEDULE, (tranche,), (), (), (interest(0, ()), principal(0), residual(0)))


def spec(offer: Offer, rules: TransferRules = NO_RULES, units: int = 1_000, **changes: Any) -> DealSpec:
    one = DealSpec(notes(units), (), (), (), ("Notes",), ("NTS",), (offer.pack(),))
    lists = (rules.jurisdictions_bitmap(),)
    return replace(one, transfer_rules=(rules.pack(),), countries=lists, **changes)


def offer_notes(
    platform: Platform,
    money: Contract,
    offer: Offer,
    rules: TransferRules = NO_RULES,
    units: int = 1_000,
    **changes: Any,
) -> DealContracts:
    """A deal of these notes, nothing bid for yet."""
    return platform.create(money, spec(offer, rules, units, **changes))


def fixed(minimum: int = 1_000, lot: int = 1, price: int = PRICE, class_mask: int = 0) -> Offer:
    return Offer(price, minimum, lot, class_mask=class_mask)


def told(deal: DealContracts, level: int, place: int, tranche: int = 0) -> Told:
    return Told(*deal.offering.read("bidAt", tranche, level, place))


def balance(deal: DealContracts, who: str) -> int:
    """Payment tokens of a wallet."""
    return int(deal.money.read("balanceOf", who))


def held(deal: DealContracts, who: str, tranche: int = 0) -> int:
    """Units of a wallet."""
    return int(deal.tokens[tranche].read("balanceOf", who))


def settle(deal: DealContracts, function: str, level: int, place: int, tranche: int = 0, by: str = OUTSIDER) -> Answer:
    """``collect``, ``refund`` or ``takeUp`` of a bid; by a stranger unless it is said by whom."""
    return deal.offering.send(function, tranche, level, place, by=by)
