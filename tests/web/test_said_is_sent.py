# SPDX-License-Identifier: Apache-2.0
"""What a wallet's owner reads and what it sends are one thing: of every act the call data taken apart, against the words and the record."""

from __future__ import annotations

from typing import Any

import pytest
from web3 import Web3
from web3.contract import Contract

from regalia.chain.deployer import contract
from regalia.demo.sample import Sample
from regalia.web.prepare import taking
from tests.web.wallet import Wallet

pytestmark = pytest.mark.devnet
DEAL = {"deal": "mills-notes"}
SENIOR = {**DEAL, "tranche": "senior"}
SELL = {**SENIOR, "side": "sell", "units": 100, "price": "95.50"}
PRICE = 95_500_000
Sent = dict[str, Any]


@pytest.fixture
def desk(sample: Sample) -> Contract:
    found = sample.deal.contracts.record.settlement_desk
    assert found is not None
    return contract(sample.chain.web3, "SettlementDesk", Web3.to_checksum_address(found.address))


def taken_apart(wallet: Wallet, of: Contract, found: dict[str, Any]) -> tuple[str, Sent]:
    """Name and arguments; to that contract, from that wallet, with no money of the chain, and the address is told."""
    sent = found["transaction"]
    assert set(sent) == {"from", "to", "data", "value", "gas"}
    assert (sent["from"], sent["to"], sent["value"], found["chainId"]) == (wallet.address, of.address, "0x0", 31337)
    for said in found["says"].values():
        assert of.address in said.splitlines()[-1]
    function, arguments = of.decode_function_input(sent["data"])
    assert of.encode_abi(function.fn_name, list(arguments.values())) == sent["data"]  # nothing is behind them
    return function.fn_name, arguments


def test_claim__is_of_the_token_it_names(seller: Wallet, sample: Sample) -> None:
    deal = sample.deal.contracts
    found = seller.prepared("claim", **SENIOR)
    assert taken_apart(seller, deal.escrow, found) == ("claim", {"token": deal.token("senior").address})


def test_order_to_sell__allows_the_desk_of_the_record_exactly_those_units(
    seller: Wallet, sample: Sample, desk: Contract
) -> None:
    found = seller.prepared("order", **SELL)
    name, arguments = taken_apart(seller, sample.deal.contracts.token("senior"), found)
    assert (name, list(arguments.values()), found["more"]) == ("approve", [desk.address, 100], True)
    assert f"allow the contract {desk.address} to take 100 units" in found["says"]["en"]


def test_order_to_buy__allows_the_desk_of_the_record_exactly_the_price(
    buyer: Wallet, sample: Sample, desk: Contract
) -> None:
    token = sample.deal.contracts.payment_token
    token.functions.approve(desk.address, 0).transact({"from": buyer.address})
    found = buyer.prepared("order", **{**SELL, "side": "buy"})
    name, arguments = taken_apart(buyer, token, found)
    assert (name, list(arguments.values())) == ("approve", [desk.address, 100 * PRICE])
    assert f"allow the contract {desk.address} to take 9,550.00 USD" in found["says"]["en"]


def test_fill_and_cancels__are_of_the_order_as_it_was_signed(
    seller: Wallet, buyer: Wallet, sample: Sample, desk: Contract
) -> None:
    file = seller.signs(**SELL)
    answer = seller.client.post("/api/orders", json=file)
    assert answer.status_code == 201
    order, token = answer.json()["hash"], sample.deal.contracts.payment_token
    token.functions.approve(desk.address, 0).transact({"from": buyer.address})
    first = buyer.prepared("fill", order=order, units=40)
    name, arguments = taken_apart(buyer, token, first)
    assert (name, list(arguments.values()), first["more"]) == ("approve", [desk.address, 40 * PRICE], True)
    buyer.send(first["transaction"])
    second = buyer.prepared("fill", order=order, units=40)
    name, arguments = taken_apart(buyer, desk, second)
    signed = arguments["order"]
    assert (name, arguments["units"], second["more"]) == ("fill", 40, False)
    assert (signed["maker"], signed["price"], signed["units"]) == (seller.address, PRICE, 100)
    assert "0x" + arguments["signature"].hex() == file["signature"]
    assert f"You buy 40 units of Class A Senior Notes from {seller.address}" in second["says"]["en"]
    cancel = taken_apart(seller, desk, seller.prepared("cancel-order", order=order))
    assert (cancel[0], [*cancel[1].values()]) == ("cancel", [signed["nonce"]])
    assert taken_apart(seller, desk, seller.prepared("cancel-all", **DEAL))[0] == "cancelAll"


def test_board__with_as_many_of_a_maker_as_it_takes__has_room_for_others(
    seller: Wallet, buyer: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_OF_A_MAKER", 2)
    client = seller.client
    posted = [client.post("/api/orders", json=seller.signs(**{**SELL, "units": 1})) for _ in range(3)]
    assert [one.status_code for one in posted] == [201, 201, 422]
    assert "takes no more of one maker" in posted[2].json()["error"]
    assert client.post("/api/orders", json=buyer.signs(**{**SELL, "side": "buy", "units": 1})).status_code == 201
