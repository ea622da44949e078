# SPDX-License-Identifier: Apache-2.0
"""Valuations: by an appraiser who has no stake, in order of days; the newest counts."""

from __future__ import annotations

import pytest

from tests.support.chain import refused_whole
from tests.support.rights import MILLION, NONE, USD, RightsDesk, number
from tests.support.rights_acts import APPRAISER, BUYER, ORIGINATOR, OWNER, PATENT_1, PATENT_2, TODAY, on, transfer
from tests.support.roles import actor

LIMIT = 2**84


@pytest.fixture
def entered(desk: RightsDesk) -> RightsDesk:
    desk.enter(PATENT_1, owners=(OWNER,))
    for appraiser in (OWNER, ORIGINATOR, BUYER):
        desk.registry.send("grantRole", desk.registry.read("APPRAISER_ROLE"), appraiser, by=actor("admin"))
    return desk


def test_value__first_and_second__numbered_and_the_newest_counts(entered: RightsDesk) -> None:
    assert entered.registry.read("valuationOf", PATENT_1)["appraiser"] == NONE
    for number_, amount in ((1, 100 * USD), (2, 70 * USD)):
        told = entered.value(PATENT_1, amount).only("RightValued")
        assert told["number"] == number_
        assert told["valuation"] == entered.registry.read("valuationOf", PATENT_1)
        assert told["valuation"] == {
            "token": entered.money.address,
            "amount": amount,
            "appraiser": APPRAISER,
            "day": TODAY,
            "until": 20260120,
            "method": 1,
        }


def test_value__by_an_owner__refused_until_he_has_sold(entered: RightsDesk) -> None:
    with refused_whole(entered.chain, "IPRegistry_ValuedByOwner", right=PATENT_1, appraiser=OWNER):
        entered.value(PATENT_1, 1, by=OWNER)
    transfer(entered, PATENT_1, OWNER, BUYER, MILLION - 1)
    for owner in (OWNER, BUYER):
        with refused_whole(entered.chain, "IPRegistry_ValuedByOwner", right=PATENT_1, appraiser=owner):
            entered.value(PATENT_1, 1, by=owner)
    transfer(entered, PATENT_1, OWNER, BUYER, 1)
    entered.value(PATENT_1, 1, by=OWNER)


def test_value__by_the_originator_of_its_deal__refused_though_he_owns_nothing(entered: RightsDesk) -> None:
    entered.happen(PATENT_1, 1, 4)
    entered.licence(PATENT_1, ORIGINATOR, licensor=OWNER, exclusive=True)
    entered.value(PATENT_1, 1, by=ORIGINATOR)
    entered.value(PATENT_1, 100 * USD)
    deal = entered.deal()
    entered.open(deal)
    entered.pledge(deal, PATENT_1, licence=1)
    with refused_whole(entered.chain, "IPRegistry_ValuedByOriginator", right=PATENT_1, appraiser=ORIGINATOR):
        entered.value(PATENT_1, 200 * USD, by=ORIGINATOR)
    entered.value(PATENT_1, 200 * USD)
    entered.value(PATENT_1, 90 * USD, by=BUYER)
    assert entered.facts(deal, "pool-value") == (90 * USD,)


def test_value__another_right_by_the_originator__taken(entered: RightsDesk) -> None:
    entered.enter(PATENT_2, owners=(OWNER,))
    entered.value(PATENT_2, 1, by=ORIGINATOR)


def test_value__days__in_order_and_none_to_come(entered: RightsDesk) -> None:
    on(entered, 20240301)
    entered.value(PATENT_1, 1, day=20240215, until=20240215)
    with refused_whole(entered.chain, "IPRegistry_OutOfOrder", what="valuation", last=20240215, given=20240214):
        entered.value(PATENT_1, 1, day=20240214)
    with refused_whole(entered.chain, "IPRegistry_InFuture", what="valuation", today=20240301, given=20240302):
        entered.value(PATENT_1, 1, day=20240302)
    with refused_whole(entered.chain, "IPRegistry_OutOfOrder", what="until", last=20240301, given=20240229):
        entered.value(PATENT_1, 1, day=20240301, until=20240229)
    for day, until, what, given in ((0, 20260120, "valuation", 0), (20240301, 20260229, "until", 20260229)):
        with refused_whole(entered.chain, "IPRegistry_BadDay", what=what, given=given):
            entered.value(PATENT_1, 1, day=day, until=until)
    entered.value(PATENT_1, 1, day=20240215)
    entered.value(PATENT_1, 1, day=20240301)


def test_value__amount__below_2_to_the_84th(entered: RightsDesk) -> None:
    with refused_whole(entered.chain, "IPRegistry_AmountTooLarge", limit=LIMIT, given=LIMIT):
        entered.value(PATENT_1, LIMIT)
    for amount in (LIMIT - 1, 0):
        entered.value(PATENT_1, amount)
        assert entered.registry.read("valuationOf", PATENT_1)["amount"] == amount


def test_value__no_token_no_method_no_document__refused(entered: RightsDesk) -> None:
    def value(token: str, method: int, document: bytes) -> None:
        entered.registry.send("value", PATENT_1, token, 1, method, TODAY, TODAY, document, by=APPRAISER)

    money = entered.money.address
    with refused_whole(entered.chain, "IPRegistry_ZeroAddress", what="token"):
        value(NONE, 1, entered.document())
    with refused_whole(entered.chain, "IPRegistry_NoMethod"):
        value(money, 0, entered.document())
    with refused_whole(entered.chain, "IPRegistry_NoDocument"):
        value(money, 1, bytes(32))
    with refused_whole(entered.chain, "NoReason"):
        value(money, 5, entered.document())
    for method in (1, 2, 3, 4):
        value(money, method, entered.document())
        assert entered.registry.read("valuationOf", PATENT_1)["method"] == method


def test_value__over_already__taken_as_what_it_was_worth(entered: RightsDesk) -> None:
    entered.value(PATENT_1, 5, day=20200202, until=20210202)
    assert entered.registry.read("valuationOf", number(1))["until"] == 20210202
