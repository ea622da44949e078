# SPDX-License-Identifier: Apache-2.0
"""Closing: in the week after the deadline, senior first, with every minimum, enough money and what is retained; or nothing at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.program import StepFlag, StepKind, StepProgram, SubjectKind
from regalia.domain.transfer_rules import TransferRules
from tests.contracts.books import (
    MEZZANINE,
    NO_RULES,
    OF_COUPONS,
    OF_PRICES,
    ORIGINATOR,
    OUTSIDER,
    PRICE,
    SENIOR,
    balance,
    fixed,
    held,
    notes,
    offer_notes,
    settle,
    spec,
)
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform, fixed_price
from tests.support.sample import DAY, DEADLINE, USD

WINDOW = 7 * DAY
SOLD, LAPSED, LIVE = 1, 2, 3


def close(deal: DealContracts) -> None:
    deal.offering.send("close", by=OUTSIDER)


@pytest.mark.parametrize("second", [sample.START, DEADLINE - 1, DEADLINE])
def test_close__until_the_last_second_for_bids__refused(sold: DealContracts, second: int) -> None:
    """Though everything is bid for: a better bid may come."""
    sold.chain.now = second
    with refused_whole(sold.chain, "Offering_NotEnded", deadline=DEADLINE, timestamp=second):
        close(sold)


@pytest.mark.parametrize("second", [DEADLINE + 1, DEADLINE + WINDOW])
def test_close__in_the_week_after__done_by_anybody(sold: DealContracts, second: int) -> None:
    sold.chain.now = second
    close(sold)
    assert (sold.deal.read("status"), sold.offering.read("closedAt")) == (LIVE, second)


def test_close__a_second_after_that_week__refused_and_everybody_is_refunded(sold: DealContracts) -> None:
    sold.chain.now = late = DEADLINE + WINDOW + 1
    with refused_whole(sold.chain, "Offering_ClosingWindowOver", until=late - 1, timestamp=late):
        close(sold)
    for bid in sold.bids:
        sold.offering.send("refund", *bid, by=OUTSIDER)
    assert balance(sold, SENIOR) == 625_000 * USD
    assert balance(sold, sold.offering.address) == 0


@pytest.mark.parametrize(
    ("bought", "tranche", "reached"),
    [((1_000, 399, 9_999), 1, 399), ((1_000, 400, 9_999), 2, 9_999), ((0, 0, 0), 0, 0)],
)
def test_close__a_minimum_missed__refused_by_the_most_senior_that_misses_it(
    offered: DealContracts, bought: tuple[int, ...], tranche: int, reached: int
) -> None:
    offered.sell({"senior_investor": bought})
    offered.end_window()
    assert offered.deal.read("status") == LAPSED
    minimum = (1_000, 400, 10_000)[tranche]
    with refused_whole(offered.chain, "Offering_MinimumNotMet", tranche=tranche, minimum=minimum, reached=reached):
        close(offered)


@pytest.mark.parametrize("units", [590, 600])
def test_close__around_a_minimum_below_all_units__retained_ones_count(
    platform: Platform, money: Contract, units: int
) -> None:
    platform.admit(ORIGINATOR)
    deal = offer_notes(platform, money, fixed(650, 10), TransferRules(retained=50))
    deal.subscribe(SENIOR, 0, units)
    deal.end_window()
    if units == 590:
        with refused("Offering_MinimumNotMet", tranche=0, minimum=650, reached=640):
            close(deal)
    else:
        close(deal)
        assert (held(deal, ORIGINATOR), deal.deal.read("trancheAt", 0)[1]) == (50, 650)


def test_close__sold_out__proceeds_fund_the_accounts_and_the_rest_is_the_originators(sold: DealContracts) -> None:
    assert balance(sold, sold.offering.address) == sample.PROCEEDS
    done = sold.close_alone()
    assert done.only("DealClosed") == {"proceeds": sample.PROCEEDS}
    opened = done.only("BooksOpened")
    assert (opened["funding"], opened["units"]) == ((sample.FUNDING,), (1_000, 400, 10_000))
    assert sold.cash() == (0, (sample.FUNDING,))
    assert sold.payable("originator") == sample.PROCEEDS - sample.FUNDING
    assert (sold.held(), balance(sold, sold.offering.address)) == (sample.PROCEEDS, 0)
    sold.escrow.send("withdraw", by=ORIGINATOR)
    assert balance(sold, ORIGINATOR) == 1_460_000 * USD


def test_close__over_subscribed__proceeds_go_and_the_change_stays_for_who_is_owed_it(sold: DealContracts) -> None:
    sold.subscribe(MEZZANINE, 0, 1_000)
    sold.close_alone()
    assert (sold.held(), balance(sold, sold.offering.address)) == (sample.PROCEEDS, 1_000 * PRICE)


def test_close__leaves_no_allowance_behind(live: DealContracts) -> None:
    assert live.money.read("allowance", live.offering.address, live.escrow.address) == 0


def test_close__donation_to_the_offering__closes_with_the_proceeds_all_the_same(sold: DealContracts) -> None:
    sold.money.send("mint", sold.offering.address, 77, by=OUTSIDER)
    assert sold.close().only("DealClosed") == {"proceeds": sample.PROCEEDS}


def test_close__nothing_of_the_program_decided__the_wiring_stays(sold: DealContracts) -> None:
    before = sold.deal.read("wiringAt")
    done = sold.close_alone()
    assert done.all("DealWired") == []
    assert sold.deal.read("wiringAt") == before


def test_close__coupon_and_size_found__announced_whole_and_nothing_else_changed(
    platform: Platform, money: Contract
) -> None:
    deal = offer_notes(platform, money, OF_COUPONS)
    deal.subscribe(SENIOR, 0, 700, level=4)
    (before,) = [event.args["wiring"] for event in deal.chain.log if event.name == "DealWired"]
    done = deal.close_alone()
    (tranche,) = deal.program.tranches
    placed = replace(tranche, coupon=70_000, units=700, original_balance=700 * PRICE)
    program = replace(deal.program, tranches=(placed,)).pack()
    wired = done.only("DealWired")
    assert wired == {"termsHash": deal.made["termsHash"], "wiring": program + before[len(program) :]}
    assert deal.deal.read("program") == program
    assert deal.deal.read("state")["balance"] == (700 * PRICE,)
    deal.collect()
    deal.pay_date(0)
    deal.pay_date(21_000 * USD)
    assert deal.entitlement(0, "senior_investor") == 21_000 * USD
    assert deal.deal.read("state")["arrears"] == (2 * 12_250 * USD - 21_000 * USD,)


def funded(funding: int) -> DealSpec:
    """Notes with a reserve that closing funds."""
    reserve = StepProgram("reserve", StepKind.RESERVE, SubjectKind.ACCOUNT, 0, flags=StepFlag.PART_FIXED)
    program = notes(1_000)
    steps = (program.steps[0], reserve, *program.steps[1:])
    return replace(
        spec(OF_PRICES),
        program=replace(program, accounts=("reserve",), steps=steps),
        funding=(funding,),
    )


@pytest.mark.parametrize(("level", "closes"), [(6, True), (7, False)])
def test_close__proceeds_around_what_the_accounts_need__not_below(
    platform: Platform, money: Contract, level: int, closes: bool
) -> None:
    """600 at 940 are exactly what is needed, 600 at 930 are less."""
    deal = platform.create(money, funded(564_000 * USD))
    deal.subscribe(SENIOR, 0, 600, level)
    deal.end_window()
    if closes:
        close(deal)
        assert (deal.cash(), deal.payable("originator")) == ((0, (564_000 * USD,)), 0)
        return
    with refused_whole(deal.chain, "Offering_ProceedsBelowFunding", proceeds=558_000 * USD, funding=564_000 * USD):
        close(deal)
    assert deal.deal.read("status") == SOLD, "whether it can be closed is known by trying only"
    deal.chain.now = DEADLINE + WINDOW + 1
    settle(deal, "refund", level, 0)
    assert balance(deal, SENIOR) == 558_000 * USD


def test_close__units_given_away__for_nothing(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, DealSpec(prices=(0, 0, 0), funding=(0,)))
    deal.sell()
    deal.close()
    assert (deal.held(), deal.payable("originator"), held(deal, SENIOR)) == (0, 0, 600)


def test_close__sixteen_tranches_of_sixty_four_levels__within_a_block(platform: Platform, money: Contract) -> None:
    """The most there can be, each found at its last level."""
    tranche = sample.plain(64, 64).tranches[0]
    program = replace(sample.plain(64, 64), tranches=(tranche,) * 16)
    most = Offer(1, 1, 1, OfferKind.COUPON_BIDS, 64, 1)
    names = tuple(f"{number}" for number in range(16))
    offers = tuple(most.pack() for _ in names)
    deal = platform.create(
        money, DealSpec(program, (), (), (), names, names, offers, transfer_rules=(NO_RULES.pack(),) * 16)
    )
    for index in range(16):
        for level in range(64):
            deal.subscribe(SENIOR, index, 1, level)
    done = deal.close_alone()
    assert [cleared["level"] for cleared in done.all("TrancheCleared")] == [63] * 16
    assert done.gas < 15_000_000


def test_close__fixed_price_of_the_test_support__is_that_of_the_domain() -> None:
    assert fixed_price(1_000, PRICE, 10) == fixed(lot=10).pack()
