# SPDX-License-Identifier: Apache-2.0
"""What is left of the sale of a live deal: bids that are collected late, or that another takes up, and change."""

from __future__ import annotations

from hypothesis import note
from hypothesis.stateful import rule

from tests.invariants.live_deal import DONE, LiveDeal, choices, holders
from tests.invariants.mirror import EARLY
from tests.invariants.sale import Placed
from tests.support.roles import actor


class SaleActs(LiveDeal):
    """Each act also in the mirror."""

    @rule(which=choices)
    def collect(self, which: int) -> None:
        """Between any two dates: what the units have earned since closing comes with them."""
        placed = self.late_bid(which)
        note(f"the bid {placed.key} of {placed.bid.investor} is collected")
        self.touched = {(placed.tranche, placed.bid.investor)}
        owed, earned = self.deal.entitlement(*self.holder_of(placed)), self.mirror.books[placed.tranche].per_unit
        brings = not placed.collected
        self.collect_at(placed)
        if brings and placed.collected and earned:
            gained = self.deal.entitlement(*self.holder_of(placed)) - owed
            assert gained - (placed.units * earned >> 48) in (0, 1)
            DONE["collect with income"] += 1

    @rule(which=choices)
    def refund(self, which: int) -> None:
        """The money alone."""
        self.refund_bid(self.late_bid(which))

    def refund_bid(self, placed: Placed) -> None:
        note(f"{placed.bid.investor} is to get the money of the bid {placed.key} back")
        expected = self.mirror.sale.refund(self.mirror.twin, placed)
        act = lambda: self.deal.offering.send("refund", *placed.key, by=actor("outsider"))  # noqa: E731
        self.agree(expected, act, "refund")

    @rule(which=choices, by=holders)
    def take_up(self, which: int, by: str) -> None:
        """By anybody."""
        self.take_up_bid(self.late_bid(which), by)

    def take_up_bid(self, placed: Placed, by: str) -> None:
        note(f"{by} takes up the bid {placed.key} of {placed.bid.investor}")
        self.touched = {(placed.tranche, by)}
        expected = self.mirror.sale.take_up(self.mirror.twin, placed, by)
        act = lambda: self.deal.offering.send("takeUp", *placed.key, by=actor(by))  # noqa: E731
        self.agree(expected, act, "take up")

    def late_bid(self, which: int) -> Placed:
        """Mostly one of which something is left."""
        late = self.mirror.sale.bids[len(EARLY) :]
        open_ = [placed for placed in late if placed.owed or not placed.collected]
        some = open_ if open_ and which % 8 else late
        return some[which // 8 % len(some)]

    @staticmethod
    def holder_of(placed: Placed) -> tuple[int, str]:
        return placed.tranche, placed.bid.investor
