# SPDX-License-Identifier: Apache-2.0
"""How the units of a class are offered: what is bid, in which lots, to whom, and the fewest that must be placed."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.domain.terms.tranches import Tranche
from regalia.explain.writer import Writer


def window(writer: Writer) -> str:
    """When bids are taken."""
    offering = writer.terms.offering
    if opens := offering.opens_after_days:
        return writer.say("offering.between", opens=f"{opens:,}", number=f"{offering.window_days:,}")
    return writer.language.count("offering", offering.window_days)


def offered(writer: Writer, tranche: Tranche) -> Iterator[str]:
    """Nothing for a class that is sold at its price, to everybody, unit by unit, and whole or not at all."""
    offer, language = tranche.offer, writer.language
    yield from _bids(writer, tranche)
    lot = offer.lot_units(writer.terms.transfer_of(tranche).denomination)
    if lot > 1 and writer.terms.units_for_sale(tranche):
        yield writer.say("offer.lot", number=f"{lot:,}")
    if offer.classes:
        classes = language.all_of([writer.say(f"investor.{name}") for name in offer.classes])
        yield writer.say("offer.classes", classes=classes)
    if offer.minimum and offer.minimum < tranche.units:
        yield language.count("offer.minimum", offer.minimum)
        if tranche.balance:
            yield writer.say("offer.part")


def _bids(writer: Writer, tranche: Tranche) -> Iterator[str]:
    bids, rate, money = tranche.offer.bids, writer.language.rate, writer.money
    if bids is None:
        return
    if bids.kind == "coupon":
        lowest = rate(tranche.coupon.rate) if tranche.coupon else ""  # has one: a rule of the terms
        yield writer.say("offer.coupon", rate=lowest, up_to=rate(bids.up_to), step=rate(bids.step))
    else:
        highest = money(tranche.offer_price)
        yield writer.say("offer.price", price=highest, down_to=money(bids.down_to), step=money(bids.step))
    yield writer.say("offer.shared")
