# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back while it bids, gets its money or its units, or takes up another's: it has its share once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.attacks.reentrant import MOMENTS, Hostile, sold
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import calldata
from tests.support.roles import actor

USD = sample.USD
SENIOR = actor("senior_investor")
INTO_THE_OFFERING: dict[str, tuple[Any, ...]] = {
    "subscribe": (0, 0, 1),
    "close": (),
    "collect": (0, 0, 0),
    "refund": (0, 0, 0),
    "takeUp": (0, 0, 0),
    "multicall": ([calldata("Offering", "subscribe", 0, 0, 1)],),
}
INNER = pytest.mark.parametrize("inner", list(INTO_THE_OFFERING))


def arm_offering(hostile: Hostile, moment: int, inner: str) -> None:
    hostile.arm(moment, hostile.deal.offering, inner, *INTO_THE_OFFERING[inner])


@MOMENTS
@INNER
def test_token__calls_back_while_it_subscribes__refused_and_pays_the_price(inner: str, moment: int) -> None:
    hostile = Hostile()
    arm_offering(hostile, moment, inner)
    before = hostile.wealth()
    hostile.bid(100)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.wealth() == before - 100_000 * USD
    assert hostile.token.read("balanceOf", hostile.deal.offering.address) == 100_000 * USD
    assert hostile.deal.offering.read("demandAt", 0, 0) == 100


@MOMENTS
def test_token__closes_while_the_last_bid_is_not_paid_yet__refused(moment: int) -> None:
    hostile = Hostile()
    hostile.deal.sell({"senior_investor": (900, 400, 10_000)})
    hostile.platform.chain.now = sample.FIRST_DATE  # the last second for bids
    hostile.arm(moment, hostile.deal.offering, "close")
    hostile.bid(100)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.deal.deal.read("status") == 0


@MOMENTS
def test_token__refunds_itself_twice__refused(moment: int) -> None:
    hostile = Hostile()
    hostile.bid(100)
    hostile.deal.subscribe(SENIOR, 0, 50)
    hostile.deal.end_window()
    hostile.arm(moment, hostile.deal.offering, "refund", 0, 0, 0)
    before = hostile.token.read("balanceOf", hostile.me)
    hostile.act(hostile.deal.offering, "refund", 0, 0, 0)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.token.read("balanceOf", hostile.me) == before + 100_000 * USD
    with refused("Offering_NothingLeft", tranche=0, level=0, place=0):
        hostile.act(hostile.deal.offering, "refund", 0, 0, 0)
    hostile.deal.offering.send("refund", 0, 0, 100, by=SENIOR)


@MOMENTS
@INNER
@pytest.mark.parametrize("outer", ["collect", "refund"])
def test_token__calls_back_while_its_change_is_paid__refused_and_has_its_share_once(
    outer: str, inner: str, moment: int
) -> None:
    """Two bids of 1,000 for 1,000 units: half of each is allotted, and the price of the other half comes back."""
    hostile = Hostile()
    hostile.bid(1_000)
    hostile.deal.sell({"senior_investor": (1_000, 400, 10_000)})
    hostile.deal.close_alone()
    arm_offering(hostile, moment, inner)
    before = hostile.token.read("balanceOf", hostile.me)
    hostile.act(hostile.deal.offering, outer, 0, 0, 0)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.token.read("balanceOf", hostile.me) == before + 500_000 * USD
    if outer == "refund":
        hostile.act(hostile.deal.offering, "collect", 0, 0, 0)
    for function in ("collect", "refund"):
        with refused("Offering_NothingLeft", tranche=0, level=0, place=0):
            hostile.act(hostile.deal.offering, function, 0, 0, 0)
    assert hostile.deal.tokens[0].read("balanceOf", hostile.me) == 500
    assert hostile.token.read("balanceOf", hostile.deal.offering.address) == 500_000 * USD  # the other's change


@MOMENTS
@INNER
def test_token__calls_back_while_it_pays_for_what_it_takes_up__refused_and_pays_once(inner: str, moment: int) -> None:
    """The senior investor is not eligible any more, and its 900 units have waited for it long enough."""
    hostile = sold()
    hostile.deal.close_alone()
    hostile.platform.remove(SENIOR)
    hostile.platform.chain.now += 10 * sample.DAY
    arm_offering(hostile, moment, inner)
    before = hostile.token.read("balanceOf", hostile.me)
    hostile.act(hostile.deal.offering, "takeUp", 0, 0, 100)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.token.read("balanceOf", hostile.me) == before - 900_000 * USD
    assert hostile.deal.tokens[0].read("balanceOf", hostile.me) == 900
    assert hostile.token.read("balanceOf", hostile.deal.offering.address) == 900_000 * USD
    hostile.deal.offering.send("refund", 0, 0, 100, by=SENIOR)
    assert hostile.token.read("balanceOf", hostile.deal.offering.address) == 0


@MOMENTS
def test_token__passes_on_units_it_has_not_paid_yet__has_to_pay_all_the_same(moment: int) -> None:
    """Units come before the money in one transaction: what it does with them meanwhile saves it nothing."""
    hostile = sold()
    hostile.deal.close_alone()
    hostile.platform.remove(SENIOR)
    hostile.platform.chain.now += 10 * sample.DAY
    hostile.arm(moment, hostile.deal.tokens[0], "transfer", actor("junior_investor"), 900)
    before = hostile.token.read("balanceOf", hostile.me)
    hostile.act(hostile.deal.offering, "takeUp", 0, 0, 100)
    assert hostile.refusal() == ""
    assert hostile.deal.units(0, "junior_investor") == 900
    assert hostile.token.read("balanceOf", hostile.me) == before - 900_000 * USD
