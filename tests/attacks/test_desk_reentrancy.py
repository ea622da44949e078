# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back in the middle of a trade. It is a maker, a taker, a seller and a buyer itself, and gains nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import pytest

from regalia.chain.errors import decode_revert
from tests.contracts.desk_instruction import DUE, Instruction, instruct
from tests.contracts.desk_world import ANY_INCOME, EXPIRY, HELD, MAKER, MONEY, PRICE, TAKER, DeskWorld
from tests.support.chain import refused_whole
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED
from tests.support.roles import actor

MOMENTS = pytest.mark.parametrize("moment", [1, 2], ids=["before", "after"])
ME = "payment token"


class Hostile:
    """Money that holds units and money of its own, with instructions of its own that are open, paid, and given up."""

    def __init__(self) -> None:
        self.world = DeskWorld("MockReentrantToken")
        self.money, self.me = self.world.money, self.world.money.address
        self.world.platform.admit(self.me)
        self.world.token.send("transfer", self.me, HELD, by=actor("senior_investor"))
        self.money.send("mint", self.me, MONEY, by=actor("attacker"))
        for token in (self.world.token, self.money):
            self.act(token, "approve", self.world.desk.address, UNLIMITED)
        self.open, self.paid, self.given_up = (instruct(self.world, buyer=self.me) for _ in range(3))
        for each in (self.paid, self.given_up):
            self.act_on_desk("payIn", each.id, self.world.desk.read("termsOf", each.id), DUE)
        self.given_up.cancel()
        self.honest = instruct(self.world)
        self.honest.pay(DUE - 1)

    def act(self, contract: Contract, function: str, *arguments: Any) -> None:
        self.money.send("act", contract.address, calldata(contract.name, function, *arguments), by=actor("attacker"))

    def act_on_desk(self, function: str, *arguments: Any) -> None:
        self.act(self.world.desk, function, *arguments)

    def arm(self, moment: int, function: str, arguments: tuple[Any, ...], contract: Contract | None = None) -> None:
        contract = contract or self.world.desk
        data = calldata(contract.name, function, *arguments)
        self.money.send("arm", moment, contract.address, data, by=actor("attacker"))

    def refusal(self) -> str:
        """Why the callback failed; empty when it went through."""
        assert self.money.read("moment") == 0, "the token was never asked to move anything"
        return "" if self.money.read("succeeded") else str(decode_revert(self.money.read("answer")).name)

    def wealth(self) -> tuple[int, int]:
        """Units, and money with what it can get back from the desk."""
        units, cash = self.world.has(self.me)
        mine = [each for each in (self.open, self.paid, self.given_up) if each.read()["buyer"] == self.me]
        return units, cash + sum(each.paid for each in mine)

    def promised(self) -> int:
        count = self.world.desk.read("instructions")
        return sum(Instruction(self.world, i + 1).paid for i in range(count))


def order_of_maker(hostile: Hostile, nonce: int = 0) -> tuple[Any, ...]:
    order = hostile.world.order(nonce=nonce)
    return astuple(order), hostile.world.sign(order), 10


ACTS: dict[str, Callable[[Hostile], tuple[Any, ...]]] = {
    "fill": lambda h: order_of_maker(h, 4),
    "cancel": lambda h: (0,),
    "cancelAll": lambda h: (),
    "instruct": lambda h: (h.world.token.address, TAKER.address, 1, 1, EXPIRY, ANY_INCOME),
    "payIn": lambda h: (h.open.id, h.world.desk.read("termsOf", h.open.id), 1),
    "settle": lambda h: (h.paid.id,),
    "cancelInstruction": lambda h: (h.paid.id,),
    "takeBack": lambda h: (h.given_up.id,),
}
OUTER: dict[str, Callable[[Hostile], tuple[tuple[Any, ...], int, int]]] = {
    "fill": lambda h: (order_of_maker(h), 10, -10 * PRICE),
    "payIn": lambda h: ((h.open.id, h.world.desk.read("termsOf", h.open.id), 5), 0, 0),
    "settle": lambda h: ((h.paid.id,), 100, -DUE),
    "takeBack": lambda h: ((h.given_up.id,), 0, 0),
}
"""Arguments, and what it gains of units and money when nothing goes wrong."""


@MOMENTS
@pytest.mark.parametrize("inner", list(ACTS))
@pytest.mark.parametrize("outer", list(OUTER))
def test_token__calls_back_into_any_entry__refused_and_gains_nothing(outer: str, inner: str, moment: int) -> None:
    hostile = Hostile()
    arguments, units, money = OUTER[outer](hostile)
    before = hostile.wealth()
    hostile.arm(moment, inner, ACTS[inner](hostile))
    hostile.act_on_desk(outer, *arguments)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.wealth() == (before[0] + units, before[1] + money)
    assert hostile.world.cash(hostile.world.desk.address) == hostile.promised()


@MOMENTS
def test_token__slips_more_to_the_desk_while_cash_is_paid_in__refused_whole(moment: int) -> None:
    hostile = Hostile()
    hostile.arm(moment, "transfer", (hostile.world.desk.address, 7), hostile.money)
    with refused_whole(hostile.world.chain, "SettlementDesk_AmountReceived", expected=1, received=8):
        hostile.honest.pay(1)


@MOMENTS
def test_token__slips_more_to_the_seller_while_he_is_paid__refused_whole(moment: int) -> None:
    hostile = Hostile()
    hostile.arm(moment, "transfer", (MAKER.address, 7), hostile.money)
    with refused_whole(
        hostile.world.chain, "SettlementDesk_AmountReceived", expected=10 * PRICE, received=10 * PRICE + 7
    ):
        hostile.world.fill(hostile.world.order(), 10)


@MOMENTS
def test_token__moves_its_new_units_on_in_the_middle__goes_through_and_has_paid(moment: int) -> None:
    hostile = Hostile()
    units, money = hostile.wealth()
    hostile.arm(moment, "transfer", (TAKER.address, HELD), hostile.world.token)
    hostile.act_on_desk("fill", *order_of_maker(hostile))
    assert hostile.refusal() == ""
    assert hostile.wealth() == (units - HELD + 10, money - 10 * PRICE)
    assert hostile.world.units(TAKER.address) == 2 * HELD
