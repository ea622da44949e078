# SPDX-License-Identifier: Apache-2.0
"""What investors do with units and at the desk."""

from __future__ import annotations

from tests.invariants.market.stage import INVESTORS, Market, SignedOrder
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import NO_ADDRESS
from tests.support.quick_keys import quick_signature
from tests.support.roles import actor, key_of
from tests.support.sample import DAY

FIVE = 5


def transfer(market: Market) -> None:
    _, deal = market.settled_deal()
    token = deal.tokens[market.rng.randrange(3)]
    holder = market.holder(token)
    held = token.read("balanceOf", holder)
    units = market.rng.randrange(held + 1) if market.rng.random() < 0.5 else held
    token.send("transfer", market.somebody(), units, by=holder)


def sign(market: Market) -> None:
    """An order over what the maker has, or would like to have."""
    number, deal = market.settled_deal()
    tranche, sells = market.rng.randrange(3), market.rng.random() < 0.5
    token = deal.tokens[tranche]
    maker = market.holder(token) if sells else market.somebody()
    role = next(role for role in INVESTORS if market.wallet(role) == maker)
    units = int(token.read("balanceOf", maker)) if sells else market.rng.randrange(1, 200)
    price = deal.price(tranche) * market.rng.randrange(80, 120) // 100
    income = _income(deal, tranche) if market.rng.random() < 0.7 else UNLIMITED
    count = market.nonces[maker]
    market.nonces[maker] += 1
    epoch = market.desk.read("epochOf", maker)
    nonce = epoch << 192 | count // FIVE << 8 | count % FIVE
    expiry = market.chain.now + market.rng.randrange(1, 60) * DAY
    minimum = market.rng.choice((0, 0, units // 2))
    chosen = market.somebody() if market.rng.random() < 0.1 else NO_ADDRESS
    fields = (
        maker,
        token.address,
        deal.money.address,
        sells,
        units,
        price,
        minimum,
        chosen,
        NO_ADDRESS,
        0,
        income,
        nonce,
        expiry,
    )
    digest = bytes(market.desk.read("hashOf", fields))
    market.orders.append(SignedOrder(fields, quick_signature(key_of(role), digest), number))


def fill(market: Market) -> None:
    """Mostly of the newest orders, at times of one that was filled long ago."""
    order = market.rng.choice(market.orders[-30:] if market.rng.random() < 0.9 else market.orders)
    left = order.units - order.filled
    sells, token = order.fields[3], market.token_at(order.deal, str(order.fields[1]))
    taker = market.somebody() if sells else market.holder(token)
    held = left if sells else min(left, token.read("balanceOf", taker))
    units = held if market.rng.random() < 0.6 else market.rng.randrange(1, order.units + 2)
    market.desk.send("fill", order.fields, order.signature, units, by=taker)
    order.filled += units


def cancel(market: Market) -> None:
    order = market.rng.choice(market.orders[-30:])
    market.desk.send("cancel", order.fields[11], by=str(order.fields[0]))


def cancel_all(market: Market) -> None:
    market.desk.send("cancelAll", by=market.somebody())


def instruct(market: Market) -> None:
    number, deal = market.settled_deal()
    tranche = market.rng.randrange(3)
    seller = market.holder(deal.tokens[tranche])
    held = deal.tokens[tranche].read("balanceOf", seller)
    units, deadline = max(held // 2, 1), market.chain.now + market.rng.randrange(1, 20) * DAY
    asked = (deal.tokens[tranche].address, market.somebody(), units, deal.price(tranche), deadline, UNLIMITED)
    market.desk.send("instruct", *asked, by=seller)
    market.instructions.append((market.desk.read("instructions"), number))


def pay_in(market: Market) -> None:
    identity, _ = market.rng.choice(market.instructions[-20:])
    told = market.desk.read("instructionAt", identity)
    due = told["units"] * told["price"] - told["paid"]
    amount = due if market.rng.random() < 0.6 else market.rng.randrange(1, due + 2)
    market.desk.send("payIn", identity, market.desk.read("termsOf", identity), amount, by=told["buyer"])


def settle(market: Market) -> None:
    identity, _ = market.rng.choice(market.instructions[-20:])
    market.desk.send("settle", identity, by=actor("outsider"))


def cancel_instruction(market: Market) -> None:
    identity, _ = market.rng.choice(market.instructions[-20:])
    market.desk.send("cancelInstruction", identity, by=market.desk.read("instructionAt", identity)["seller"])


def take_back(market: Market) -> None:
    identity, _ = market.rng.choice(market.instructions)
    market.desk.send("takeBack", identity, by=market.desk.read("instructionAt", identity)["buyer"])


def _income(deal: DealContracts, tranche: int) -> int:
    return int(deal.escrow.read("bookOf", deal.tokens[tranche].address)[2])


ACTS = {
    "transfer": (transfer, 8),
    "sign": (sign, 20),
    "fill": (fill, 25),
    "cancel": (cancel, 2),
    "cancel all": (cancel_all, 1),
    "instruct": (instruct, 8),
    "pay in": (pay_in, 10),
    "settle": (settle, 8),
    "cancel instruction": (cancel_instruction, 2),
    "take back": (take_back, 8),
}
