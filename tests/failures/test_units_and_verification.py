# SPDX-License-Identifier: Apache-2.0
"""Rows P1 and P2: no path leads units to a wallet that isn't verified, none past an allowance, and nothing to oneself."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import product

import pytest

from regalia.domain.transfer_questions import Question
from tests.contracts.desk_world import MAKER, TAKER, DeskWorld
from tests.failures.every_entry import HOLDER, OTHER, PROBED, Estate, doors
from tests.support.chain import refused, refused_whole
from tests.support.deal import UNLIMITED
from tests.support.platform import Platform, plain_spec
from tests.support.powers import ALL_INCOME, order
from tests.support.roles import actor
from tests.support.rules import transfer_refused

BROKER = actor("broker")
DOORS = {
    f"TrancheToken.{name}"
    for name in ("transfer", "transferFrom", "tradeFrom", "batchTransfer", "forcedTransferByOrder")
} | {"TransferAgent.batchForcedTransfer"}


def test_p1__every_entry_by_everybody__no_units_reach_a_wallet_nobody_verified() -> None:
    """The same calls with the wallet verified find every door there is, so that they do knock at all of them."""
    estate = Estate()
    found, through = doors(estate)
    assert found == set()
    estate.platform.admit(PROBED)
    found, more = doors(estate)
    assert found == DOORS
    assert 0 < through < more


def test_p1__another_wallet_of_the_investor__recovery_is_one_door_more() -> None:
    estate = Estate()
    estate.platform.add_wallet(PROBED, HOLDER)
    assert doors(estate)[0] == DOORS | {"TransferAgent.recoverWallet"}


def test_p1__verified_no_more__receives_nothing_by_any_of_the_doors() -> None:
    estate = Estate()
    estate.platform.admit(PROBED)
    estate.platform.remove(PROBED)
    assert doors(estate)[0] == set()


def test_p1__bidder_no_more_verified__collects_no_units() -> None:
    platform = Platform()
    platform.admit(PROBED)
    deal = platform.create(platform.money(), plain_spec(10))
    deal.sell({"senior_investor": (5,)})
    deal.subscribe(PROBED, 0, 5)
    platform.remove(PROBED)
    deal.close_alone()
    _, _, place = deal.bids[-1]
    with refused("TrancheToken_TransferRefused") as refusal:
        deal.offering.send("collect", 0, 0, place, by=actor("outsider"))
    assert refusal.value.revert.arguments["code"] == Question.RECEIVER_ELIGIBLE
    assert deal.tokens[0].read("balanceOf", PROBED) == 0


@pytest.mark.parametrize("sells", [True, False])
def test_p1__desk__brings_no_units_to_a_party_nobody_verified(sells: bool) -> None:
    world = DeskWorld()
    buyer = TAKER if sells else MAKER
    world.platform.remove(buyer.address)
    before = world.units(buyer.address)
    with refused_whole(world.chain, "TrancheToken_TransferRefused"):
        world.fill(world.order(sells=sells))
    assert world.units(buyer.address) == before


@pytest.mark.parametrize("function", ["transferFrom", "tradeFrom"])
def test_p1__allowance__every_small_one_against_every_small_amount(function: str) -> None:
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.close()
    token = deal.tokens[0]
    for allowed, units in product((0, 1, 2, 3, UNLIMITED - 1, UNLIMITED), range(5)):
        with deal.chain.undone():
            token.send("approve", BROKER, allowed, by=HOLDER)
            if units <= allowed:
                token.send(function, HOLDER, OTHER, units, by=BROKER)
                left = allowed if allowed == UNLIMITED else allowed - units
                assert token.read("allowance", HOLDER, BROKER) == left
                assert token.read("balanceOf", OTHER) == 400 + units
            else:
                with refused_whole(
                    deal.chain, "ERC20InsufficientAllowance", spender=BROKER, allowance=allowed, needed=units
                ):
                    token.send(function, HOLDER, OTHER, units, by=BROKER)


@functools.cache
def _standing() -> Estate:
    made = Estate()
    order(made.platform, "setFrozenTokens", made.token, HOLDER, 250)
    return made


@pytest.fixture
def estate() -> Iterator[Estate]:
    """250 of the holder's 600 units are frozen."""
    made = _standing()
    with made.chain.undone():
        yield made


@pytest.mark.parametrize("units", [0, 1, 350, 351, 600])
@pytest.mark.parametrize("income", [0, 1, ALL_INCOME])
def test_p2__forced_to_oneself__refused_and_no_unit_thaws(estate: Estate, units: int, income: int) -> None:
    platform, token = estate.platform, estate.token
    parts = (HOLDER, HOLDER, units, income)
    with refused_whole(estate.chain, "TrancheToken_SameHolder", holder=HOLDER):
        order(platform, "forcedTransferByOrder", token, *parts)
    with refused_whole(estate.chain, "TrancheToken_SameHolder", holder=HOLDER):
        order(platform, "batchForcedTransfer", token, *([each] for each in parts))
    with refused_whole(estate.chain, "TrancheToken_SameHolder", holder=HOLDER):
        order(platform, "recoverWallet", token, HOLDER, HOLDER, HOLDER)
    with transfer_refused(Question.TWO_PARTIES, HOLDER, HOLDER, units):
        token.send("transfer", HOLDER, units, by=HOLDER)
    with transfer_refused(Question.TWO_PARTIES, HOLDER, HOLDER, units):
        token.send("batchTransfer", [HOLDER], [units], by=HOLDER)


@pytest.mark.parametrize("frozen", [0, 1, 250, 600, 601, 2**48 - 1])
@pytest.mark.parametrize("units", [0, 1, 350, 351, 599, 600])
def test_p2__forced_of_frozen_units__thaws_as_many_as_it_has_to_and_never_says_more_free_than_held(
    estate: Estate, frozen: int, units: int
) -> None:
    """More may be frozen than is held, for units still to come (ERC-7943); what is free is never above what is held and not frozen."""
    platform, token = estate.platform, estate.token
    order(platform, "setFrozenTokens", token, HOLDER, frozen)
    order(platform, "forcedTransferByOrder", token, HOLDER, OTHER, units, 0)
    held, left = token.read("balanceOf", HOLDER), token.read("getFrozenTokens", HOLDER)
    free = max(0, 600 - frozen)
    assert (held, left) == (600 - units, frozen - max(0, units - free))
    if free_now := max(0, held - left):
        token.send("transfer", OTHER, free_now, by=HOLDER)
    if token.read("balanceOf", HOLDER):
        with refused("ERC7943InsufficientUnfrozenBalance", account=HOLDER, amount=1, unfrozen=0):
            token.send("transfer", OTHER, 1, by=HOLDER)
