# SPDX-License-Identifier: Apache-2.0
"""What investors do in the offerings."""

from __future__ import annotations

from tests.invariants.market.stage import Market
from tests.support.roles import actor


def subscribe(market: Market) -> None:
    _, deal = market.any_deal()
    tranche = market.rng.randrange(3)
    levels = int(deal.offering.read("offerOf", tranche)) >> 240 & 255
    most = (90, 40, 700)[tranche]
    units = market.rng.randrange(1, most)
    if market.rng.random() < 0.9:  # mostly whole lots of the deal that has them
        units = units // 10 * 10 or 10
    level = market.rng.randrange(levels + (market.rng.random() < 0.05))
    made = deal.offering.send("subscribe", tranche, level, units, by=market.somebody())
    deal.bids.append((tranche, level, made.only("Subscribed")["place"]))


def close(market: Market) -> None:
    _, deal = market.any_deal()
    deal.offering.send("close", by=actor("outsider"))


def collect(market: Market) -> None:
    _, deal = market.settled_deal()
    deal.offering.send("collect", *market.rng.choice(deal.bids), by=market.somebody())


def refund(market: Market) -> None:
    _, deal = market.any_deal()
    deal.offering.send("refund", *market.rng.choice(deal.bids), by=market.somebody())


def take_up(market: Market) -> None:
    _, deal = market.settled_deal()
    deal.offering.send("takeUp", *market.rng.choice(deal.bids), by=market.somebody())


ACTS = {
    "subscribe": (subscribe, 30),
    "close": (close, 4),
    "collect": (collect, 20),
    "refund": (refund, 8),
    "take up": (take_up, 12),
}
"""Each with how often it is tried."""
