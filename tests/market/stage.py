# SPDX-License-Identifier: Apache-2.0
"""A desk beside a live deal: who sells, who buys, and the orders they sign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from eth_typing import ChecksumAddress, Hash32
from web3 import Web3

from regalia.market.fillable import Fillability, check
from regalia.market.order import ANY_INCOME, ANYBODY, Nonce, Order, Side
from regalia.market.signed_order import SignedOrder, sign
from regalia.market.typed_data import DeskDomain
from tests.market.node import ChainNode
from tests.support import sample
from tests.support.chain import Answer, RefusedError
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor, key_of

SELLER, BUYER = key_of("seller"), key_of("buyer")
PRICE = 950 * sample.USD
HELD = 200
CASH = 1_000_000 * sample.USD
EXPIRY = sample.SECOND_DATE


class Stage:
    """Both hold ``HELD`` senior units and ``CASH`` of the payment token, and allow the desk all of it."""

    def __init__(self, spec: DealSpec | None = None, money: str = "MockPaymentToken") -> None:
        self.platform = Platform()
        self.chain = self.platform.chain
        self.money = self.platform.money(money)
        self.desk = Contract.deploy(self.chain, "SettlementDesk", by=actor("anybody"))
        self.domain = DeskDomain(self.chain.chain_id, self.desk.address)
        if money == "MockFeeToken":
            self.money.send("charge", False, by=actor("anybody"))
        self.deal = self.platform.create(self.money, spec)
        self.deal.sell()
        self.deal.close()
        self.token = self.deal.tokens[0]
        for party in (SELLER.address, BUYER.address):
            self.platform.admit(party)
            self.token.send("transfer", party, HELD, by=actor("senior_investor"))
            self.provide(party)
        self.node = ChainNode(self.chain)

    @property
    def web3(self) -> Web3:
        return self.node.web3

    def provide(self, party: str) -> None:
        """Money, and leave for the desk to take units and money."""
        self.deal.give(party, CASH, self.desk)
        self.token.send("approve", self.desk.address, UNLIMITED, by=party)

    def order(self, **changes: Any) -> Order:
        """The seller offers 100 senior units to anybody."""
        given: dict[str, Any] = {
            "maker": SELLER.address,
            "token": self.token.address,
            "payment_token": self.money.address,
            "side": Side.SELL,
            "units": 100,
            "price": PRICE,
            "minimum_fill": 10,
            "counterparty": ANYBODY,
            "venue": ANYBODY,
            "venue_fee": 0,
            "income_per_unit": ANY_INCOME,
            "nonce": Nonce(0, 0, 0),
            "expiry": EXPIRY,
        }
        return Order(**given | changes)

    def signed(self, **changes: Any) -> SignedOrder:
        order = self.order(**changes)
        return sign(order, self.domain, SELLER if order.maker == SELLER.address else BUYER)

    def by_contract(self, mood: int = 0, **changes: Any) -> SignedOrder:
        """By a contract of the seller's, in a mood, that holds units and allows nobody anything."""
        wallet = Contract.deploy(self.chain, "MockContractSigner", SELLER.address, by=SELLER.address)
        wallet.send("setMood", mood, by=SELLER.address)
        self.platform.admit(wallet.address)
        self.token.send("transfer", wallet.address, HELD, by=actor("senior_investor"))
        order = self.order(maker=wallet.address, **changes)
        given = sign(replace(order, maker=SELLER.address), self.domain, SELLER)
        unsigned = replace(given, order=order, by_contract=True)
        return replace(unsigned, signature=bytes(SELLER.unsafe_sign_hash(Hash32(unsigned.hash)).signature))

    def fill(self, signed: SignedOrder, units: int, by: str = BUYER.address) -> Answer:
        return self.desk.send("fill", signed.order.as_tuple(), signed.signature, units, by=by)

    def check(
        self, signed: SignedOrder, taker: ChecksumAddress | None = BUYER.address, units: int | None = None
    ) -> Fillability:
        return check(self.web3, signed, taker, units)

    def codes(
        self, signed: SignedOrder, taker: ChecksumAddress | None = BUYER.address, units: int | None = None
    ) -> list[str]:
        return [reason.code for reason in self.check(signed, taker, units).reasons]


def refused_by_the_desk(stage: Stage, signed: SignedOrder, units: int, by: str = BUYER.address) -> str:
    with pytest.raises(RefusedError) as refusal:
        stage.fill(signed, units, by)
    return refusal.value.revert.name
