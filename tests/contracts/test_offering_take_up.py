# SPDX-License-Identifier: Apache-2.0
"""Who may not hold his allotment any more is paid out by whoever takes it up, from ten days after closing on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.books import (
    JUNIOR,
    MEZZANINE,
    OF_PRICES,
    OUTSIDER,
    PRICE,
    SENIOR,
    balance,
    fixed,
    held,
    offer_notes,
    settle,
    told,
)
from tests.support.chain import refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import NO_ADDRESS, Platform
from tests.support.powers import halt, order
from tests.support.rules import transfer_refused
from tests.support.sample import CLOSING, DAY, USD

WAITS = 10 * DAY
COST, CHANGE = 500 * 980 * USD, 500 * 980 * USD
RULES = TransferRules(RuleFlag.JURISDICTIONS, 0b11100, countries=frozenset({840}))


@pytest.fixture
def closed(platform: Platform, money: Contract) -> DealContracts:
    """At 980: SENIOR gets 500, and JUNIOR 500 of the 1,000 he bid at 980; he lost his eligibility afterwards. Ten days have passed."""
    deal = offer_notes(platform, money, OF_PRICES, RULES)
    deal.subscribe(SENIOR, 0, 500)
    deal.subscribe(JUNIOR, 0, 1_000, 2)
    deal.close_alone()
    platform.remove(JUNIOR)
    deal.chain.now = CLOSING + WAITS
    deal.give(MEZZANINE, COST, deal.offering)
    return deal


def take_up(deal: DealContracts, level: int = 2, place: int = 0, by: str = MEZZANINE) -> None:
    settle(deal, "takeUp", level, place, by=by)


def test_take_up__by_another_who_may_hold__units_for_their_price_and_said(closed: DealContracts) -> None:
    done = settle(closed, "takeUp", 2, 0, by=MEZZANINE)
    assert done.only("TakenUp") == {
        "tranche": 0,
        "investor": JUNIOR,
        "by": MEZZANINE,
        "level": 2,
        "place": 0,
        "units": 500,
        "paid": COST,
    }
    assert (held(closed, MEZZANINE), balance(closed, MEZZANINE), held(closed, JUNIOR)) == (500, 0, 0)
    assert told(closed, 2, 0) == (JUNIOR, 1_000, 500, True, CHANGE + COST)


def test_take_up__then_refund__the_first_has_all_he_paid(closed: DealContracts) -> None:
    take_up(closed)
    settle(closed, "refund", 2, 0)
    assert balance(closed, JUNIOR) == 1_000 * 980 * USD
    assert balance(closed, closed.offering.address) == 500 * 20 * USD, "SENIOR's change alone"


@pytest.mark.parametrize("first", ["refund", "collect"])
def test_take_up__change_paid_before__only_the_price_of_the_units_after_it(closed: DealContracts, first: str) -> None:
    """Once taken up, there are no units to collect either: collecting pays what is owed."""
    settle(closed, "refund", 2, 0)
    assert balance(closed, JUNIOR) == CHANGE
    take_up(closed)
    assert told(closed, 2, 0).owed == COST
    settle(closed, first, 2, 0)
    assert (balance(closed, JUNIOR), held(closed, JUNIOR)) == (CHANGE + COST, 0)
    for function in ("refund", "collect", "takeUp"):
        with refused_whole(closed.chain, "Offering_NothingLeft", tranche=0, level=2, place=0):
            settle(closed, function, 2, 0, by=MEZZANINE)


@pytest.mark.parametrize(("second", "early"), [(CLOSING, True), (CLOSING + WAITS - 1, True), (CLOSING + WAITS, False)])
def test_take_up__around_ten_days__not_before(closed: DealContracts, second: int, early: bool) -> None:
    closed.chain.now = second
    if early:
        with refused_whole(closed.chain, "Offering_TooEarly", **{"from": CLOSING + WAITS}, timestamp=second):
            take_up(closed)
    else:
        take_up(closed)
        assert held(closed, MEZZANINE) == 500


def lose_country(platform: Platform, deal: DealContracts) -> None:
    platform.admit(JUNIOR, country=156)


def lose_class(platform: Platform, deal: DealContracts) -> None:
    platform.admit(JUNIOR, investor_class=1)


def expire(platform: Platform, deal: DealContracts) -> None:
    platform.admit(JUNIOR, until=deal.chain.now)
    deal.chain.now += 1


def be_removed(platform: Platform, deal: DealContracts) -> None:
    platform.remove(JUNIOR)


@pytest.mark.parametrize("loss", [lose_country, lose_class, expire, be_removed])
def test_take_up__whatever_keeps_the_first_from_holding__done(
    closed: DealContracts, platform: Platform, loss: Callable[[Platform, DealContracts], None]
) -> None:
    platform.admit(JUNIOR)
    loss(platform, closed)
    take_up(closed)
    assert held(closed, MEZZANINE) == 500


@pytest.mark.parametrize("waits_for", ["nothing", "freeze", "halt", "pause"])
def test_take_up__first_may_hold__refused_whatever_he_waits_for(
    closed: DealContracts, platform: Platform, waits_for: str
) -> None:
    platform.admit(JUNIOR)
    if waits_for == "freeze":
        order(platform, "setAddressFrozen", closed.tokens[0], JUNIOR, True)
    elif waits_for == "halt":
        halt(platform, "haltHolder", closed.deal.address, JUNIOR, until=closed.chain.now + DAY)
    elif waits_for == "pause":
        order(platform, "pause", closed.tokens[0])
    with refused_whole(closed.chain, "Offering_MayHold", investor=JUNIOR):
        take_up(closed)


def test_take_up__first_eligible_again_before_it__he_collects_and_nobody_else(
    closed: DealContracts, platform: Platform
) -> None:
    platform.admit(JUNIOR)
    settle(closed, "collect", 2, 0)
    assert held(closed, JUNIOR) == 500
    with refused_whole(closed.chain, "Offering_NothingLeft", tranche=0, level=2, place=0):
        take_up(closed)


def test_take_up__first_eligible_again_after_it__he_has_his_money_and_no_units(
    closed: DealContracts, platform: Platform
) -> None:
    take_up(closed)
    platform.admit(JUNIOR)
    settle(closed, "collect", 2, 0)
    assert (held(closed, JUNIOR), balance(closed, JUNIOR)) == (0, CHANGE + COST)


def test_take_up__by_who_may_not_hold__refused(closed: DealContracts) -> None:
    for who in (OUTSIDER, JUNIOR):
        closed.give(who, COST, closed.offering)
        with transfer_refused(Question.RECEIVER_ELIGIBLE, NO_ADDRESS, who, 500):
            take_up(closed, by=who)


def test_take_up__without_the_money__refused(closed: DealContracts) -> None:
    closed.money.send("transfer", OUTSIDER, 1, by=MEZZANINE)
    named = {"sender": MEZZANINE, "balance": COST - 1, "needed": COST}
    with refused_whole(closed.chain, "ERC20InsufficientBalance", **named):
        take_up(closed)


def test_take_up__by_a_class_the_offer_is_not_for__refused(platform: Platform, money: Contract) -> None:
    deal = offer_notes(platform, money, fixed(class_mask=1 << 3))
    platform.admit(JUNIOR, investor_class=3)
    deal.subscribe(JUNIOR, 0, 1_000)
    deal.close_alone()
    platform.remove(JUNIOR)
    deal.chain.now += WAITS
    deal.give(MEZZANINE, 1_000 * PRICE, deal.offering)
    with refused_whole(deal.chain, "Offering_ClassNotOffered", tranche=0, **{"class": 2}):
        take_up(deal, 0)


@pytest.mark.parametrize(("level", "place"), [(0, 0), (3, 0)])
def test_take_up__collected_or_with_nothing_allotted__refused(
    platform: Platform, money: Contract, level: int, place: int
) -> None:
    deal = offer_notes(platform, money, OF_PRICES)
    deal.subscribe(SENIOR, 0, 1_000)
    deal.subscribe(SENIOR, 0, 100, 3)
    deal.close()
    platform.remove(SENIOR)
    deal.chain.now += WAITS
    with refused_whole(deal.chain, "Offering_NothingLeft", tranche=0, level=level, place=place):
        take_up(deal, level, place)


def test_take_up__after_a_payment_date__income_since_closing_is_paid_for_and_goes_with_the_units(
    closed: DealContracts,
) -> None:
    settle(closed, "collect", 0, 0)
    closed.pay_date(100_000 * USD)
    closed.give(MEZZANINE, COST + 50_000 * USD, closed.offering)
    take_up(closed)
    assert closed.entitlement(0, "mezzanine_investor") == closed.entitlement(0, "senior_investor") == 50_000 * USD
    assert closed.entitlement(0, "junior_investor") == 0
    assert closed.claim(0, "mezzanine_investor").only("IncomeClaimed")["gross"] == 50_000 * USD
    settle(closed, "refund", 2, 0)
    assert balance(closed, JUNIOR) == CHANGE + COST + 50_000 * USD


def test_take_up__by_who_holds_already__added(closed: DealContracts) -> None:
    settle(closed, "collect", 0, 0)
    closed.give(SENIOR, COST, closed.offering)
    take_up(closed, by=SENIOR)
    assert held(closed, SENIOR) == 1_000
