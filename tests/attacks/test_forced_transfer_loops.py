# SPDX-License-Identifier: Apache-2.0
"""An enforcer in league with a holder forces units to and fro, in circles and onto themselves: he moves what he may, and makes nothing."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from regalia.domain.transfer_rules import TransferRules
from tests.support.chain import refused, refused_whole
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import ALL_INCOME, ORDER, order
from tests.support.roles import actor
from tests.support.rules import live_under

A, B, C = actor("senior_investor"), actor("junior_investor"), actor("accomplice")
PARTIES = ("senior_investor", "junior_investor", "accomplice")
UNITS = 7
ROUNDS = 100


@pytest.fixture
def deal(platform: Platform, money: Contract) -> DealContracts:
    """Seven units in three hands, which are counted, and income that does not divide by seven."""
    platform.admit(C)
    hands = {"senior_investor": (4,), "junior_investor": (2,), "accomplice": (1,)}
    deal = live_under(platform, money, TransferRules(holder_limit=7), hands)
    deal.pay_date(1_000_001)
    return deal


def force(deal: DealContracts, platform: Platform, sender: str, receiver: str, units: int, income: int = 0) -> None:
    order(platform, "forcedTransferByOrder", deal.tokens[0], sender, receiver, units, income)


def owed(deal: DealContracts) -> list[int]:
    """Income of each in 2^48ths of the smallest unit, by the register's words."""
    found = []
    for wallet in (A, B, C):
        book, word, _ = deal.escrow.read("wordsOf", deal.tokens[0].address, wallet, wallet)
        low = word % 2**152
        found.append((book % 2**152) * (word >> 208) + (low - 2**152 if low >> 151 else low))
    return found


def units(deal: DealContracts) -> list[int]:
    return [deal.units(0, role) for role in PARTIES]


def test_enforcer__units_to_and_fro__everybody_is_owed_to_the_fraction_what_he_was(
    deal: DealContracts, platform: Platform
) -> None:
    before = owed(deal)
    for _ in range(ROUNDS):
        force(deal, platform, A, B, 3)
        force(deal, platform, B, A, 3)
    assert (owed(deal), units(deal)) == (before, [4, 2, 1])


def test_enforcer__circle_with_all_income__the_sum_is_never_more_and_loses_fractions_of_empty_wallets_only(
    deal: DealContracts, platform: Platform
) -> None:
    """Income that is ordered along goes in whole units with the last fraction: it changes hands, and the sum stays."""
    total = sum(owed(deal))
    for _ in range(ROUNDS):
        for sender, receiver in ((A, B), (B, C), (C, A)):
            held = int(deal.tokens[0].read("balanceOf", sender))
            force(deal, platform, sender, receiver, held, ALL_INCOME)
            assert total >= sum(owed(deal)) >= total - 2**48
    assert (sum(units(deal)), deal.tokens[0].read("totalSupply")) == (UNITS, UNITS)
    for role in PARTIES:
        if deal.entitlement(0, role):
            deal.claim(0, role)
    taken = sum(int(deal.money.read("balanceOf", actor(role))) for role in PARTIES)
    assert 1_000_001 - 2 <= taken <= 1_000_001


def test_enforcer__circle_between_dates__each_date_is_earned_once(deal: DealContracts, platform: Platform) -> None:
    """A unit that went round the circle while dates were paid earned each of them for one holder."""
    for _ in range(10):
        for sender, receiver in ((A, B), (B, C), (C, A)):
            force(deal, platform, sender, receiver, 1)
            deal.pay_date(70)
    for role in PARTIES:
        deal.claim(0, role)
    taken = sum(int(deal.money.read("balanceOf", actor(role))) for role in PARTIES)
    assert 0 <= 1_000_001 + 30 * 70 - taken <= len(PARTIES)


@pytest.mark.parametrize("count", [0, 1, 4, 5])
@pytest.mark.parametrize("income", [0, 1, ALL_INCOME])
def test_enforcer__onto_the_holder_himself__refused_whole(
    deal: DealContracts, platform: Platform, count: int, income: int
) -> None:
    """In others a forced transfer from a holder to himself thawed what was frozen, or counted it twice."""
    order(platform, "setFrozenTokens", deal.tokens[0], A, 4)
    with refused_whole(deal.chain, "TrancheToken_SameHolder", holder=A):
        force(deal, platform, A, A, count, income)


def test_holder__frozen_and_forced_round__comes_back_with_free_units_only_by_the_order(
    deal: DealContracts, platform: Platform
) -> None:
    """The limit of the law: an order that takes frozen units thaws them, and says so. Without it frozen units don't move."""
    order(platform, "setFrozenTokens", deal.tokens[0], A, 4)
    with refused("ERC7943InsufficientUnfrozenBalance", account=A, amount=1, unfrozen=0):
        deal.tokens[0].send("transfer", B, 1, by=A)
    with refused("AccessControlUnauthorizedAccount", account=A, neededRole=keccak(text="ENFORCER_ROLE")):
        deal.tokens[0].send("forcedTransferByOrder", A, B, 1, 0, ORDER, by=A)
    force(deal, platform, A, B, 1)
    force(deal, platform, B, A, 1)
    held, frozen, *_ = deal.escrow.read("holdingOf", deal.tokens[0].address, A)
    assert (held, frozen) == (4, 3)


def test_enforcer__batch_that_ends_where_it_began__same_as_one_by_one(deal: DealContracts, platform: Platform) -> None:
    before = owed(deal)
    order(platform, "batchForcedTransfer", deal.tokens[0], [A, B, C], [B, C, A], [4, 6, 7], [0, 0, 0])
    order(platform, "batchForcedTransfer", deal.tokens[0], [A, A], [B, C], [2, 1], [0, 0])
    assert (owed(deal), units(deal)) == (before, [4, 2, 1])
    assert deal.tokens[0].read("investorCount") == 3


def test_enforcer__loops_over_an_empty_wallet__counts_no_investor_twice(
    deal: DealContracts, platform: Platform
) -> None:
    assert deal.tokens[0].read("investorCount") == len(PARTIES)
    for _ in range(20):
        force(deal, platform, C, B, 1)
        force(deal, platform, C, B, 0)
        force(deal, platform, B, C, 1)
        force(deal, platform, B, C, 0)
    assert deal.tokens[0].read("investorCount") == len(PARTIES)
