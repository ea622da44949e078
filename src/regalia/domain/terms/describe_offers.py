# SPDX-License-Identifier: Apache-2.0
"""How units are offered, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regalia.domain.money import format_decimal, format_rate
from regalia.domain.terms.deal import Terms
from regalia.domain.terms.offers import OfferTerms
from regalia.domain.terms.tranches import Tranche


def describe_offers(terms: Terms) -> Iterator[str]:
    """The window, and a line a tranche, as ``senior: at a fixed price; all units must be placed``; nothing where no file says more than
    that.
    """
    opens = terms.offering.opens_after_days
    if not opens and all(tranche.offer == OfferTerms() for tranche in terms.tranches):
        return
    ends = f"ends {_days(terms.offering.window_days)} after the deal is made"
    yield f"opens {_days(opens)} after the deal is made; {ends}" if opens else ends
    for tranche in terms.tranches:
        yield f"{tranche.id}: {'; '.join(_offer(terms, tranche))}"


def _offer(terms: Terms, tranche: Tranche) -> Iterator[str]:
    offer, for_sale = tranche.offer, terms.units_for_sale(tranche)
    if not for_sale:
        yield "none for sale, the originator retains all units"
        return
    yield _price(terms, tranche)
    if for_sale < tranche.units:
        yield f"{for_sale:,} units for sale, the originator retains the others"
    if (lot := offer.lot_units(terms.transfer_of(tranche).denomination)) > 1:
        yield f"in lots of {lot:,}"
    if offer.classes:
        yield f"to {', '.join(offer.classes)} investors"
    least = offer.minimum_units(tranche.units)
    yield "all units must be placed" if least == tranche.units else f"at least {least:,} units must be placed"


def _price(terms: Terms, tranche: Tranche) -> str:
    bids = tranche.offer.bids
    if bids is None:
        return "at a fixed price"
    if bids.kind == "coupon":
        rate = format_rate(tranche.coupon.rate) if tranche.coupon else ""  # has one: a rule of the terms
        return f"bids of a coupon from {rate} up to {format_rate(bids.up_to)} in steps of {format_rate(bids.step)}"

    def money(amount: Decimal) -> str:
        return format_decimal(amount, min(2, terms.currency.decimals))

    return f"bids of a price from {money(tranche.offer_price)} down to {money(bids.down_to)} in steps of {money(bids.step)}"


def _days(days: int) -> str:
    return f"{days:,} day{'s' if days != 1 else ''}"
