# SPDX-License-Identifier: Apache-2.0
"""Best bid and offer among what can be filled, the last price, and the figures beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.domain.money import Currency
from regalia.market import book
from regalia.market.board import Listed
from regalia.market.book import dead, depth
from regalia.market.folder_board import FolderBoard
from regalia.market.order import ANY_INCOME, Nonce, Side
from regalia.market.payments import Payment
from regalia.market.position import read_position
from regalia.market.quotes import quote
from regalia.market.quoting import NodeQuoter, currency_of
from regalia.market.trades import TradeLog
from regalia.market.valuation import Valuation
from regalia.market.views import SilentContractError
from tests.chain.node_stub import CONTRACT, NodeStub
from tests.market.stage import BUYER, PRICE, SELLER, Stage
from tests.support import sample
from tests.support.roles import actor

FILLED = "OrderFilled(bytes32,address,address,address,bool,uint256,uint256,uint256,uint256)"
USD = Currency("USD", 6)
HASH = bytes([5]) * 32


@pytest.fixture
def stage() -> Stage:
    return Stage()


def offers(stage: Stage, *prices: int, first: int = 0, **changes: object) -> list[Listed]:
    """By the seller, in places one after the other."""
    return [
        Listed(stage.signed(price=price, nonce=Nonce(0, (first + i) // 5, (first + i) % 5), **changes), i)
        for i, price in enumerate(prices)
    ]


def bids(stage: Stage, *prices: int) -> list[Listed]:
    return offers(stage, *prices, maker=BUYER.address, side=Side.BUY)


def test_quote__orders_of_both_sides__the_best_that_can_be_filled(stage: Stage) -> None:
    stage.desk.send("cancel", 0, by=SELLER.address)
    listed = offers(stage, PRICE, PRICE + 2, PRICE + 1) + bids(stage, PRICE - 2, PRICE - 1)
    found = quote(stage.web3, stage.domain, listed, stage.token.address)
    assert found.offers.best is not None and found.bids.best is not None
    assert (found.offers.best.price, found.offers.best.units) == (PRICE + 1, 100)
    assert (found.bids.best.price, found.bids.best.units) == (PRICE - 1, 100)


def test_quote__nobody_offers_or_only_elsewhere__no_price(stage: Stage) -> None:
    elsewhere = offers(stage, PRICE, token=actor("other token"))
    found = quote(stage.web3, stage.domain, elsewhere, stage.token.address)
    assert found.as_json(USD) == {
        "tranche": stage.token.address,
        "bid": None,
        "offer": None,
        "last": None,
        "accrued": None,
        "unchecked": 0,
    }


def test_depth__more_orders_than_are_looked_at__says_how_many(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST_CHECKED", 2)
    for place in range(3):
        stage.desk.send("cancel", place, by=SELLER.address)
    found = depth(stage.web3, stage.domain, offers(stage, 1, 2, 3, 4), Side.SELL)
    assert (found.levels, found.unchecked) == ((), 2)


def test_depth__several_levels__in_the_order_of_prices(stage: Stage) -> None:
    found = depth(stage.web3, stage.domain, offers(stage, 3, 1, 2), Side.SELL, levels=2)
    assert ([level.price for level in found.levels], found.unchecked) == ([1, 2], 1)


def test_dead__of_a_board__those_that_never_come_back(stage: Stage) -> None:
    stage.desk.send("cancel", 1, by=SELLER.address)
    stage.money.send("approve", stage.desk.address, 0, by=BUYER.address)
    listed = offers(stage, PRICE, PRICE) + bids(stage, PRICE)
    ((gone, why),) = dead(stage.web3, listed)
    assert (gone, [reason.code for reason in why.reasons]) == (listed[1], ["cancelled"])


def test_position__of_a_live_deal__what_the_deal_remembers(stage: Stage) -> None:
    stage.deal.pay_date(100_000 * sample.USD)
    found = read_position(stage.web3, stage.deal.deal.address, sample.PROGRAM)
    assert (found.state, found.period) == (stage.deal.state(), 2)


def test_quote__with_a_valuation__accrued_and_the_yield_at_each_price(stage: Stage) -> None:
    """A third of the first quarter: 5,000 of 15,000 of interest on 1,000 units."""
    position = read_position(stage.web3, stage.deal.deal.address, sample.PROGRAM)
    day = date(2024, 2, 20)
    payments = [Payment(day + timedelta(365), 1_045_000 * sample.USD)]
    valuation = Valuation(sample.PROGRAM, position, 0, payments, day)
    listed = offers(stage, PRICE, income_per_unit=ANY_INCOME)
    said = quote(stage.web3, stage.domain, listed, stage.token.address, valuation=valuation).as_json(USD)
    assert said["accrued"] == {
        "since": "2024-01-20",
        "until": "2024-02-20",
        "interest": "5.000000000000",
        "arrears": "0.000000000000",
    }
    assert said["offer"] == {
        "order": listed[0].signed.name,
        "units": 100,
        "price": "950.000000",
        "yield": "0.100000",
        "no_yield": None,
    }


def trade(stub: NodeStub, block: int, token: str, units: int, price: int, desk: str = CONTRACT) -> None:
    addresses = [encode(["address"], [address]) for address in (SELLER.address, BUYER.address)]
    values = [token, True, units, price, 7, 3]
    stub.add_log(
        block,
        topics=["0x" + topic.hex() for topic in (keccak(text=FILLED), HASH, *addresses)],
        data="0x" + encode(["address", "bool", *["uint256"] * 4], values).hex(),
        address=desk.lower(),
    )


def test_trades__of_a_desk__the_last_of_each_tranche_and_what_came_since() -> None:
    stub, senior, junior = NodeStub(head=9), actor("senior"), actor("junior")
    trade(stub, 2, senior, 10, 950)
    trade(stub, 4, senior, 20, 960)
    trade(stub, 5, junior, 30, 1)
    log = TradeLog(stub.web3, Web3.to_checksum_address(CONTRACT), 0)
    log.update()
    last = log.last(senior)
    assert last is not None
    assert (last.units, last.price, last.fee, last.block, last.side) == (20, 960, 7, 4, Side.SELL)
    assert (last.maker, last.taker, last.order_hash) == (SELLER.address, BUYER.address, HASH)
    assert ([t.units for t in log.of(senior)], log.last(actor("nothing"))) == ([10, 20], None)
    stub.head = 12
    trade(stub, 11, senior, 5, 970)
    log.update()
    assert [t.price for t in log.of(senior)] == [950, 960, 970]


def test_quote__after_a_trade__the_last_price(stage: Stage) -> None:
    stub = NodeStub(head=3)
    trade(stub, 3, stage.token.address, 10, PRICE, stage.desk.address)
    log = TradeLog(stub.web3, stage.desk.address, 0)
    log.update()
    last = log.last(stage.token.address)
    assert last is not None
    said = quote(stage.web3, stage.domain, [], stage.token.address, last).as_json(USD)["last"]
    assert (said["price"], said["units"], said["yield"], said["no_yield"]) == (
        "950.000000",
        10,
        None,
        "nothing was projected",
    )
    assert datetime.fromtimestamp(said["timestamp"], UTC).year >= 1970


def test_currency__of_a_tranche__its_deals_payment_token(stage: Stage) -> None:
    assert currency_of(stage.web3, stage.token.address) == Currency(stage.money.read("symbol"), 6)
    with pytest.raises(SilentContractError, match="does not answer escrow"):
        currency_of(stage.web3, stage.money.address)


def test_quoter__of_a_board_with_a_node__as_json(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board = FolderBoard(tmp_path)
    (offer,) = offers(stage, PRICE)
    board.add(offer.signed)
    monkeypatch.setattr(TradeLog, "update", lambda log: None)  # the node in the process has no logs
    said = NodeQuoter(stage.web3, stage.domain, board, 0)(stage.token.address)
    assert (said["offer"]["order"], said["offer"]["price"], said["bid"]) == (offer.signed.name, "950.000000", None)
