# SPDX-License-Identifier: Apache-2.0
"""A frozen or halted subscriber of a lapsed deal: what is his waits, as income does; it does not slip out by the refund."""

from __future__ import annotations

import contextlib

import pytest

from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.sample import DAY, DEADLINE

SENIOR = actor("senior_investor")


@pytest.fixture
def unsold(platform: Platform, money: Contract) -> DealContracts:
    """Forty of a hundred units subscribed at 10 each."""
    deal = platform.create(money, plain_spec(100, price=10))
    deal.subscribe(SENIOR, 0, 40)
    return deal


def refund(deal: DealContracts) -> None:
    with contextlib.suppress(RefusedError):
        deal.offering.send("refund", 0, by=SENIOR)


def test_refund__to_a_frozen_wallet__waits(platform: Platform, unsold: DealContracts) -> None:
    order(platform, "setAddressFrozen", unsold.tokens[0], SENIOR, True)
    platform.chain.now = DEADLINE + 1
    refund(unsold)
    assert unsold.money.read("balanceOf", SENIOR) == 0


def test_refund__of_frozen_units__waits(platform: Platform, unsold: DealContracts) -> None:
    order(platform, "setFrozenTokens", unsold.tokens[0], SENIOR, 40)
    platform.chain.now = DEADLINE + 1
    refund(unsold)
    assert unsold.money.read("balanceOf", SENIOR) == 0
    assert unsold.tokens[0].read("getFrozenTokens", SENIOR) == 40


def test_refund__to_a_halted_holder__waits(platform: Platform, unsold: DealContracts) -> None:
    halt(platform, "haltHolder", unsold.deal.address, SENIOR, until=DEADLINE + 30 * DAY)
    platform.chain.now = DEADLINE + 1
    refund(unsold)
    assert unsold.money.read("balanceOf", SENIOR) == 0
