# SPDX-License-Identifier: Apache-2.0
"""Trades at the settlement desk: who sold, who paid the fee, and sales in two steps that were instructed long before."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.ledger.index import schema
from regalia.ledger.trade_model import Trade
from tests.chain.records import address
from tests.index.folding import by_block, index
from tests.index.teller import Teller

MAKER, TAKER, BUYER = address(701), address(702), address(703)


@pytest.fixture
def teller() -> Teller:
    teller = Teller()
    teller.open({"senior": 20, "mezzanine": 1, "junior": 1})
    teller.issue("senior", MAKER, 10)
    teller.issue("senior", TAKER, 10)
    teller.next_block()
    return teller


def fill(teller: Teller, *, sells: bool, fee: int, nonce: int) -> None:
    sides: dict[str, Any] = {"maker": MAKER, "taker": TAKER, "sells": sells, "units": 2, "price": 99}
    teller.transfer("senior", *((MAKER, TAKER) if sells else (TAKER, MAKER)), 2)
    _desk(teller, "OrderFilled", orderHash=b"\7" * 32, token=_token(teller), **sides, fee=fee, nonce=nonce)


def instruct(teller: Teller, number: int, token: str | None = None) -> None:
    sides = {"seller": MAKER, "buyer": BUYER, "units": number, "price": 101, "deadline": 2**40, "incomePerUnit": 0}
    _desk(teller, "Instructed", id=number, token=token or _token(teller), **sides)


def settle(teller: Teller, number: int) -> None:
    _desk(teller, "InstructionSettled", id=number, paid=101 * number)
    teller.transfer("senior", MAKER, BUYER, number)


def test_order_filled__both_sides__seller_buyer_and_who_paid_the_fee(teller: Teller) -> None:
    fill(teller, sells=True, fee=3, nonce=2**255)
    fill(teller, sells=False, fee=0, nonce=1)
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events))
        assert [row[3:] for row in found.rows(schema.trade)] == [
            ("senior", MAKER, TAKER, 2, 99, 3, MAKER),
            ("senior", TAKER, MAKER, 2, 99, 0, ""),
        ]
        trades = found.reader().trades(MAKER)
        assert trades == found.reader().trades(TAKER)
        assert [(t.seller, t.fee, t.maker, t.nonce, t.order) for t in trades] == [
            (MAKER, 3, MAKER, 2**255, "0x" + "07" * 32),
            (TAKER, 0, MAKER, 1, "0x" + "07" * 32),
        ]
        assert found.reader().trades(BUYER) == ()


@pytest.mark.parametrize("reload", [True, False])
def test_instruction_settled__given_in_earlier_chunks__found_again(teller: Teller, reload: bool) -> None:
    """The second is given after the first made the fold remember them; the third in the block in which it is settled."""
    instruct(teller, 1)
    teller.next_block()
    settle(teller, 1)
    instruct(teller, 2)
    teller.next_block()
    settle(teller, 2)
    instruct(teller, 3)
    settle(teller, 3)
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events), reload=reload)
        assert [sold(trade) for trade in found.reader().trades(BUYER)] == [(1, 1), (2, 2), (3, 3)]


def test_desk__units_of_another_deal__no_trade(teller: Teller) -> None:
    instruct(teller, 5, token=address(999))
    _desk(teller, "InstructionSettled", id=5, paid=1)
    _desk(teller, "InstructionSettled", id=6, paid=1)
    sides: dict[str, Any] = {"maker": MAKER, "taker": TAKER, "sells": True, "units": 2, "price": 99, "nonce": 1}
    _desk(teller, "OrderFilled", orderHash=b"\7" * 32, token=address(999), **sides, fee=0)
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events))
        assert found.rows(schema.trade) == []


def sold(trade: Trade) -> tuple[int | None, int]:
    assert (trade.seller, trade.buyer, trade.price, trade.fee, trade.maker) == (MAKER, BUYER, 101, 0, None)
    return trade.instruction, trade.units


def _token(teller: Teller) -> str:
    return teller.record.tokens["senior"].address


def _desk(teller: Teller, name: str, **args: Any) -> None:
    assert teller.record.settlement_desk is not None
    teller.tell(name, teller.record.settlement_desk.address, **args)
