# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back while it pays support or a call, as their provider and holder itself. It gains nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import pytest

from regalia.chain.errors import decode_revert
from tests.support import sample, whole
from tests.support.contract import Contract, calldata
from tests.support.deal import LICENCE, REFERENCE, UNLIMITED, DealContracts
from tests.support.platform import Platform
from tests.support.roles import actor
from tests.support.whole import ALLOCATION, HOUR, LINE, PROGRAM, USD

MOMENTS = pytest.mark.parametrize("moment", [1, 2], ids=["before", "after"])
SENIOR_CALL, MEZZANINE_CALL = 0, 2
POOR = 10_000 * USD


class Hostile:
    """A live deal in a reentrant token that stands behind the line, may call, and holds 100 senior units."""

    def __init__(self) -> None:
        platform = self.platform = Platform()
        self.token = platform.money("MockReentrantToken")
        me = self.me = self.token.address
        platform.admit(me)
        payees = tuple(me if p in ("liquidity_provider", "call_holder") else actor(p) for p in whole.PAYEES)
        request = replace(whole.spec().request(me), payees=payees)
        made = platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer")).only("DealCreated")
        chain, oracle = platform.chain, platform.oracle
        self.deal = DealContracts(chain, oracle, self.token, PROGRAM, made, platform.lens, platform.support)
        self.token.send("mint", me, 10**15, by=actor("attacker"))
        for spender in (self.deal.escrow, self.deal.offering):
            self.act(self.token, "approve", spender.address, UNLIMITED)
        self.act(self.deal.offering, "subscribe", 0, 0, 100)
        self.deal.bids.append((0, 0, 0))
        self.deal.sell({"senior_investor": (900, 0), "mezzanine_investor": (0, 400)})
        self.deal.close()

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
        claims = sum(int(self.deal.escrow.read("entitlementOf", t.address, self.me)) for t in self.deal.tokens)
        return int(self.token.read("balanceOf", self.me)) + claims + int(self.deal.escrow.read("payableTo", self.me))

    def owed(self) -> int:
        """Everything the escrow's books hold for anybody."""
        collection, accounts = self.deal.cash()
        owners = {*map(actor, (*ALLOCATION, *whole.PAYEES, "originator")), self.me}
        payables = sum(self.deal.escrow.read("payableTo", owner) for owner in owners)
        claims = sum(self.deal.escrow.read("entitlementOf", t.address, o) for t in self.deal.tokens for o in owners)
        return int(collection + sum(accounts) + payables + claims)


@pytest.fixture
def hostile(request: pytest.FixtureRequest) -> Hostile:
    """A poor second quarter is reported on the eve of its date, and the line has been asked for what it lacks.

    Where a test names an ``outer`` act, it is asked only for the one that pays: while it is, nothing is deposited.
    """
    stage = Hostile()
    deal = stage.deal
    deal.pay_date(100_000 * USD)
    deal.pay_royalty(POOR)
    report = deal.report(POOR)
    deal.chain.now = sample.SECOND_DATE - 10 * HOUR
    deal.submit(report)
    callspec = getattr(request.node, "callspec", None)
    if callspec is None or callspec.params.get("outer", "pay") == "pay":
        deal.support.send("demand", deal.deal.address, LINE, astuple(report), by=actor("attacker"))
    return stage


Act = tuple[Contract, str, tuple[Any, ...]]
INNER: dict[str, tuple[Callable[[Hostile], Act], str]] = {
    "claim": (lambda h: (h.deal.escrow, "claim", (h.deal.tokens[0].address,)), "ReentrancyGuardReentrantCall"),
    "payRoyalty": (lambda h: (h.deal.escrow, "payRoyalty", (LICENCE, 5, REFERENCE)), "ReentrancyGuardReentrantCall"),
    "deposit": (lambda h: (h.deal.support, "deposit", (h.deal.deal.address, LINE, 5)), "ReentrancyGuardReentrantCall"),
    "another call": (lambda h: (h.deal.deal, "exerciseCall", (MEZZANINE_CALL, 10**13)), "ReentrancyGuardReentrantCall"),
    "the end": (lambda h: (h.deal.deal, "conclude", ()), "DealLens_NotOver"),
}


def asked(h: Hostile) -> int:
    _, demanded, paid, _ = h.deal.support.read("noticeOf", h.deal.deal.address, LINE)
    return int(demanded - paid)


