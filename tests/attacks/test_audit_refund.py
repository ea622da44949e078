# SPDX-License-Identifier: Apache-2.0
"""A frozen or halted subscriber: what is his waits, as income does; it does not slip out by the refund."""

from __future__ import annotations

import pytest

from regalia.domain.transfer_questions import Question
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform, plain_spec
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.rules import transfer_refused
from tests.support.sample import DAY, DEADLINE

SENIOR = actor("senior_investor")
LAPSED = 2


@pytest.fixture
def unsold(platform: Platform, money: Contract) -> DealContracts:
    """Forty of a hundred units subscribed at 10 each."""
    deal = platform.create(money, plain_spec(100, price=10))
    deal.subscribe(SENIOR, 0, 40)
    return deal


def lapse(deal: DealContracts) -> None:
    """A second after the deadline, as too little was bid for."""
    deal.end_window()
    assert deal.offering.read("stage") == LAPSED


def refund(deal: DealContracts, by: str = SENIOR) -> None:
    deal.offering.send("refund", 0, 0, 0, by=by)


@pytest.mark.parametrize("by", [SENIOR, actor("outsider")])
def test_refund__to_a_frozen_wallet__waits_for_its_release(platform: Platform, unsold: DealContracts, by: str) -> None:
    order(platform, "setAddressFrozen", unsold.tokens[0], SENIOR, True)
    lapse(unsold)
    with refused("Offering_HeldBack", investor=SENIOR, code=Question.SENDER_NOT_FROZEN):
        refund(unsold, by)
    assert unsold.money.read("balanceOf", SENIOR) == 0
    order(platform, "setAddressFrozen", unsold.tokens[0], SENIOR, False)
    refund(unsold, by)
    assert unsold.money.read("balanceOf", SENIOR) == 400


def test_refund__of_a_bidder_whose_units_are_frozen_ahead__paid_as_he_has_none(
    platform: Platform, unsold: DealContracts
) -> None:
    """A freeze of units is of units: a bid is money, and a lapsed deal has no units that it could mean."""
    order(platform, "setFrozenTokens", unsold.tokens[0], SENIOR, 40)
    lapse(unsold)
    refund(unsold)
    assert unsold.money.read("balanceOf", SENIOR) == 400
    assert unsold.tokens[0].read("getFrozenTokens", SENIOR) == 40


def test_refund__to_a_halted_holder__waits_for_the_end_of_the_halt(platform: Platform, unsold: DealContracts) -> None:
    until = DEADLINE + 30 * DAY
    halt(platform, "haltHolder", unsold.deal.address, SENIOR, until=until)
    lapse(unsold)
    with refused("Offering_HeldBack", investor=SENIOR, code=Question.SENDER_NOT_HALTED):
        refund(unsold)
    assert unsold.money.read("balanceOf", SENIOR) == 0
    platform.chain.now = until + 1
    refund(unsold)
    assert unsold.money.read("balanceOf", SENIOR) == 400


def test_collect__for_a_frozen_wallet__neither_units_nor_change_slip_out(platform: Platform, money: Contract) -> None:
    """After closing the same holds for both: also by whoever collects for him."""
    deal = platform.create(money, plain_spec(100, price=10))
    for who in (SENIOR, actor("junior_investor")):
        deal.subscribe(who, 0, 100)
    deal.close_alone()
    order(platform, "setAddressFrozen", deal.tokens[0], SENIOR, True)
    with transfer_refused(Question.RECEIVER_NOT_FROZEN, NO_ADDRESS, SENIOR, 50):
        deal.offering.send("collect", 0, 0, 0, by=actor("outsider"))
    with refused("Offering_HeldBack", investor=SENIOR, code=Question.SENDER_NOT_FROZEN):
        refund(deal)
    assert (deal.units(0, "senior_investor"), money.read("balanceOf", SENIOR)) == (0, 0)
    order(platform, "setAddressFrozen", deal.tokens[0], SENIOR, False)
    deal.collect()
    assert (deal.units(0, "senior_investor"), money.read("balanceOf", SENIOR)) == (50, 500)
