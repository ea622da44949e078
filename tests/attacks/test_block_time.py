# SPDX-License-Identifier: Apache-2.0
"""Whoever makes blocks shifts their time by seconds around a payment date: it decides when, never how much.

Each deadline at t − 1, t and t + 1 is in ``contracts/``; the buyer in the block of a date is in ``test_same_block_buyer.py``.
"""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

ATTACKER = actor("attacker")
RECEIVED = 100_000 * sample.USD
DRIFT = 15
"""Seconds that a maker of blocks may have to himself."""


def paid(closed_late: int, executed_late: int) -> tuple[bytes, tuple[int, ...]]:
    """What the first date paid by step and by holder, when the deal was closed and the date executed so many seconds late."""
    platform = Platform()
    deal = platform.create(platform.money())
    deal.sell()
    deal.chain.now = sample.CLOSING + closed_late
    deal.close()
    deal.pay_royalty(RECEIVED)
    report = deal.report(RECEIVED)
    deal.chain.now = sample.FIRST_DATE + executed_late
    deal.submit(report)
    done = deal.execute(report, by=ATTACKER)
    records = done.only("PaymentDateExecuted")["records"]
    return records, tuple(deal.entitlement(t, role) for role in sample.ALLOCATION for t in range(3))


@functools.cache
def in_time() -> tuple[bytes, tuple[int, ...]]:
    return paid(0, 0)


@pytest.mark.parametrize("closed_late", [0, DRIFT, sample.DAY])
@pytest.mark.parametrize("executed_late", [0, 1, DRIFT, sample.DAY, 40 * sample.DAY])
def test_maker_of_blocks__closes_and_executes_when_he_likes__pays_to_the_unit_the_same(
    closed_late: int, executed_late: int
) -> None:
    """Interest runs by the calendar of the terms, from the day they name to the day they name."""
    assert paid(closed_late, executed_late) == in_time()
    assert in_time()[1][0] == 600 * sample.SENIOR_UNIT


@pytest.mark.parametrize("early", [1, DRIFT])
def test_maker_of_blocks__lags_behind_the_date__only_waits(live: DealContracts, early: int) -> None:
    live.pay_royalty(RECEIVED)
    report = live.report(RECEIVED)
    live.chain.now = sample.FIRST_DATE - early
    live.submit(report)
    with refused("Deal_BeforeScheduledDate", scheduled=sample.FIRST_DATE, timestamp=live.chain.now):
        live.execute(report, by=ATTACKER)
    live.chain.now = sample.FIRST_DATE
    live.execute(report, by=ATTACKER)
    assert live.entitlement(0, "senior_investor") == in_time()[1][0]


def test_maker_of_blocks__skips_over_two_dates_at_once__each_is_paid_for_its_own_period(
    live: DealContracts,
) -> None:
    """Late by a quarter, the second date can be executed in the block of the first, and not before it."""
    live.pay_royalty(2 * RECEIVED)
    live.chain.now = sample.SECOND_DATE + DRIFT
    first = live.report(RECEIVED)
    live.submit(first)
    with refused("RoyaltyOracle_PreviousNotExecuted", pending=1):
        live.submit(live.report(RECEIVED, period=2))
    live.execute(first)
    assert live.entitlement(0, "senior_investor") == in_time()[1][0]
    second = live.report(RECEIVED)
    live.submit(second)
    live.execute(second)
    assert live.deal.read("nextPeriod") == 3
    assert live.entitlement(0, "senior_investor") > in_time()[1][0]


@pytest.mark.parametrize("window", [60, 3_600])
def test_maker_of_blocks__hurries_a_report_past_its_window__a_second_short_is_refused(
    platform: Platform, money: Contract, window: int
) -> None:
    """He wins seconds of a window of hours at most; who disputes has the second at which it ends as well."""
    deal = platform.create(money, replace(DealSpec(), dispute_window=window))
    deal.sell()
    deal.close()
    deal.pay_royalty(RECEIVED)
    report = deal.report(RECEIVED)
    deal.reach(1)
    deal.submit(report)
    final = deal.chain.now + window
    deal.chain.now = final - 1
    with refused("RoyaltyOracle_ReportNotFinal", finalAt=final, now_=final - 1):
        deal.execute(report, by=ATTACKER)
    deal.chain.now = final
    deal.execute(report, by=ATTACKER)
    assert deal.entitlement(0, "senior_investor") == in_time()[1][0]


def test_maker_of_blocks__stretches_the_window_of_bids__not_by_a_second(offered: DealContracts) -> None:
    last = offered.offering.read("window")[1]
    offered.chain.now = last + 1
    offered.give(ATTACKER, offered.price(0), offered.offering)
    with refused("Offering_Ended", deadline=last, timestamp=last + 1):
        offered.offering.send("subscribe", 0, 0, 1, by=ATTACKER)
    assert offered.money.read("balanceOf", ATTACKER) == offered.price(0)