OUTER: dict[str, Callable[[Hostile], Act]] = {
    "pay": lambda h: (h.deal.support, "pay", (h.deal.deal.address, LINE, asked(h))),
    "deposit": lambda h: (h.deal.support, "deposit", (h.deal.deal.address, LINE, 1_000)),
    "call": lambda h: (h.deal.deal, "exerciseCall", (SENIOR_CALL, 10**13)),
}


@MOMENTS
@pytest.mark.parametrize("inner", list(INNER))
@pytest.mark.parametrize("outer", list(OUTER))
def test_token__calls_back_while_it_pays__refused_and_all_is_booked(
    hostile: Hostile, outer: str, inner: str, moment: int
) -> None:
    act, reason = INNER[inner]
    contract, function, arguments = act(hostile)
    hostile.arm(moment, contract, function, *arguments)
    before, held = hostile.wealth(), hostile.deal.held()
    contract, function, arguments = OUTER[outer](hostile)
    hostile.act(contract, function, *arguments)
    assert hostile.refusal() == reason
    came = hostile.deal.held() - held
    # of the price of a call its own hundred units earn a tenth
    assert hostile.wealth() - before == (came // 10 if outer == "call" else 0) - came < 0
    assert 0 <= hostile.deal.held() - hostile.owed() <= 3


@MOMENTS
def test_token__executes_the_date_while_it_pays_for_it__refused_and_possible_afterwards(
    hostile: Hostile, moment: int
) -> None:
    deal = hostile.deal
    deal.reach(2)
    report = deal.report(POOR)
    hostile.arm(moment, deal.deal, "execute", astuple(report))
    hostile.act(deal.support, "pay", deal.deal.address, LINE, asked(hostile))
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert deal.deal.read("nextPeriod") == 2
    deal.execute(report)
    assert 0 <= deal.held() - hostile.owed() <= 3


@MOMENTS
def test_token__exercises_the_same_call_in_the_middle_of_it__nothing_left_to_call(
    hostile: Hostile, moment: int
) -> None:
    hostile.arm(moment, hostile.deal.deal, "exerciseCall", SENIOR_CALL, 10**13)
    hostile.act(hostile.deal.deal, "exerciseCall", SENIOR_CALL, 10**13)
    assert hostile.refusal() == "Deal_NothingToCall"
    assert hostile.deal.state().balance[0] == 0


@MOMENTS
def test_token__concludes_while_it_puts_cash_in__refused_and_its_cash_comes_back_at_the_end(moment: int) -> None:
    hostile = Hostile()
    deal = hostile.deal
    deal.pay_date(1_500_000 * USD)
    before = hostile.wealth()
    hostile.arm(moment, deal.deal, "conclude")
    hostile.act(deal.support, "deposit", deal.deal.address, LINE, 7_000)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert deal.deal.read("status") == 3
    deal.deal.send("conclude", by=actor("outsider"))
    assert hostile.wealth() == before
    assert 0 <= deal.held() - hostile.owed() <= 3


@MOMENTS
def test_token__sells_its_units_while_it_pays_the_call__the_buyer_is_repaid(hostile: Hostile, moment: int) -> None:
    deal = hostile.deal
    before = deal.entitlement(0, "senior_investor")
    hostile.arm(moment, deal.tokens[0], "transfer", actor("senior_investor"), 100)
    price = sum(deal.lens.read("priceOfCall", deal.deal.address, SENIOR_CALL))
    hostile.act(deal.deal, "exerciseCall", SENIOR_CALL, price)
    assert hostile.refusal() == ""
    assert deal.entitlement(0, "senior_investor") - before in (price, price - 1)
    assert 0 <= deal.held() - hostile.owed() <= 3


@MOMENTS
@pytest.mark.parametrize("outer", list(OUTER))
def test_token__slips_more_into_the_escrow_while_it_pays__refused_whole(
    hostile: Hostile, outer: str, moment: int
) -> None:
    before, state = hostile.deal.cash(), hostile.deal.state()
    hostile.arm(moment, hostile.token, "transfer", hostile.deal.escrow.address, 7)
    contract, function, arguments = OUTER[outer](hostile)
    with pytest.raises(Exception, match="RoyaltyEscrow_AmountReceived"):
        hostile.act(contract, function, *arguments)
    assert (hostile.deal.cash(), hostile.deal.state()) == (before, state)
