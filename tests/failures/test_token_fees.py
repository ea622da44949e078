# SPDX-License-Identifier: Apache-2.0
"""Row T4: a payment token that takes a fee from some day on, or shrinks what it holds."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.failures.pulls import PULLS, fee_later, owed
from tests.failures.test_payment_tokens import HOLDERS, PAYEES, balance, paid, take
from tests.support.chain import refused
from tests.support.platform import Platform
from tests.support.roles import actor


@pytest.mark.parametrize("pull", PULLS)
def test_t4__fee_switched_on__every_pull_is_measured_and_refused_whole(pull: str) -> None:
    chain, money, act, error, amount = PULLS[pull]()
    money.send("charge", False, by=actor("stablecoin issuer"))
    with chain.undone():
        act()
    money.send("charge", True, by=actor("stablecoin issuer"))
    with refused(error, expected=amount, received=amount - amount // 100):
        act()


@pytest.mark.parametrize("roles", permutations(HOLDERS), ids="-".join)
def test_t4__fee_switched_on_mid_life__owed_is_in_hand_after_every_claim_in_every_order(roles: tuple[str, ...]) -> None:
    deal = fee_later(Platform())
    deal.money.send("charge", True, by=actor("stablecoin issuer"))
    for role in (*roles, *PAYEES):
        take(deal, [role])
        assert 0 <= deal.held() - owed(deal) <= 3, "the fee is the claimant's, and nobody else's"
    deal.pay_date_without_cash(0)
    assert 0 <= deal.held() - owed(deal) <= 3


def test_t4__balances_shrink__the_books_stay_and_a_plain_transfer_makes_everybody_whole() -> None:
    """A token that rebases down, or takes more than it moves, takes it from the escrow: who claims last waits for it."""
    platform = Platform()
    deal = paid(platform, "MockSurchargeToken")
    with platform.chain.undone():
        usual = take(deal, [*HOLDERS, *PAYEES])
    books = owed(deal)
    deal.money.send("charge", True, by=actor("stablecoin issuer"))
    deal.claim(0, "senior_investor")
    deal.money.send("charge", False, by=actor("stablecoin issuer"))
    claimed = books - owed(deal)
    assert claimed == balance(deal, "senior_investor")
    short = owed(deal) - deal.held()
    assert short > 0
    deal.money.send("mint", deal.escrow.address, short, by=actor("stablecoin issuer"))
    assert take(deal, [*HOLDERS, *PAYEES]) == usual
