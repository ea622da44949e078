# SPDX-License-Identifier: Apache-2.0
"""The bids of a deal that has closed, in Python alone: what each was allotted, and how each ends, in units or in money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from regalia.domain.entitlement import ONE
from regalia.domain.offering.book import Bid, OfferBook
from regalia.domain.offering.clearing import allotted, change, clear
from regalia.domain.offering.offer import Offer
from tests.invariants.refusal import Refusal, of_ladder
from tests.invariants.twin import OF_HOLDING, Twin
from tests.support.sample import DAY

TAKE_UP_AFTER = 10 * DAY
NOTHING_LEFT = Refusal("Offering_NothingLeft")
HELD_BACK = Refusal("Offering_HeldBack")


@dataclass
class Placed:
    """A bid with its end: ``cost`` is what its units cost, ``owed`` what its bidder has still to get in money."""

    tranche: int
    bid: Bid
    units: int
    cost: int
    owed: int
    collected: bool = False

    @property
    def key(self) -> tuple[int, int, int]:
        """What the contract finds it by."""
        return self.tranche, self.bid.level, self.bid.place


@dataclass
class Sale:
    """What the offering knows. Acts answer as those of the twin do, whose registers they write."""

    closed_at: int
    bids: list[Placed] = field(default_factory=list)

    @staticmethod
    def closed(closed_at: int, offers: Sequence[Offer], given: Iterable[tuple[str, int, int, int]]) -> Sale:
        """``given``: investor, tranche, level and units of each bid. All is for sale, and nothing is collected yet."""
        books = [OfferBook(offer, offer.minimum) for offer in offers]
        bids = [
            (tranche, books[tranche].subscribe(investor, level, units)) for investor, tranche, level, units in given
        ]
        cleared = [clear(book.offer, book.for_sale, book.demand) for book in books]
        sale = Sale(closed_at)
        for tranche, bid in bids:
            units, offer = allotted(bid, cleared[tranche]), offers[tranche]
            cost = units * offer.price_at(cleared[tranche].level)
            sale.bids.append(Placed(tranche, bid, units, cost, change(offer, bid, cleared[tranche])))
        return sale

    @property
    def cash(self) -> int:
        """What the offering holds."""
        return sum(placed.owed for placed in self.bids)

    def collect(self, twin: Twin, placed: Placed) -> Refusal | None:
        if placed.collected:
            refusal = self.refund(twin, placed)
            return refusal if refusal in (None, NOTHING_LEFT) else HELD_BACK
        refusal = twin.issue(placed.tranche, placed.bid.investor, placed.units)
        if refusal is None:
            self._settle(twin, placed)
            if placed.bid.investor not in twin.blocked:  # else the change waits, and the units don't
                placed.owed = 0
        return refusal

    def refund(self, twin: Twin, placed: Placed) -> Refusal | None:
        """The money alone."""
        investor = placed.bid.investor
        if not placed.owed:
            return NOTHING_LEFT
        if investor in twin.registers[placed.tranche].wallets or twin.halted(investor):
            return HELD_BACK
        if investor in twin.blocked:
            return Refusal("MockBlockingToken_Blocked")
        placed.owed = 0
        return None

    def take_up(self, twin: Twin, placed: Placed, by: str) -> Refusal | None:
        """Another pays for the units of one who can't hold them any more, who gets that with his change."""
        if twin.now < self.closed_at + TAKE_UP_AFTER:
            return Refusal("Offering_TooEarly")
        if placed.collected:
            return NOTHING_LEFT
        if not set(OF_HOLDING) & set(twin.not_issuable(placed.tranche, placed.bid.investor, placed.units)):
            return Refusal("Offering_MayHold")
        no = twin.not_issuable(placed.tranche, by, placed.units)
        if no:
            return of_ladder(no[0])
        self._settle(twin, placed)
        if twin.no_place_for(placed.tranche, by, placed.units):
            self._settle(twin, placed, False)
            return Refusal("Offering_NoPlaceLeft")
        assert twin.issue(placed.tranche, by, placed.units) is None
        # he is paid what they had earned, too
        earned = -(-twin.registers[placed.tranche].per_unit * placed.units // ONE)
        placed.owed += placed.cost + earned
        return None

    def hold_places(self, twin: Twin) -> None:
        """Whose units are still to come has a place among the holders, where those are limited."""
        for t, rules in enumerate(twin.rules):
            waiting = [p.bid.investor for p in self.bids if p.tranche == t and not p.collected]
            twin.coming[t] = {twin.of[who] for who in waiting} if rules.holder_limit else set()

    def _settle(self, twin: Twin, placed: Placed, collected: bool = True) -> None:
        placed.collected = collected
        self.hold_places(twin)
