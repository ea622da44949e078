# SPDX-License-Identifier: Apache-2.0
"""Rows T1 and T2: a payment token that blocks a holder or the escrow itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from regalia.chain import artefacts
from tests.failures import signed_words
from tests.mills import ROOT
from tests.support import sample
from tests.support.chain import refused, refused_whole
from tests.support.deal import DealContracts
from tests.support.platform import Platform
from tests.support.powers import ALL_INCOME, order
from tests.support.roles import actor
from tests.support.sample import USD

HOLDERS, PAYEES = tuple(sample.ALLOCATION), ("trustee", "servicer", "originator")
FRESH = "second wallet"
DEAD = b"\x5f\x5f\xfd"
"""Code that refuses everything."""


def paid(platform: Platform, kind: str = "MockBlockingToken") -> DealContracts:
    """One date that repays every note and leaves something for each holder; nothing claimed."""
    deal = platform.create(platform.money(kind))
    deal.sell()
    deal.close()
    deal.pay_date(2_000_000 * USD)
    return deal


def balance(deal: DealContracts, role: str) -> int:
    return int(deal.money.read("balanceOf", actor(role)))


def take(deal: DealContracts, roles: Sequence[str]) -> dict[str, int]:
    """What each has once he has claimed and withdrawn everything."""
    for role in roles:
        for tranche, token in enumerate(deal.tokens):
            if deal.escrow.read("entitlementOf", token.address, actor(role)):
                deal.claim(tranche, role)
        if deal.payable(role):
            deal.escrow.send("withdraw", by=actor(role))
    return {role: balance(deal, role) for role in roles}


@pytest.mark.parametrize("blocked", [*HOLDERS, *PAYEES])
def test_t1__one_of_all_is_blocked__all_others_get_the_same_and_his_waits(blocked: str) -> None:
    platform = Platform()
    deal, others = paid(platform), [role for role in (*HOLDERS, *PAYEES) if role != blocked]
    with platform.chain.undone():
        usual = take(deal, [*others, blocked])
    deal.money.send("block_", actor(blocked), by=actor("stablecoin issuer"))
    assert take(deal, others) == {role: usual[role] for role in others}
    with refused("MockBlockingToken_Blocked", account=actor(blocked)):
        take(deal, [blocked])
    deal.pay_date(10_000 * USD)
    owed = sum(deal.entitlement(tranche, blocked) for tranche in range(3)) + deal.payable(blocked)
    assert owed >= usual[blocked] - balance(deal, blocked)


def test_t1__whole_life__the_escrow_pays_nobody_who_did_not_ask() -> None:
    """Push loops are what a blocked receiver stops: money leaves the escrow in a claim or a withdrawal, to the caller."""
    deal = paid(Platform())
    deal.pay_date(10_000 * USD)
    moves = [e.args for e in deal.chain.log if e.address == deal.money.address and e.name == "Transfer"]
    assert deal.escrow.address in [move["to"] for move in moves]
    assert deal.escrow.address not in [move["from"] for move in moves]
    claimed = deal.claim(0, "senior_investor")
    (move,) = (e.args for e in claimed.events if e.address == deal.money.address)
    assert (move["from"], move["to"]) == (deal.escrow.address, actor("senior_investor"))


@pytest.mark.parametrize("target", [FRESH, "mezzanine_investor", "wallet of nobody known"])
def test_t1__blocked_holder__is_paid_to_another_verified_wallet_of_his_and_to_no_other(target: str) -> None:
    platform = Platform()
    deal = paid(platform)
    platform.add_wallet(actor(FRESH), actor("senior_investor"))
    owed, token = deal.entitlement(0, "senior_investor"), deal.tokens[0]
    deal.money.send("block_", actor("senior_investor"), by=actor("stablecoin issuer"))
    arguments = (actor("senior_investor"), actor(target), actor("senior_investor"))
    if target == FRESH:
        order(platform, "recoverWallet", token, *arguments)
        deal.claim(0, FRESH)
        assert balance(deal, FRESH) == owed > 0
    else:
        with refused_whole(platform.chain, "TrancheToken_OtherInvestor"):
            order(platform, "recoverWallet", token, *arguments)


def test_t1__payee_blocked__what_he_is_owed_waits_and_no_officer_takes_it() -> None:
    deal = paid(platform := Platform())
    deal.money.send("block_", actor("trustee"), by=actor("stablecoin issuer"))
    owed = deal.payable("trustee")
    assert owed > 0
    with refused("TrancheToken_NotEnoughIncome", holder=actor("trustee"), owed=0, wanted=1):
        order(platform, "forcedTransferByOrder", deal.tokens[0], actor("trustee"), actor("senior_investor"), 0, 1)
    order(platform, "forcedTransferByOrder", deal.tokens[0], actor("trustee"), actor("senior_investor"), 0, ALL_INCOME)
    assert deal.payable("trustee") == owed


def test_t2__escrow_itself_blocked__dates_go_on_claims_wait_and_nothing_is_lost() -> None:
    """Both ways: the token refuses all that concerns it. There is no migration, as that would be a power to move cash."""
    platform = Platform()
    deal = paid(platform, "MockPaymentToken")
    deal.pay_royalty(10_000 * USD)
    with platform.chain.undone():
        deal.pay_date_without_cash(10_000 * USD)
        usual = take(deal, [*HOLDERS, *PAYEES])
    code = deal.chain.code(deal.money.address)
    deal.chain.place(deal.money.address, DEAD)
    deal.pay_date_without_cash(10_000 * USD)
    for tranche, role in ((0, "senior_investor"), (1, "mezzanine_investor")):
        owed = deal.entitlement(tranche, role)
        with refused("NoReason"):
            deal.claim(tranche, role)
        assert deal.entitlement(tranche, role) == owed > 0
    deal.chain.place(deal.money.address, code)
    assert take(deal, [*HOLDERS, *PAYEES]) == usual


def test_t2__interface_of_the_escrow__nobody_moves_its_cash_elsewhere() -> None:
    """What there is to move: only two functions send, and those to the caller what he is owed."""
    source = (ROOT / "contracts" / "deal" / "RoyaltyEscrow.sol").read_text(encoding="utf-8")
    sends = re.findall(r"PAYMENT_TOKEN\.(safe\w+|call|transfer\w*|approve)\(([^;]*)\);", source)
    assert sends == [
        ("safeTransfer", "msg.sender, net"),
        ("safeTransfer", "msg.sender, amount"),
        ("safeTransferFrom", "from, address(this), amount"),
    ]
    words = ("migrate", "sweep", "rescue", "setToken", "setPaymentToken", "upgrade", "delegate")
    for name in signed_words.deployed_names():
        told = {str(entry.get("name", "")) for entry in artefacts.load(name).abi if entry["type"] == "function"}
        assert not [each for each in told if any(word.lower() in each.lower() for word in words)], name
