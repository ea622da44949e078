# SPDX-License-Identifier: Apache-2.0
"""Providers of facilities, the holder of a call, and the end: what each does, and that no allowance is left behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.errors import ContractRevertedError
from regalia.domain.terms import load_terms
from regalia.servicing import endings, support
from regalia.servicing.status import status_of
from tests.ledger.life import DECEMBER_2023, HOURS, USD
from tests.ledger.whole_life import (
    CALL_A,
    CLEAN_UP,
    IN_CALL,
    LINE,
    MAKE_UP,
    WHOLE,
    WholeLife,
    default,
    good_and_bad,
    sell,
)
from tests.ledger.whole_life import end as to_the_end
from tests.ledger.whole_life import offered as offer
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet
TERMS = load_terms(WHOLE)


@pytest.fixture(scope="module")
def played() -> Iterator[WholeLife]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        world = offer(chain)
        sell(world)
        yield world


@pytest.fixture
def sold(played: WholeLife) -> Iterator[WholeLife]:
    """Closed, before the first payment date: what a test does is undone."""
    with undone(played.life.chain):
        yield played


def allowance(world: WholeLife, who: str) -> int:
    found: int = world.life.cash.functions.allowance(world.party(who), world.life.record.escrow.address).call()
    return found


def test_deposit__within_the_limit__held_until_drawn(sold: WholeLife) -> None:
    support.deposit_support(sold.deal, LINE, 5_000 * USD, sold.party("lender"))
    state = support.facility_state(sold.deal, LINE)
    assert (state.provider, state.notice_hours, state.limit) == (sold.party("lender"), 48, 30_000 * USD)
    assert (state.held, state.used, state.outstanding) == (5_000 * USD, 0, 0)
    assert allowance(sold, "lender") == 0


def test_deposit__above_the_limit__refused_and_no_allowance_left(sold: WholeLife) -> None:
    with pytest.raises(ContractRevertedError, match="SupportFacility_AboveLimit"):
        support.deposit_support(sold.deal, LINE, 30_001 * USD, sold.party("lender"))
    assert allowance(sold, "lender") == 0


def test_deposit__by_another_than_the_provider__refused_and_no_allowance_left(sold: WholeLife) -> None:
    with pytest.raises(ContractRevertedError, match="SupportFacility_OnlyProvider"):
        support.deposit_support(sold.deal, LINE, 1, sold.party("parent"))
    assert allowance(sold, "parent") == 0


def test_demand__final_report__asked_for_what_the_date_needs_and_paid(sold: WholeLife) -> None:
    """Of 12,000, fees take 2,000 and interest 17,777.78, for which the reserve has 10,000; principal of 20,000 is the parent's."""
    sold.life.pay(12_000)
    sold.life.chain.warp(sold.deal.deal.functions.scheduledAt(1).call() + 60)
    report = sold.life.report(1, 12_000, [1_000])
    with pytest.raises(ContractRevertedError, match="DealLens_ReportNotFinal"):
        support.demand_support(sold.deal, MAKE_UP, report, sold.life.anybody)
    sold.life.chain.warp(sold.now + 25 * HOURS)
    assert support.support_needed(sold.deal, report) == (0, 20_000 * USD)
    support.demand_support(sold.deal, MAKE_UP, report, sold.life.anybody)
    asked = support.facility_state(sold.deal, MAKE_UP)
    assert (asked.period, asked.outstanding, asked.deadline) == (1, 20_000 * USD, sold.now + 72 * HOURS)
    status = status_of(sold.deal, TERMS)
    assert status["facility make-up: asked for"] == "20,000.00"
    assert status["facility make-up: to be paid by"].endswith("UTC")
    support.pay_support(sold.deal, MAKE_UP, asked.outstanding, sold.party("parent"))
    assert support.facility_state(sold.deal, MAKE_UP).held == 20_000 * USD
    assert allowance(sold, "parent") == 0


def test_pay__nothing_was_asked__refused_and_no_allowance_left(sold: WholeLife) -> None:
    with pytest.raises(ContractRevertedError, match="SupportFacility_NoDemand"):
        support.pay_support(sold.deal, MAKE_UP, 1, sold.party("parent"))
    assert allowance(sold, "parent") == 0


