# SPDX-License-Identifier: Apache-2.0
"""Payment tokens that don't behave: refused by name with nothing changed, or no harm to anybody but the one they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor

USD = sample.USD
SENIOR, MEZZANINE, LICENSEE = actor("senior_investor"), actor("mezzanine_investor"), actor("licensee")


def offered_in(platform: Platform, kind: str) -> DealContracts:
    return platform.create(platform.money(kind))


def live_in(platform: Platform, kind: str) -> DealContracts:
    deal = offered_in(platform, kind)
    deal.sell()
    deal.close()
    return deal


def given_away_in(platform: Platform, kind: str) -> DealContracts:
    """Live without a payment: the one unit is free."""
    deal = platform.create(platform.money(kind), plain_spec(1))
    deal.sell({"senior_investor": (1,)})
    deal.close()
    return deal


def balance(deal: DealContracts, who: str) -> int:
    return int(deal.money.read("balanceOf", who))


REFUSALS: dict[str, tuple[str, dict[str, Any]]] = {
    "MockFeeToken": ("AmountReceived", {"expected": 1_000 * USD, "received": 990 * USD}),
    "MockHollowToken": ("AmountReceived", {"expected": 1_000 * USD, "received": 0}),
    "MockFalseToken": ("SafeERC20FailedOperation", {}),
}


@pytest.mark.parametrize("kind", list(REFUSALS))
def test_pay_royalty__token_that_does_not_deliver__refused_and_nothing_changed(platform: Platform, kind: str) -> None:
    deal = given_away_in(platform, kind)
    error, arguments = REFUSALS[kind]
    name = f"RoyaltyEscrow_{error}" if arguments else error
    with refused(name, **(arguments or {"token": deal.money.address})):
        deal.pay_royalty(1_000 * USD)
    assert deal.cash() == (0, ())
    assert (deal.held(), balance(deal, LICENSEE)) == (0, 1_000 * USD)


@pytest.mark.parametrize("kind", list(REFUSALS))
def test_subscribe__token_that_does_not_deliver__refused_and_nothing_changed(platform: Platform, kind: str) -> None:
    deal = offered_in(platform, kind)
    error, arguments = REFUSALS[kind]
    name = f"Offering_{error}" if arguments else error
    with refused(name, **(arguments or {"token": deal.money.address})):
        deal.subscribe(SENIOR, 0, 1)
    assert deal.offering.read("demandAt", 0, 0) == 0
    assert balance(deal, SENIOR) == 1_000 * USD


def test_whole_life__token_that_returns_nothing__works(platform: Platform) -> None:
    deal = live_in(platform, "MockSilentToken")
    deal.pay_date(100_000 * USD)
    deal.claim(0, "senior_investor")
    deal.escrow.send("withdraw", by=actor("trustee"))
    assert balance(deal, SENIOR) == 600 * sample.SENIOR_UNIT
    assert balance(deal, actor("trustee")) == 2_500 * USD


def test_refund__token_that_returns_nothing__paid(platform: Platform) -> None:
    deal = offered_in(platform, "MockSilentToken")
    deal.subscribe(SENIOR, 0, 3)
    deal.chain.now = sample.DEADLINE + 1
    deal.offering.send("refund", 0, 0, 0, by=SENIOR)
    assert balance(deal, SENIOR) == 3_000 * USD


def fee_later(platform: Platform) -> DealContracts:
    """Honest through one payment date, then the issuer of the token switches a fee on."""
    deal = offered_in(platform, "MockFeeToken")
    deal.money.send("charge", False, by=actor("admin"))
    deal.sell()
    deal.close()
    deal.pay_date(100_000 * USD)
    deal.money.send("charge", True, by=actor("admin"))
    return deal


def test_fee__switched_on_later__new_royalties_refused(platform: Platform) -> None:
    deal = fee_later(platform)
    with refused("RoyaltyEscrow_AmountReceived", expected=100, received=99):
        deal.pay_royalty(100)


def test_fee__switched_on_later__falls_on_the_claimant_and_leaves_the_others_whole(platform: Platform) -> None:
    deal = fee_later(platform)
    before = deal.held()
    deal.claim(0, "senior_investor")
    assert balance(deal, SENIOR) == 600 * sample.SENIOR_UNIT * 99 // 100
    assert deal.held() == before - 600 * sample.SENIOR_UNIT
    deal.claim(0, "mezzanine_investor")
    deal.claim(1, "mezzanine_investor")
    for payee in ("trustee", "servicer", "originator"):
        deal.escrow.send("withdraw", by=actor(payee))
    assert deal.held() == 48_000 * USD == deal.cash()[1][0]


def test_fee__switched_on_before_closing__refused_and_closes_once_it_is_off(platform: Platform) -> None:
    deal = offered_in(platform, "MockFeeToken")
    deal.money.send("charge", False, by=actor("admin"))
    deal.sell()
    deal.money.send("charge", True, by=actor("admin"))
    with refused(
        "RoyaltyEscrow_AmountReceived", expected=sample.PROCEEDS, received=sample.PROCEEDS - sample.PROCEEDS // 100
    ):
        deal.close()
    assert deal.deal.read("status") == 1
    deal.money.send("charge", False, by=actor("admin"))
    deal.close()
    assert deal.held() == sample.PROCEEDS


def test_fee__switched_on_before_closing_and_kept__subscribers_get_back_what_the_token_lets_through(
    platform: Platform,
) -> None:
    deal = offered_in(platform, "MockFeeToken")
    deal.money.send("charge", False, by=actor("admin"))
    deal.sell()
    deal.money.send("charge", True, by=actor("admin"))
    deal.chain.now = sample.DEADLINE + 7 * sample.DAY + 1
    deal.offering.send("refund", 0, 0, 0, by=SENIOR)
    assert balance(deal, SENIOR) == 600_000 * USD * 99 // 100


def blocking(platform: Platform, *blocked: str) -> DealContracts:
    deal = live_in(platform, "MockBlockingToken")
    for role in blocked:
        deal.money.send("block_", actor(role), by=actor("admin"))
    return deal


def test_blocked_holder__stops_nobody_and_loses_nothing(platform: Platform) -> None:
    deal = blocking(platform, "senior_investor")
    deal.pay_date(100_000 * USD)
    with refused("MockBlockingToken_Blocked", account=SENIOR):
        deal.claim(0, "senior_investor")
    deal.claim(0, "mezzanine_investor")
    assert balance(deal, MEZZANINE) == 400 * sample.SENIOR_UNIT
    assert deal.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT
    deal.pay_date(100_000 * USD)
    deal.claim(0, "mezzanine_investor")


def test_blocked_payee__stops_nobody_and_loses_nothing(platform: Platform) -> None:
    deal = blocking(platform, "trustee")
    deal.pay_date(100_000 * USD)
    with refused("MockBlockingToken_Blocked", account=actor("trustee")):
        deal.escrow.send("withdraw", by=actor("trustee"))
    deal.escrow.send("withdraw", by=actor("servicer"))
    deal.claim(0, "senior_investor")
    deal.pay_date(100_000 * USD)
    assert deal.payable("trustee") == 5_000 * USD


def test_blocked_originator__closing_goes_on(platform: Platform) -> None:
    deal = offered_in(platform, "MockBlockingToken")
    deal.money.send("block_", actor("originator"), by=actor("admin"))
    deal.sell()
    deal.close()
    assert deal.payable("originator") == sample.PROCEEDS - sample.FUNDING


def test_blocked_investor__others_are_refunded(platform: Platform) -> None:
    deal = offered_in(platform, "MockBlockingToken")
    deal.subscribe(SENIOR, 0, 3)
    deal.subscribe(MEZZANINE, 0, 4)
    deal.money.send("block_", SENIOR, by=actor("admin"))
    deal.chain.now = sample.DEADLINE + 1
    with refused("MockBlockingToken_Blocked", account=SENIOR):
        deal.offering.send("refund", 0, 0, 0, by=SENIOR)
    deal.offering.send("refund", 0, 0, 3, by=MEZZANINE)
    assert balance(deal, MEZZANINE) == 4_000 * USD
    assert deal.offering.read("bidAt", 0, 0, 0) == (SENIOR, 3, 0, False, 3_000 * USD)


def test_blocked_escrow__no_new_royalties_but_everybody_is_paid_what_is_there(platform: Platform) -> None:
    deal = live_in(platform, "MockBlockingToken")
    deal.pay_date(100_000 * USD)
    deal.money.send("block_", deal.escrow.address, by=actor("admin"))
    with refused("MockBlockingToken_Blocked", account=deal.escrow.address):
        deal.pay_royalty(1)
    deal.claim(0, "senior_investor")
    deal.pay_date(0)
    deal.claim(0, "senior_investor")
    assert balance(deal, SENIOR) == 600 * (sample.SENIOR_UNIT + 14_047_500)


def test_donation__to_the_escrow__in_no_book_and_in_nobody_s_way(live: DealContracts) -> None:
    live.money.send("mint", live.escrow.address, 10**12, by=actor("attacker"))
    assert live.cash() == (0, (sample.FUNDING,))
    done = live.pay_date(100_000 * USD)
    assert done.only("PaymentDateExecuted")["available"] == 100_000 * USD
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT
    live.claim(0, "senior_investor")
    assert balance(live, SENIOR) == 600 * sample.SENIOR_UNIT
