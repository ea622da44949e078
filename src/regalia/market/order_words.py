# SPDX-License-Identifier: Apache-2.0
"""The fields of an order file. Numbers that can pass 2^53 are decimal text, since a reader may have no larger whole ones."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from eth_utils.address import to_checksum_address
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from regalia.chain.record import Address
from regalia.market.order import ANY_INCOME, ANYBODY, PLACES, Nonce, Order, Side
from regalia.market.signed_order import SignedOrder
from regalia.market.typed_data import DeskDomain
from regalia.oracle.exchange_words import Signature
from regalia.oracle.leaf_words import Whole

FORMAT: Literal["regalia-order-1"] = "regalia-order-1"


def _side(value: Any) -> Any:
    if not isinstance(value, str) or value not in set(Side):
        raise ValueError(f"must be one of {', '.join(Side)}")
    return Side(value)


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class NonceWords(_Words):
    epoch: Whole
    word: Whole
    place: Annotated[int, Field(ge=0, lt=PLACES)]


class OrderWords(_Words):
    """``counterparty`` null: anybody. ``venue`` null: none. ``income_per_unit`` null: the maker does not mind."""

    maker: Address
    token: Address
    payment_token: Address
    side: Annotated[Side, BeforeValidator(_side)]
    units: Whole
    price: Whole
    minimum_fill: Whole
    counterparty: Address | None
    venue: Address | None
    venue_fee: Whole
    income_per_unit: Whole | None
    nonce: NonceWords
    expiry: Whole

    @classmethod
    def of(cls, order: Order) -> OrderWords:
        return cls(
            **{name: getattr(order, name) for name in cls.model_fields if name not in _OTHERWISE},
            counterparty=_some(order.counterparty),
            venue=_some(order.venue),
            income_per_unit=None if order.income_per_unit == ANY_INCOME else order.income_per_unit,
            nonce=NonceWords(**vars(order.nonce)),
        )

    @property
    def order(self) -> Order:
        """Raises ``OrderError``."""
        return Order(
            maker=to_checksum_address(self.maker),
            token=to_checksum_address(self.token),
            payment_token=to_checksum_address(self.payment_token),
            side=self.side,
            units=self.units,
            price=self.price,
            minimum_fill=self.minimum_fill,
            counterparty=to_checksum_address(self.counterparty or ANYBODY),
            venue=to_checksum_address(self.venue or ANYBODY),
            venue_fee=self.venue_fee,
            income_per_unit=ANY_INCOME if self.income_per_unit is None else self.income_per_unit,
            nonce=Nonce(self.nonce.epoch, self.nonce.word, self.nonce.place),
            expiry=self.expiry,
        )


class OrderFile(_Words):
    """``signature``: r ‖ s ‖ v of the maker's key, or what a contract (ERC-1271) takes."""

    format: Literal["regalia-order-1"]
    chain_id: Annotated[int, Field(ge=1, lt=2**53)]
    desk: Address
    order: OrderWords
    signature: Signature
    by_contract: bool = False

    @classmethod
    def of(cls, signed: SignedOrder) -> OrderFile:
        return cls(
            format=FORMAT,
            chain_id=signed.domain.chain_id,
            desk=signed.domain.desk,
            order=OrderWords.of(signed.order),
            signature=signed.signature,
            by_contract=signed.by_contract,
        )

    @property
    def signed(self) -> SignedOrder:
        """Raises ``OrderError``. Whether the signature is the maker's has to be asked yet."""
        domain = DeskDomain(self.chain_id, to_checksum_address(self.desk))
        return SignedOrder(self.order.order, domain, self.signature, self.by_contract)


_OTHERWISE = {"counterparty", "venue", "income_per_unit", "nonce"}
"""Fields whose words are not the order's own."""


def _some(address: str) -> str | None:
    return None if address == ANYBODY else address
