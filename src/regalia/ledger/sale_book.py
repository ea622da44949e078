# SPDX-License-Identifier: Apache-2.0
"""The primary sale as its events tell it: bids, what each was allotted, and what is still to come to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from regalia.domain.offering.book import Bid, OfferBook
from regalia.domain.offering.clearing import Clearing, MinimumMissedError, allotted, clear
from regalia.domain.offering.offer import Offer
from regalia.domain.transfer_rules import TransferRules
from regalia.ledger.model import DeliveryKind

CLOSING_WINDOW = 7 * 24 * 3600
"""Seconds after its deadline in which an offering can be closed: ``Offering.CLOSING_WINDOW``."""
TAKE_UP_AFTER = 10 * 24 * 3600
"""Seconds after closing that units wait for a bidder who can't hold them: ``Offering.TAKE_UP_AFTER``."""
BidKey = tuple[int, int, int]
"""Tranche (its index), level, and place: the units bid at that level before it."""


class Stage(Enum):
    """Of a deal that is not closed: the first three of ``IDeal.Status``."""

    OFFERED = 0
    SOLD = 1
    LAPSED = 2


@dataclass
class SoldBid:
    """A bid, and what of it is done; see the flags of ``OfferingBook``. ``earned``: what its units had earned when another took them up.
    ``counted``: its investor is awaited among the holders for it."""

    bid: Bid
    wallet: str
    paid: int
    collected: bool = False
    change_paid: bool = False
    replaced: bool = False
    repaid: bool = False
    earned: int = 0
    counted: bool = False


@dataclass(frozen=True)
class Issue:
    """Units that the token must issue next in this transaction, and their price."""

    transaction: str
    tranche: str
    investor: str
    units: int
    cost: int
    kind: DeliveryKind


@dataclass
class SaleBook:
    """``books`` by tranche index. ``cash`` is what the offering holds; ``issues`` what its token has to say next."""

    books: Sequence[OfferBook]
    opens: int | None = None
    deadline: int | None = None
    closed_at: int = 0
    cash: int = 0
    bids: dict[BidKey, SoldBid] = field(default_factory=dict)
    clearings: dict[int, Clearing] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @classmethod
    def of(
        cls, offers: Sequence[Offer], units: Sequence[int], rules: Sequence[TransferRules], originator: str
    ) -> SaleBook:
        """The limit of holders is not the book's to judge: two wallets may be one investor's, which no event need tell."""
        parts = zip(offers, units, rules, strict=True)
        return cls(
            tuple(
                OfferBook(offer, number - rule.retained, replace(rule, holder_limit=0), originator)
                for offer, number, rule in parts
            )
        )

    def retained(self, tranche: int) -> int:
        return self.books[tranche].rules.retained

    def clear(self, tranche: int) -> Clearing:
        """As its bids stand. MinimumMissedError when too few units would be placed."""
        book = self.books[tranche]
        return clear(book.offer, book.for_sale, book.demand, self.retained(tranche))

    def clear_anyhow(self, tranche: int) -> Clearing:
        """Also where too few units are placed; ClearingError never, as the bids are the book's own."""
        book = self.books[tranche]
        return clear(replace(book.offer, minimum=1), book.for_sale, book.demand, max(self.retained(tranche), 1))

    def stage(self, now: int) -> Stage:
        if self.deadline is None or now <= self.deadline:
            return Stage.OFFERED
        late = now > self.deadline + CLOSING_WINDOW
        return Stage.LAPSED if late or not self._reaches_minimum() else Stage.SOLD

    def clearing_of(self, tranche: int) -> Clearing:
        """The one it closed with; before, the one it would close with now."""
        return self.clearings[tranche] if self.closed_at else self.clear_anyhow(tranche)

    def allotted(self, key: BidKey) -> int:
        clearing = self.clearing_of(key[0])
        return allotted(self.bids[key].bid, clearing) if clearing.placed else 0

    def cost(self, key: BidKey) -> int:
        """What the allotted units cost."""
        return self.allotted(key) * self.books[key[0]].offer.price_at(self.clearing_of(key[0]).level)

    def owed(self, key: BidKey, now: int) -> int:
        """Money that a refund pays: the change, the price of what another took up, or everything once the offering has lapsed."""
        sold = self.bids[key]
        if not self.closed_at:
            return 0 if sold.change_paid or self.stage(now) is not Stage.LAPSED else sold.paid
        owed = 0 if sold.change_paid else sold.paid - self.cost(key)
        return owed + (self.cost(key) + sold.earned if sold.replaced and not sold.repaid else 0)

    def shown_allotment(self, key: BidKey, now: int) -> int:
        """As ``bidAt`` answers: nothing in an offering that lapsed."""
        return 0 if not self.closed_at and self.stage(now) is Stage.LAPSED else self.allotted(key)

    def refunded(self, key: BidKey) -> None:
        """Nothing more is owed in money."""
        sold = self.bids[key]
        sold.change_paid, sold.repaid = True, sold.repaid or sold.replaced
        if not self.closed_at or sold.collected or not self.allotted(key):
            sold.counted = False

    def delivered(self, key: BidKey, *, replaced: bool = False) -> None:
        """The units are in hands: the bidder's, or another's who took them up."""
        sold = self.bids[key]
        sold.collected, sold.counted, sold.replaced = True, False, replaced

    def awaited(self, tranche: int) -> Counter[str]:
        """Wallets with bids that are not settled yet, and how many bids; none where the rules don't limit investors."""
        return Counter(sold.wallet for key, sold in self.bids.items() if key[0] == tranche and sold.counted)

    def _reaches_minimum(self) -> bool:
        try:
            for tranche in range(len(self.books)):
                self.clear(tranche)
        except MinimumMissedError:
            return False
        return True
