# SPDX-License-Identifier: Apache-2.0
"""A tranche that is none: it names any money, says yes to anything and calls back. Only who signs for it, or calls with it, is harmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Any

import pytest

from regalia.chain.errors import decode_revert
from tests.contracts.desk_instruction import DUE, Instruction, instruct
from tests.contracts.desk_world import (
    ANY_INCOME,
    ATTACKER,
    EXPIRY,
    HELD,
    MAKER,
    MONEY,
    PRICE,
    TAKER,
    DeskWorld,
    undone_world,
)
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED
from tests.support.roles import key_of

ACCOMPLICE = key_of("accomplice")


class Fraud:
    """The attacker's tranche names the real money. An honest buyer has paid in for a real one, and both parties' leave is unlimited."""

    def __init__(self, world: DeskWorld) -> None:
        self.world = world
        self.fake = Contract.deploy(world.chain, "MockCounterfeitTranche", world.money.address, by=ATTACKER.address)
        self.honest = instruct(world)
        self.honest.pay()
        for wallet in (ATTACKER.address, ACCOMPLICE.address):
            world.deal.give(wallet, DUE, world.desk)

    def instruct(self, **changes: Any) -> Instruction:
        """The attacker sells what is none to his accomplice."""
        fields = {"token": self.fake.address, "buyer": ACCOMPLICE.address} | changes
        return instruct(self.world, by=ATTACKER.address, **fields)

    def honest_has_lost_nothing(self) -> bool:
        world = self.world
        return (
            world.cash(world.desk.address) >= self.honest.paid == DUE
            and world.has(MAKER.address) == (HELD, MONEY)
            and world.has(TAKER.address) == (HELD, MONEY - DUE)
        )


@pytest.fixture
def fraud() -> Iterator[Fraud]:
    for world in undone_world():
        yield Fraud(world)


def test_instruction__of_a_counterfeit__gets_what_its_own_buyer_paid_and_no_more(fraud: Fraud) -> None:
    given = fraud.instruct()
    with refused("SettlementDesk_NotPaid", due=DUE, paid=0):
        given.settle()
    given.pay(by=ACCOMPLICE.address)
    given.settle()
    assert fraud.world.cash(ATTACKER.address) == 2 * DUE
    assert fraud.world.cash(fraud.world.desk.address) == DUE
    assert fraud.honest_has_lost_nothing()


def test_counterfeit__names_another_money_once_it_is_paid__settled_in_what_was_paid(fraud: Fraud) -> None:
    """Paid in worthless money, it says the price was in the real one."""
    world = fraud.world
    worthless = world.platform.money()
    for wallet in (ATTACKER.address, ACCOMPLICE.address):
        worthless.send("mint", wallet, DUE, by=wallet)
        worthless.send("approve", world.desk.address, UNLIMITED, by=wallet)
    fraud.fake.send("name", worthless.address, by=ATTACKER.address)
    first, second = fraud.instruct(), fraud.instruct()
    first.pay(by=ACCOMPLICE.address)
    fraud.fake.send("name", world.money.address, by=ATTACKER.address)
    with refused_whole(
        world.chain, "SettlementDesk_OtherPaymentToken", ofDeal=world.money.address, ofOrder=worthless.address
    ):
        first.settle()
    second.cancel(by=ATTACKER.address)
    first.cancel(by=ATTACKER.address)
    first.take_back(by=ACCOMPLICE.address)
    assert worthless.read("balanceOf", ACCOMPLICE.address) == DUE
    assert world.cash(ACCOMPLICE.address) == DUE
    assert fraud.honest_has_lost_nothing()


INNER: dict[str, Callable[[Fraud, Instruction], tuple[str, tuple[Any, ...]]]] = {
    "settles again": lambda f, own: ("settle", (own.id,)),
    "settles the honest one": lambda f, own: ("settle", (f.honest.id,)),
    "cancels": lambda f, own: ("cancelInstruction", (own.id,)),
    "takes back": lambda f, own: ("takeBack", (own.id,)),
    "pays in": lambda f, own: ("payIn", (own.id, f.world.desk.read("termsOf", own.id), 1)),
    "instructs": lambda f, own: ("instruct", (f.fake.address, ATTACKER.address, 1, 1, EXPIRY, ANY_INCOME)),
    "fills": lambda f, own: ("fill", (astuple(f.world.order()), f.world.sign(f.world.order()), 1)),
    "cancels all": lambda f, own: ("cancelAll", ()),
}


@pytest.mark.parametrize("inner", list(INNER))
@pytest.mark.parametrize("outer", ["settle", "fill"])
def test_counterfeit__calls_back_while_it_should_deliver__refused(fraud: Fraud, outer: str, inner: str) -> None:
    world = fraud.world
    given = fraud.instruct()
    given.pay(by=ACCOMPLICE.address)
    function, arguments = INNER[inner](fraud, given)
    fraud.fake.send("arm", world.desk.address, calldata("SettlementDesk", function, *arguments), by=ATTACKER.address)
    if outer == "settle":
        given.settle()
    else:
        order = world.order(maker=ATTACKER.address, token=fraud.fake.address, price=0)
        world.fill(order, by=ACCOMPLICE.address, signature=world.sign(order, ATTACKER))
    assert not fraud.fake.read("succeeded")
    assert decode_revert(fraud.fake.read("answer")).name == "ReentrancyGuardReentrantCall"
    assert fraud.honest_has_lost_nothing()


def test_counterfeit__names_real_units_as_its_money__takes_none_of_anybody_who_did_not_sign(fraud: Fraud) -> None:
    """Units of an order are taken from its maker and from the caller only, whatever token is called money."""
    world = fraud.world
    fraud.fake.send("name", world.token.address, by=ATTACKER.address)
    for seller in (MAKER, TAKER):
        order = world.order(maker=seller.address, token=fraud.fake.address, payment_token=world.token.address, price=1)
        with refused_whole(world.chain, "SettlementDesk_BadSignature"):
            world.fill(order, by=ATTACKER.address, signature=world.sign(order, ATTACKER))
    own = world.order(maker=ATTACKER.address, token=fraud.fake.address, payment_token=world.token.address, price=1)
    with refused_whole(world.chain, "ERC20InsufficientAllowance"):
        world.fill(own, by=ACCOMPLICE.address, signature=world.sign(own, ATTACKER))
    given = fraud.instruct(price=1)
    with refused_whole(world.chain, "ERC20InsufficientAllowance"):
        given.pay(1, by=ACCOMPLICE.address)
    assert fraud.honest_has_lost_nothing()


def test_counterfeit__names_the_desk_as_its_money__nothing_can_be_paid_in(fraud: Fraud) -> None:
    fraud.fake.send("name", fraud.world.desk.address, by=ATTACKER.address)
    given = fraud.instruct()
    with refused_whole(fraud.world.chain, "SettlementDesk_NoAnswer", **{"from": fraud.world.desk.address}):
        given.pay(by=ACCOMPLICE.address)


def test_counterfeit__is_a_party_itself__gets_what_it_was_paid(fraud: Fraud) -> None:
    world = fraud.world
    data = calldata("SettlementDesk", "instruct", fraud.fake.address, ACCOMPLICE.address, 1, PRICE, EXPIRY, ANY_INCOME)
    fraud.fake.send("act", world.desk.address, data, by=ATTACKER.address)
    given = Instruction(world, world.desk.read("instructions"))
    given.pay(PRICE, by=ACCOMPLICE.address)
    settle = calldata("SettlementDesk", "settle", given.id)
    fraud.fake.send("arm", world.desk.address, settle, by=ATTACKER.address)
    given.settle()
    assert world.cash(fraud.fake.address) == PRICE
    assert fraud.honest_has_lost_nothing()
