# SPDX-License-Identifier: Apache-2.0
"""R3 to R5: money nobody asked for moves no book, is in nobody's reach, and a payment token that calls back finds every door shut."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.artefacts import load
from tests.attacks.reentrant import MOMENTS, Hostile, sold
from tests.support import sample
from tests.support.chain import Emitted
from tests.support.contract import Contract, functions
from tests.support.deal import LICENCE, REFERENCE, DealContracts
from tests.support.platform import Platform
from tests.support.powers import order
from tests.support.roles import actor

USD = sample.USD
CONTRACTS = Path(__file__).parents[2] / "contracts"
PARTS: dict[str, Callable[[DealContracts], str]] = {
    "escrow": lambda deal: deal.escrow.address,
    "offering": lambda deal: deal.offering.address,
    "deal": lambda deal: deal.deal.address,
    "token": lambda deal: deal.tokens[0].address,
    "oracle": lambda deal: deal.oracle.address,
    "support": lambda deal: deal.support.address,
}
LIFE: tuple[Callable[[DealContracts], object], ...] = (
    lambda deal: deal.sell(),
    lambda deal: deal.close(),
    lambda deal: deal.pay_date(100_000 * USD + 7),
    lambda deal: deal.claim(0, "senior_investor"),
    lambda deal: deal.tokens[0].send("transfer", actor("junior_investor"), 300, by=actor("senior_investor")),
    lambda deal: deal.pay_date(0),
    lambda deal: deal.pay_date(2_000_000 * USD),
    lambda deal: deal.escrow.send("withdraw", by=actor("trustee")),
    lambda deal: deal.claim(0, "junior_investor"),
)
"""From the sale to the claim of somebody who bought later."""


def life(donate: Callable[[DealContracts], object]) -> tuple[list[Emitted], tuple[object, ...], int]:
    """What a deal told over its life, its books at the end, and its tokens; before each act somebody may donate."""
    platform = Platform()
    deal = platform.create(platform.money())
    for act in LIFE:
        before = len(platform.chain.log)
        donate(deal)
        del platform.chain.log[before:]
        act(deal)
    books = [deal.escrow.read("bookOf", token.address) for token in deal.tokens]
    books += [deal.deal.read("state"), deal.deal.read("totals"), deal.cash()]
    return platform.chain.log, tuple(books), deal.held()


@pytest.mark.parametrize("part", list(PARTS))
def test_r3__donated_before_every_act__the_life_of_the_deal_is_the_same_word_for_word(part: str) -> None:
    def donate(deal: DealContracts) -> None:
        deal.money.send("mint", PARTS[part](deal), 10**12 + 1, by=actor("attacker"))

    quiet, disturbed = life(lambda _: None), life(donate)
    assert disturbed[:2] == quiet[:2] and len(quiet[0]) > 30
    gifts = len(LIFE) * (10**12 + 1) if part == "escrow" else 0
    assert disturbed[2] == quiet[2] + gifts


OWN_PULLS = {
    "oracle/OracleDisputes.sol": 2,
    "deal/RoyaltyEscrow.sol": 2,
    "market/Offering.sol": 2,
    "market/DeskInstructions.sol": 4,
    "market/DeskMoves.sol": 2,
}
"""Where a balance of the payment token is read: before and after a pull or payment of the contract's own, always in twos."""
ASKS = re.compile(r"(?:\bbefore = |received = |sent = ).*\bbalanceOf\(")


def test_r3__balances_of_money__read_only_around_a_pull_of_one_s_own() -> None:
    found: dict[str, int] = {}
    for path in sorted(CONTRACTS.rglob("*.sol")):
        name, code = str(path.relative_to(CONTRACTS)), re.sub(r"//.*", "", path.read_text())
        for line in code.splitlines():
            if "balanceOf(" not in line or "mocks/" in name or "function " in line or name.startswith("deal/Tranche"):
                continue
            assert ASKS.search(line), (name, line)
            found[name] = found.get(name, 0) + 1
    assert found == OWN_PULLS


SWEEPERS = ("sweep", "rescue", "skim", "emergency", "drain", "recovererc20", "recovertoken")


