# SPDX-License-Identifier: Apache-2.0
"""Orders without a chain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from regalia.market.board import Listed
from regalia.market.order import ANY_INCOME, ANYBODY, Nonce, Order, Side
from regalia.market.signed_order import SignedOrder, sign
from regalia.market.typed_data import DeskDomain
from tests.support.roles import actor, key_of

DOMAIN = DeskDomain(31337, actor("desk"))
MAKER = key_of("senior_investor")
ORDER = Order(
    maker=MAKER.address,
    token=actor("senior token"),
    payment_token=actor("payment token"),
    side=Side.SELL,
    units=100,
    price=990_000_000,
    minimum_fill=10,
    counterparty=ANYBODY,
    venue=ANYBODY,
    venue_fee=0,
    income_per_unit=ANY_INCOME,
    nonce=Nonce(0, 0, 0),
    expiry=1_800_000_000,
)


def order(**changes: Any) -> Order:
    return replace(ORDER, **changes)


def signed(role: str = "senior_investor", domain: DeskDomain = DOMAIN, **changes: Any) -> SignedOrder:
    """By somebody, who is its maker."""
    return sign(order(maker=key_of(role).address, **changes), domain, key_of(role))


def listed(since: int = 0, **changes: Any) -> Listed:
    return Listed(signed(**changes), since)
