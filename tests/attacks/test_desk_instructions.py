# SPDX-License-Identifier: Apache-2.0
"""Sellers who take the cash and keep the units, buyers who try to get both, and a chain that forgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from regalia.domain.transfer_questions import Question
from tests.contracts.desk_instruction import DUE, UNITS, Instruction, instruct
from tests.contracts.desk_world import (
    ATTACKER,
    EXPIRY,
    HELD,
    MAKER,
    MONEY,
    TAKER,
    DeskWorld,
    undone_world,
)
from tests.support.chain import refused, refused_whole
from tests.support.powers import halt, order
from tests.support.rules import transfer_refused


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


@pytest.fixture
def paid(world: DeskWorld) -> Instruction:
    given = instruct(world)
    given.pay()
    return given


def comes_back(given: Instruction) -> None:
    """After the deadline, whatever the seller does: to the unit, and once."""
    world = given.world
    world.chain.now = EXPIRY + 1
    given.take_back()
    assert (world.cash(TAKER.address), world.cash(world.desk.address)) == (MONEY, 0)
    with refused_whole(world.chain, "SettlementDesk_ZeroAmount"):
        given.take_back()


def test_seller__moved_his_units_away__can_not_keep_the_cash(paid: Instruction) -> None:
    paid.world.token.send("transfer", TAKER.address, HELD - UNITS + 1, by=MAKER.address)
    short = {"sender": MAKER.address, "balance": UNITS - 1, "needed": UNITS}
    with refused_whole(paid.world.chain, "ERC20InsufficientBalance", **short):
        paid.settle()
    comes_back(paid)


def test_seller__sold_them_by_an_order__the_second_buyer_gets_his_cash_back(paid: Instruction) -> None:
    paid.world.fill(paid.world.order(units=HELD, price=1), by=TAKER.address)
    with refused_whole(paid.world.chain, "ERC20InsufficientBalance"):
        paid.settle()
    paid.cancel()
    paid.take_back()
    assert paid.world.cash(TAKER.address) == MONEY - HELD


def test_seller__withdraws_his_leave__can_not_keep_the_cash(paid: Instruction) -> None:
    paid.world.token.send("approve", paid.world.desk.address, 0, by=MAKER.address)
    with refused_whole(paid.world.chain, "ERC20InsufficientAllowance"):
        paid.settle()
    comes_back(paid)


TROUBLES: dict[str, tuple[Question, Callable[[DeskWorld], object]]] = {
    "seller frozen": (
        Question.SENDER_NOT_FROZEN,
        lambda w: order(w.platform, "setAddressFrozen", w.token, MAKER.address, True),
    ),
    "seller halted": (
        Question.SENDER_NOT_HALTED,
        lambda w: halt(w.platform, "haltHolder", w.deal.deal.address, MAKER.address, until=w.chain.now + 1),
    ),
    "deal halted": (
        Question.NOT_HALTED,
        lambda w: halt(w.platform, "haltDeal", w.deal.deal.address, until=w.chain.now + 1),
    ),
    "buyer removed": (Question.RECEIVER_ELIGIBLE, lambda w: w.platform.remove(TAKER.address)),
    "buyer frozen": (
        Question.RECEIVER_NOT_FROZEN,
        lambda w: order(w.platform, "setAddressFrozen", w.token, TAKER.address, True),
    ),
}


@pytest.mark.parametrize("case", list(TROUBLES))
def test_settle__a_side_that_may_not_trade_since__refused_by_name_and_the_cash_comes_back(
    paid: Instruction, case: str
) -> None:
    question, trouble = TROUBLES[case]
    trouble(paid.world)
    before = paid.world.chain.storage()
    with transfer_refused(question, MAKER.address, TAKER.address, UNITS):
        paid.settle()
    assert paid.world.chain.storage() == before
    comes_back(paid)


def test_settle__the_two_became_one_investor__refused_and_the_cash_comes_back(world: DeskWorld) -> None:
    """Given to a wallet nobody knew, which is then the seller's own."""
    buyer = ATTACKER.address
    world.deal.give(buyer, MONEY, world.desk)
    given = instruct(world, buyer=buyer)
    given.pay(by=buyer)
    world.platform.add_wallet(buyer, MAKER.address)
    with refused_whole(
        world.chain, "SettlementDesk_SameInvestor", investor=MAKER.address, one=MAKER.address, other=buyer
    ):
        given.settle()
    given.cancel()
    given.take_back(by=buyer)
    assert world.cash(buyer) == MONEY


def test_seller__cancels_after_all_was_paid__before_anybody_settles_it(paid: Instruction) -> None:
    paid.cancel()
    with refused("SettlementDesk_NotOpen"):
        paid.settle()
    paid.take_back()
    assert paid.world.has(TAKER.address) == (HELD, MONEY)


def test_seller__cancels_after_the_deadline__the_buyer_is_paid_back_once(paid: Instruction) -> None:
    paid.world.chain.now = EXPIRY + 1
    paid.take_back()
    paid.cancel()
    with refused_whole(paid.world.chain, "SettlementDesk_ZeroAmount"):
        paid.take_back()


def test_pay_in__the_chain_forgot_and_the_id_is_of_another__refused(world: DeskWorld) -> None:
    """The buyer agreed to an instruction of the maker. After a reorganisation its id is of one by which the attacker sells him a unit for
    all his money."""
    with world.chain.undone():
        agreed = world.desk.read("termsOf", instruct(world).id)
    trap = instruct(world, by=ATTACKER.address, units=1, price=DUE)
    assert trap.id == 1
    terms = world.desk.read("termsOf", 1)
    with refused_whole(world.chain, "SettlementDesk_OtherTerms", terms=terms, given=agreed):
        trap.pay(terms=agreed)
