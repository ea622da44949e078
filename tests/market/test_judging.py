# SPDX-License-Identifier: Apache-2.0
"""How much could be filled, worked out from the facts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regalia.domain.transfer_questions import Question
from regalia.market.facts import BuyerFacts, OrderFacts, SellerFacts
from regalia.market.judging import OF_BUYER, OF_SELLER, Sides, affordable, due_of, of_order
from regalia.market.order import CANCELLED, Nonce, Side
from regalia.market.reasons import Code, transfer_reason
from tests.market.orders import ORDER, order
from tests.support.roles import actor

SELLER = SellerFacts(held=100, free=100, allowed=2**256 - 1)
BUYER = BuyerFacts(cash=10**15, allowed=10**15, room=None)
FACTS = OrderFacts(now=ORDER.expiry, signature_fault="", epoch=0, filled=0)


def sides(seller: SellerFacts | None = SELLER, buyer: BuyerFacts | None = BUYER, no: int = 0, least: int = 0) -> Sides:
    return Sides(ORDER, seller, buyer, least, lambda units: no)


@given(
    price=st.integers(1, 2**128 - 1),
    fee=st.integers(0, 10**6),
    cash=st.integers(0, 2**200),
    side=st.sampled_from(list(Side)),
)
def test_affordable__any_price_fee_and_cash__that_many_and_not_one_more(
    price: int, fee: int, cash: int, side: Side
) -> None:
    wanted = order(price=price, venue_fee=fee, venue=actor("venue"), side=side)
    units = affordable(wanted, cash)
    assert due_of(wanted, units) <= cash < due_of(wanted, units + 1)


@pytest.mark.parametrize(
    ("known", "most"),
    [
        (sides(), 90),
        (sides(replace(SELLER, held=80)), 80),
        (sides(replace(SELLER, free=70)), 70),
        (sides(replace(SELLER, allowed=60)), 60),
        (sides(buyer=replace(BUYER, cash=50 * ORDER.price)), 50),
        (sides(buyer=replace(BUYER, allowed=41 * ORDER.price - 1)), 40),
        (sides(buyer=replace(BUYER, room=30)), 30),
        (sides(seller=None, buyer=None), 90),
    ],
)
def test_most__each_limit__the_lowest(known: Sides, most: int) -> None:
    assert (known.most(90), known.best(90)) == (most, most)


def test_best__less_than_the_minimum_fill__none() -> None:
    assert sides(replace(SELLER, held=9)).best(100) == 0
    assert sides(replace(SELLER, held=9)).best(9) == 9


def test_best__the_seller_would_keep_too_few__so_many_that_he_keeps_enough() -> None:
    def ladder(units: int) -> int:
        return 0 if 100 - units in (0, *range(20, 101)) else 1 << Question.DENOMINATION

    assert Sides(ORDER, SELLER, BUYER, 20, ladder).best(95) == 80
    assert Sides(ORDER, SELLER, BUYER, 20, ladder).best(100) == 100


def test_against__a_side_is_not_known__its_questions_are_not_asked() -> None:
    no = sum(1 << question for question in Question)
    both = [reason.code for reason in sides(no=no).against(10)]
    assert both == [transfer_reason(question).code for question in Question]
    without_buyer = {reason.code for reason in sides(buyer=None, no=no).against(10)}
    assert without_buyer == set(both) - {transfer_reason(question).code for question in OF_BUYER}
    without_seller = {reason.code for reason in sides(seller=None, no=no).against(10)}
    assert without_seller == set(both) - {transfer_reason(question).code for question in OF_SELLER}


def test_of_order__everything_wrong__all_of_it_in_the_desks_order() -> None:
    facts = replace(FACTS, now=ORDER.expiry + 1, signature_fault="not his", filled=CANCELLED)
    found = of_order(order(counterparty=actor("somebody")), facts, actor("buyer"))
    assert [reason.code for reason in found] == ["signature", "expired", "counterparty", "cancelled"]


def test_of_order__of_an_old_epoch__that_alone_and_for_good() -> None:
    (reason,) = of_order(order(nonce=Nonce(1, 0, 0)), replace(FACTS, epoch=2, filled=CANCELLED), None)
    assert (reason.code, reason.for_good) == ("epoch", True)
    assert reason.text == "it is of the maker's epoch 1; his orders are filled in epoch 2"


def test_codes__every_one_but_transfer__has_a_wording() -> None:
    for code in set(Code) - {Code.TRANSFER}:
        assert code.reason(**dict.fromkeys(_NAMES, "x")).text


_NAMES = [
    "signed",
    "served",
    "desk",
    "fault",
    "expiry",
    "now",
    "units",
    "token",
    "deal",
    "fee",
    "cap",
    "counterparty",
    "investor",
    "left",
    "least",
    "held",
    "allowed",
    "due",
    "refusal",
]
