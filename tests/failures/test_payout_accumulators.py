# SPDX-License-Identifier: Apache-2.0
"""D1 to D5: what broke running totals of income. Nothing but a distribution changes a claim, and no division loses anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from regalia.domain.entitlement import ONE, SCALE_BITS
from tests.failures.estate import WALLETS, Books, check_whole, estate, of_nobody, owed, units
from tests.invariants.bare_deal import BareDeal
from tests.invariants.refusal import Refusal
from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import Contract
from tests.support.deal import LICENCE, REFERENCE, DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.powers import order
from tests.support.roles import actor

ODD = 1_009
"""Leaves a fraction with every holder of 17 units."""
MOVES: dict[str, Callable[[BareDeal], Refusal | None]] = {
    "buys": lambda deal: deal.act("fund", deal.tokens[0], "transfer", "bank", 3),
    "buys all": lambda deal: deal.act("fund", deal.tokens[0], "transfer", "bank", 10),
    "gets by force": lambda deal: deal.order("enforcer", "forcedTransferByOrder", 0, "fund", "bank", 4, 0),
    "loses by force": lambda deal: deal.order("enforcer", "forcedTransferByOrder", 0, "bank", "saver", 4, 0),
    "is burnt": lambda deal: deal.order("redeemer", "redeem", 0, "bank", 4),
}


@pytest.mark.parametrize("move", list(MOVES))
def test_d1__buyer_who_already_holds__loses_nothing(move: str) -> None:
    deal = estate()
    deal.distribute([ODD])
    before, had = owed(deal), units(deal)
    assert all(before[who] % ONE for who in had if had[who])
    assert MOVES[move](deal) is None
    assert units(deal) != had
    assert owed(deal) == before
    deal.distribute([ODD])
    step = deal.book(0)[2] - before["saver"] // had["saver"]
    assert owed(deal) == {who: before[who] + count * step for who, count in units(deal).items()}
    check_whole(deal, 2 * ODD)


def test_d1__holder_who_collects_more_units__gets_what_those_earned_and_nobody_else_loses() -> None:
    deal = estate(late=5)
    deal.distribute([ODD])
    before, waiting = owed(deal), of_nobody(deal)
    per_unit = deal.book(0)[2]
    assert deal.issue(0, "bank", 2) is None
    assert owed(deal) == before | {"bank": before["bank"] + 2 * per_unit}
    assert of_nobody(deal) == waiting - 2 * per_unit
    check_whole(deal, ODD)


def test_d1__recovered_into_a_wallet_that_already_holds__both_claims_add_up() -> None:
    deal = estate()
    assert deal.act("fund", deal.tokens[0], "transfer", "fund_new_wallet", 4) is None
    deal.distribute([ODD])
    before = owed(deal)
    assert deal.order("recoverer", "recoverWallet", 0, "fund", "fund_new_wallet", "fund") is None
    both = before["fund"] + before["fund_new_wallet"]
    assert owed(deal) == before | {"fund": 0, "fund_new_wallet": both}


def test_d1__three_thousand_random_moves__change_no_claim() -> None:
    rng, deal, done = Random(1), estate(), 0
    deal.distribute([ODD])
    for _ in range(3_000):
        before = owed(deal)
        giver, taker = rng.choice(WALLETS), rng.choice(WALLETS)
        act = rng.choice(["transfer", "force", "distribute"] if rng.random() < 0.1 else ["transfer", "force"])
        count = rng.randrange(1, 5)
        if act == "distribute":
            assert deal.distribute([rng.randrange(1, 100)]) is None
            continue
        if act == "transfer":
            found = deal.act(giver, deal.tokens[0], "transfer", taker, count)
        else:
            found = deal.order("enforcer", "forcedTransferByOrder", 0, giver, taker, count, 0)
        done += found is None
        # whoever leaves with less than a smallest unit leaves it to those who stay
        left = {giver} if found is None and not units(deal)[giver] and before[giver] < ONE else set()
        assert owed(deal) == before | dict.fromkeys(left, 0)
    assert done > 1_000


def test_d2__income_when_no_unit_exists__refused_and_nothing_booked() -> None:
    deal = estate()
    deal.distribute([ODD])
    for who in ("fund", "bank", "saver"):
        assert deal.order("redeemer", "redeem", 0, who, units(deal)[who]) is None
    before, held = deal.chain.storage(), deal.balance(deal.escrow.address)
    assert deal.distribute([ODD]) == Refusal("RoyaltyEscrow_NoUnits")
    assert deal.chain.storage() == before
    assert deal.balance(deal.escrow.address) == held == ODD
    assert deal.issue(0, "bank", 1) == Refusal("RoyaltyEscrow_SupplyFixed")  # so there is no next holder either


def test_d2__income_before_anybody_has_collected__waits_for_those_who_do(platform: Platform, money: Contract) -> None:
    deal = platform.create(money, plain_spec(1_000))
    deal.sell({"senior_investor": (600,), "junior_investor": (400,)})
    deal.close_alone()
    assert deal.tokens[0].read("totalSupply") == 0
    deal.pay_date(70_000)
    assert sum(deal.entitlement(0, role) for role in ("senior_investor", "junior_investor", "outsider")) == 0
    deal.collect()
    assert (deal.entitlement(0, "senior_investor"), deal.entitlement(0, "junior_investor")) == (42_000, 28_000)


def test_d2__tranche_repaid_and_burnt__later_income_goes_to_those_who_hold(
    platform: Platform, live: DealContracts
) -> None:
    live.pay_date(2_000_000 * sample.USD)
    for role in ("senior_investor", "mezzanine_investor"):
        order(platform, "redeem", live.tokens[0], actor(role), live.units(0, role))
    assert live.tokens[0].read("totalSupply") == 0
    with refused("TrancheToken_NotRedeemed"):  # whoever takes the residual is never without units
        order(platform, "redeem", live.tokens[2], actor("junior_investor"), 1)
    senior, junior = live.entitlement(0, "senior_investor"), live.entitlement(2, "junior_investor")
    live.pay_date(1_000_000 * sample.USD)
    assert live.entitlement(0, "senior_investor") == senior
    given_back = sample.FUNDING + 8_000 * sample.USD  # the reserve, which holds nothing up any more
    residual = 1_000_000 * sample.USD * 98 // 100 - 2_500 * sample.USD + given_back
    assert live.entitlement(2, "junior_investor") == junior + residual * 7_500 // 10_000


@pytest.mark.parametrize("supply", [3, 7, 999_999_937, 2**48 - 1])
@pytest.mark.parametrize("amount", [1, 6, 10**6 + 1])
def test_d3__income_that_never_divides__remainder_carried_exactly(supply: int, amount: int) -> None:
    books = Books(supply, {"fund": supply - 2, "bank": 1, "saver": 1})
    total = 0
    for _ in range(50):
        books.distribute(amount)
        total += amount
        _, remainder, per_unit, _, _ = books.book()
        assert per_unit * supply + remainder == total << SCALE_BITS
        assert remainder < supply
        parts = {"fund": total * (supply - 2) // supply, "bank": total // supply}
        for who, part in parts.items():
            assert part - 1 <= books.owed(who) <= part  # at most a unit of dust, however many settlements


def test_d3__claims_after_each_of_500_settlements__dust_does_not_grow() -> None:
    books, total, got = Books(7, {"fund": 4, "bank": 2, "saver": 1}), 0, {"fund": 0, "bank": 0, "saver": 0}
    for _ in range(500):
        books.distribute(5)
        total += 5
        for who in got:
            if books.owed(who):
                got[who] += books.claim(who)
        kept = total - sum(got.values())
        assert 0 <= kept < 3 and kept == books.balance(books.escrow.address)
    assert got == {"fund": total * 4 // 7, "bank": total * 2 // 7, "saver": total // 7}


@pytest.mark.parametrize("role", ["outsider", "licensee", "senior_investor", "originator", "admin"])
def test_d4__zero_paid_in_by_anybody__refused_and_nothing_is_put_off(live: DealContracts, role: str) -> None:
    before = live.chain.storage()
    with refused("RoyaltyEscrow_ZeroAmount"):
        live.escrow.send("payRoyalty", LICENCE, 0, REFERENCE, by=actor(role))
    with refused("RoyaltyEscrow_OnlyDeal", deal=live.deal.address, caller=actor(role)):
        live.escrow.send("distribute", 0, [0], [], [], [live.tokens[0].address], [0], by=actor(role))
    assert live.chain.storage() == before


def test_d4__a_unit_paid_in_each_day__no_date_moves_and_nobody_earns_less(platform: Platform, money: Contract) -> None:
    deals = [platform.create(money, replace(plain_spec(7), salt=bytes([i]) * 32)) for i in range(2)]
    for deal in deals:
        deal.sell({"senior_investor": (4,), "junior_investor": (3,)})
    for deal in deals:
        deal.close()
    disturbed, quiet = deals
    dates = [quiet.deal.read("scheduledAt", period) for period in range(1, 5)]
    for _ in range(80):
        platform.chain.now += sample.DAY // 2
        disturbed.pay_royalty(1, by=actor("attacker"))
    assert [disturbed.deal.read("scheduledAt", period) for period in range(1, 5)] == dates
    for deal in deals:
        deal.pay_date(70_000)
    for role in ("senior_investor", "junior_investor"):
        assert disturbed.entitlement(0, role) == quiet.entitlement(0, role)


def test_d4__distribution_of_zero__changes_nothing() -> None:
    deal = estate()
    deal.distribute([ODD])
    before = deal.chain.storage()
    assert deal.distribute([0]) is None
    assert deal.chain.storage() == before


def test_d5__ten_thousand_distributions__each_is_credited() -> None:
    deal = estate()
    for times in range(1, 10_001):
        assert deal.distribute([17]) is None
        if times in (255, 256, 257, 4_095, 4_096, 10_000):
            assert owed(deal) == {who: count * times * ONE for who, count in units(deal).items()}
    check_whole(deal, 170_000)


def test_d5__periods_around_255__are_reported_executed_and_claimed(platform: Platform, money: Contract) -> None:
    """A seasoned deal, whose first period of its own is the 253rd."""
    opening = 253
    first = sample.SCHEDULE.first_end_month - (opening - 1) * sample.SCHEDULE.months
    spec = plain_spec(7)
    schedule = replace(sample.SCHEDULE, first_end_month=first, opening=opening)
    deal = platform.create(money, replace(spec, program=replace(spec.program, schedule=schedule)))
    deal.sell({"senior_investor": (7,)})
    deal.close()
    for period in range(opening, opening + 5):
        assert deal.deal.read("nextPeriod") == period
        assert deal.pay_date(700).only("PaymentDateExecuted")["period"] == period
        assert deal.claim(0, "senior_investor").only("IncomeClaimed")["gross"] == 700
