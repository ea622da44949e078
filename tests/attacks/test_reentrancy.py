# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back in the middle of a transfer. It is a holder, a payee and a licensee itself, and gains nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import pytest

from regalia.chain.errors import decode_revert
from tests.support import sample
from tests.support.contract import Contract, calldata
from tests.support.deal import LICENCE, REFERENCE, UNLIMITED, DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

USD = sample.USD
SENIOR = actor("senior_investor")
BEFORE, AFTER = 1, 2


class Hostile:
    """A live deal in a reentrant token that holds 100 senior units, is the adviser, and has money of its own."""

    def __init__(self) -> None:
        self.platform = Platform()
        self.token = self.platform.money("MockReentrantToken")
        me = self.me = self.token.address
        self.platform.admit(me)
        request = replace(
            DealSpec().request(me),
            payees=(actor("trustee"), actor("servicer"), me),
            deadline=sample.FIRST_DATE,  # so that a payment date is due while the deal closes
            salt=b"\3" * 32,
        )
        made = self.platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer"))
        self.deal = DealContracts(
            self.platform.chain,
            self.platform.oracle,
            self.token,
            sample.PROGRAM,
            made.only("DealCreated"),
            self.platform.lens,
            self.platform.support,
        )
        self.token.send("mint", me, 10**15, by=actor("attacker"))
        for spender in (self.deal.escrow, self.deal.offering):
            self.act(self.token, "approve", spender.address, UNLIMITED)

    def act(self, contract: Contract, function: str, *arguments: Any) -> None:
        self.token.send("act", contract.address, calldata(contract.name, function, *arguments), by=actor("attacker"))

    def arm(self, moment: int, contract: Contract, function: str, *arguments: Any) -> None:
        data = calldata(contract.name, function, *arguments)
        self.token.send("arm", moment, contract.address, data, by=actor("attacker"))

    def refusal(self) -> str:
        """Why the callback failed; empty when it went through."""
        assert self.token.read("moment") == 0, "the token was never asked to move anything"
        return "" if self.token.read("succeeded") else str(decode_revert(self.token.read("answer")).name)

    def wealth(self) -> int:
        """What the token has, and everything it can still claim."""
        claims = [int(self.deal.escrow.read("entitlementOf", t.address, self.me)) for t in self.deal.tokens]
        payable = self.deal.escrow.read("payableTo", self.me)
        return int(self.token.read("balanceOf", self.me)) + sum(claims) + int(payable)

    def owed(self) -> int:
        """Everything the escrow's books hold for anybody."""
        collection, (reserve,) = self.deal.cash()
        owners = [*map(actor, (*sample.ALLOCATION, *sample.PAYEES, "originator")), self.me]
        payables = sum(self.deal.escrow.read("payableTo", owner) for owner in owners)
        claims = sum(self.deal.escrow.read("entitlementOf", t.address, o) for t in self.deal.tokens for o in owners)
        return int(collection + reserve + payables + claims)


def sold() -> Hostile:
    hostile = Hostile()
    hostile.act(hostile.deal.offering, "subscribe", 0, 100)
    hostile.deal.sell({"senior_investor": (900, 400, 10_000)})
    return hostile


@pytest.fixture
def hostile() -> Hostile:
    """One payment date is executed and unclaimed, the next is due and reported."""
    stage = sold()
    deal = stage.deal
    deal.close()
    deal.pay_date(100_000 * USD, invoices=(1_000 * USD,))
    deal.pay_royalty(60_000 * USD)
    deal.reach(2)
    deal.submit(deal.report(60_000 * USD))
    return stage


Act = tuple[Contract, str, tuple[Any, ...]]
ACTS: dict[str, Callable[[Hostile], Act]] = {
    "claim": lambda h: (h.deal.escrow, "claim", (h.deal.tokens[0].address,)),
    "withdraw": lambda h: (h.deal.escrow, "withdraw", ()),
    "payRoyalty": lambda h: (h.deal.escrow, "payRoyalty", (LICENCE, 500, REFERENCE)),
    "execute": lambda h: (h.deal.deal, "execute", (astuple(h.deal.report(60_000 * USD)),)),
}
MOMENTS = pytest.mark.parametrize("moment", [BEFORE, AFTER], ids=["before", "after"])


