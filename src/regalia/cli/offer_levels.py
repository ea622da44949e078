# SPDX-License-Identifier: Apache-2.0
"""The level of a bid, from the coupon or the price that a person types."""

from __future__ import annotations

import click

from regalia.cli.market_open import Place
from regalia.domain.money import MoneyError, format_rate, rate_to_ppm
from regalia.domain.offering.offer import OfferKind
from regalia.errors import RegaliaError
from regalia.servicing.offer_view import TrancheOffer

KINDS = {
    OfferKind.FIXED_PRICE: "fixed price",
    OfferKind.COUPON_BIDS: "bids of a coupon",
    OfferKind.PRICE_BIDS: "bids of a price",
}
_OPTIONS = {OfferKind.COUPON_BIDS: "--at", OfferKind.PRICE_BIDS: "--price"}


class NoSuchLevelError(RegaliaError, ValueError):
    """The offer takes no bid at that coupon, price or level."""


def level_of(place: Place, found: TrancheOffer, at: str | None, price: str | None, level: int | None) -> int:
    """One of the three, or none where there is but one level. Raises ``NoSuchLevelError`` and click's errors."""
    if sum(one is not None for one in (at, price, level)) > 1:
        raise click.UsageError("--at, --price and --level exclude each other")
    kind, levels = found.offer.kind, found.offer.levels
    if level is not None:
        if level >= levels:
            raise NoSuchLevelError(
                f"--level: {level}: {found.tranche} has levels 0 to {levels - 1}", "See them: regalia offer show."
            )
        return level
    if at is not None:
        return _of_coupon(found, at)
    if price is not None:
        return _of_price(place, found, price)
    if levels > 1:
        raise click.UsageError(f"{found.tranche} takes {KINDS[kind]}: say which with {_OPTIONS[kind]}, or --level")
    return 0


def level_text(place: Place, found: TrancheOffer, level: int) -> str:
    """What a level means: ``8.25%``, or ``49.50 USD``."""
    if found.offer.kind is OfferKind.COUPON_BIDS:
        return format_rate(found.offer.coupon_at(found.coupon, level))
    return place.money(found.offer.price_at(level))


def _of_coupon(found: TrancheOffer, at: str) -> int:
    if found.offer.kind is not OfferKind.COUPON_BIDS:
        raise NoSuchLevelError(f"--at: {at}: {found.tranche} is offered at a {_what(found)}", "Leave --at out.")
    try:
        wanted = rate_to_ppm(at)
    except MoneyError as error:
        raise click.BadParameter(error.message, param_hint="--at") from None
    coupons = [found.offer.coupon_at(found.coupon, level) for level in range(found.offer.levels)]
    return _index(coupons, wanted, f"--at: {at}", [format_rate(coupon) for coupon in coupons])


def _of_price(place: Place, found: TrancheOffer, price: str) -> int:
    if found.offer.kind is OfferKind.COUPON_BIDS:
        cost = place.money(found.offer.price)
        raise NoSuchLevelError(
            f"--price: {price}: {found.tranche} costs {cost} a unit whatever the coupon", "Bid a coupon: --at 8.25%."
        )
    wanted = place.units_of("--price", price)
    prices = [found.offer.price_at(level) for level in range(found.offer.levels)]
    return _index(prices, wanted, f"--price: {price}", [place.money(one) for one in prices])


def _what(found: TrancheOffer) -> str:
    return "fixed price" if found.offer.kind is OfferKind.FIXED_PRICE else "price that is bid"


def _index(values: list[int], wanted: int, typed: str, texts: list[str]) -> int:
    """Levels rise or fall steadily, so the nearest are the one or two with the least distance."""
    if wanted in values:
        return values.index(wanted)
    least = min(abs(value - wanted) for value in values)
    around = sorted(range(len(values)), key=lambda level: abs(values[level] - wanted))[:2]
    inside = min(values) < wanted < max(values)
    near = sorted(around) if inside else [level for level in around if abs(values[level] - wanted) == least]
    named = " and ".join(f"{texts[level]} (level {level})" for level in near)
    raise NoSuchLevelError(f"{typed}: no level of the offer; the nearest: {named}", "Bid one of these.")
