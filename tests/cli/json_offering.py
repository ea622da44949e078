# SPDX-License-Identifier: Apache-2.0
"""What the commands of the primary sale say, held against the offering, the tokens and the payment token."""

from __future__ import annotations

from typing import Any

from tests.cli.json_figures import bytes_of, plain, rate
from tests.cli.json_world import Asked, equal

COUPONS = {"senior": 80_000, "mezzanine": 120_000, "junior": 0}
"""Of the deal file, in ppm, by tranche in its order: bids are above it."""
TRANCHES = tuple(COUPONS)
KINDS = ("fixed-price", "coupon-bids", "price-bids")
CLASSES = ("retail", "professional", "institutional", "originator")
STATUSES = ("offered", "sold", "lapsed", "live", "concluded")


def offer_show(asked: Asked) -> None:
    found = asked.of_market("offer", "show")
    offering, deal = asked.market.life.offering.functions, asked.market.life.record.deal.address
    opens, deadline = offering.window().call()
    status = STATUSES[asked.contract("Deal", deal).functions.status().call()]
    equal(
        found,
        {
            "deal": asked.market.life.record.deal_id,
            "status": status,
            "opens": opens,
            "deadline": deadline,
            "close_until": deadline + offering.CLOSING_WINDOW().call(),
            "closed_at": offering.closedAt().call() or None,
            "now": asked.now,
            "tranches": [_tranche(asked, number, name) for number, name in enumerate(TRANCHES)],
            "waiting": []
            if status == "offered"
            else [bid_facts(asked, one) for one in bids_made(asked) if _waits(asked, one)],
        },
    )


def _tranche(asked: Asked, number: int, name: str) -> dict[str, Any]:
    life = asked.market.life
    offering, token = life.offering.functions, life.token(name)
    assert token.functions.trancheIndex().call() == number
    offer, (rules, _) = offering.offerOf(number).call(), token.functions.transferRules().call()
    deal = asked.contract("Deal", life.record.deal.address).functions
    kind, mask, step = bytes_of(offer, 0, 0), bytes_of(offer, 2, 2) or 0xFF, bytes_of(offer, 12, 19)
    retained, minimum = bytes_of(rules, 18, 23), bytes_of(offer, 6, 11)
    level, placed, available, demand = offering.clearingOf(number).call()
    return {
        "tranche": name,
        "kind": KINDS[kind],
        "for_sale": deal.trancheAt(number).call()[1] - retained,
        "retained": retained,
        "lot": bytes_of(offer, 3, 5),
        "minimum": minimum,
        "classes": [word for at, word in enumerate(CLASSES, 1) if (mask & bytes_of(rules, 1, 1)) >> at & 1],
        "levels": [
            {
                "level": at,
                "coupon": rate(COUPONS[name] + (at * step if KINDS[kind] == "coupon-bids" else 0)),
                "price": plain(offering.priceAt(number, at).call()),
                "units": offering.demandAt(number, at).call(),
            }
            for at in range(bytes_of(offer, 1, 1))
        ],
        "clearing": {
            "level": level,
            "placed": placed,
            "available": available,
            "demand": demand,
            "reaches_minimum": placed + retained >= minimum,
        }
        if placed
        else None,
        "waiting": life.escrow.functions.bookOf(token.address).call()[6],
    }


def bids_made(asked: Asked) -> list[Any]:
    return [event["args"] for event in asked.market.life.offering.events.Subscribed().get_logs(from_block=0)]


def _waits(asked: Asked, bid: Any) -> bool:
    _, _, allotted, collected, owed = state_of(asked, bid)
    return bool((allotted and not collected) or owed)


def state_of(asked: Asked, bid: Any) -> Any:
    return asked.market.life.offering.functions.bidAt(bid["tranche"], bid["level"], bid["place"]).call()


def bid_facts(asked: Asked, bid: Any) -> dict[str, Any]:
    investor, units, allotted, collected, owed = state_of(asked, bid)
    return {
        "tranche": TRANCHES[bid["tranche"]],
        "level": bid["level"],
        "place": bid["place"],
        "investor": investor,
        "units": units,
        "paid": plain(bid["paid"]),
        "allotted": allotted,
        "collected": collected,
        "owed": plain(owed),
    }
