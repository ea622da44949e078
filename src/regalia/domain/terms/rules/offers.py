# SPDX-License-Identifier: Apache-2.0
"""Offers that can be bid for and cleared: levels that end where they say, lots that add up, a minimum that can be paid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from regalia.domain.money import MoneyError, format_rate
from regalia.domain.offering.limits import LOT_LIMIT, MAX_LEVELS, STEP_LIMIT
from regalia.domain.terms.offers import CouponBids, OfferTerms, PriceBids, span_and_step
from regalia.domain.terms.problems import Problem, shown
from regalia.domain.terms.rules.step import repeats
from regalia.domain.terms.rules.transfer import transfer_problems
from regalia.domain.terms.tranches import Tranche

if TYPE_CHECKING:
    from regalia.domain.terms.deal import Terms


def offer_problems(terms: Terms) -> Iterator[Problem]:
    """Lots and classes rest on the transfer rules, so they are only looked at once those are good."""
    opens, window = terms.offering.opens_after_days or 0, terms.offering.window_days
    if opens >= window:
        yield Problem("offering.opens_after_days", shown(opens), f"must be below window_days, {window}")
    for i, tranche in enumerate(terms.tranches):
        path, bids = f"tranches[{i}].offer", tranche.offer.bids
        if bids:
            yield from _bids(terms, f"{path}.bids", bids, tranche)
        yield from repeats(f"{path}.classes", tranche.offer.classes)
        if tranche.offer.minimum:
            yield from _minimum(terms, f"{path}.minimum", tranche.offer.minimum, tranche)
    if not any(True for _ in transfer_problems(terms)):
        for i, tranche in enumerate(terms.tranches):
            yield from _held(terms, f"tranches[{i}].offer", tranche)


def _bids(terms: Terms, path: str, bids: CouponBids | PriceBids, tranche: Tranche) -> Iterator[Problem]:
    if bids.kind == "coupon":
        last, value, each = "up_to", format_rate(bids.up_to), format_rate(bids.step)
        if tranche.coupon is None:
            yield Problem(f"{path}.kind", shown("coupon"), "needs a coupon: its rate is the lowest that can be bid")
            return
        rate, bound = tranche.coupon.rate, f"at least the rate of the coupon, {format_rate(tranche.coupon.rate)}"
    else:
        last, value, each = "down_to", f"{bids.down_to:f}", f"{bids.step:f}"
        rate, bound = 0, f"at most offer_price, {tranche.offer_price:f}"
        if not bids.down_to:
            yield Problem(f"{path}.down_to", shown(value), "must be above zero")
    try:
        span, step = span_and_step(bids, rate, tranche.offer_price, terms.money)
    except MoneyError:
        return  # said by the rules of amounts
    if not step:
        yield Problem(f"{path}.step", shown(each), "must be above zero")
    elif step >= STEP_LIMIT:
        yield Problem(f"{path}.step", shown(each), "must be below 2^64 of the currency's smallest units")
    if span < 0:
        yield Problem(f"{path}.{last}", shown(value), f"must be {bound}")
    elif step and span % step:
        first = format_rate(rate) if bids.kind == "coupon" else f"{tranche.offer_price:f}"
        yield Problem(f"{path}.{last}", shown(value), f"must be a whole number of steps from {first}")
    elif step and span // step >= MAX_LEVELS:
        rule = f"makes {span // step + 1:,} levels; must be at most {MAX_LEVELS}"
        yield Problem(f"{path}.step", shown(each), rule)


def _minimum(terms: Terms, path: str, minimum: int, tranche: Tranche) -> Iterator[Problem]:
    units = f"the {tranche.units:,} units of {tranche.id}"
    if minimum > tranche.units:
        yield Problem(path, shown(minimum), f"must be at most {units}")
    elif minimum < tranche.units:
        try:
            whole = terms.money.to_units(tranche.balance) % tranche.units == 0
        except MoneyError:
            return  # said by the rules of amounts
        if not whole:
            rule = f"below all units needs a balance that divides by {units}, in smallest units of the currency"
            yield Problem(path, shown(minimum), rule)


def _held(terms: Terms, path: str, tranche: Tranche) -> Iterator[Problem]:
    """What depends on who may hold how many units."""
    offer, rules, for_sale = tranche.offer, terms.transfer_of(tranche), terms.units_for_sale(tranche)
    if not for_sale:
        if offer != OfferTerms():
            yield Problem(path, "", f"the originator retains all units of {tranche.id}: there is nothing to offer")
        return
    lot, largest = offer.lot_units(rules.denomination), rules.largest_holding_down(tranche.units)
    if lot < (rules.denomination or 1):
        yield Problem(f"{path}.lot", shown(lot), f"must be at least the denomination, {rules.denomination:,}")
    elif lot >= LOT_LIMIT:
        yield Problem(f"{path}.lot", shown(lot), "must be below 2^24")
    elif for_sale % lot:
        default = "" if offer.lot else ", the denomination when it is left out"
        rule = f"must divide the {for_sale:,} units of {tranche.id} that are for sale{default}"
        yield Problem(f"{path}.lot", shown(lot), rule)
    elif largest is not None and lot > largest:
        yield Problem(f"{path}.lot", shown(lot), f"must be at most what one investor may hold, {largest:,}")
    least = lot + tranche.units - for_sale
    if offer.minimum and offer.minimum < least:
        rule = f"must be at least a lot and what the originator retains, {least:,}"
        yield Problem(f"{path}.minimum", shown(offer.minimum), rule)
    for i, name in enumerate(offer.classes):
        if rules.classes and name not in rules.classes:
            rule = f"may hold no units of {tranche.id}; its transfer rules list {', '.join(rules.classes)}"
            yield Problem(f"{path}.classes[{i}]", shown(name), rule)
