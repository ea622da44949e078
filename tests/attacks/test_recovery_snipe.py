# SPDX-License-Identifier: Apache-2.0
"""A thief has the key of an investor's wallet, or a wallet of his own and a story: he tries to be faster than the recovery, or to use it.

Who holds a key is the holder until somebody is told: what he moves before the wallet is frozen is a matter of forced transfers, and his
buyer must be an eligible investor with a name. From the freeze on he has nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from eth_utils.crypto import keccak

from regalia.domain.transfer_questions import Question
from tests.support import sample
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import Platform
from tests.support.powers import ALL_INCOME, ORDER, order
from tests.support.roles import actor
from tests.support.rules import transfer_refused

LOST, FRESH = actor("senior_investor"), actor("senior's new wallet")
THIEF, ACCOMPLICE = actor("thief"), actor("accomplice")
EARNED = 600 * sample.SENIOR_UNIT


@pytest.fixture
def deal(live: DealContracts, platform: Platform) -> DealContracts:
    """600 senior units in the lost wallet, with the income of a date on them. The thief is an eligible investor himself."""
    platform.admit(THIEF)
    platform.admit(ACCOMPLICE)
    platform.add_wallet(FRESH, LOST)
    live.tokens[0].send("approve", ACCOMPLICE, UNLIMITED, by=LOST)  # by the thief, with the stolen key
    live.pay_date(100_000 * sample.USD)
    return live


def recover(deal: DealContracts, platform: Platform) -> None:
    order(platform, "recoverWallet", deal.tokens[0], LOST, FRESH, LOST)


def loot(deal: DealContracts) -> tuple[int, int]:
    """Units and money that thief, accomplice and the stolen wallet have."""
    wallets = (THIEF, ACCOMPLICE, LOST)
    units = sum(int(deal.tokens[0].read("balanceOf", wallet)) for wallet in wallets)
    return units, sum(int(deal.money.read("balanceOf", wallet)) for wallet in wallets)


def with_the_key(deal: DealContracts) -> dict[str, Callable[[], object]]:
    """What the stolen key can sign, and what it has signed before."""
    token = deal.tokens[0]
    return {
        "claim": lambda: deal.escrow.send("claim", token.address, by=LOST),
        "transfer": lambda: token.send("transfer", THIEF, 1, by=LOST),
        "transfer to the new wallet": lambda: token.send("transfer", FRESH, 1, by=LOST),
        "allowance": lambda: token.send("transferFrom", LOST, ACCOMPLICE, 1, by=ACCOMPLICE),
        "batch": lambda: token.send("batchTransfer", [THIEF], [1], by=LOST),
    }


ACTS = ("claim", "transfer", "transfer to the new wallet", "allowance", "batch")


@pytest.mark.parametrize("act", ACTS)
def test_thief__after_the_freeze_and_in_front_of_the_recovery__refused_and_all_arrives(
    deal: DealContracts, platform: Platform, act: str
) -> None:
    order(platform, "setAddressFrozen", deal.tokens[0], LOST, True)
    with pytest.raises(RefusedError) as refusal:
        with_the_key(deal)[act]()
    assert refusal.value.revert.name in {"TrancheToken_TransferRefused", "RoyaltyEscrow_HolderFrozen"}
    recover(deal, platform)
    order(platform, "setAddressFrozen", deal.tokens[0], FRESH, False)
    deal.escrow.send("claim", deal.tokens[0].address, by=FRESH)
    assert (deal.tokens[0].read("balanceOf", FRESH), deal.money.read("balanceOf", FRESH)) == (600, EARNED)
    assert loot(deal) == (0, 0)


@pytest.mark.parametrize("act", ACTS)
def test_thief__after_the_recovery__the_wallet_is_frozen_and_has_nothing(
    deal: DealContracts, platform: Platform, act: str
) -> None:
    recover(deal, platform)
    with pytest.raises(RefusedError) as refusal:
        with_the_key(deal)[act]()
    known = {"TrancheToken_TransferRefused", "RoyaltyEscrow_HolderFrozen", "ERC20InsufficientBalance"}
    assert refusal.value.revert.name in known
    assert loot(deal) == (0, 0)


def test_thief__was_faster_than_the_freeze__an_order_brings_units_and_income_back(
    deal: DealContracts, platform: Platform
) -> None:
    """What costs him: he needed an eligible receiver, and that one is known by name."""
    with transfer_refused(Question.RECEIVER_ELIGIBLE, LOST, actor("thief's own wallet"), 600):
        deal.tokens[0].send("transfer", actor("thief's own wallet"), 600, by=LOST)
    deal.tokens[0].send("transfer", THIEF, 600, by=LOST)
    recover(deal, platform)  # the income has stayed
    order(platform, "forcedTransferByOrder", deal.tokens[0], THIEF, FRESH, 600, ALL_INCOME if owed(deal) else 0)
    deal.escrow.send("claim", deal.tokens[0].address, by=FRESH)
    assert (deal.tokens[0].read("balanceOf", FRESH), deal.money.read("balanceOf", FRESH)) == (600, EARNED)
    assert loot(deal) == (0, 0)


def owed(deal: DealContracts) -> int:
    return deal.entitlement(0, "thief")


def test_thief__feeds_the_wallet_so_that_it_must_be_recovered_again__refused(
    deal: DealContracts, platform: Platform
) -> None:
    recover(deal, platform)
    deal.tokens[0].send("transfer", THIEF, 1, by=actor("mezzanine_investor"))
    with transfer_refused(Question.RECEIVER_NOT_FROZEN, THIEF, LOST, 1):
        deal.tokens[0].send("transfer", LOST, 1, by=THIEF)
    with refused("TrancheToken_NothingToRecover", lost=LOST):
        recover(deal, platform)
    assert deal.entitlement(0, "senior's new wallet") == EARNED


@pytest.mark.parametrize("claimed_for", [THIEF, LOST], ids=["himself", "the investor"])
def test_thief__has_the_officer_recover_to_his_wallet__refused_as_it_is_another_investors(
    deal: DealContracts, platform: Platform, claimed_for: str
) -> None:
    """A forged request: the registry, not the officer, says whose the two wallets are."""
    with refused("TrancheToken_OtherInvestor"):
        order(platform, "recoverWallet", deal.tokens[0], LOST, THIEF, claimed_for)
    assert deal.tokens[0].read("balanceOf", LOST) == 600


@pytest.mark.parametrize("by", ["thief", "issuer", "enforcer", "freezer", "registrar"])
def test_thief__or_an_officer_of_another_office__recovers_himself__refused(
    deal: DealContracts, platform: Platform, by: str
) -> None:
    with refused("AccessControlUnauthorizedAccount", account=actor(by), neededRole=keccak(text="RECOVERER_ROLE")):
        platform.agent.send("recoverWallet", deal.tokens[0].address, LOST, FRESH, LOST, ORDER, by=actor(by))


def test_thief__binds_his_wallet_to_the_investor__refused_without_the_registrar(
    deal: DealContracts, platform: Platform
) -> None:
    with refused("AccessControlUnauthorizedAccount"):
        platform.registry.send("addWallet", actor("thief's own wallet"), LOST, by=LOST)


def test_thief__claims_first__gets_the_income_of_the_past_and_nothing_later(
    deal: DealContracts, platform: Platform, money: Contract
) -> None:
    """The limit: money taken before anybody was told is gone; the next date is the investor's again."""
    deal.escrow.send("claim", deal.tokens[0].address, by=LOST)
    recover(deal, platform)
    assert loot(deal) == (0, EARNED)
    deal.pay_date(100_000 * sample.USD)
    with pytest.raises(RefusedError):
        deal.escrow.send("claim", deal.tokens[0].address, by=LOST)
    deal.escrow.send("claim", deal.tokens[0].address, by=FRESH)
    assert money.read("balanceOf", FRESH) > 0
    assert loot(deal) == (0, EARNED)
