# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back in the middle of a transfer. It is a holder, a payee and a licensee itself, and gains nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import pytest

from tests.attacks.reentrant import MOMENTS, Hostile, sold
from tests.support import sample
from tests.support.contract import Contract
from tests.support.deal import LICENCE, REFERENCE
from tests.support.roles import actor

USD = sample.USD
SENIOR = actor("senior_investor")


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
