# SPDX-License-Identifier: Apache-2.0
"""How a deal is, or was, offered: price, levels, window, and where it cleared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.compile import compile_terms
from regalia.domain.offering.offer import Offer
from regalia.domain.program import Program
from regalia.ledger.sale_book import SaleBook
from regalia.views.seen import DealNow, share


@dataclass(frozen=True)
class LevelLine:
    """What can be bid: a lower coupon or a higher price has the lower number."""

    id: int
    price: Decimal
    coupon: Decimal


@dataclass(frozen=True)
class OfferLine:
    """``id`` is the tranche's; ``kind`` one of ``fixed``, ``coupon``, ``price``; ``cleared`` the level it was sold at, None before."""

    id: str
    name: str
    kind: str
    for_sale: int
    lot: int
    minimum: int
    levels: tuple[LevelLine, ...]
    cleared: int | None
    placed: int | None


@dataclass(frozen=True)
class OfferingView:
    """Seconds since 1970; bids are taken from ``opens`` to ``deadline``. ``open`` at the checkpoint."""

    open: bool
    opens: int
    deadline: int
    tranches: tuple[OfferLine, ...]


_KINDS = ("fixed", "coupon", "price")


def offering_view(now: DealNow) -> OfferingView:
    sale, program = now.seen.story.run.sale, compile_terms(now.terms)
    opens, deadline = sale.opens or 0, sale.deadline or 0
    taken = now.snapshot.status == "offered" and opens <= now.second <= deadline
    return OfferingView(
        open=taken,
        opens=opens,
        deadline=deadline,
        tranches=tuple(_line(now, sale, program, index) for index in range(len(now.terms.tranches))),
    )


def _line(now: DealNow, sale: SaleBook, program: Program, index: int) -> OfferLine:
    tranche, book = now.terms.tranches[index], sale.books[index]
    offer, cleared = book.offer, sale.clearings.get(index)
    return OfferLine(
        id=tranche.id,
        name=tranche.name,
        kind=_KINDS[offer.kind],
        for_sale=book.for_sale,
        lot=offer.lot,
        minimum=offer.minimum,
        levels=tuple(_level(now, offer, program.tranches[index].coupon, level) for level in range(offer.levels)),
        cleared=cleared.level if cleared else None,
        placed=cleared.placed if cleared else None,
    )


def _level(now: DealNow, offer: Offer, coupon: int, level: int) -> LevelLine:
    return LevelLine(level, now.money(offer.price_at(level)), share(offer.coupon_at(coupon, level)))
