# SPDX-License-Identifier: Apache-2.0
"""From terms to how each tranche is offered on chain."""

from __future__ import annotations

from regalia.domain.offering.offer import Offer, OfferKind
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.executable import not_executable
from regalia.domain.terms.investors import CLASS_NUMBERS
from regalia.domain.terms.offers import span_and_step
from regalia.domain.terms.problems import NotExecutableError
from regalia.domain.terms.tranches import Tranche

KINDS = {"coupon": OfferKind.COUPON_BIDS, "price": OfferKind.PRICE_BIDS}


def compile_offers(terms: Terms) -> tuple[Offer, ...]:
    """The offer of each tranche, in file order. NotExecutableError when the terms can't be compiled."""
    if features := not_executable(terms):
        raise NotExecutableError(features)
    return tuple(_offer(terms, tranche) for tranche in terms.tranches)


def _offer(terms: Terms, tranche: Tranche) -> Offer:
    offer, kind, levels, step = tranche.offer, OfferKind.FIXED_PRICE, 1, 0
    if offer.bids:
        rate = tranche.coupon.rate if tranche.coupon else 0
        span, step = span_and_step(offer.bids, rate, tranche.offer_price, terms.money)
        kind, levels = KINDS[offer.bids.kind], span // step + 1
    lot = offer.lot_units(terms.transfer_of(tranche).denomination) if terms.units_for_sale(tranche) else 1
    return Offer(
        price=terms.money.to_units(tranche.offer_price),
        minimum=offer.minimum_units(tranche.units),
        lot=lot,
        kind=kind,
        levels=levels,
        step=step,
        class_mask=sum(1 << CLASS_NUMBERS[name] for name in offer.classes),
    )
