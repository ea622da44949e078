# SPDX-License-Identifier: Apache-2.0
"""An offering as ``regalia offer show --json`` has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regalia.cli.market_open import Place
from regalia.domain.money import format_rate
from regalia.servicing.offer_view import OfferingView, TrancheOffer
from regalia.servicing.offering import BidState


def offering_facts(place: Place, view: OfferingView, waiting: Sequence[BidState]) -> dict[str, object]:
    return {
        "deal": place.record.deal_id,
        "status": view.status,
        "opens": view.opens,
        "deadline": view.deadline,
        "close_until": view.close_until,
        "closed_at": view.closed_at or None,
        "now": view.now,
        "tranches": [_tranche_facts(place, one) for one in view.offers],
        "waiting": [_bid_facts(place, view.of(state.bid.tranche).tranche, state) for state in waiting],
    }


def _bid_facts(place: Place, tranche: str, state: BidState) -> dict[str, Any]:
    """A bid and what comes of it."""
    bid = state.bid
    return {
        "tranche": tranche,
        "level": bid.level,
        "place": bid.place,
        "investor": bid.investor,
        "units": bid.units,
        "paid": place.plain(bid.paid),
        "allotted": state.allotted,
        "collected": state.collected,
        "owed": place.plain(state.owed),
    }


def _tranche_facts(place: Place, one: TrancheOffer) -> dict[str, Any]:
    found = one.clearing
    return {
        "tranche": one.tranche,
        "kind": one.offer.kind.name.lower().replace("_", "-"),
        "for_sale": one.for_sale,
        "retained": one.rules.retained,
        "lot": one.offer.lot,
        "minimum": one.offer.minimum,
        "classes": list(one.classes),
        "levels": [
            {
                "level": level,
                "coupon": format_rate(one.offer.coupon_at(one.coupon, level)),
                "price": place.plain(one.offer.price_at(level)),
                "units": units,
            }
            for level, units in enumerate(one.demand)
        ],
        "clearing": None
        if found is None
        else {
            "level": found.level,
            "placed": found.placed,
            "available": found.available,
            "demand": found.demand,
            "reaches_minimum": one.placed >= one.offer.minimum,
        },
        "waiting": one.waiting,
    }
