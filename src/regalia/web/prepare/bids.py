# SPDX-License-Identifier: Apache-2.0
"""Bids in the primary sale, and what comes of them."""

from __future__ import annotations

from regalia.domain.compile_offers import compile_offers
from regalia.servicing.allowance import refuse_early
from regalia.servicing.bids import BidState, bid_at, state_of
from regalia.web.prepare.allowing import money_first
from regalia.web.prepare.asked import BidAsked, BidPlace
from regalia.web.prepare.errors import NotNowError
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.prepare.said import N_, sentence


def bid(place: Place, asked: BidAsked) -> Prepared:
    """Whether the offering would take it is found out before anything is allowed. Raises ``NotNowError``."""
    name, deal = place.name(asked.tranche), place.deal
    index = deal.index(asked.tranche)
    offer = compile_offers(place.subject.terms)[index]
    if asked.level >= offer.levels:
        raise NotNowError(f"level: {asked.level}: {asked.tranche} has {offer.levels}", "Take one of them, from 0 on.")
    cost = asked.units * offer.price_at(asked.level)
    act = deal.offering.functions.subscribe(index, asked.level, asked.units)
    refuse_early(deal, act, place.wallet)
    place.require_cash(cost)
    first = money_first(place, deal.offering.address, cost)
    if first is not None:
        return first
    says = [
        sentence(
            N_("You bid for %(units)s units of %(tranche)s at level %(level)s and pay %(cost)s now."),
            units=asked.units,
            tranche=name,
            level=asked.level,
            cost=place.amount(cost),
        ),
        sentence(
            N_("A bid binds: it can't be lowered or withdrawn. Money that buys nothing comes back after the sale.")
        ),
    ]
    return Prepared(says, act)


def collect(place: Place, asked: BidPlace) -> Prepared:
    """Units into the bidder's hands, and his change with them. Raises ``NotNowError``."""
    found = _state(place, asked)
    says = [
        sentence(
            N_("You collect %(units)s units of %(tranche)s that were allotted to your bid."),
            units=found.allotted,
            tranche=place.name(asked.tranche),
        )
    ]
    if found.owed:
        says.append(sentence(N_("%(money)s that bought nothing comes back with them."), money=place.amount(found.owed)))
    return Prepared(says, place.deal.offering.functions.collect(*found.bid.key))


def refund(place: Place, asked: BidPlace) -> Prepared:
    """Raises ``NotNowError``."""
    found = _state(place, asked)
    says = sentence(
        N_("You take back %(money)s of your bid for %(tranche)s."),
        money=place.amount(found.owed),
        tranche=place.name(asked.tranche),
    )
    return Prepared([says], place.deal.offering.functions.refund(*found.bid.key))


def _state(place: Place, asked: BidPlace) -> BidState:
    place.name(asked.tranche)
    found = state_of(place.deal, bid_at(place.deal, asked.tranche, asked.level, asked.place))
    if found.bid.investor != place.wallet:
        raise NotNowError(
            f"bid {asked.level}, {asked.place} of {asked.tranche}: is that of {found.bid.investor}",
            "Connect the wallet that bid.",
        )
    return found
