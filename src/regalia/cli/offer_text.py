# SPDX-License-Identifier: Apache-2.0
"""An offering as ``regalia offer show`` prints it."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.cli.market_open import Place
from regalia.cli.offer_levels import KINDS
from regalia.domain.money import format_rate
from regalia.domain.offering.offer import OfferKind
from regalia.printing import table
from regalia.servicing.offer_view import OfferingView, TrancheOffer
from regalia.servicing.offering import BidState
from regalia.servicing.transfer_text import moment

SHOWN = 40
"""Bids that wait, for people; ``--json`` has all."""


def offering_text(place: Place, name: str, view: OfferingView, waiting: Sequence[BidState]) -> str:
    lines = [f"{name}: {_stage(view)}", f"bids are taken from {moment(view.opens)} to {moment(view.deadline)}"]
    if not view.closed_at and view.status != "lapsed":
        lines.append(f"then it can be closed until {moment(view.close_until)}")
    for one in view.offers:
        lines += ["", *_tranche(place, view, one)]
    if waiting:
        lines += ["", f"bids with something to be collected: {len(waiting):,}", _waiting(place, view, waiting)]
        if len(waiting) > SHOWN:
            lines.append(f"and {len(waiting) - SHOWN:,} more; --json has them all")
    return "\n".join(lines)


def _stage(view: OfferingView) -> str:
    if view.closed_at:
        return f"closed on {moment(view.closed_at)}, the deal is {view.status}"
    words = {
        "sold": "the window is over and each minimum is reached: it can be closed",
        "lapsed": "lapsed: take your money back",
    }
    if view.status == "offered":
        return "not open yet" if view.now < view.opens else "offered"
    return words.get(view.status, view.status)


def _tranche(place: Place, view: OfferingView, one: TrancheOffer) -> list[str]:
    kept = f", {one.rules.retained:,} are retained" if one.rules.retained else ""
    lines = [
        f"{one.tranche}: {KINDS[one.offer.kind]}, {one.for_sale:,} of {one.units:,} units for sale{kept}",
        f"  lots of {one.offer.lot:,}; at least {one.offer.minimum:,} must be placed, retained ones included",
        f"  for {', '.join(one.classes) or 'nobody'}",
        _levels(place, one),
        *_cleared(place, one, bool(view.closed_at)),
    ]
    if one.waiting:
        lines.append(f"  {one.waiting:,} units wait to be collected")
    return lines


def _levels(place: Place, one: TrancheOffer) -> str:
    coupons = one.offer.kind is OfferKind.COUPON_BIDS
    rows = []
    for level, units in enumerate(one.demand):
        price = place.deal.money.format(one.offer.price_at(level))
        coupon = format_rate(one.offer.coupon_at(one.coupon, level))
        rows.append((str(level), *((coupon,) if coupons else ()), price, f"{units:,}"))
    heads = ("level", *(("coupon",) if coupons else ()), place.deal.money.code, "bid for")
    return table(heads, rows, "r" * len(heads), "  ")


def _cleared(place: Place, one: TrancheOffer, closed: bool) -> list[str]:
    if one.clearing is None:
        return ["  nobody has bid"] if not closed else ["  nothing was placed with bidders"]
    found = one.clearing
    at = place.money(one.offer.price_at(found.level))
    if one.offer.kind is OfferKind.COUPON_BIDS:
        at = f"{format_rate(one.offer.coupon_at(one.coupon, found.level))} and {at}"
    share = f"bids there share {found.available:,} of {found.demand:,}"
    head = "cleared" if closed else "as things stand it clears"
    missing = "" if one.placed >= one.offer.minimum else f"; {one.offer.minimum - one.placed:,} below the minimum"
    return [f"  {head} at level {found.level}, {at}: {found.placed:,} units placed{missing}; {share}"]


def _waiting(place: Place, view: OfferingView, waiting: Sequence[BidState]) -> str:
    rows = [
        (
            view.of(state.bid.tranche).tranche,
            str(state.bid.level),
            f"{state.bid.place}",
            state.bid.investor,
            f"{0 if state.collected else state.allotted:,}",
            place.deal.money.format(state.owed),
        )
        for state in waiting[:SHOWN]
    ]
    return table(("tranche", "level", "place", "investor", "units", place.deal.money.code), rows, "lrrlrr", "  ")
