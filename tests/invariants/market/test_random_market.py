# SPDX-License-Identifier: Apache-2.0
"""Five thousand acts of fifty investors in five deals, and the laws after them."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from random import Random

from tests.invariants.market import laws, offering_acts, other_acts, trading_acts
from tests.invariants.market.stage import Market
from tests.support import sample
from tests.support.chain import RefusedError
from tests.support.deal import DealContracts
from tests.support.roles import actor

ACTS = 5_000
BIDDING = 900
"""Acts before the windows end."""
LOOK_EVERY = 250
SEED = int(os.environ.get("REGALIA_SEED", "2026"))
Act = Callable[[Market], None]
EVERY = {**offering_acts.ACTS, **trading_acts.ACTS, **other_acts.ACTS}
MEANWHILE = ("subscribe", "close", "transfer", "admit", "remove", "freeze wallet", "halt", "donate", "refund")
"""What is tried while bids are taken."""


def attempt(market: Market, name: str, act: Act) -> None:
    """Done or refused; whoever received units by it might hold them."""
    logged = len(market.chain.log)
    try:
        act(market)
    except RefusedError:
        market.refused[name] += 1
    except (IndexError, ZeroDivisionError):  # nothing there yet to choose from
        market.refused[f"{name}: nothing there"] += 1
    else:
        market.done[name] += 1
    laws.everybody_may_hold(market, market.chain.log[logged:])


def close_one(deal: DealContracts, market: Market) -> None:
    deal.offering.send("close", by=actor("outsider"))


def live_through(market: Market) -> None:
    """Bids first, then everything, and the laws again and again."""
    names = list(EVERY)
    often = {name: weight for name, (_, weight) in EVERY.items()}
    bidding = [often[name] * (name in MEANWHILE) for name in names]
    trading = [often[name] // 20 if name == "subscribe" else often[name] for name in names]
    for number in range(ACTS):
        if number == BIDDING:
            market.chain.now = max(market.chain.now, sample.DEADLINE + 1)
            for deal in market.deals:
                attempt(market, "close", partial(close_one, deal))
        name = market.rng.choices(names, bidding if number < BIDDING else trading)[0]
        attempt(market, name, EVERY[name][0])
        if number < BIDDING:
            market.chain.now = sample.START + number * 9 * sample.DAY // BIDDING
        if number % LOOK_EVERY == 0:
            laws.all_laws(market)
    laws.all_laws(market)


def everybody_leaves(market: Market) -> None:
    """Orders and halts over, all bids of deals that lapsed come back, and so does all cash of instructions."""
    market.chain.now += 100 * sample.DAY
    for wallet in laws.holders(market):
        for deal in market.deals:
            for token in deal.tokens:
                order = (b"o" * 32, b"e" * 32)
                market.platform.agent.send("setAddressFrozen", token.address, wallet, False, order, by=actor("freezer"))
    for deal in market.deals:
        for bid in deal.bids:
            if deal.offering.read("bidAt", *bid)[4]:
                deal.offering.send("refund", *bid, by=actor("outsider"))
            assert deal.offering.read("bidAt", *bid)[4] == 0
    for identity, _ in market.instructions:
        told = market.desk.read("instructionAt", identity)
        if told["paid"]:
            market.desk.send("takeBack", identity, by=told["buyer"])


def test_market__five_thousand_acts__laws_hold_and_everybody_gets_his_money_back() -> None:
    market = Market(Random(SEED))
    live_through(market)
    everybody_leaves(market)
    laws.all_laws(market)
    for deal in market.deals:
        left = deal.money.read("balanceOf", deal.offering.address)
        assert left == market.donated[deal.money.address, deal.offering.address]
    for money in market.moneys:
        assert money.read("balanceOf", market.desk.address) == market.donated[money.address, market.desk.address]
    never = [name for name in EVERY if not market.done[name]]
    assert not never, f"seed {SEED}: never done: {never}; refused {dict(market.refused)}"
    outcomes = {
        deal.offering.read("stage") if not deal.offering.read("closedAt") else "closed" for deal in market.deals
    }
    assert outcomes == {"closed", laws.LAPSED}
