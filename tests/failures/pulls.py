# SPDX-License-Identifier: Apache-2.0
"""Everything that takes payment tokens in, on a stage of its own with a token whose fee can be switched on; and what is owed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.contracts.desk_instruction import DUE, instruct
from tests.contracts.desk_world import MAKER, TAKER, DeskWorld
from tests.failures.test_payment_tokens import HOLDERS, PAYEES
from tests.oracle.court import BOND, Court
from tests.support import sample, whole
from tests.support.acts import call_price, demand, deposit_support, exercise, pay_support
from tests.support.chain import Chain
from tests.support.contract import Contract
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import Platform, plain_spec
from tests.support.roles import actor
from tests.support.sample import USD

Pull = tuple[Chain, Contract, Callable[[], Any], str, int]
"""Where; the token; an act that takes money in; its refusal; how much it takes."""
LINE, GUARANTEE, HOLDERS_CALL = 0, 1, 0


def _royalty() -> Pull:
    deal = fee_later(Platform())
    return deal.chain, deal.money, lambda: deal.pay_royalty(1_000), "RoyaltyEscrow_AmountReceived", 1_000


def _bid() -> Pull:
    deal = (platform := Platform()).create(platform.money("MockFeeToken"), plain_spec(10, 500))
    return (
        deal.chain,
        deal.money,
        lambda: deal.subscribe(actor("senior_investor"), 0, 2),
        "Offering_AmountReceived",
        1_000,
    )


def _closing() -> Pull:
    platform = Platform()
    deal = platform.create(quiet(platform.money("MockFeeToken")))
    deal.sell()
    return deal.chain, deal.money, deal.close, "RoyaltyEscrow_AmountReceived", sample.PROCEEDS


def _whole() -> DealContracts:
    platform = Platform()
    return whole.live_whole(platform, quiet(platform.money("MockFeeToken")))


def _support() -> Pull:
    deal = _whole()
    report = deal.report(0)
    deal.reach(1)
    deal.submit(report)
    needed, _ = demand(deal, LINE, report)
    act = lambda: pay_support(deal, LINE, needed, "liquidity_provider")  # noqa: E731
    return deal.chain, deal.money, act, "RoyaltyEscrow_AmountReceived", needed


def _deposit() -> Pull:
    deal = _whole()
    act = lambda: deposit_support(deal, LINE, 1_000, "liquidity_provider")  # noqa: E731
    return deal.chain, deal.money, act, "RoyaltyEscrow_AmountReceived", 1_000


def _call() -> Pull:
    deal = _whole()
    whole.until(deal.chain, whole.CALLS[0].since)  # type: ignore[arg-type]
    price = sum(call_price(deal, HOLDERS_CALL))
    act = lambda: exercise(deal, HOLDERS_CALL, 2 * price)  # noqa: E731
    return deal.chain, deal.money, act, "RoyaltyEscrow_AmountReceived", price


def _bond() -> Pull:
    court = Court("MockFeeToken")
    court.accept()
    return court.chain, court.money, court.dispute, "OracleDisputes_AmountReceived", BOND


def _instruction() -> Pull:
    world = desk_in("MockFeeToken")
    return world.chain, world.money, instruct(world).pay, "SettlementDesk_AmountReceived", DUE


def _fill() -> Pull:
    world = desk_in("MockFeeToken")
    order = world.order()
    return (
        world.chain,
        world.money,
        lambda: world.fill(order),
        "SettlementDesk_AmountReceived",
        order.units * order.price,
    )


PULLS = {
    name.removeprefix("_"): pull
    for name, pull in {
        "royalty": _royalty,
        "bid": _bid,
        "closing": _closing,
        "support": _support,
        "deposit": _deposit,
        "call": _call,
        "bond": _bond,
        "cash of an instruction": _instruction,
        "fill": _fill,
    }.items()
}


def fee_later(platform: Platform) -> DealContracts:
    """One date paid and nothing claimed when the fee is switched on."""
    deal = platform.create(quiet(platform.money("MockFeeToken")))
    deal.sell()
    deal.close()
    deal.pay_date(2_000_000 * USD)
    return deal


def quiet(money: Contract) -> Contract:
    """A token that takes its fee later."""
    money.send("charge", False, by=actor("stablecoin issuer"))
    return money


def desk_in(kind: str) -> DeskWorld:
    """The money becomes another kind once everybody has some."""
    world = DeskWorld()
    world.chain.place(world.money.address, world.chain.code(world.platform.money(kind).address))
    world.money = Contract(world.chain, kind, world.money.address)
    for party in (MAKER, TAKER):
        world.money.send("approve", world.desk.address, UNLIMITED, by=party.address)
    return world


def owed(deal: DealContracts) -> int:
    """All the escrow's books hold for anybody, to the smallest unit."""
    collection, accounts = deal.cash()
    parties = (*HOLDERS, *PAYEES, "adviser")
    claims = sum(deal.entitlement(tranche, role) for tranche in range(3) for role in HOLDERS)
    return collection + sum(accounts) + claims + sum(deal.payable(role) for role in parties)
