# SPDX-License-Identifier: Apache-2.0
"""A sale in two steps: given, paid in, carried out; or given up, and paid back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.contracts.desk_instruction import CANCELLED, DUE, EXPIRED, OPEN, SETTLED, UNITS, Instruction, instruct
from tests.contracts.desk_world import (
    ANY_INCOME,
    EXPIRY,
    HELD,
    MAKER,
    MONEY,
    NOBODY,
    PRICE,
    STRANGER,
    TAKER,
    DeskWorld,
    undone_world,
)
from tests.support.chain import refused_whole
from tests.support.roles import actor

MOST_PRICE = (2**96 - 1) // UNITS


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


@pytest.fixture
def given(world: DeskWorld) -> Instruction:
    return instruct(world)


# Given


def test_instruct__units_at_a_price__told_and_nothing_moved(world: DeskWorld) -> None:
    seen = world.per_unit()
    made = world.desk.send("instruct", world.token.address, TAKER.address, UNITS, PRICE, EXPIRY, seen, by=MAKER.address)
    assert made.only("Instructed") == {
        "id": 1,
        "seller": MAKER.address,
        "buyer": TAKER.address,
        "token": world.token.address,
        "paymentToken": world.money.address,
        "units": UNITS,
        "price": PRICE,
        "deadline": EXPIRY,
        "incomePerUnit": seen,
    }
    assert dict(Instruction(world, 1).read()) == {
        "seller": MAKER.address,
        "units": UNITS,
        "deadline": EXPIRY,
        "buyer": TAKER.address,
        "price": PRICE,
        "token": world.token.address,
        "status": OPEN,
        "paymentToken": world.money.address,
        "paid": 0,
        "incomePerUnit": seen,
    }
    assert world.units(MAKER.address) == HELD


def test_instruct__one_after_another__ids_are_counted_and_never_used_again(world: DeskWorld) -> None:
    first = instruct(world)
    first.cancel()
    assert (first.id, instruct(world).id, world.desk.read("instructions")) == (1, 2, 2)


REFUSED: dict[str, tuple[dict[str, Any], str, Mapping[str, Any]]] = {
    "to nobody": ({"buyer": NOBODY}, "ZeroAddress", {}),
    "no units": ({"units": 0}, "ZeroUnits", {}),
    "too many units": ({"units": 2**48}, "TooLarge", {"limit": 2**48 - 1, "given": 2**48}),
    "more than can be paid": ({"price": MOST_PRICE + 1}, "TooLarge", {"limit": MOST_PRICE, "given": MOST_PRICE + 1}),
    "deadline without end": ({"deadline": 2**48}, "TooLarge", {"limit": 2**48 - 1, "given": 2**48}),
    "to himself": (
        {"buyer": MAKER.address},
        "SameInvestor",
        {"investor": MAKER.address, "one": MAKER.address, "other": MAKER.address},
    ),
    "no tranche": ({"token": STRANGER}, "NoAnswer", {"from": STRANGER}),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_instruct__what_could_never_be_settled__refused(world: DeskWorld, case: str) -> None:
    changes, error, values = REFUSED[case]
    with refused_whole(world.chain, f"SettlementDesk_{error}", **values):
        instruct(world, **changes)


def test_instruct__deadline_over__refused(world: DeskWorld) -> None:
    now = world.chain.now
    with refused_whole(world.chain, "SettlementDesk_Expired", expiry=now - 1, timestamp=now):
        instruct(world, deadline=now - 1)
    instruct(world, deadline=now)


def test_instruct__income_seen_already_passed__refused(world: DeskWorld) -> None:
    world.pay_date()
    with refused_whole(world.chain, "SettlementDesk_IncomeDistributed", asSeen=0, distributed=world.per_unit()):
        instruct(world, income=0)


def test_instruct__to_another_wallet_of_his__refused(world: DeskWorld) -> None:
    second = actor("second wallet")
    world.platform.add_wallet(second, MAKER.address)
    with refused_whole(
        world.chain, "SettlementDesk_SameInvestor", investor=MAKER.address, one=MAKER.address, other=second
    ):
        instruct(world, buyer=second)


# Paid in


def test_pay_in__in_parts__held_until_all_is_there(given: Instruction) -> None:
    world = given.world
    done = given.pay(DUE - 1)
    assert done.only("PaidIn") == {"id": 1, "amount": DUE - 1, "paid": DUE - 1}
    assert (given.paid, world.cash(world.desk.address), world.cash(TAKER.address)) == (
        DUE - 1,
        DUE - 1,
        MONEY - DUE + 1,
    )
    with refused_whole(world.chain, "SettlementDesk_NotPaid", due=DUE, paid=DUE - 1):
        given.settle()
    assert given.pay(1).only("PaidIn") == {"id": 1, "amount": 1, "paid": DUE}
    with refused_whole(world.chain, "SettlementDesk_MoreThanDue", due=0, given=1):
        given.pay(1)


def test_pay_in__more_than_is_due__refused(given: Instruction) -> None:
    given.pay(40)
    with refused_whole(given.world.chain, "SettlementDesk_MoreThanDue", due=DUE - 40, given=DUE - 39):
        given.pay(DUE - 39)


def test_pay_in__nothing__refused(given: Instruction) -> None:
    with refused_whole(given.world.chain, "SettlementDesk_ZeroAmount"):
        given.pay(0)


@pytest.mark.parametrize("by", [STRANGER, MAKER.address], ids=["stranger", "seller"])
def test_pay_in__by_anybody_else__refused(given: Instruction, by: str) -> None:
    with refused_whole(given.world.chain, "SettlementDesk_OnlyBuyer", buyer=TAKER.address, caller=by):
        given.pay(1, by=by)


def test_pay_in__to_an_id_nobody_gave__refused(given: Instruction) -> None:
    for unknown in (0, 2, 2**256 - 1):
        with refused_whole(given.world.chain, "SettlementDesk_NoInstruction", id=unknown):
            Instruction(given.world, unknown).pay(1, terms=bytes(32))


def test_pay_in__deadline_at_its_second_and_after__good_then_refused(given: Instruction) -> None:
    chain = given.world.chain
    chain.now = EXPIRY
    given.pay(1)
    chain.now = EXPIRY + 1
    with refused_whole(chain, "SettlementDesk_Expired", expiry=EXPIRY, timestamp=EXPIRY + 1):
        given.pay(1)


# Carried out


def test_settle__all_is_paid__by_anybody_units_to_the_buyer_and_cash_to_the_seller(given: Instruction) -> None:
    given.pay()
    done = given.settle()
    world = given.world
    assert done.only("InstructionSettled") == {"id": 1, "paid": DUE}
    assert world.has(MAKER.address) == (HELD - UNITS, MONEY + DUE)
    assert world.has(TAKER.address) == (HELD + UNITS, MONEY - DUE)
    assert (given.status, given.paid, world.cash(world.desk.address)) == (SETTLED, 0, 0)


def test_settle__price_zero__units_are_given(world: DeskWorld) -> None:
    instruct(world, price=0).settle()
    assert world.has(TAKER.address) == (HELD + UNITS, MONEY)


@pytest.mark.parametrize("after", [-1, 0])
def test_settle__until_the_last_second__done(given: Instruction, after: int) -> None:
    given.pay()
    given.world.chain.now = EXPIRY + after
    given.settle()
    assert given.status == SETTLED


def test_settle__a_second_later__refused(given: Instruction) -> None:
    given.pay()
    given.world.chain.now = EXPIRY + 1
    with refused_whole(given.world.chain, "SettlementDesk_Expired", expiry=EXPIRY, timestamp=EXPIRY + 1):
        given.settle()


@pytest.mark.parametrize("act", ["pay", "settle", "cancel", "take_back"])
def test_anything__once_settled__refused(given: Instruction, act: str) -> None:
    given.pay()
    given.settle()
    with refused_whole(given.world.chain, "SettlementDesk_NotOpen", id=1, status=SETTLED):
        getattr(given, act)()


def test_settle__payment_date_in_between__void_and_the_buyer_waits_for_his_cash(world: DeskWorld) -> None:
    given = instruct(world, income=world.per_unit(), deadline=EXPIRY)
    given.pay()
    world.pay_date()
    with refused_whole(world.chain, "SettlementDesk_IncomeDistributed", asSeen=0, distributed=world.per_unit()):
        given.settle()
    given.cancel()
    given.take_back()
    assert world.cash(TAKER.address) == MONEY


def test_settle__income_earned_meanwhile_and_the_seller_does_not_mind__is_the_seller_s(world: DeskWorld) -> None:
    given = instruct(world, income=ANY_INCOME)
    given.pay()
    world.pay_date()
    owed = world.token.read("entitlementOf", MAKER.address)
    given.settle()
    assert world.token.read("entitlementOf", MAKER.address) == owed == HELD * world.per_unit() >> 48


# Given up


def test_cancel__by_the_seller__buyer_takes_his_cash_back(given: Instruction) -> None:
    given.pay(40)
    assert given.cancel().only("InstructionCancelled") == {"id": 1}
    assert given.take_back().only("CashReturned") == {"id": 1, "amount": 40}
    assert (given.status, given.paid, given.world.cash(TAKER.address)) == (CANCELLED, 0, MONEY)


@pytest.mark.parametrize("by", [STRANGER, TAKER.address], ids=["stranger", "buyer"])
def test_cancel__by_anybody_else__refused(given: Instruction, by: str) -> None:
    with refused_whole(given.world.chain, "SettlementDesk_OnlySeller", seller=MAKER.address, caller=by):
        given.cancel(by=by)


@pytest.mark.parametrize("act", ["pay", "settle", "cancel"])
def test_anything_but_the_refund__once_cancelled__refused(given: Instruction, act: str) -> None:
    given.pay()
    given.cancel()
    with refused_whole(given.world.chain, "SettlementDesk_NotOpen", id=1, status=CANCELLED):
        getattr(given, act)()


@pytest.mark.parametrize("after", [-1, 0])
def test_take_back__until_the_deadline__refused(given: Instruction, after: int) -> None:
    given.pay(40)
    now = given.world.chain.now = EXPIRY + after
    with refused_whole(given.world.chain, "SettlementDesk_NotReturnable", deadline=EXPIRY, timestamp=now):
        given.take_back()


def test_take_back__a_second_after_the_deadline__all_of_it_once(given: Instruction) -> None:
    given.pay(40)
    given.world.chain.now = EXPIRY + 1
    assert given.status == EXPIRED
    given.take_back()
    assert given.world.cash(TAKER.address) == MONEY
    with refused_whole(given.world.chain, "SettlementDesk_ZeroAmount"):
        given.take_back()


@pytest.mark.parametrize("by", [STRANGER, MAKER.address], ids=["stranger", "seller"])
def test_take_back__by_anybody_else__refused(given: Instruction, by: str) -> None:
    given.pay(40)
    given.world.chain.now = EXPIRY + 1
    with refused_whole(given.world.chain, "SettlementDesk_OnlyBuyer", buyer=TAKER.address, caller=by):
        given.take_back(by=by)


def test_terms__of_instructions_that_differ_in_anything__differ(world: DeskWorld) -> None:
    others: list[dict[str, Any]] = [
        {"units": 99},
        {"price": PRICE + 1},
        {"deadline": EXPIRY - 1},
        {"income": 0},
        {"buyer": STRANGER},
    ]
    given = [instruct(world, **changes) for changes in [{}, *others]]
    given.append(instruct(world, by=TAKER.address, buyer=MAKER.address))
    terms = [world.desk.read("termsOf", each.id) for each in given]
    assert len(set(terms)) == len(given)
    assert world.desk.read("termsOf", instruct(world).id) == terms[0]