def test_r4__sent_to_the_escrow_by_mistake__stays_there_and_touches_nothing_owed(
    platform: Platform, live: DealContracts
) -> None:
    """No sweep at all, so none that could reach what is owed: the known issue number 1."""
    live.pay_date(2_000_000 * USD)
    live.money.send("mint", live.escrow.address, 777, by=actor("senior_investor"))
    owed = sum(live.entitlement(t, role) for t in range(3) for role in sample.ALLOCATION)
    owed += sum(live.payable(role) for role in (*sample.PAYEES, "originator"))
    collection, accounts = live.cash()
    assert live.held() == collection + sum(accounts) + owed + 777
    for t in range(3):
        for role, units in sample.ALLOCATION.items():
            if units[t]:
                live.claim(t, role)
    for role in ("trustee", "servicer", "originator"):
        live.escrow.send("withdraw", by=actor(role))
    for role in ("senior_investor", "mezzanine_investor"):
        order(platform, "redeem", live.tokens[0], actor(role), live.units(0, role))
    assert live.held() == collection + sum(accounts) + 777
    assert live.cash() == (collection, accounts)


@pytest.mark.parametrize(
    "name", ["RoyaltyEscrow", "Deal", "TrancheToken", "Offering", "RoyaltyOracle", "SettlementDesk"]
)
def test_r4__interface__has_nothing_to_sweep_with(name: str) -> None:
    assert not [f for f in functions(name) if any(word in f.lower() for word in SWEEPERS)]
    assert not [entry for entry in load(name).abi if entry["type"] in ("fallback", "receive")]


@pytest.fixture
def hostile() -> Hostile:
    """The payment token is holder, payee and licensee; a date is executed and nothing claimed, the next is due and reported."""
    stage = sold()
    stage.deal.close()
    stage.deal.pay_date(100_000 * USD, invoices=(1_000 * USD,))
    stage.deal.pay_royalty(60_000 * USD)
    stage.deal.reach(2)
    stage.deal.submit(stage.deal.report(60_000 * USD))
    return stage


@MOMENTS
@pytest.mark.parametrize("inner", ["claim", "withdraw", "payRoyalty", "execute"])
@pytest.mark.parametrize("outer", ["claim", "withdraw"])
def test_r5__payment_token_calls_back_while_it_pays__refused_and_paid_once(
    hostile: Hostile, outer: str, inner: str, moment: int
) -> None:
    deal = hostile.deal
    acts: dict[str, tuple[Contract, str, Any]] = {
        "claim": (deal.escrow, "claim", (deal.tokens[0].address,)),
        "withdraw": (deal.escrow, "withdraw", ()),
        "payRoyalty": (deal.escrow, "payRoyalty", (LICENCE, 500, REFERENCE)),
        "execute": (deal.deal, "execute", (astuple(deal.report(60_000 * USD)),)),
    }
    owed = {
        "claim": int(deal.escrow.read("entitlementOf", deal.tokens[0].address, hostile.me)),
        "withdraw": int(deal.escrow.read("payableTo", hostile.me)),
    }
    assert owed == {"claim": 100 * (sample.SENIOR_UNIT - USD), "withdraw": 1_000 * USD}
    held, before = deal.held(), int(hostile.token.read("balanceOf", hostile.me))
    contract, function, arguments = acts[inner]
    hostile.arm(moment, contract, function, *arguments)
    contract, function, arguments = acts[outer]
    hostile.act(contract, function, *arguments)
    assert hostile.refusal() == "ReentrancyGuardReentrantCall"
    assert hostile.token.read("balanceOf", hostile.me) - before == owed[outer] == held - deal.held()
    assert deal.deal.read("nextPeriod") == 2


@MOMENTS
def test_r5__units_moved_in_the_middle_of_a_claim__the_books_were_written_before(hostile: Hostile, moment: int) -> None:
    deal = hostile.deal
    others = deal.entitlement(0, "senior_investor")
    hostile.arm(moment, deal.tokens[0], "transfer", actor("senior_investor"), 100)
    hostile.act(deal.escrow, "claim", deal.tokens[0].address)
    assert hostile.refusal() == ""
    assert (deal.units(0, "senior_investor"), deal.entitlement(0, "senior_investor")) == (1_000, others)
    assert deal.escrow.read("entitlementOf", deal.tokens[0].address, hostile.me) == 0
