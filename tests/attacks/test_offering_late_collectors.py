# SPDX-License-Identifier: Apache-2.0
"""Who collects late has earned, to the smallest unit, what who collected at once has; whatever others do with their units in between."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from tests.contracts.books import OF_PRICES, fixed, held, notes, offer_notes, settle, spec
from tests.support import sample
from tests.support.acts import conclude
from tests.support.chain import RefusedError
from tests.support.deal import DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.powers import ALL_INCOME, order
from tests.support.roles import actor
from tests.support.sample import USD

EARLY, LATE, LATER = "early_investor", "late_investor", "later_investor"
OTHERS = ("trader", "fund", "fund's second wallet")
BIDS = ((EARLY, 139), (LATE, 139), (LATER, 139), ("trader", 283), ("fund", 300))
PLACE = {role: sum(units for _, units in BIDS[:at]) for at, (role, _) in enumerate(BIDS)}


class Market:
    """1,000 units, of which three investors have as many each: a number that divides no income.

    Of notes that take all there is, unless another deal's senior tranche is meant.
    """

    def __init__(self, made: DealSpec | None = None) -> None:
        self.platform = Platform()
        for role, _ in BIDS:
            self.platform.admit(actor(role))
        self.platform.add_wallet(actor(OTHERS[2]), actor(OTHERS[1]))
        self.deal: DealContracts = self.platform.create(self.platform.money(), made or spec(fixed()))
        for role, units in BIDS:
            self.deal.subscribe(actor(role), 0, units)
        for tranche, junior in enumerate(self.deal.program.tranches[1:], 1):
            self.deal.subscribe(actor("trader"), tranche, junior.units)
        self.deal.close_alone()
        for role in (EARLY, "trader", "fund"):
            self.collect(role)

    def collect(self, role: str) -> None:
        settle(self.deal, "collect", 0, PLACE[role])

    def owed(self, role: str) -> int:
        return self.deal.entitlement(0, role)


def trade(market: Market, rng: Random) -> None:
    """What others may do: sell, leave, be taken from, lose a wallet, claim."""
    token, platform = market.deal.tokens[0], market.platform
    sender, receiver = rng.sample(OTHERS, 2)
    units = rng.choice((held(market.deal, actor(sender)), rng.randint(0, held(market.deal, actor(sender)))))
    acts: tuple[Callable[[], object], ...] = (
        lambda: token.send("transfer", actor(receiver), units, by=actor(sender)),
        lambda: order(
            platform, "forcedTransferByOrder", token, actor(sender), actor(receiver), units, rng.choice((0, ALL_INCOME))
        ),
        lambda: order(platform, "recoverWallet", token, actor(OTHERS[1]), actor(OTHERS[2]), actor(OTHERS[1])),
        lambda: market.deal.claim(0, sender),
    )
    with suppress(RefusedError):
        rng.choice(acts)()


@pytest.mark.parametrize("seed", range(6))
def test_collect__after_several_dates_and_much_trade_of_others__owed_what_the_early_one_is(seed: int) -> None:
    market, rng = Market(), Random(seed)
    for turn in range(6):
        for _ in range(8):
            trade(market, rng)
        market.deal.pay_date(rng.randrange(1, 40_000 * USD))
        if turn == 2:
            assert market.owed(LATE) == 0
            market.collect(LATE)
        if turn >= 2:
            assert market.owed(LATE) == market.owed(EARLY) > 0
    market.collect(LATER)
    assert market.owed(LATER) == market.owed(LATE) == market.owed(EARLY)
    gross = {market.deal.claim(0, role).only("IncomeClaimed")["gross"] for role in (EARLY, LATE, LATER)}
    assert len(gross) == 1


def test_collect__late_one_who_bought_units_before__has_what_these_and_those_have_earned() -> None:
    market = Market()
    market.deal.pay_date(10_000 * USD)
    market.deal.tokens[0].send("transfer", actor(LATE), 100, by=actor("trader"))
    market.deal.pay_date(10_001 * USD)
    bought = market.owed(LATE)
    market.collect(LATE)
    assert held(market.deal, actor(LATE)) == 239
    assert market.owed(LATE) - bought - market.owed(EARLY) in (0, 1), "two fractions may make a unit"


def test_collect__after_the_tranche_is_redeemed_and_all_in_hands_is_burnt__all_that_was_earned() -> None:
    market = Market(DealSpec())
    market.deal.pay_date(123_456_789)
    market.deal.pay_date(2_000_000 * USD)
    token = market.deal.tokens[0]
    for role in (EARLY, "trader", "fund"):
        order(market.platform, "redeem", token, actor(role), held(market.deal, actor(role)))
    assert token.read("totalSupply") == 0
    for role in (LATE, LATER):
        market.collect(role)
        assert market.owed(role) == market.owed(EARLY)
        order(market.platform, "redeem", token, actor(role), 139)
    claims = [market.deal.claim(0, role).only("IncomeClaimed")["gross"] for role, _ in BIDS]
    principal, interest = 1_000_000 * USD, 30_000 * USD
    assert sum(claims) == principal + interest
    supply, remainder, *_, dust, awaited = market.deal.escrow.read("bookOf", token.address)
    assert (supply, remainder, dust, awaited) == (0, 0, 0, 0)


def test_collect__after_the_deal_is_concluded__all_that_was_earned() -> None:
    market = Market(replace(spec(fixed()), program=replace(notes(1_000), legal_final=date(2024, 7, 20))))
    for received in (1_000_000 * USD, 500_000 * USD):
        market.deal.pay_date(received)
    market.deal.pay_royalty(999)
    conclude(market.deal)
    assert market.deal.deal.read("status") == 4
    market.collect(LATE)
    assert market.owed(LATE) == market.owed(EARLY)
    market.deal.claim(0, LATE)


def test_supply__while_units_wait__income_is_shared_with_them(platform: Platform) -> None:
    """Who hurries gains nothing: the shares are of all that was placed."""
    deal = offer_notes(platform, platform.money(), OF_PRICES)
    deal.subscribe(actor("senior_investor"), 0, 100)
    deal.subscribe(actor("junior_investor"), 0, 900)
    deal.close_alone()
    settle(deal, "collect", 0, 0)
    deal.pay_date(10_000 * USD)
    assert deal.tokens[0].read("totalSupply") == 100
    assert deal.entitlement(0, "senior_investor") == 1_000 * USD


def test_collect__ten_years_later__units_and_income_are_still_there() -> None:
    market = Market()
    market.deal.pay_date(1_000 * USD)
    market.deal.chain.now += 10 * 365 * sample.DAY
    market.collect(LATE)
    assert market.deal.claim(0, LATE).only("IncomeClaimed")["gross"] == 139 * USD
