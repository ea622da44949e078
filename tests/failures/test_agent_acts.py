# SPDX-License-Identifier: Apache-2.0
"""Rows P3 to P6: every act by order on a holder in any standing, what is seized, who keeps what was earned, and recovery."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from itertools import product

import pytest

from regalia.domain.transfer_questions import Question
from tests.failures.custody import ACTS, ALL_INCOME, FROZEN, HELD, HOLDER, OTHER, SECOND, STANDINGS, Custody
from tests.support.chain import Answer, RefusedError, refused, refused_whole
from tests.support.deal import UNLIMITED
from tests.support.roles import actor

ACCOMPLICE, CUSTODIAN = actor("accomplice"), actor("custodian")
WAITS = {
    ("recoverWallet", "verified no more"): Question.RECEIVER_ELIGIBLE,
    ("recoverWallet", "verified until a second ago"): Question.RECEIVER_ELIGIBLE,
    ("recoverWallet", "halted"): Question.SENDER_NOT_HALTED,
}
"""What is refused, and why: a recovery gives units to a wallet, which has to be verified, and a halt is the supervisor's to end."""


@functools.cache
def _standing() -> Custody:
    return Custody()


@pytest.fixture
def custody() -> Iterator[Custody]:
    made = _standing()
    with made.chain.undone():
        yield made


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("act", ACTS)
def test_p3__every_act_on_a_holder_in_any_standing__does_what_it_does_on_one_in_good_standing(
    custody: Custody, act: str, standing: str
) -> None:
    with custody.chain.undone():
        custody.act(act)
        expected = custody.holdings()
    STANDINGS[standing](custody)
    if reason := WAITS.get((act, standing)):
        with refused("TrancheToken_TransferRefused") as refusal:
            custody.act(act)
        assert refusal.value.revert.arguments["code"] == reason
    else:
        assert custody.act(act).events
        assert custody.holdings() == expected


@pytest.mark.parametrize("standing", STANDINGS)
def test_p3__whatever_the_standing__an_order_takes_all_units_and_all_income(custody: Custody, standing: str) -> None:
    """The way out where a recovery has to wait."""
    STANDINGS[standing](custody)
    owed, others = custody.scaled(HOLDER), custody.scaled(OTHER)
    custody.order("forcedTransferByOrder", HOLDER, OTHER, HELD, ALL_INCOME)
    assert (custody.scaled(HOLDER), custody.scaled(OTHER)) == (0, others + owed)
    assert custody.deal.escrow.read("holdingOf", custody.token.address, HOLDER)[:2] == (0, 0)


def test_p4__seized_units__earn_are_claimed_for_and_burnt_where_they_went(custody: Custody) -> None:
    custody.platform.admit(CUSTODIAN)
    owed = custody.deal.entitlement(0, "senior_investor")
    custody.order("forcedTransferByOrder", HOLDER, CUSTODIAN, HELD, ALL_INCOME)
    custody.deal.claim(0, "custodian")
    assert custody.money.read("balanceOf", CUSTODIAN) == owed
    custody.order("redeem", CUSTODIAN, HELD)
    assert custody.token.read("balanceOf", CUSTODIAN) == 0
    assert custody.token.read("totalSupply") == 400


def test_p4__seized_and_given_back__everything_is_as_it_was(custody: Custody) -> None:
    custody.platform.admit(CUSTODIAN)
    before = custody.holdings()
    custody.order("forcedTransferByOrder", HOLDER, CUSTODIAN, HELD, ALL_INCOME)
    assert custody.scaled(CUSTODIAN) == before[0][3]
    custody.order("forcedTransferByOrder", CUSTODIAN, HOLDER, HELD, ALL_INCOME)
    custody.order("setFrozenTokens", HOLDER, FROZEN)
    assert custody.holdings() == before


def test_p4__seizure_to_a_wallet_that_is_no_investor__refused(custody: Custody) -> None:
    for income in (0, ALL_INCOME):
        with refused_whole(custody.chain, "TrancheToken_TransferRefused"):
            custody.order("forcedTransferByOrder", HOLDER, CUSTODIAN, HELD, income)


@pytest.mark.parametrize("act", ACTS)
def test_p5__what_was_earned__stays_with_its_owner_under_every_act_but_a_recovery(custody: Custody, act: str) -> None:
    before = {wallet: custody.scaled(wallet) for wallet in (HOLDER, OTHER, SECOND)}
    custody.act(act)
    moved = act == "recoverWallet"
    assert custody.scaled(HOLDER) == (0 if moved else before[HOLDER])
    assert custody.scaled(OTHER) == before[OTHER]
    assert custody.scaled(SECOND) == (before[HOLDER] if moved else 0)


