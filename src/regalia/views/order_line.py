# SPDX-License-Identifier: Apache-2.0
"""What an act rests on, and where on the chain it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regalia.ledger.place import Place
from regalia.ledger.powers_model import Order
from regalia.views.seen import DealNow


@dataclass(frozen=True)
class OrderLine:
    """``reference`` as people wrote it, ``word`` as the chain has it; ``by`` is the officer's address, ``by_name`` empty if unknown."""

    reference: str
    word: str
    evidence: str
    by: str
    by_name: str


@dataclass(frozen=True)
class At:
    """Where something was said: ``time`` in seconds."""

    block: int
    transaction: str
    time: int


def order_line(now: DealNow, order: Order) -> OrderLine:
    return OrderLine(order.name, order.reference, order.evidence, order.by, name_of(now, order.by))


def order_told(now: DealNow, args: Mapping[str, Any]) -> OrderLine:
    """Of an event as the index has it."""
    reference = args["ref"] if "ref" in args else args["orderReference"]
    return order_line(now, Order(reference, args["evidence"], args["by"]))


def at_place(place: Place) -> At:
    return At(place.block_number, place.transaction_hash, place.timestamp)


def name_of(now: DealNow, address: str) -> str:
    """Who it is, else which of the deal's contracts, else empty."""
    return now.names.label(address) or now.names.contract(address)
