# SPDX-License-Identifier: Apache-2.0
"""One price for all: the level at which the bids for a tranche clear, what each gets, and the change it is owed.

Bids at better levels get all. Those at the clearing level share what is left in proportion, by rounding what comes before and with
each bid down: the shares add up exactly, and none depends on what comes after or on worse levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regalia.domain.offering.book import Bid
from regalia.domain.offering.offer import Offer
from regalia.errors import RegaliaError


class ClearingError(RegaliaError, ValueError):
    """Bids that are none of this offer."""


class MinimumMissedError(RegaliaError, ValueError):
    """Fewer units would be placed than the offer asks: everybody takes back what he paid."""

    def __init__(self, placed: int, minimum: int) -> None:
        super().__init__(
            f"offer, minimum: {minimum}: is more than the {placed} units that would be placed, retained ones included",
            "Everybody takes back what he paid: regalia refund",
        )
        self.placed = placed
        self.minimum = minimum


@dataclass(frozen=True)
class Clearing:
    """At which ``level``; ``placed`` units are sold in all. Those who bid it share ``available`` of the ``demand`` there. All in units."""

    level: int
    placed: int
    available: int
    demand: int
    lot: int


def clear(offer: Offer, for_sale: int, demand: Sequence[int], retained: int = 0) -> Clearing:
    """The lowest level at which bids reach ``for_sale``, else the highest with a bid. MinimumMissedError when too little is placed."""
    _require_demand(offer, for_sale, demand)
    level = before = reached = 0
    for at, units in enumerate(demand):
        if units:
            level, before, reached = at, reached, reached + units
        if reached >= for_sale:
            break
    placed = min(reached, for_sale)
    if placed + retained < offer.minimum:
        raise MinimumMissedError(placed + retained, offer.minimum)
    return Clearing(level, placed, placed - before, demand[level], offer.lot)


def allotted(bid: Bid, clearing: Clearing) -> int:
    """Units that a bid gets."""
    if bid.level != clearing.level:
        return bid.units if bid.level < clearing.level else 0
    lot, upto = clearing.lot, bid.place + bid.units
    if bid.place % lot or bid.units % lot or not 0 <= bid.place < upto <= clearing.demand:
        rule = f"must be whole lots of {lot} among the {clearing.demand} bid at level {bid.level}"
        raise ClearingError(f"bid, place and units: {bid.place}, {bid.units}: {rule}", "Take it from its event.")
    available, demand = clearing.available // lot, clearing.demand // lot
    return (upto // lot * available // demand - bid.place // lot * available // demand) * lot


def change(offer: Offer, bid: Bid, clearing: Clearing) -> int:
    """What a bid paid beyond the price of all for what it gets, in smallest units: owed back."""
    return bid.units * offer.price_at(bid.level) - allotted(bid, clearing) * offer.price_at(clearing.level)


def proceeds(offer: Offer, clearing: Clearing) -> int:
    """What is paid for all units that are sold, in smallest units."""
    return clearing.placed * offer.price_at(clearing.level)


def _require_demand(offer: Offer, for_sale: int, demand: Sequence[int]) -> None:
    hint = "Count the bids again from their events."
    if len(demand) != offer.levels:
        raise ClearingError(f"demand: {len(demand)} levels: must be the {offer.levels} of the offer", hint)
    for name, units in (("for_sale", for_sale), *((f"demand[{at}]", units) for at, units in enumerate(demand))):
        if units < 0 or units % offer.lot:
            raise ClearingError(f"{name}: {units}: must be whole lots of {offer.lot}, zero or more", hint)