@pytest.mark.parametrize("first", ACTS)
def test_p5__two_acts_in_any_order_and_a_claim__pay_what_was_earned_and_no_more(custody: Custody, first: str) -> None:
    wallets = ("senior_investor", "mezzanine_investor", "second wallet")
    earned = sum(map(custody.scaled, (HOLDER, OTHER, SECOND)))
    for second, income in product(ACTS, (0, 1, ALL_INCOME)):
        with custody.chain.undone():
            for act in (first, second):
                try:
                    custody.act(act, income)
                except RefusedError as refusal:
                    assert refusal.revert.name.startswith(
                        ("TrancheToken_", "ERC20Insufficient", "ERC7943Insufficient")
                    ), refusal
            assert sum(map(custody.scaled, (HOLDER, OTHER, SECOND))) == earned
            custody.order("batchSetAddressFrozen", [HOLDER, OTHER, SECOND], [False] * 3)
            paid = sum(
                custody.deal.claim(0, role).only("IncomeClaimed")["gross"]
                for role in wallets
                if custody.deal.entitlement(0, role)
            )
            assert 0 <= earned - (paid << 48) < 3 << 48


def test_p6__no_units_but_income__recovered_and_claimed(custody: Custody) -> None:
    owed = custody.deal.entitlement(0, "senior_investor")
    custody.order("forcedTransferByOrder", HOLDER, OTHER, HELD, 0)
    custody.order("recoverWallet", HOLDER, SECOND, HOLDER)
    assert custody.deal.claim(0, "second wallet").only("IncomeClaimed")["gross"] == owed > 0


def test_p6__lost_wallet__can_do_nothing_any_more_whoever_has_its_key(custody: Custody) -> None:
    custody.token.send("approve", ACCOMPLICE, UNLIMITED, by=HOLDER)
    custody.order("recoverWallet", HOLDER, SECOND, HOLDER)
    custody.platform.admit(ACCOMPLICE)
    token = custody.token
    with refused("RoyaltyEscrow_HolderFrozen", token=token.address, holder=HOLDER):
        custody.deal.claim(0, "senior_investor")
    acts: dict[str, Callable[[], Answer]] = {
        "sends": lambda: token.send("transfer", ACCOMPLICE, 1, by=HOLDER),
        "is taken from": lambda: token.send("transferFrom", HOLDER, ACCOMPLICE, 1, by=ACCOMPLICE),
        "sends to several": lambda: token.send("batchTransfer", [ACCOMPLICE], [1], by=HOLDER),
        "is forced": lambda: custody.order("forcedTransferByOrder", HOLDER, ACCOMPLICE, 1, 0),
        "receives": lambda: token.send("transfer", HOLDER, 1, by=OTHER),
        "receives by order": lambda: custody.order("forcedTransferByOrder", OTHER, HOLDER, 1, 0),
    }
    for name, act in acts.items():
        error = "TrancheToken_TransferRefused" if name.startswith("receives") else "ERC20InsufficientBalance"
        with refused_whole(custody.chain, error):
            act()


def test_p6__recovered_twice__nothing_the_second_time(custody: Custody) -> None:
    custody.order("recoverWallet", HOLDER, SECOND, HOLDER)
    after = custody.holdings()
    with refused_whole(custody.chain, "TrancheToken_NothingToRecover", lost=HOLDER):
        custody.order("recoverWallet", HOLDER, SECOND, HOLDER)
    custody.order("setAddressFrozen", HOLDER, False)
    custody.order("recoverWallet", SECOND, HOLDER, HOLDER)
    custody.order("setAddressFrozen", HOLDER, False)
    custody.order("recoverWallet", HOLDER, SECOND, HOLDER)
    assert custody.holdings() == after


@pytest.mark.parametrize(
    "first", ["thief moves units out", "thief claims", "somebody sends a unit", "new wallet has one"]
)
def test_p6__something_comes_before_the_recovery__sums_and_counts_are_right_all_the_same(
    custody: Custody, first: str
) -> None:
    custody.platform.admit(ACCOMPLICE)
    token = custody.token
    if first == "thief moves units out":
        token.send("transfer", ACCOMPLICE, HELD - FROZEN, by=HOLDER)
    elif first == "thief claims":
        custody.deal.claim(0, "senior_investor")
    else:
        token.send("transfer", HOLDER if first == "somebody sends a unit" else SECOND, 1, by=OTHER)
    wallets = (HOLDER, OTHER, SECOND, ACCOMPLICE)
    units, owed = [sum(map(read, wallets)) for read in (lambda w: token.read("balanceOf", w), custody.scaled)]
    whose = sum(token.read("balanceOf", wallet) for wallet in (HOLDER, SECOND))
    custody.order("recoverWallet", HOLDER, SECOND, HOLDER)
    assert token.read("balanceOf", SECOND) == whose
    assert sum(token.read("balanceOf", wallet) for wallet in wallets) == units == token.read("totalSupply")
    assert sum(map(custody.scaled, wallets)) == owed
    assert token.read("investorCount") == custody.investors()
