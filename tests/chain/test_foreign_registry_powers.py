# SPDX-License-Identifier: Apache-2.0
"""Officers' powers over holders whom a real ERC-3643 registry knows: freeze, force, recover, and what is left to do when the registry
has already forgotten the lost wallet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from eth_typing import ChecksumAddress

from regalia.chain.errors import ContractRevertedError
from tests.chain.trex_market import FRANCE, RECEIVER_ELIGIBLE, UNITS, Market
from tests.contracts.registry_desk import NOTHING
from tests.support.platform import NO_ADDRESS
from tests.support.powers import ALL_INCOME

pytestmark = pytest.mark.devnet

INCOME = 1_000_003
OWED = UNITS * (INCOME * 2**48 // UNITS) >> 48
"""To who holds all units: what a unit earns is rounded down to a 2^48th, so a fraction of the last one waits for the next date."""


@contextmanager
def refused(name: str, **arguments: object) -> Iterator[None]:
    """The act inside is refused with this error, and with these arguments of it."""
    with pytest.raises(ContractRevertedError) as refusal:
        yield
    assert refusal.value.name == name
    assert arguments.items() <= refusal.value.arguments.items()


def books(market: Market, *wallets: ChecksumAddress) -> list[tuple[tuple[int, int, bool, bool], int]]:
    """Holding and income of each."""
    return [(market.holding(wallet), market.income(wallet)) for wallet in wallets]


@pytest.fixture
def earned(market: Market) -> Market:
    """The pension fund holds all units and has claimed nothing of a payment date."""
    return market.trade().earn(INCOME)


# Freeze and force


def test_freeze__units_of_a_verified_holder__only_the_others_move(earned: Market) -> None:
    fund, bank = earned.pension_fund, earned.bank
    earned.order("freezePartialTokens", fund, 70)
    with refused("ERC7943InsufficientUnfrozenBalance", account=fund, amount=31, unfrozen=30):
        earned.transfer(fund, bank, 31)
    earned.transfer(fund, bank, 30)
    assert (earned.holding(fund), earned.holding(bank)) == ((70, 70, False, False), (30, 0, False, False))


def test_forced_transfer__frozen_units_to_a_verified_receiver__thawed_as_far_as_taken_and_income_as_ordered(
    earned: Market,
) -> None:
    fund, bank = earned.pension_fund, earned.bank
    earned.order("setAddressFrozen", fund, True)
    earned.order("freezePartialTokens", fund, 70)
    earned.order("forcedTransferByOrder", fund, bank, 50, 400_000)
    assert books(earned, fund, bank) == [((50, 50, True, False), OWED - 400_000), ((50, 0, False, False), 400_000)]


def test_forced_transfer__sender_not_verified_any_more__taken_from_him(earned: Market) -> None:
    fund, bank = earned.pension_fund, earned.bank
    earned.trex.revoke(earned.claims[fund])
    earned.order("batchForcedTransfer", [fund], [bank], [UNITS], [0])
    assert books(earned, fund, bank) == [((0, 0, False, False), OWED), ((UNITS, 0, False, False), 0)]


@pytest.mark.parametrize("receiver", ["outsider", "stranger"])
@pytest.mark.parametrize("many", [False, True])
def test_forced_transfer__receiver_not_verified_or_unknown__refused_and_nothing_moved(
    earned: Market, receiver: str, many: bool
) -> None:
    fund, to = earned.pension_fund, getattr(earned, receiver)
    earned.order("freezePartialTokens", fund, 70)
    before = books(earned, fund, to)
    with refused("TrancheToken_TransferRefused", code=RECEIVER_ELIGIBLE, to=to):
        if many:
            earned.order("batchForcedTransfer", [fund, fund], [earned.bank, to], [1, 50], [0, 0])
        else:
            earned.order("forcedTransferByOrder", fund, to, 50, 0)
    assert books(earned, fund, to) == before
    assert earned.held(earned.bank) == 0


# Recover


def test_recover__two_wallets_of_one_onchainid__units_income_and_freezes_go_along(earned: Market) -> None:
    fund, fresh, identity = earned.pension_fund, earned.fresh, earned.identities[earned.pension_fund]
    earned.trex.share(fresh, identity, FRANCE)
    earned.order("freezePartialTokens", fund, 70)
    earned.order("recoverWallet", fund, fresh, identity.address)
    assert books(earned, fund, fresh) == [((0, 0, True, False), 0), ((UNITS, 70, False, False), OWED)]
    assert earned.claim(fresh) == (OWED, OWED // 10)
    with refused("ERC7943InsufficientUnfrozenBalance", account=fresh, amount=31, unfrozen=30):
        earned.transfer(fresh, earned.bank, 31)


def test_recover__lost_wallet_s_identity_deleted_afterwards__the_new_wallet_keeps_all(earned: Market) -> None:
    fund, fresh, identity = earned.pension_fund, earned.fresh, earned.identities[earned.pension_fund]
    earned.trex.share(fresh, identity, FRANCE)
    earned.order("recoverWallet", fund, fresh, identity.address)
    earned.trex.delete(fund)
    earned.transfer(fresh, earned.bank, 1)
    assert (earned.held(fresh), earned.held(earned.bank)) == (UNITS - 1, 1)
    assert earned.claim(fresh)[0] > 0


def test_recover__wallet_of_another_onchainid__refused_and_nothing_moved(earned: Market) -> None:
    fund, bank = earned.pension_fund, earned.bank
    ours, theirs = (earned.identities[wallet].address for wallet in (fund, bank))
    before = books(earned, fund, bank)
    for named in (ours, theirs):
        with refused("TrancheToken_OtherInvestor", investor=named, ofLost=ours, ofNew=theirs):
            earned.order("recoverWallet", fund, bank, named)
    assert books(earned, fund, bank) == before


def test_recover__new_wallet_of_an_identity_without_a_claim__refused_and_nothing_moved(earned: Market) -> None:
    fund, fresh, identity = earned.pension_fund, earned.fresh, earned.identities[earned.pension_fund]
    earned.trex.share(fresh, identity, FRANCE)
    earned.trex.revoke(earned.claims[fund])
    before = books(earned, fund, fresh)
    with refused("TrancheToken_TransferRefused", code=RECEIVER_ELIGIBLE, to=fresh):
        earned.order("recoverWallet", fund, fresh, identity.address)
    assert books(earned, fund, fresh) == before


# When the registry's own recovery came first


@pytest.fixture
def forgotten(earned: Market) -> Market:
    """T-REX has recovered the pension fund's wallet: it knows the fresh one only, by the same identity."""
    fund, identity = earned.pension_fund, earned.identities[earned.pension_fund]
    earned.order("freezePartialTokens", fund, 70)
    earned.trex.recover(fund, earned.fresh, identity)
    return earned


