# SPDX-License-Identifier: Apache-2.0
"""The bids of a wallet, and what comes of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from regalia.domain.offering.book import Bid
from regalia.domain.offering.clearing import allotted
from regalia.ledger.sale_book import BidKey, SaleBook
from regalia.views.seen import DealNow

_LAPSED = "lapsed"


@dataclass(frozen=True)
class BidLine:
    """``id`` is tranche, level and place, by which the contract knows it; ``state`` one of ``waits``, ``collect``, ``refund``,
    ``taken-up``, ``done``. ``allotted`` is None until the sale is decided; ``owed`` is money that comes back now.
    """

    id: str
    tranche: str
    name: str
    level: int
    place: int
    units: int
    paid: Decimal
    allotted: int | None
    owed: Decimal
    state: str


def bid_lines(now: DealNow, wallet: str) -> tuple[BidLine, ...]:
    """As ``Offering.bidAt`` answers at the checkpoint: what was bid, was moved here and not away, in the order of tranches and levels."""
    sale = now.seen.story.run.sale
    return tuple(
        line
        for index, tranche in enumerate(now.terms.tranches)
        for line in _of_tranche(now, sale, index, tranche.id, tranche.name, wallet)
    )


def _of_tranche(now: DealNow, sale: SaleBook, index: int, tranche: str, name: str, wallet: str) -> Iterator[BidLine]:
    bids = _bids(now, index, tranche, wallet)
    if not bids:
        return
    held = now.moment.books.holding(tranche, wallet)
    collected = set[BidKey]()
    for delivery in held.deliveries if held else ():
        told = now.moment.events_at(delivery.place, "Collected")
        collected |= {_key(one.args) for one in told if one.args["investor"] == wallet}
    paid_back = {(index, one.level, one.queue) for one in (held.refunds if held else ())}
    taken = {_key(one.args) for one in now.moment.events("TakenUp")}
    for key, units in sorted(bids.items()):
        yield _line(now, sale, name, (key, units), (key in collected, key in paid_back, key in taken))


def _line(now: DealNow, sale: SaleBook, name: str, bid: tuple[BidKey, int], done: tuple[bool, bool, bool]) -> BidLine:
    (key, units), (collected, paid_back, taken) = bid, done
    index, level, place = key
    tranche, offer = now.terms.tranches[index].id, sale.books[index].offer
    paid, got, owed = units * offer.price_at(level), None, 0
    if now.snapshot.status == _LAPSED:
        got, owed = 0, 0 if paid_back else paid
    elif index in sale.clearings:
        clearing = sale.clearings[index]
        got = allotted(Bid("", level, place, units), clearing) if clearing.placed else 0
        owed = 0 if paid_back else paid - got * offer.price_at(clearing.level)
    return BidLine(
        id=f"{tranche}-{level}-{place}",
        tranche=tranche,
        name=name,
        level=level,
        place=place,
        units=units,
        paid=now.money(paid),
        allotted=got,
        owed=now.money(owed),
        state=_state(got, owed, collected, taken),
    )


def _state(got: int | None, owed: int, collected: bool, taken: bool) -> str:
    if got is None:
        return "waits"
    if taken:
        return "taken-up"  # what is owed then the contract knows: the price, and what its units had earned
    if got and not collected:
        return "collect"
    return "refund" if owed else "done"


def _bids(now: DealNow, index: int, tranche: str, wallet: str) -> dict[BidKey, int]:
    """Units by place. A bid moves with the wallet of its investor, which happens rarely."""
    held = now.moment.books.holding(tranche, wallet)
    found = {(index, one.level, one.queue): one.units for one in (held.subscriptions if held else ())}
    for moved in now.moment.events("BidMoved"):
        key = _key(moved.args)
        if key[0] != index:
            continue
        if moved.args["to"] == wallet:
            found[key] = _units_of(now, tranche, key, moved.args["from"])
        elif moved.args["from"] == wallet:
            found.pop(key, None)
    return found


def _units_of(now: DealNow, tranche: str, key: BidKey, bidder: str) -> int:
    """Of a bid that somebody made; a second move leads back to whoever made it."""
    former = now.moment.books.holding(tranche, bidder)
    for one in former.subscriptions if former else ():
        if (one.level, one.queue) == key[1:]:
            return one.units
    before = [one.args["from"] for one in now.moment.events("BidMoved") if _key(one.args) == key]
    return _units_of(now, tranche, key, before[0]) if before and before[0] != bidder else 0


def _key(args: dict[str, str]) -> BidKey:
    return int(args["tranche"]), int(args["level"]), int(args["place"])
