# SPDX-License-Identifier: Apache-2.0
"""Rows O8 and P10: every deadline a second before it, at it and after it; taking a signature back; what some seconds are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.contracts.desk_world import MAKER, TAKER, DeskWorld
from tests.contracts.test_token_permit import BROKER, OWNER, Permit, recovered, sign, submit
from tests.failures.deadlines import AROUND, SIGNED, Timed, live
from tests.failures.deal_deadlines import OF_DEALS
from tests.oracle.court import SIGNERS, Court
from tests.support import sample
from tests.support.chain import refused
from tests.support.platform import Platform
from tests.support.roles import actor

Case = Callable[[], Timed]
DRIFT = 15
"""Seconds by which a proposer of blocks may be wrong."""


def at_the_second(case: Case) -> None:
    """Refused or not at t − 1, t and t + 1, on one stage."""
    timed = case()
    good = []
    for at in (timed.second - 1, timed.second, timed.second + 1):
        with timed.chain.undone():
            timed.chain.now = at
            if timed.is_good(at):
                timed.act()
                good.append(at)
            else:
                with refused(timed.error):
                    timed.act()
    assert len(good) == 2


@pytest.mark.parametrize("case", SIGNED, ids=lambda case: case.__name__)
def test_o8__whatever_was_signed__good_to_the_last_second_and_refused_after_it(case: Case) -> None:
    timed = case()
    assert not timed.since
    at_the_second(case)


def test_o8__maker_of_orders__raises_his_own_floor_and_every_order_is_void() -> None:
    world = DeskWorld()
    orders = [world.order(units=1, nonce=word << 8 | place) for word in (0, 1, 2**100) for place in range(5)]
    world.desk.send("cancelAll", by=MAKER.address)
    for each in orders:
        with refused("SettlementDesk_WrongEpoch", expected=1, given=0):
            world.fill(each)
    world.fill(world.order(units=1, nonce=1 << 192))


def test_o8__owner_of_units__uses_a_permit_for_nothing_and_the_one_given_away_is_void() -> None:
    token = live(Platform()).tokens[0]
    given_away, own = Permit(token.address), Permit(token.address, spender=actor("nobody's business"), value=0)
    signature = sign(given_away)
    submit(token, own, sign(own), by=OWNER.address)
    read = replace(given_away, nonce=1)
    with refused("TrancheToken_PermitSigner", signer=recovered(read, signature), owner=OWNER.address):
        submit(token, given_away, signature)
    assert token.read("allowance", OWNER.address, BROKER) == 0


def test_o8__attestors__have_their_signatures_voided_by_an_office_and_none_can_by_himself() -> None:
    """One attestor who could would hold up a deal alone; governor or trustee act for him at once."""
    court = Court()
    given = court.report()
    for key in SIGNERS:
        with court.refuses("OracleSigners_NotOneOffice", caller=key.address):
            court.oracle.send("voidSignatures", court.address, by=key.address)
    for office in ("governor", "trustee"):
        with court.chain.undone():
            court.oracle.send("voidSignatures", court.address, by=actor(office))
            with court.refuses("RoyaltyOracle_WrongEpoch", expected=2, given=1):
                court.submit(given)
    court.submit(given)


@pytest.mark.parametrize("case", [*SIGNED, *AROUND, *OF_DEALS], ids=lambda case: case.__name__)
def test_p10__every_deadline__before_at_and_after_the_second(case: Case) -> None:
    at_the_second(case)


def paid_out(late: int) -> list[Any]:
    """All figures after two dates, each executed so many seconds late."""
    deal = live(Platform())
    for _ in range(2):
        deal.pay_royalty(100_000 * sample.USD)
        given = deal.report(100_000 * sample.USD)
        deal.reach(given.period)
        deal.chain.now += late
        deal.submit(given)
        deal.execute(given)
    roles = [(t, role) for t in range(3) for role in sample.ALLOCATION]
    owed = [deal.entitlement(tranche, role) for tranche, role in roles]
    return [deal.state(), deal.cash(), owed, [deal.payable(role) for role in sample.PAYEES]]


def test_p10__payment_dates_some_seconds_late__worth_nothing_to_anybody() -> None:
    exact = paid_out(0)
    assert all(paid_out(late) == exact for late in (1, DRIFT, 40 * sample.DAY))


def test_p10__fill_some_seconds_later__the_same_price() -> None:
    prices = []
    for late in (0, DRIFT):
        world = DeskWorld()
        world.chain.now += late
        world.fill(world.order())
        prices.append(world.has(TAKER.address))
    assert prices[0] == prices[1]
