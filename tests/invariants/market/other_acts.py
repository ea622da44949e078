# SPDX-License-Identifier: Apache-2.0
"""Time, payment dates, claims, and those who change who may hold units."""

from __future__ import annotations

from tests.invariants.market.stage import ORDER, USD, Market
from tests.support.roles import actor
from tests.support.sample import DAY


def wait(market: Market) -> None:
    market.chain.now += market.rng.randrange(1, DAY)


def pay_royalty(market: Market) -> None:
    _, deal = market.any_deal()
    deal.escrow.send("payRoyalty", b"l" * 32, market.rng.randrange(1, 40_000) * USD, b"r" * 32, by=market.somebody())


def payment_date(market: Market) -> None:
    """A quarter of a deal, which is over when its date comes."""
    _, deal = market.settled_deal()
    deal.pay_date(market.rng.randrange(0, 120_000) * USD)


def claim(market: Market) -> None:
    _, deal = market.settled_deal()
    token = deal.tokens[market.rng.randrange(3)]
    deal.escrow.send("claim", token.address, by=market.holder(token))


def withdraw(market: Market) -> None:
    _, deal = market.any_deal()
    deal.escrow.send("withdraw", by=actor(market.rng.choice(("originator", "trustee", "servicer"))))


def admit(market: Market) -> None:
    market.admit(market.somebody())


def remove(market: Market) -> None:
    market.platform.remove(market.somebody())


def freeze(market: Market) -> None:
    _, deal = market.any_deal()
    token, holder = deal.tokens[market.rng.randrange(3)], market.somebody()
    units = market.rng.choice((0, 0, 10, 1_000))
    market.platform.agent.send("setFrozenTokens", token.address, holder, units, ORDER, by=actor("freezer"))


def freeze_wallet(market: Market) -> None:
    _, deal = market.any_deal()
    token, on = deal.tokens[market.rng.randrange(3)], market.rng.random() < 0.3
    call = (token.address, market.somebody(), on, ORDER)
    market.platform.agent.send("setAddressFrozen", *call, by=actor("freezer"))


def halt(market: Market) -> None:
    _, deal = market.any_deal()
    until = market.chain.now + market.rng.randrange(1, 3 * DAY)
    if market.rng.random() < 0.2:
        call = (deal.deal.address, until, *ORDER, "a reason")
        market.platform.supervisor.send("haltDeal", *call, by=actor("supervisor"))
    else:
        held = (deal.deal.address, market.somebody(), until, *ORDER, "a reason")
        market.platform.supervisor.send("haltHolder", *held, by=actor("supervisor"))


def force(market: Market) -> None:
    _, deal = market.settled_deal()
    token = deal.tokens[market.rng.randrange(3)]
    holder = market.holder(token)
    units = token.read("balanceOf", holder) // 2
    token.send("forcedTransferByOrder", holder, market.somebody(), units, 0, ORDER, by=actor("enforcer"))


def donate(market: Market) -> None:
    """Money that nobody asked for, to whoever holds others' money. In nobody's books, and of no effect."""
    _, deal = market.any_deal()
    receiver = market.rng.choice((deal.offering, deal.escrow, market.desk))
    amount = market.rng.randrange(1, 100) * USD
    deal.money.send("transfer", receiver.address, amount, by=market.somebody())
    market.donated[deal.money.address, receiver.address] += amount


ACTS = {
    "wait": (wait, 2),
    "pay royalty": (pay_royalty, 3),
    "payment date": (payment_date, 1),
    "claim": (claim, 8),
    "withdraw": (withdraw, 2),
    "admit": (admit, 10),
    "remove": (remove, 1),
    "freeze": (freeze, 3),
    "freeze wallet": (freeze_wallet, 3),
    "halt": (halt, 1),
    "force": (force, 2),
    "donate": (donate, 2),
}
