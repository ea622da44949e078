# SPDX-License-Identifier: Apache-2.0
"""D6, D7, D9, D11: how large amounts may be, in which token, to whom they go, and by whose units they are shared out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from regalia.chain.artefacts import load
from tests.failures.estate import Books
from tests.support import sample
from tests.support.chain import RefusedError, refused
from tests.support.contract import Contract, functions
from tests.support.deal import DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor

CAP = 2**96 - 1
"""The most that can be attested: 79,228 million million units of a token of 18 decimals, 79,228 of one of 24."""
ASKS_DECIMALS = bytes.fromhex("63313ce567")
"""PUSH4 of the selector of decimals()."""
HOLD_CASH = ("RoyaltyEscrow", "Offering", "SettlementDesk", "RoyaltyOracle", "Deal", "SupportFacility")
HOLDERS = ("senior_investor", "junior_investor")


def plain_deal(platform: Platform, money: Contract, units: int, **changes: Any) -> DealContracts:
    """One tranche that takes everything; the junior investor has one unit, the senior all others."""
    deal = platform.create(money, replace(plain_spec(units), **changes))
    deal.sell({"senior_investor": (units - 1,), "junior_investor": (1,)})
    deal.close()
    return deal


@pytest.fixture(scope="module", params=[3, 1_000_003, 2**48 - 1])
def books(request: pytest.FixtureRequest) -> Books:
    """The bank has one unit, the fund all others."""
    return Books(request.param, {"fund": request.param - 1, "bank": 1})


@pytest.mark.parametrize("decimals", range(25))
def test_d6__token_of_any_decimals__smallest_and_largest_amounts_are_shared_out(books: Books, decimals: int) -> None:
    one, placed = 10**decimals, books.book()[0]
    for amount in (1, one, min(one * 12_345 + 1, CAP), CAP // one * one, CAP):
        with books.chain.undone():
            books.distribute(amount)
            shares = {"fund": amount * (placed - 1) // placed, "bank": amount // placed}
            for who, share in shares.items():
                assert share - 1 <= books.owed(who) <= share
            claimed = sum(books.claim(who) for who in shares if books.owed(who))
            assert amount - 2 <= claimed <= amount and books.balance(books.escrow.address) == amount - claimed


def test_d6__all_there_can_ever_be_again_and_again__no_total_overflows(platform: Platform, money: Contract) -> None:
    deal = plain_deal(platform, money, 2)
    paid = 0
    for _ in range(3):
        deal.pay_date(CAP)
        paid += sum(deal.claim(0, role).only("IncomeClaimed")["gross"] for role in HOLDERS if deal.entitlement(0, role))
        assert deal.deal.read("totals") == (CAP, CAP)
    assert paid == CAP - 1  # attested to date ends here, and an odd amount leaves half a unit with each of the two
    assert deal.held() == 3 * CAP - paid


def test_d6__amount_above_the_largest__refused(platform: Platform, money: Contract) -> None:
    deal = plain_deal(platform, money, 2)
    with refused("RoyaltyOracle_AmountTooLarge", limit=CAP + 1, given=CAP + 1):
        deal.submit(deal.report(CAP + 1))
    deal.pay_royalty(2**128 - 1 - deal.cash()[0])
    deal.give(actor("licensee"), 1, deal.escrow)
    with pytest.raises(RefusedError, match="Panic"):
        deal.escrow.send("payRoyalty", bytes(32), 1, bytes(32), by=actor("licensee"))


@pytest.mark.parametrize("name", HOLD_CASH)
def test_d6__decimals_of_the_payment_token__asked_by_no_contract(name: str) -> None:
    """So a token that has none, or changes them, is no other money to the books. A tranche token has its own: none."""
    assert ASKS_DECIMALS not in bytes.fromhex(load(name).bytecode.removeprefix("0x"))
    assert "decimals" not in functions(name)


def test_d7__payment_token__no_act_takes_another_one(live: DealContracts) -> None:
    for name in ("Deal", "RoyaltyEscrow", "TrancheToken", "NoteholderMeeting"):
        for entry in functions(name).values():
            if entry["stateMutability"] in ("view", "pure"):
                continue
            taken = {i["name"].lower() for i in entry["inputs"]}
            assert not {"paymenttoken", "currency", "asset", "stablecoin"} & taken, (name, entry["name"])
            assert not entry["name"].startswith("set") or entry["name"] in ("setFrozenTokens", "setAddressFrozen")
    token = bytes.fromhex(live.money.address[2:])
    for holder in (live.escrow, live.offering, live.tokens[0]):
        assert token in live.chain.code(holder.address), "in the code, which nothing changes"
    assert token not in live.chain.code(live.deal.read("wiringAt")), "and not in what a meeting can amend"
    word = int.from_bytes(token, "big")
    assert not [place for place, value in live.chain.storage().items() if value % 2**160 == word]


def test_d7__whole_life__one_token_from_first_to_last(platform: Platform, live: DealContracts) -> None:
    other = platform.money()
    other.send("mint", live.escrow.address, 10**15, by=actor("attacker"))
    live.pay_date(100_000 * sample.USD)
    live.claim(0, "senior_investor")
    assert live.escrow.read("PAYMENT_TOKEN") == live.money.address
    assert live.money.read("balanceOf", actor("senior_investor")) == 600 * sample.SENIOR_UNIT
    assert other.read("balanceOf", actor("senior_investor")) == 0


def test_d9__payouts__no_act_names_another_receiver() -> None:
    claim, withdraw = functions("RoyaltyEscrow")["claim"], functions("RoyaltyEscrow")["withdraw"]
    assert [i["name"] for i in claim["inputs"]] == ["token"]
    assert withdraw["inputs"] == []
    words = ("forward", "redirect", "payto", "beneficiary", "delegate")
    for name in ("RoyaltyEscrow", "TrancheToken", "Deal", "TransferAgent"):
        assert not [f for f in functions(name) if any(word in f.lower() for word in words)]


@pytest.mark.parametrize("first", HOLDERS)
def test_d9__two_who_pass_all_on_to_one_address__each_claims_his_own(
    platform: Platform, money: Contract, first: str
) -> None:
    deal = plain_deal(platform, money, 4)
    deal.pay_date(1_001)
    owed = {role: deal.entitlement(0, role) for role in HOLDERS}
    assert owed == {"senior_investor": 1_001 * 3 // 4, "junior_investor": 1_001 // 4}
    second = next(role for role in HOLDERS if role != first)
    for role in (first, second):
        assert deal.entitlement(0, role) == owed[role]
        deal.claim(0, role)
        money.send("transfer", actor("custodian"), owed[role], by=actor(role))
    assert money.read("balanceOf", actor("custodian")) == sum(owed.values())
    with refused("RoyaltyEscrow_NothingOwed", claimant=actor("custodian")):
        deal.claim(0, "custodian")


def test_d11__units__can_be_made_by_nobody_and_borrowed_from_no_contract(live: DealContracts) -> None:
    assert not [f for f in functions("TrancheToken") if "flash" in f.lower()]
    supply = live.tokens[0].read("totalSupply")
    for role in ("attacker", "senior_investor", "originator", "admin"):
        with refused("TrancheToken_OnlyOffering"):
            live.tokens[0].send("mint", actor(role), 10**6, by=actor(role))
    assert live.tokens[0].read("totalSupply") == supply == sum(live.units(0, role) for role in sample.ALLOCATION)


def test_d11__buyer_of_the_same_block__after_the_date_gets_nothing(live: DealContracts) -> None:
    live.pay_date(100_000 * sample.USD)
    live.tokens[0].send("transfer", actor("junior_investor"), 600, by=actor("senior_investor"))
    with refused("RoyaltyEscrow_NothingOwed"):
        live.claim(0, "junior_investor")
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


@pytest.mark.parametrize("lent", [1, 599, 600])
def test_d11__units_lent_across_the_date__borrower_gets_what_the_lender_gave_up_and_no_third_loses(
    live: DealContracts, lent: int
) -> None:
    """The written rule: whoever holds at the date earns. Only the holder's own consent moves his units before it."""
    live.pay_royalty(100_000 * sample.USD)
    report = live.report(100_000 * sample.USD)
    live.reach(1)
    live.submit(report)
    live.tokens[0].send("transfer", actor("junior_investor"), lent, by=actor("senior_investor"))
    live.execute(report)
    live.tokens[0].send("transfer", actor("senior_investor"), lent, by=actor("junior_investor"))
    assert live.entitlement(0, "junior_investor") == lent * sample.SENIOR_UNIT
    assert live.entitlement(0, "senior_investor") == (600 - lent) * sample.SENIOR_UNIT
    assert live.entitlement(0, "mezzanine_investor") == 400 * sample.SENIOR_UNIT
