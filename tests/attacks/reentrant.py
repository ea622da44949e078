# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back in the middle of a transfer, which is a holder, a payee and a licensee itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from regalia.chain.errors import decode_revert
from tests.support import sample
from tests.support.contract import Contract, calldata
from tests.support.deal import UNLIMITED, DealContracts
from tests.support.platform import DealSpec, Platform
from tests.support.roles import actor

BEFORE, AFTER = 1, 2
MOMENTS = pytest.mark.parametrize("moment", [BEFORE, AFTER], ids=["before", "after"])


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

    def bid(self, units: int) -> None:
        """For senior units; its first bid of them is the first of all."""
        place = int(self.deal.offering.read("demandAt", 0, 0))
        self.act(self.deal.offering, "subscribe", 0, 0, units)
        self.deal.bids.append((0, 0, place))

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
    """Everything is bid for exactly once; not closed."""
    hostile = Hostile()
    hostile.bid(100)
    hostile.deal.sell({"senior_investor": (900, 400, 10_000)})
    return hostile
