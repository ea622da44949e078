# SPDX-License-Identifier: Apache-2.0
"""What is signed is one type, three ways: by hand, by eth-account, by the desk."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_utils.crypto import keccak

from regalia.chain.artefacts import load
from regalia.market.order import Nonce, Order, Side
from regalia.market.typed_data import DeskDomain, order_hash, type_text, typed_data
from tests.market.orders import DOMAIN, MAKER, ORDER
from tests.mills import ROOT
from tests.support.chain import Chain
from tests.support.contract import Contract
from tests.support.roles import actor

FULL = replace(
    ORDER,
    counterparty=actor("buyer"),
    venue=actor("venue"),
    venue_fee=2_500,
    income_per_unit=7 << 48,
    nonce=Nonce(1, 2, 3),
)
OTHER: dict[str, Any] = {
    "maker": actor("other"),
    "token": actor("other"),
    "payment_token": actor("other"),
    "side": Side.BUY,
    "units": 99,
    "price": 1,
    "minimum_fill": 9,
    "counterparty": actor("other"),
    "venue": actor("other"),
    "venue_fee": 0,
    "income_per_unit": 0,
    "nonce": Nonce(1, 2, 4),
    "expiry": 1,
}


def by_hand(order: Order, domain: DeskDomain) -> bytes:
    kinds = [part.split()[0] for part in type_text()[len("Order(") : -1].split(",")]
    struct = keccak(encode(["bytes32", *kinds], [keccak(text=type_text()), *order.as_tuple()]))
    text = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    parts = [keccak(text=text), keccak(text="Regalia SettlementDesk"), keccak(text="1"), domain.chain_id, domain.desk]
    separator = keccak(encode(["bytes32", "bytes32", "bytes32", "uint256", "address"], parts))
    return keccak(b"\x19\x01" + separator + struct)


def test_type__of_an_order__is_that_of_the_decision_and_of_the_contract() -> None:
    for place in ("docs/decisions/0006-a-place-to-trade.md", "contracts/types/Order.sol"):
        assert type_text() in (ROOT / place).read_text(encoding="utf-8"), place


def test_type__of_the_desks_interface__the_same_fields() -> None:
    (entry,) = (e for e in load("SettlementDesk").abi if e["type"] == "function" and e["name"] == "hashOf")
    (given,) = entry["inputs"]
    told = [f"{part['type']} {part['name']}" for part in given["components"]]
    assert f"Order({','.join(told)})" == type_text()


@pytest.mark.parametrize("order", [ORDER, FULL])
def test_hash__three_ways__the_same(order: Order) -> None:
    chain = Chain(1_700_000_000)
    desk = Contract.deploy(chain, "SettlementDesk", by=actor("admin"))
    domain = DeskDomain(chain.chain_id, desk.address)
    assert order_hash(order, domain) == by_hand(order, domain) == desk.read("hashOf", order.as_tuple())


def test_hash__signed_as_wallets_sign_it__recovers() -> None:
    made = Account.sign_typed_data(MAKER.key, full_message=typed_data(ORDER, DOMAIN))
    assert Account._recover_hash(order_hash(ORDER, DOMAIN), signature=made.signature) == MAKER.address


@pytest.mark.parametrize("field", [field.name for field in fields(Order)])
def test_hash__one_field_another__another(field: str) -> None:
    assert order_hash(replace(FULL, **{field: OTHER[field]}), DOMAIN) != order_hash(FULL, DOMAIN)


@pytest.mark.parametrize("domain", [DeskDomain(1, DOMAIN.desk), DeskDomain(DOMAIN.chain_id, actor("other desk"))])
def test_hash__other_chain_or_desk__another(domain: DeskDomain) -> None:
    assert order_hash(ORDER, domain) != order_hash(ORDER, DOMAIN)
