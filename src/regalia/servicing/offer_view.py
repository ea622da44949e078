# SPDX-License-Identifier: Apache-2.0
"""How a deal's tranches are offered, what is bid for them, and how that clears: as the chain tells it now."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.chain.deal_status import STATUSES
from regalia.chain.transact import call, explained
from regalia.domain.offering.clearing import Clearing
from regalia.domain.offering.offer import Offer
from regalia.domain.program import Program
from regalia.domain.terms.investors import CLASS_NUMBERS
from regalia.domain.transfer_rules import TransferRules
from regalia.servicing.deal_contracts import DealContracts

_AWAITED = 6
"""Where in a book's answer the units stand that are not issued yet."""


@dataclass(frozen=True)
class TrancheOffer:
    """``coupon`` is the deal file's in ppm, at level 0; ``demand`` units a level; ``clearing`` as it was, or would be now, None without
    a bid. ``waiting``: units placed and not issued yet.
    """

    tranche: str
    index: int
    offer: Offer
    coupon: int
    units: int
    rules: TransferRules
    demand: tuple[int, ...]
    clearing: Clearing | None
    waiting: int

    @property
    def for_sale(self) -> int:
        return self.units - self.rules.retained

    @property
    def placed(self) -> int:
        """Units in all, those the originator retains included."""
        return (self.clearing.placed if self.clearing else 0) + self.rules.retained

    @property
    def classes(self) -> tuple[str, ...]:
        """Whose bids are taken: of whom both the offer and the transfer rules are."""
        admitted = self.rules.class_mask
        return tuple(name for name, n in CLASS_NUMBERS.items() if admitted >> n & 1 and self.offer.admits(n))


@dataclass(frozen=True)
class OfferingView:
    """``status`` is a word of ``STATUSES``; times in seconds since 1970. ``closed_at`` is 0 before."""

    status: str
    opens: int
    deadline: int
    close_until: int
    closed_at: int
    now: int
    offers: tuple[TrancheOffer, ...]

    def of(self, index: int) -> TrancheOffer:
        return self.offers[index]


def read_offering(deal: DealContracts, program: Program) -> OfferingView:
    """``program`` is the deal file's, before anything was bid. Raises ``ContractRevertedError`` and ``ChainUnreachableError``."""
    asked = deal.offering.functions
    opens, deadline = call(deal.web3, asked.window())
    closed_at = call(deal.web3, asked.closedAt())
    status = call(deal.web3, deal.deal.functions.status())
    with explained("block"):
        now = int(deal.web3.eth.get_block("latest")["timestamp"])
    return OfferingView(
        status=STATUSES[status],
        opens=opens,
        deadline=deadline,
        close_until=deadline + call(deal.web3, asked.CLOSING_WINDOW()),
        closed_at=closed_at,
        now=now,
        offers=tuple(
            sorted((_offer(deal, program, tranche) for tranche in deal.record.tokens), key=lambda one: one.index)
        ),
    )


def read_offer(deal: DealContracts, program: Program, tranche: str) -> TrancheOffer:
    """Of one tranche. Raises ``UnknownTrancheError`` too."""
    return _offer(deal, program, tranche)


def _offer(deal: DealContracts, program: Program, tranche: str) -> TrancheOffer:
    web3, asked, token = deal.web3, deal.offering.functions, deal.token(tranche)
    index = deal.index(tranche)
    word, countries = call(web3, token.functions.transferRules())
    offer = Offer.unpack(call(web3, asked.offerOf(index)).to_bytes(32, "big"))
    level, placed, available, demand = call(web3, asked.clearingOf(index))
    return TrancheOffer(
        tranche=tranche,
        index=index,
        offer=offer,
        coupon=program.tranches[index].coupon,
        units=program.tranches[index].units,
        rules=TransferRules.unpack(word.to_bytes(32, "big"), countries),
        demand=tuple(call(web3, asked.demandAt(index, at)) for at in range(offer.levels)),
        clearing=Clearing(level, placed, available, demand, offer.lot) if placed else None,
        waiting=call(web3, deal.escrow.functions.bookOf(token.address))[_AWAITED],
    )
