# SPDX-License-Identifier: Apache-2.0
"""What the commands of the primary sale say, held against the offering, the tokens and the payment token."""

from __future__ import annotations

from typing import Any

from tests.cli.json_leaf import Words
from tests.cli.json_world import Asked, bytes_of, equal, moment, plain, pretty
from tests.ledger.life import DAY
from tests.support.roles import key_of

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
            "waiting": [] if status == "offered" else [_bid(asked, one) for one in _subscribed(asked) if _waits(asked, one)],
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


def rate(ppm: int) -> str:
    """As it is written: 8.25%."""
    return f"{ppm // 10_000}.{ppm % 10_000:04d}".rstrip("0").rstrip(".") + "%"


def _subscribed(asked: Asked) -> list[Any]:
    return [event["args"] for event in asked.market.life.offering.events.Subscribed().get_logs(from_block=0)]


def _waits(asked: Asked, bid: Any) -> bool:
    _, _, allotted, collected, owed = _state(asked, bid)
    return bool((allotted and not collected) or owed)


def _state(asked: Asked, bid: Any) -> Any:
    return asked.market.life.offering.functions.bidAt(bid["tranche"], bid["level"], bid["place"]).call()


def _bid(asked: Asked, bid: Any) -> dict[str, Any]:
    investor, units, allotted, collected, owed = _state(asked, bid)
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


def subscribe(asked: Asked) -> None:
    desk, offering = asked.market, asked.market.life.offering.functions
    level, price = 1, offering.priceAt(1, 1).call()
    cash, demand = desk.cash("mezzanine_investor"), offering.demandAt(1, level).call()
    typed = ("subscribe", "--tranche", "mezzanine", "--units", "10", "--price", "49.50")
    found, sent = asked.sending(lambda: asked.of_market(*typed, *desk.by("mezzanine_investor"), "--yes"))
    units, paid = offering.demandAt(1, level).call() - demand, cash - desk.cash("mezzanine_investor")
    expected = {"tranche": "mezzanine", "units": units, "level": level, "at": pretty(price), "cost": plain(paid)}
    who = {"investor": key_of("mezzanine_investor").address, "permit": False}
    equal(found, {**expected, **who, "sent": True, "transactions": sent})


def offer_close(asked: Asked) -> None:
    life = asked.market.life
    asked.market.warp(life.offering.functions.window().call()[1] + 60)
    found, sent = asked.sending(lambda: asked.of_market("offer", "close", *asked.market.by("outsider"), "--yes"))
    deal = asked.contract("Deal", life.record.deal.address).functions
    assert life.offering.functions.closedAt().call() == asked.now
    told = {"deal": life.record.deal_id, "offering": deal.parties().call()[2]}
    equal(found, {**told, "sent": True, "transactions": sent})


def refund(asked: Asked) -> None:
    """Each bid as it stood before; units and money really came."""
    desk, who = asked.market, key_of("senior_investor").address
    bids = [_bid(asked, one) for one in _subscribed(asked) if one["investor"] == who]
    owed = [_state(asked, one) for one in _subscribed(asked) if one["investor"] == who]
    cash, held = desk.cash("senior_investor"), desk.units("senior", "senior_investor")
    for bid, state in zip(bids, owed, strict=True):
        del bid["investor"]
        change = f", and {pretty(state[4])} back" if state[4] else ""
        bid |= {"action": "collect", "outcome": f"{state[2]:,} units{change}"}
    found, sent = asked.sending(lambda: asked.of_market("refund", *desk.by("senior_investor"), "--yes"))
    equal(found, {"investor": who, "bids": bids, "sent": True, "transactions": sent})
    assert desk.cash("senior_investor") - cash == sum(state[4] for state in owed)
    assert desk.units("senior", "senior_investor") - held == sum(state[2] for state in owed)


def take_up(asked: Asked) -> None:
    """What the buyer was allotted, once it is no investor any more."""
    desk, life = asked.market, asked.market.life
    registry = asked.contract("InvestorRegistry", life.platform.registry).functions
    life.send(registry.remove(key_of("buyer").address), life.chain.accounts[0])
    desk.warp(desk.now + 11 * DAY)
    cash, units = desk.cash("senior_investor"), desk.units("senior", "senior_investor")
    typed = ("offer", "take-up", "--tranche", "senior", "--level", "1", "--place", "0")
    found, sent = asked.sending(lambda: asked.of_market(*typed, *desk.by("senior_investor"), "--yes"))
    came = desk.units("senior", "senior_investor") - units
    assert came > 0
    where = {"tranche": "senior", "level": 1, "place": 0, "bidder": key_of("buyer").address}
    paid = {"units": came, "cost": plain(cash - desk.cash("senior_investor"))}
    equal(found, {**where, **paid, "sent": True, "transactions": sent})


def move_bid(asked: Asked) -> None:
    """The buyer lost its wallet; the outsider's is its further one."""
    desk, life = asked.market, asked.market.life
    registry = asked.contract("InvestorRegistry", life.platform.registry).functions
    lost, fresh, admin = key_of("buyer").address, key_of("outsider").address, life.chain.accounts[0]
    life.send(registry.addWallet(fresh, lost), admin)
    life.send(registry.closeWallet(lost), admin)
    former, units, *_ = life.offering.functions.bidAt(0, 1, 0).call()
    typed = ("offer", "move-bid", "--tranche", "senior", "--level", "1", "--place", "0")
    found, sent = asked.sending(lambda: asked.of_market(*typed, *desk.by("outsider"), "--yes"))
    assert life.offering.functions.bidAt(0, 1, 0).call()[:2] == [fresh, units]
    where = {"tranche": "senior", "level": 1, "place": 0, "from": former, "units": units}
    equal(found, {**where, "sent": True, "transactions": sent})


QUESTIONS = 18


def explain_transfer(asked: Asked) -> None:
    """More than the sender holds, to nobody that is admitted."""
    life, (sender, receiver) = asked.market.life, (key_of("senior_investor").address, key_of("outsider").address)
    token = life.token("senior").functions
    held = token.balanceOf(sender).call()
    units = held + 140
    code = token.detectTransferRestriction(sender, receiver, units).call()
    noes = token.answersOf(sender, receiver, units).call()
    typed = ("--tranche", "senior", "--from", sender, "--to", receiver, "--units", str(units))
    found = asked.of_market("explain-transfer", *typed, code=1)
    equal(
        found,
        {
            "allowed": code == 0,
            "code": code,
            "reason": token.messageForTransferRestriction(code).call(),
            "deal": life.record.deal_id,
            "tranche": "senior",
            "from": sender,
            "to": receiver,
            "units": units,
            "block": asked.head,
            "time": moment(asked.now),
            "questions": [
                {
                    "code": number,
                    "name": Words("of the question"),
                    "question": Words("it is asked in words"),
                    "answer": not noes >> number & 1,
                    "why": Words("the figures behind a no: none here") if noes >> number & 1 else None,
                }
                for number in range(1, QUESTIONS + 1)
            ],
            "lack_of_units": {"code": code, "held": held, "missing": units - held},
        },
    )
