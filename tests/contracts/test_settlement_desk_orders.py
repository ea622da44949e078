# SPDX-License-Identifier: Apache-2.0
"""Orders that are not filled: each with its reason by name, and nothing moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from regalia.domain.transfer_questions import Question
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.contracts.desk_world import (
    ANY_INCOME,
    CANCELLED,
    EXPIRY,
    HELD,
    MAKER,
    MONEY,
    NOBODY,
    PRICE,
    STRANGER,
    TAKER,
    DeskWorld,
    nonce_of,
    undone_world,
)
from tests.support.chain import refused_whole
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.rules import transfer_refused

REFUSED: dict[str, tuple[dict[str, Any], int, str, Mapping[str, Any]]] = {
    "no units": ({}, 0, "ZeroUnits", {}),
    "above what is offered": ({}, 101, "TooManyUnits", {"left": 100, "wanted": 101}),
    "above what an order can be": (
        {"units": CANCELLED},
        1,
        "TooLarge",
        {"limit": CANCELLED - 1, "given": CANCELLED},
    ),
    "greatest units": ({"units": 2**256 - 1}, 1, "TooLarge", {"limit": CANCELLED - 1, "given": 2**256 - 1}),
    "price too large": ({"price": 2**128}, 1, "TooLarge", {"limit": 2**128 - 1, "given": 2**128}),
    "below the minimum": ({"minimum_fill": 10}, 9, "BelowMinimumFill", {"minimum": 10, "units": 9}),
    "other counterparty": (
        {"counterparty": STRANGER},
        1,
        "OtherCounterparty",
        {"counterparty": STRANGER, "taker": TAKER.address},
    ),
    "no such place": ({"nonce": nonce_of(0, 5)}, 1, "NoSuchPlace", {"last": 4, "given": 5}),
    "last byte of all bits": ({"nonce": 0xFF}, 1, "NoSuchPlace", {"last": 4, "given": 255}),
    "epoch to come": ({"nonce": nonce_of(epoch=1)}, 1, "WrongEpoch", {"expected": 0, "given": 1}),
    "greatest epoch": ({"nonce": nonce_of(epoch=2**64 - 1)}, 1, "WrongEpoch", {"expected": 0, "given": 2**64 - 1}),
}


@pytest.fixture
def world() -> Iterator[DeskWorld]:
    yield from undone_world()


@pytest.mark.parametrize("case", list(REFUSED))
def test_fill__order_or_size_that_is_none__refused_with_both_values(world: DeskWorld, case: str) -> None:
    fields, units, error, values = REFUSED[case]
    with refused_whole(world.chain, f"SettlementDesk_{error}", **values):
        world.fill(world.order(**fields), units)


def test_fill__more_than_is_left__refused_with_what_is_left(world: DeskWorld) -> None:
    offer = world.order()
    world.fill(offer, 70)
    with refused_whole(world.chain, "SettlementDesk_TooManyUnits", left=30, wanted=31):
        world.fill(offer, 31)
    world.fill(offer, 30)
    with refused_whole(world.chain, "SettlementDesk_TooManyUnits", left=0, wanted=1):
        world.fill(offer, 1)


def test_fill__leaves_less_than_the_minimum__only_the_whole_rest_goes(world: DeskWorld) -> None:
    offer = world.order(minimum_fill=60)
    world.fill(offer, 70)
    with refused_whole(world.chain, "SettlementDesk_BelowMinimumFill", minimum=60, units=29):
        world.fill(offer, 29)
    world.fill(offer, 30)


@pytest.mark.parametrize("after", [-1, 0])
def test_fill__until_the_last_second__filled(world: DeskWorld, after: int) -> None:
    world.chain.now = EXPIRY + after
    world.fill(world.order())


def test_fill__a_second_after_expiry__refused(world: DeskWorld) -> None:
    world.chain.now = EXPIRY + 1
    with refused_whole(world.chain, "SettlementDesk_Expired", expiry=EXPIRY, timestamp=EXPIRY + 1):
        world.fill(world.order())


@pytest.mark.parametrize("sells", [True, False], ids=["maker sells", "maker buys"])
def test_fill__payment_date_in_between__void_unless_the_maker_does_not_mind(world: DeskWorld, sells: bool) -> None:
    """The price was meant with the income that is now distributed."""
    world.pay_date()
    seen = world.per_unit()
    offer = world.order(sells=sells, income_per_unit=seen)
    world.fill(offer, 10)
    world.pay_date()
    now = world.per_unit()
    with refused_whole(world.chain, "SettlementDesk_IncomeDistributed", asSeen=seen, distributed=now):
        world.fill(offer, 10)
    world.fill(world.order(sells=sells, income_per_unit=ANY_INCOME, nonce=1), 10)
    world.fill(world.order(sells=sells, income_per_unit=now, nonce=2), 10)
    with refused_whole(world.chain, "SettlementDesk_IncomeDistributed", asSeen=now - 1, distributed=now):
        world.fill(world.order(sells=sells, income_per_unit=now - 1, nonce=3), 10)


def test_fill__same_block_as_a_payment_date__before_it_good_after_it_void(world: DeskWorld) -> None:
    deal, offer = world.deal, world.order(income_per_unit=world.per_unit())
    deal.pay_royalty(100_000)
    report = deal.report(100_000)
    deal.reach(1)
    deal.submit(report)
    world.fill(offer, 10)
    deal.execute(report)
    with refused_whole(world.chain, "SettlementDesk_IncomeDistributed"):
        world.fill(offer, 10)
    assert world.filled(offer) == 10


def test_fill__price_in_another_money__refused(world: DeskWorld) -> None:
    """Both have plenty of it, and both have given leave."""
    other = world.platform.money()
    for party in (MAKER, TAKER):
        other.send("mint", party.address, MONEY, by=STRANGER)
        other.send("approve", world.desk.address, MONEY, by=party.address)
    wrong = {"ofDeal": world.money.address, "ofOrder": other.address}
    with refused_whole(world.chain, "SettlementDesk_OtherPaymentToken", **wrong):
        world.fill(world.order(payment_token=other.address))


def test_fill__own_order__refused(world: DeskWorld) -> None:
    with refused_whole(world.chain, "SettlementDesk_OwnOrder", maker=MAKER.address):
        world.fill(world.order(), by=MAKER.address)


@pytest.mark.parametrize("sells", [True, False], ids=["maker sells", "maker buys"])
def test_fill__order_of_another_wallet_of_his__refused(world: DeskWorld, sells: bool) -> None:
    second = actor("second wallet")
    world.platform.add_wallet(second, MAKER.address)
    world.token.send("transfer", second, 50, by=MAKER.address)
    world.token.send("approve", world.desk.address, MONEY, by=second)
    world.deal.give(second, MONEY, world.desk)
    seller, buyer = (MAKER.address, second) if sells else (second, MAKER.address)
    with refused_whole(world.chain, "SettlementDesk_SameInvestor", investor=MAKER.address, one=seller, other=buyer):
        world.fill(world.order(sells=sells), 10, by=second)


def freeze(world: DeskWorld, party: str) -> None:
    order(world.platform, "setAddressFrozen", world.token, party, True)


def halt_party(world: DeskWorld, party: str) -> None:
    halt(world.platform, "haltHolder", world.deal.deal.address, party, until=world.chain.now + 1)


def expire(world: DeskWorld, party: str) -> None:
    world.platform.admit(party, until=world.chain.now)
    world.chain.now += 1


SIDES: dict[str, tuple[Question, Callable[[DeskWorld], object]]] = {
    "deal halted": (
        Question.NOT_HALTED,
        lambda w: halt(w.platform, "haltDeal", w.deal.deal.address, until=w.chain.now + 1),
    ),
    "tranche halted": (
        Question.NOT_HALTED,
        lambda w: halt(w.platform, "haltTranche", w.token.address, until=w.chain.now + 1),
    ),
    "paused": (Question.NOT_PAUSED, lambda w: order(w.platform, "pause", w.token)),
    "seller frozen": (Question.SENDER_NOT_FROZEN, lambda w: freeze(w, MAKER.address)),
    "buyer frozen": (Question.RECEIVER_NOT_FROZEN, lambda w: freeze(w, TAKER.address)),
    "seller halted": (Question.SENDER_NOT_HALTED, lambda w: halt_party(w, MAKER.address)),
    "buyer halted": (Question.RECEIVER_NOT_HALTED, lambda w: halt_party(w, TAKER.address)),
    "buyer removed": (Question.RECEIVER_ELIGIBLE, lambda w: w.platform.remove(TAKER.address)),
    "buyer's wallet closed": (Question.RECEIVER_ELIGIBLE, lambda w: w.platform.close_wallet(TAKER.address)),
    "buyer's time over": (
        Question.RECEIVER_ELIGIBLE,
        lambda w: expire(w, TAKER.address),
    ),
}


@pytest.mark.parametrize("case", list(SIDES))
def test_fill__a_side_that_may_not_trade__refused_by_the_token_s_own_reason(world: DeskWorld, case: str) -> None:
    question, trouble = SIDES[case]
    offer = world.order()
    world.fill(offer, 10)
    trouble(world)
    before = world.chain.storage()
    with transfer_refused(question, MAKER.address, TAKER.address, 10):
        world.fill(offer, 10)
    assert world.chain.storage() == before


def test_fill__units_frozen_since_the_order__refused_beyond_the_rest(world: DeskWorld) -> None:
    order(world.platform, "setFrozenTokens", world.token, MAKER.address, HELD - 10)
    with refused_whole(
        world.chain, "ERC7943InsufficientUnfrozenBalance", account=MAKER.address, amount=11, unfrozen=10
    ):
        world.fill(world.order(), 11)
    world.fill(world.order(), 10)


def test_fill__seller_must_be_eligible_and_was_removed__refused() -> None:
    world = DeskWorld(rules=TransferRules(flags=RuleFlag.ELIGIBLE_SENDER, denomination=5))
    with transfer_refused(Question.DENOMINATION, MAKER.address, TAKER.address, 4):
        world.fill(world.order(), 4)
    world.platform.remove(MAKER.address)
    with transfer_refused(Question.SENDER_ELIGIBLE, MAKER.address, TAKER.address, 5):
        world.fill(world.order(), 5)
    assert (world.has(MAKER.address), world.filled(world.order())) == ((HELD, MONEY), 0)


def test_fill__seller_has_too_few__refused(world: DeskWorld) -> None:
    world.token.send("transfer", TAKER.address, HELD - 99, by=MAKER.address)
    with refused_whole(world.chain, "ERC20InsufficientBalance", sender=MAKER.address, balance=99, needed=100):
        world.fill(world.order())


def test_fill__no_leave_to_take_the_units__refused(world: DeskWorld) -> None:
    world.token.send("approve", world.desk.address, 99, by=MAKER.address)
    with refused_whole(world.chain, "ERC20InsufficientAllowance", spender=world.desk.address, allowance=99, needed=100):
        world.fill(world.order())


def test_fill__buyer_can_not_pay__refused_and_the_units_stay(world: DeskWorld) -> None:
    world.money.send("transfer", STRANGER, MONEY - 100 * PRICE + 1, by=TAKER.address)
    short = {"sender": TAKER.address, "balance": 100 * PRICE - 1, "needed": 100 * PRICE}
    with refused_whole(world.chain, "ERC20InsufficientBalance", **short):
        world.fill(world.order())
    world.fill(world.order(), 99)


@pytest.mark.parametrize("token", ["nobody", "an account", "the payment token"])
def test_fill__token_that_is_no_tranche__refused(world: DeskWorld, token: str) -> None:
    address = {"nobody": NOBODY, "an account": STRANGER}.get(token, world.money.address)
    with refused_whole(world.chain, "SettlementDesk_NoAnswer", **{"from": address}):
        world.fill(world.order(token=address))
