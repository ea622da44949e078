# SPDX-License-Identifier: Apache-2.0
"""What the acts of the primary sale say, held against the money and the units that moved."""

from __future__ import annotations

from tests.cli.json_figures import plain, pretty
from tests.cli.json_offering import bid_facts, bids_made, state_of
from tests.cli.json_world import Asked, equal
from tests.ledger.life import DAY
from tests.support.roles import key_of


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
    bids = [bid_facts(asked, one) for one in bids_made(asked) if one["investor"] == who]
    owed = [state_of(asked, one) for one in bids_made(asked) if one["investor"] == who]
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