def test_conclude__a_deal_that_goes_on__refused(sold: WholeLife) -> None:
    with pytest.raises(ContractRevertedError, match="DealLens_NotOver"):
        endings.conclude(sold.deal, sold.life.anybody)


def test_call__before_it_is_open__refused_and_not_priced(sold: WholeLife) -> None:
    for index in (CALL_A, CLEAN_UP):
        with pytest.raises(ContractRevertedError):
            endings.price_of_call(sold.deal, index)
    with pytest.raises(ContractRevertedError):
        endings.exercise_call(sold.deal, CALL_A, 2_000_000 * USD, sold.party("studio"))
    assert allowance(sold, "studio") == 0


def test_status__deal_without_trouble__facilities_triggers_and_calls_in_words(sold: WholeLife) -> None:
    status = status_of(sold.deal, TERMS)
    assert status["account trap"] == "0.00"
    assert status["facility line: provider"] == sold.party("lender")
    assert (status["facility line: put in"], status["facility line: owed"]) == ("0.00", "0.00")
    assert status["facility line: to be paid by"] is None
    assert (status["triggers active"], status["flags up"], status["event of default"]) == (None, None, False)
    assert (status["call 0: kind"], status["call 0: open from"]) == ("optional", "2025-01-01")
    assert (status["call 1: kind"], status["call 1: open from"]) == ("clean-up", None)
    assert status["call 0: price today"] is None


def test_status__without_the_deal_file__numbers_in_place_of_names(sold: WholeLife) -> None:
    good_and_bad(sold)
    status = status_of(sold.deal)
    assert (status["triggers active"], status["flags up"]) == ("0", "0")
    assert status["facility 1: owed"] == "20,000.00"
    assert [name for name in status if name.startswith("account ")] == ["account 0", "account 1"]


def test_status__after_a_deadline_was_missed__event_of_default_and_nothing_asked_any_more(sold: WholeLife) -> None:
    good_and_bad(sold)
    status = status_of(sold.deal, TERMS)
    assert (status["triggers active"], status["flags up"]) == ("coverage-low", "trap-50")
    default(sold)
    status = status_of(sold.deal, TERMS)
    assert status["triggers active"] == "coverage-low, reserve-short, parent-did-not-pay"
    assert status["flags up"] == "trap-50, reserve-short"
    assert status["event of default"] is True
    # what the parent was asked for was for a date that is past
    assert (status["facility make-up: asked for"], status["facility make-up: to be paid by"]) == ("0.00", None)
    assert (status["facility make-up: owed"], status["facility line: owed"]) == ("20,000.00", "10,000.00")


def test_call__offered_too_little_then_more_than_the_price__price_taken_and_no_allowance_left(
    sold: WholeLife,
) -> None:
    good_and_bad(sold)
    default(sold)
    sold.life.chain.warp(IN_CALL)
    price = sum(endings.price_of_call(sold.deal, CALL_A))
    assert status_of(sold.deal, TERMS)["call 0: price today"] == sold.deal.money.format(price)
    with pytest.raises(ContractRevertedError, match="Deal_CallBelowPrice"):
        endings.exercise_call(sold.deal, CALL_A, price - 1, sold.party("studio"))
    assert allowance(sold, "studio") == 0
    before = sold.life.cash.functions.balanceOf(sold.party("studio")).call()
    endings.exercise_call(sold.deal, CALL_A, price + 7, sold.party("studio"))
    assert sold.life.cash.functions.balanceOf(sold.party("studio")).call() == before - price
    assert allowance(sold, "studio") == 0
    assert status_of(sold.deal, TERMS)["senior: balance"] == "0.00"


def test_status__concluded__no_next_period_and_no_calls(sold: WholeLife) -> None:
    good_and_bad(sold)
    default(sold)
    to_the_end(sold)
    status = status_of(sold.deal, TERMS)
    assert (status["status"], status["next period"], status["scheduled"]) == ("concluded", None, None)
    assert (status["collection"], status["facility line: put in"]) == ("0.00", "0.00")
    assert not [name for name in status if name.startswith("call ")]
