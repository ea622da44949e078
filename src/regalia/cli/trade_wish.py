# SPDX-License-Identifier: Apache-2.0
"""An order as it was typed, and as the order it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eth_typing import ChecksumAddress

from regalia.cli.market_open import Place
from regalia.cli.trade_income import income_limit
from regalia.cli.until import Moment
from regalia.market.nonces import free_nonce
from regalia.market.order import ANYBODY, Order, Side
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain


@dataclass(frozen=True)
class Wish:
    """What was typed; ``price`` in smallest units, ``fee`` in ppm."""

    tranche: str
    sell: int | None
    buy: int | None
    price: int
    min_fill: int
    expires: Moment
    counterparty: ChecksumAddress | None
    venue: ChecksumAddress | None
    fee: int
    any_income: bool


def order_of_wish(
    place: Place, domain: DeskDomain, maker: ChecksumAddress, wish: Wish, known: Sequence[SignedOrder]
) -> Order:
    """``known``: orders that the maker signed before, which have places of their own. Raises ``OrderError``."""
    units = wish.buy if wish.sell is None else wish.sell
    assert units is not None
    return Order(
        maker=maker,
        token=place.token(wish.tranche),
        payment_token=place.deal.payment_token.address,
        side=Side.BUY if wish.sell is None else Side.SELL,
        units=units,
        price=wish.price,
        minimum_fill=wish.min_fill,
        counterparty=wish.counterparty or ANYBODY,
        venue=wish.venue or ANYBODY,
        venue_fee=wish.fee,
        income_per_unit=income_limit(place, wish.tranche, wish.any_income),
        nonce=free_nonce(place.web3, domain, maker, known),
        expiry=wish.expires.after(place.now()),
    )
