# SPDX-License-Identifier: Apache-2.0
"""The bids for one tranche. A bid binds, and is known by its level and its place: the units bid at that level before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from regalia.domain.offering.limits import DEMAND_LIMIT
from regalia.domain.offering.offer import Offer
from regalia.domain.transfer_rules import TransferRules
from regalia.errors import RegaliaError

NO_RULES = TransferRules()


class BidRefusedError(RegaliaError, ValueError):
    """A bid that the book does not take; nothing has changed."""


@dataclass(frozen=True)
class Bid:
    investor: str
    level: int
    place: int
    units: int


@dataclass
class OfferBook:
    """``for_sale``: the tranche's units less those the originator retains. Whether an investor is eligible is not asked here.

    Where ``rules`` limit investors, all that one may get counts: what it bid, and what the ``originator`` retains, who takes a place
    among the holders from the start.
    """

    offer: Offer
    for_sale: int
    rules: TransferRules = NO_RULES
    originator: str = "originator"
    demand: list[int] = field(init=False)
    bids: list[Bid] = field(init=False, default_factory=list)
    bid_units: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.demand = [0] * self.offer.levels
        if self.rules.retained:
            self.bid_units[self.originator] = self.rules.retained

    def subscribe(self, investor: str, level: int, units: int) -> Bid:
        """A bid of ``units`` at ``level``, for which ``offer.price_at(level)`` a unit is paid. BidRefusedError says why not."""
        self._require_bid(investor, level, units)
        bid = Bid(investor, level, self.demand[level], units)
        self.demand[level] += units
        self.bid_units[investor] = self.bid_units.get(investor, 0) + units
        self.bids.append(bid)
        return bid

    def paid(self, bid: Bid) -> int:
        return bid.units * self.offer.price_at(bid.level)

    def _require_bid(self, investor: str, level: int, units: int) -> None:
        offer, rules, before = self.offer, self.rules, self.bid_units.get(investor, 0)
        _require(0 <= level < offer.levels, "level", level, lambda: f"must be 0 to {offer.levels - 1}")
        _require(units > 0, "units", units, lambda: "must be one lot or more")
        _require(units % offer.lot == 0, "units", units, lambda: f"must be whole lots of {offer.lot}")
        _require(units <= self.for_sale, "units", units, lambda: f"must be at most the {self.for_sale} for sale")
        most, limit = rules.largest_holding, rules.holder_limit
        _require(
            not most or before + units <= most,
            "units",
            units,
            lambda: f"must be at most {max(most - before, 0)}: one investor may hold {most}, and has {before} of them",
        )
        _require(
            not limit or investor in self.bid_units or len(self.bid_units) < limit,
            "investor",
            investor,
            lambda: f"must be among the {limit} who may hold units, and have bid already",
        )
        room = DEMAND_LIMIT - 1 - self.demand[level]
        _require(units <= room, "units", units, lambda: f"must be at most {room}: below 2^48 are bid at a level")


def _require(holds: bool, name: str, value: object, rule: Callable[[], str]) -> None:
    if not holds:
        raise BidRefusedError(f"bid, {name}: {value}: {rule()}", "Look at the offer and bid again: regalia offer")