def test_recover__identity_of_the_lost_wallet_deleted_before__refused_by_name_and_nothing_moved(
    forgotten: Market,
) -> None:
    fund, fresh = forgotten.pension_fund, forgotten.fresh
    identity = forgotten.identities[fund].address
    assert (forgotten.passport(fund), forgotten.passport(fresh).investor) == (NOTHING, identity)
    before = books(forgotten, fund, fresh)
    for named in (identity, NO_ADDRESS):
        with refused("TrancheToken_OtherInvestor", investor=named, ofLost=NO_ADDRESS, ofNew=identity):
            forgotten.order("recoverWallet", fund, fresh, named)
    assert books(forgotten, fund, fresh) == before


def test_forced_transfer__identity_of_the_lost_wallet_deleted_before__all_units_with_all_income(
    forgotten: Market,
) -> None:
    """The way out. What was frozen by number is thawed; the new wallet claims at the rate of its country, not at the last one."""
    fund, fresh = forgotten.pension_fund, forgotten.fresh
    forgotten.order("forcedTransferByOrder", fund, fresh, UNITS, ALL_INCOME)
    assert books(forgotten, fund, fresh) == [((0, 0, False, False), 0), ((UNITS, 0, False, False), OWED)]
    assert forgotten.claim(fresh) == (OWED, OWED // 10)


def test_forced_transfer__identity_deleted_and_only_income_left__all_income_without_units(forgotten: Market) -> None:
    fund, fresh, bank = forgotten.pension_fund, forgotten.fresh, forgotten.bank
    forgotten.order("forcedTransferByOrder", fund, bank, UNITS, 0)
    forgotten.order("forcedTransferByOrder", fund, fresh, 0, ALL_INCOME)
    assert books(forgotten, fund, fresh) == [((0, 0, False, False), 0), ((0, 0, False, False), OWED)]
    assert forgotten.claim(fresh) == (OWED, OWED // 10)
