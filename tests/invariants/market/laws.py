# SPDX-License-Identifier: Apache-2.0
"""What must hold whatever the market did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.invariants.market.stage import INVESTORS, Market
from tests.support.chain import Emitted
from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.roles import actor

SCALE = 2**48
LAPSED = 2
"""`IDeal.Status`."""


def holders(market: Market) -> list[str]:
    return [*map(market.wallet, INVESTORS), actor("originator")]


def everybody_may_hold(market: Market, events: Sequence[Emitted]) -> None:
    """Whoever received units was eligible at that moment. To be asked right after an act."""
    tokens = {token.address for deal in market.deals for token in deal.tokens}
    for event in events:
        if event.name == "Transfer" and event.address in tokens and event.args["value"]:
            assert market.platform.registry.read("isVerified", event.args["to"]), event


def units_are_conserved(market: Market) -> None:
    """Placed units are in somebody's hands or still to be collected, and are what bids were allotted and the originator retains."""
    for deal in market.deals:
        for index, token in enumerate(deal.tokens):
            supply, *_, awaited = deal.escrow.read("bookOf", token.address)
            assert supply == awaited + sum(token.read("balanceOf", holder) for holder in holders(market))
            assert token.read("totalSupply") == supply - awaited
            if deal.offering.read("closedAt"):
                allotted = sum(deal.offering.read("bidAt", *bid)[2] for bid in deal.bids if bid[0] == index)
                retained = token.read("transferRules")[0] >> 64 & (2**48 - 1)
                assert supply == allotted + retained == deal.deal.read("trancheAt", index)[1]


def cash_is_conserved(market: Market) -> None:
    """Of each deal, offering and the desk: what came in is what went out and what is held."""
    donated = market.donated
    for deal in market.deals:
        flows = _flows(market, deal)
        assert (
            _held(deal.money, deal.offering) == flows["offering"] + donated[deal.money.address, deal.offering.address]
        )
        assert _held(deal.money, deal.escrow) == flows["escrow"] + donated[deal.money.address, deal.escrow.address]
    paid = Counter[str]()
    for identity, _ in market.instructions:
        told = market.desk.read("instructionAt", identity)
        paid[told["paymentToken"]] += told["paid"]
    for money in market.moneys:
        assert _held(money, market.desk) == paid[money.address] + donated[money.address, market.desk.address]


def everybody_can_be_paid(market: Market) -> None:
    """An offering has what its bidders are owed; an escrow what its books say, units not collected included."""
    for deal in market.deals:
        if deal.offering.read("closedAt") or deal.offering.read("stage") == LAPSED:
            owed = sum(deal.offering.read("bidAt", *bid)[4] for bid in deal.bids)
            assert owed <= _held(deal.money, deal.offering)
        collection, accounts = deal.cash()
        payees = {actor(name) for name in ("originator", "trustee", "servicer", "adviser")}
        owed = collection + sum(accounts) + sum(deal.escrow.read("payableTo", payee) for payee in payees)
        for token in deal.tokens:
            owed += sum(token.read("entitlementOf", holder) for holder in holders(market))
            book = deal.escrow.read("bookOf", token.address)
            owed += book[2] * book[6] // SCALE
        assert owed <= _held(deal.money, deal.escrow)


def orders_are_filled_once(market: Market) -> None:
    """Never more than was ordered, and as much as the desk says."""
    filled = Counter[bytes]()
    for event in market.chain.log:
        if event.name == "OrderFilled":
            filled[bytes(event.args["orderHash"])] += event.args["units"]
    for order in market.orders:
        digest = bytes(market.desk.read("hashOf", order.fields))
        assert filled[digest] == order.filled <= order.units


def all_laws(market: Market) -> None:
    units_are_conserved(market)
    cash_is_conserved(market)
    everybody_can_be_paid(market)
    orders_are_filled_once(market)


def _held(money: Contract, holder: Contract) -> int:
    return int(money.read("balanceOf", holder.address))


def _flows(market: Market, deal: DealContracts) -> Counter[str]:
    """What events say is in offering and escrow."""
    flows = Counter[str]()
    for event in market.chain.log:
        args = event.args
        if event.address == deal.offering.address:
            if event.name in ("Subscribed", "TakenUp"):
                flows["offering"] += args["paid"]
            elif event.name == "Refunded":
                flows["offering"] -= args["paid"]
        elif event.address == deal.escrow.address:
            if event.name == "BooksOpened":
                flows["offering"] -= args["proceeds"]
                flows["escrow"] += args["proceeds"]
            elif event.name == "RoyaltyPaid":
                flows["escrow"] += args["amount"]
            elif event.name == "IncomeClaimed":
                flows["escrow"] -= args["gross"] - args["tax"]
            elif event.name == "PayableClaimed":
                flows["escrow"] -= args["amount"]
    return flows
