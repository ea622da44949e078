# SPDX-License-Identifier: Apache-2.0
"""Trades at the settlement desk, found again from its events and the tokens'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from regalia.chain.devnet import devnet
from regalia.chain.events import Event
from regalia.ledger.model import DealLedger
from regalia.ledger.reading import read_events
from regalia.ledger.verify import verify
from tests.ledger.life import DAY, DECEMBER_2023, USD
from tests.ledger.tampering import STRANGER, Change, altered, becomes, found_by_all, found_by_replay, plus
from tests.ledger.trade_life import FEE, PRICE, TradeLife, trade_life

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def world() -> Iterator[TradeLife]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield trade_life(chain)


@pytest.fixture(scope="module")
def events(world: TradeLife) -> tuple[Event, ...]:
    return tuple(read_events(world.life.chain.web3, world.life.record))


@pytest.fixture(scope="module")
def ledger(world: TradeLife) -> DealLedger:
    found = verify(world.life.chain.web3, world.life.record, world.life.terms)
    assert found.differences == ()
    assert found.counts["trades"] > 50
    assert found.ledger is not None
    return found.ledger


def test_ledger__trades__who_how_many_at_what_price_and_fee(ledger: DealLedger, world: TradeLife) -> None:
    investors, maker = world.life.investors, world.maker.address
    found = [(t.seller, t.buyer, t.units, t.price, t.fee) for t in ledger.trades]
    assert found == [
        (maker, investors[1], 50, PRICE, 50 * PRICE * FEE // 10**6),
        (maker, investors[2], 100, PRICE, 100 * PRICE * FEE // 10**6),
        (investors[3], maker, 40, PRICE + USD, 40 * (PRICE + USD) * FEE // 10**6),
        (investors[1], investors[4], 20, PRICE, 0),
    ]
    assert {tranche: trade.price for tranche, trade in ledger.last_trades().items()} == {"senior": PRICE}
    assert ledger.last_trades()["senior"] is ledger.trades[-1]


def test_ledger__instructions__what_the_desk_still_holds(ledger: DealLedger, world: TradeLife) -> None:
    assert [told.paid for told in ledger.instructions] == [0, 0, 10 * PRICE, PRICE]
    assert world.life.cash.functions.balanceOf(world.address).call() == 11 * PRICE
    assert [told.is_open for told in ledger.instructions] == [False, True, False, True]


CASES: list[tuple[str, int, str, Change, str]] = [
    ("OrderFilled", 0, "maker", becomes(STRANGER), "OrderFilled: units moved"),
    ("OrderFilled", 0, "taker", becomes(STRANGER), "OrderFilled: units moved"),
    ("OrderFilled", 0, "token", becomes(STRANGER), "OrderFilled: token"),
    ("OrderFilled", 0, "sells", becomes(False), "OrderFilled: units moved"),
    ("OrderFilled", 0, "units", plus(1), "OrderFilled: units moved"),
    ("OrderFilled", 0, "price", becomes(2**128), "OrderFilled: price, below"),
    ("OrderFilled", 0, "fee", becomes(50 * PRICE // 1_000 + 1), "OrderFilled: fee of the venue, at most"),
    ("Instructed", 1, "id", becomes(1), "Instructed: number, above"),
    ("Instructed", 0, "seller", becomes(STRANGER), "InstructionSettled: units moved"),
    ("Instructed", 0, "buyer", becomes(STRANGER), "InstructionSettled: units moved"),
    ("Instructed", 0, "token", becomes(STRANGER), "Instructed: token"),
    ("Instructed", 0, "paymentToken", becomes(STRANGER), "Instructed: payment token"),
    ("Instructed", 0, "units", plus(1), "InstructionSettled: paid in all"),
    ("Instructed", 0, "units", becomes(0), "Instructed: units, above"),
    ("Instructed", 0, "price", plus(-1), "PaidIn: amount, at most"),
    ("Instructed", 0, "deadline", becomes(1), "Instructed: not after the deadline"),
    ("Instructed", 0, "incomePerUnit", plus(-1), "Instructed: income of a unit, at most"),
    ("PaidIn", 0, "id", plus(9), "PaidIn: instruction: expected one that was given"),
    ("PaidIn", 0, "amount", plus(1), "PaidIn: paid in all"),
    ("PaidIn", 1, "paid", plus(-1), "PaidIn: paid in all"),
    ("PaidIn", 1, "amount", becomes(0), "PaidIn: amount, above"),
    ("InstructionSettled", 0, "id", becomes(2), "InstructionSettled: instruction: expected one that was given"),
    ("InstructionSettled", 0, "paid", plus(1), "InstructionSettled: paid to the seller"),
    ("InstructionCancelled", 0, "id", becomes(1), "InstructionCancelled: instruction: expected open, found settled"),
    ("CashReturned", 0, "id", becomes(1), "CashReturned: instruction: expected cancelled, or past its deadline"),
    ("CashReturned", 0, "amount", plus(1), "CashReturned: paid in all"),
]


@pytest.mark.parametrize(("name", "which", "argument", "change", "named"), CASES)
def test_replay__one_argument_changed__place_named(
    world: TradeLife, events: tuple[Event, ...], name: str, which: int, argument: str, change: Change, named: str
) -> None:
    found = found_by_replay(world.life, altered(events, name, which, argument, change))
    assert named in "\n".join(map(str, found))


VIEWS: list[tuple[str, int, str, Change, str]] = [
    ("OrderFilled", 0, "nonce", plus(1), "SettlementDesk.filledOf(): by"),
    ("Instructed", -1, "deadline", plus(1), "SettlementDesk.instructionAt(): deadline, 4"),
    ("Instructed", -1, "incomePerUnit", plus(1), "SettlementDesk.instructionAt(): income of a unit, 4"),
    ("PaidIn", -1, "id", becomes(2), "SettlementDesk.instructionAt(): paid, 4"),
]


@pytest.mark.parametrize(("name", "which", "argument", "change", "named"), VIEWS)
def test_views__changed_event_that_no_other_contradicts__desk_s_answer_named(
    world: TradeLife, events: tuple[Event, ...], name: str, which: int, argument: str, change: Change, named: str
) -> None:
    found = found_by_all(world.life, altered(events, name, which, argument, change))
    assert named in "\n".join(map(str, found))


def test_verify__any_one_event_of_the_desk_dropped__found_but_for_fills(
    world: TradeLife, events: tuple[Event, ...]
) -> None:
    """A fill that is not told is a transfer like others: of its price nothing else speaks."""
    unnoticed = []
    for dropped in events:
        if dropped.address == world.address:
            others = [event for event in events if event is not dropped]
            if not (found_by_replay(world.life, others) or found_by_all(world.life, others)):
                unnoticed.append(dropped.name)
    assert set(unnoticed) == {"OrderFilled"}


@pytest.mark.parametrize(
    ("name", "which", "days", "named"),
    [
        ("PaidIn", 0, 3, "PaidIn: not after the deadline"),
        ("InstructionSettled", 0, 3, "InstructionSettled: not after the deadline"),
        ("CashReturned", 0, -2, "CashReturned: instruction: expected cancelled, or past its deadline"),
    ],
)
def test_replay__at_another_time__refused(
    world: TradeLife, events: tuple[Event, ...], name: str, which: int, days: int, named: str
) -> None:
    chosen = [event for event in events if event.name == name][which]
    moved = [replace(event, timestamp=event.timestamp + days * DAY) if event is chosen else event for event in events]
    assert named in "\n".join(map(str, found_by_replay(world.life, moved)))


def test_read__orders_and_cancellations_of_others__not_of_the_deal(world: TradeLife, events: tuple[Event, ...]) -> None:
    assert "OrderCancelled" not in {event.name for event in events}
