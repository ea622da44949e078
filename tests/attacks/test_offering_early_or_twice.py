# SPDX-License-Identifier: Apache-2.0
"""An offering that somebody would close too early, twice, halted, or after money went back: once, in its week, or never."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.chain.errors import decode_revert
from tests.contracts.books import ATTACKER, JUNIOR, OF_PRICES, SENIOR, balance, held, offer_notes, settle
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract, calldata
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import halt, resume
from tests.support.roles import actor
from tests.support.sample import CLOSING, DAY, DEADLINE

WEEK = 7 * DAY


def close(deal: DealContracts, by: str = ATTACKER) -> None:
    deal.offering.send("close", by=by)


@pytest.mark.parametrize("second", [sample.START, DEADLINE - 1, DEADLINE])
@pytest.mark.parametrize("by", ["attacker", "issuer", "originator", "admin"])
def test_close__early__refused_to_everybody_so_that_nobody_shuts_better_bids_out(
    sold: DealContracts, second: int, by: str
) -> None:
    sold.chain.now = second
    with refused_whole(sold.chain, "Offering_NotEnded", deadline=DEADLINE, timestamp=second):
        close(sold, actor(by))
    sold.subscribe(JUNIOR, 0, 1)


@pytest.mark.parametrize("after", [0, 1, WEEK - 1])
def test_close__twice__refused_and_nothing_is_sold_again(sold: DealContracts, after: int) -> None:
    """Also when collecting has begun, and with money of others in the offering that would pay for it."""
    sold.subscribe(JUNIOR, 0, 1_000)
    sold.close_alone()
    settle(sold, "collect", 0, 0)
    sold.chain.now += after
    with refused_whole(sold.chain, "Deal_AlreadyClosed", closedAt=CLOSING):
        close(sold)
    sold.bids.remove((0, 0, 0))
    sold.collect()
    assert (held(sold, JUNIOR), balance(sold, sold.offering.address)) == (500, 0)


def test_close__once_lapsed_and_partly_refunded__refused(platform: Platform, money: Contract) -> None:
    """Nobody can turn an offering that lapsed into a sale with the money of those who were slower."""
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 300)
    deal.subscribe(JUNIOR, 0, 290)
    deal.end_window()
    settle(deal, "refund", 0, 300)
    with refused_whole(deal.chain, "Offering_MinimumNotMet", tranche=0, minimum=600, reached=590):
        close(deal)
    deal.money.send("mint", deal.offering.address, 10**15, by=ATTACKER)
    with refused_whole(deal.chain, "Offering_MinimumNotMet", tranche=0, minimum=600, reached=590):
        close(deal)


def test_close__after_the_week_when_some_have_their_money__refused(sold: DealContracts) -> None:
    sold.chain.now = late = DEADLINE + WEEK + 1
    settle(sold, "refund", 0, 0)
    with refused_whole(sold.chain, "Offering_ClosingWindowOver", until=late - 1, timestamp=late):
        close(sold)


def test_refund__at_the_last_second_for_closing__refused_so_that_nobody_takes_part_of_the_proceeds(
    sold: DealContracts,
) -> None:
    sold.chain.now = DEADLINE + WEEK
    with refused_whole(sold.chain, "Offering_NotSettled", deadline=DEADLINE, timestamp=DEADLINE + WEEK):
        settle(sold, "refund", 0, 0)
    close(sold)


def test_refund__after_closing__the_change_alone_however_long_it_waits(sold: DealContracts) -> None:
    """The price of what was allotted has been paid on: what is in the offering is others' change."""
    sold.subscribe(JUNIOR, 0, 1_000)
    sold.subscribe(SENIOR, 1, 400)
    sold.close_alone()
    for second in (CLOSING, DEADLINE + WEEK + 1, CLOSING + 1_000 * DAY):
        sold.chain.now = second
        owed = sold.offering.read("bidAt", 0, 0, 0)[4]
        assert owed == 300_000 * sample.USD, "600 of 2,000 bid for 1,000: half is change"
    settle(sold, "refund", 0, 0)
    with refused("Offering_NothingLeft"):
        settle(sold, "refund", 0, 0)


def test_close__halted_deal__refused_until_it_is_resumed(sold: DealContracts, platform: Platform) -> None:
    sold.end_window()
    until = sold.chain.now + 30 * DAY
    halt(platform, "haltDeal", sold.deal.address, until=until)
    with refused_whole(sold.chain, "Deal_Halted", until=until):
        close(sold)
    resume(platform, "resumeDeal", sold.deal.address)
    close(sold)
    assert sold.deal.read("status") == 3


def test_close__halted_all_week__everybody_takes_his_money_back(sold: DealContracts, platform: Platform) -> None:
    halt(platform, "haltDeal", sold.deal.address, until=sold.chain.now + 60 * DAY)
    sold.chain.now = DEADLINE + WEEK + 1
    for bid in sold.bids:
        sold.offering.send("refund", *bid, by=ATTACKER)
    assert balance(sold, sold.offering.address) == 0


INTO: dict[str, tuple[Any, ...]] = {
    "close": (),
    "collect": (0, 0, 0),
    "refund": (0, 0, 0),
    "takeUp": (0, 0, 0),
    "subscribe": (0, 0, 1),
}


@pytest.mark.parametrize("moment", [1, 2], ids=["before", "after"])
@pytest.mark.parametrize("inner", list(INTO))
def test_close__payment_token_calls_back_while_the_proceeds_move__refused_and_closed_once(
    platform: Platform, inner: str, moment: int
) -> None:
    deal = platform.create(platform.money("MockReentrantToken"))
    deal.sell()
    deal.end_window()
    deal.money.send("arm", moment, deal.offering.address, calldata("Offering", inner, *INTO[inner]), by=ATTACKER)
    close(deal)
    assert (deal.money.read("moment"), deal.money.read("succeeded")) == (0, False)
    assert decode_revert(deal.money.read("answer")).name == "ReentrancyGuardReentrantCall"
    assert (deal.held(), deal.payable("originator")) == (sample.PROCEEDS, sample.PROCEEDS - sample.FUNDING)
    deal.collect()
    assert held(deal, SENIOR) == 600