@MOMENTS
@pytest.mark.parametrize("inner", list(ACTS))
@pytest.mark.parametrize("outer", ["claim", "withdraw", "payRoyalty"])
def test_token__calls_back_into_a_guarded_entry__refused_and_gains_nothing(
    hostile: Hostile, outer: str, inner: str, moment: int
) -> None:
    wealth = hostile.wealth() - (500 if outer == "payRoyalty" else 0)
    contract, function, arguments = ACTS[inner](hostile)
    hostile.arm(moment, contract, function, *arguments)
    contract, function, arguments = ACTS[outer](hostile)
    hostile.act(contract, function, *arguments)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.wealth() == wealth
    assert 0 <= hostile.deal.held() - hostile.owed() <= 3


@MOMENTS
@pytest.mark.parametrize("outer", ["claim", "withdraw", "payRoyalty"])
def test_token__moves_its_units_in_the_middle__goes_through_and_gains_nothing(
    hostile: Hostile, outer: str, moment: int
) -> None:
    wealth = hostile.wealth() - (500 if outer == "payRoyalty" else 0)
    others = hostile.deal.entitlement(0, "senior_investor")
    hostile.arm(moment, hostile.deal.tokens[0], "transfer", SENIOR, 100)
    contract, function, arguments = ACTS[outer](hostile)
    hostile.act(contract, function, *arguments)
    assert hostile.refusal() == ""
    assert hostile.deal.units(0, "senior_investor") == 1_000
    assert (hostile.wealth(), hostile.deal.entitlement(0, "senior_investor")) == (wealth, others)
    assert 0 <= hostile.deal.held() - hostile.owed() <= 3


@MOMENTS
def test_token__slips_more_into_the_escrow_while_a_royalty_is_pulled__refused_whole(
    hostile: Hostile, moment: int
) -> None:
    before = hostile.deal.cash()
    hostile.arm(moment, hostile.token, "transfer", hostile.deal.escrow.address, 7)
    contract, function, arguments = ACTS["payRoyalty"](hostile)
    with pytest.raises(Exception, match=r"RoyaltyEscrow_AmountReceived\(expected=500, received=507\)"):
        hostile.act(contract, function, *arguments)
    assert hostile.deal.cash() == before


@MOMENTS
@pytest.mark.parametrize("inner", ["subscribe", "refund", "close"])
def test_token__calls_back_while_it_subscribes__refused_and_pays_the_price(inner: str, moment: int) -> None:
    hostile = Hostile()
    arguments = {"subscribe": (0, 1), "refund": (0,), "close": ()}[inner]
    hostile.arm(moment, hostile.deal.offering, inner, *arguments)
    before = hostile.wealth()
    hostile.act(hostile.deal.offering, "subscribe", 0, 100)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.wealth() == before - 100_000 * USD
    assert hostile.token.read("balanceOf", hostile.deal.offering.address) == 100_000 * USD


@MOMENTS
def test_token__closes_while_the_last_unit_is_not_paid_yet__refused(moment: int) -> None:
    hostile = Hostile()
    hostile.deal.sell({"senior_investor": (900, 400, 10_000)})
    hostile.arm(moment, hostile.deal.offering, "close")
    hostile.act(hostile.deal.offering, "subscribe", 0, 100)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.deal.deal.read("status") == 1


@MOMENTS
def test_token__refunds_itself_twice__refused(moment: int) -> None:
    hostile = Hostile()
    hostile.act(hostile.deal.offering, "subscribe", 0, 100)
    hostile.deal.subscribe(SENIOR, 0, 50)
    hostile.platform.chain.now = sample.FIRST_DATE + 1
    hostile.arm(moment, hostile.deal.offering, "refund", 0)
    before = hostile.token.read("balanceOf", hostile.me)
    hostile.act(hostile.deal.offering, "refund", 0)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.token.read("balanceOf", hostile.me) == before + 100_000 * USD
    hostile.deal.offering.send("refund", 0, by=SENIOR)


@MOMENTS
@pytest.mark.parametrize("inner", ["close", "payRoyalty", "execute"])
def test_token__calls_back_while_the_deal_closes__refused_and_the_books_open_once(inner: str, moment: int) -> None:
    hostile = sold()
    deal = hostile.deal
    deal.reach(1)
    deal.submit(deal.report(0))
    acts = ACTS | {"close": lambda h: (h.deal.offering, "close", ())}
    contract, function, arguments = acts[inner](hostile)
    if inner == "execute":
        arguments = (astuple(deal.report(0)),)
    hostile.arm(moment, contract, function, *arguments)
    deal.close()
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert deal.cash() == (0, (sample.FUNDING,))
    assert deal.deal.read("nextPeriod") == 1
    assert deal.held() == hostile.owed() == sample.PROCEEDS
