# SPDX-License-Identifier: Apache-2.0
"""A payment token that calls back while a right is bought back: it is itself the seller, and still pays the price once for one right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from regalia.chain.errors import decode_revert
from tests.support import sample, whole
from tests.support.contract import Contract, calldata
from tests.support.deal import LICENCE, REFERENCE, UNLIMITED, DealContracts
from tests.support.platform import Platform
from tests.support.rights import NONE, PROGRAM, USD, PoolSpec, RightsDesk, number
from tests.support.rights_acts import PATENT_1, PATENT_2, demand
from tests.support.roles import actor

BEFORE, AFTER = 1, 2
PRICE = 100 * USD


class HostileSeller:
    """The payment token is the originator of a live deal on two rights; the first's repurchase is demanded. Another deal is offered."""

    def __init__(self) -> None:
        self.platform = Platform()
        self.token = self.platform.money("MockReentrantToken")
        self.desk = RightsDesk(self.platform, self.token)
        self.deal, self.other = self.made(b"\1" * 32), self.made(b"\2" * 32, 2 * sample.DEADLINE)
        terms = PoolSpec(substitution_until=20300101, substitution_most=10**6).words()
        for deal in (self.deal, self.other):
            self.act("open", deal.deal.address, terms)
        for serial in (1, 2, 3):
            self.desk.good(number(serial), PRICE, owners=(self.token.address,))
        self.act("pledge", self.deal.deal.address, [PATENT_1, PATENT_2], [0, 0])
        self.deal.sell(whole.ALLOCATION)
        self.deal.close()
        demand(self.desk, PATENT_1)
        self.token.send("mint", self.token.address, PRICE, by=actor("attacker"))
        self.act_on(self.token, "approve", self.desk.pool.address, UNLIMITED)

    def made(self, salt: bytes, deadline: int = sample.DEADLINE) -> DealContracts:
        spec = whole.spec(PROGRAM, facts=self.desk.pool.address, salt=salt, deadline=deadline)
        request = replace(spec.request(self.token.address), originator=self.token.address)
        made = self.platform.factory.send("createDeal", request.as_tuple(), by=actor("issuer"))
        shared = (self.platform.lens, self.platform.support)
        return DealContracts(
            self.platform.chain, self.platform.oracle, self.token, PROGRAM, made.only("DealCreated"), *shared
        )

    def act_on(self, contract: Contract, function: str, *arguments: Any) -> None:
        data = calldata(contract.name, function, *arguments)
        self.token.send("act", contract.address, data, by=actor("attacker"))

    def act(self, function: str, *arguments: Any) -> None:
        """On the pool, in the token's name."""
        self.act_on(self.desk.pool, function, *arguments)

    def arm(self, moment: int, contract: Contract, function: str, *arguments: Any) -> None:
        data = calldata(contract.name, function, *arguments)
        self.token.send("arm", moment, contract.address, data, by=actor("attacker"))

    def refusal(self) -> str:
        """Why the callback failed; empty when it went through."""
        assert self.token.read("moment") == 0, "the token was never asked to move anything"
        return "" if self.token.read("succeeded") else decode_revert(self.token.read("answer")).name


@pytest.fixture
def seller() -> HostileSeller:
    return HostileSeller()


Act = tuple[Contract, str, tuple[Any, ...]]
INNER: dict[str, tuple[Callable[[HostileSeller], Act], str]] = {
    "the same again": (lambda s: (s.desk.pool, "repurchase", (PATENT_1, UNLIMITED)), "RightsPool_NotPledged"),
    "another not demanded": (
        lambda s: (s.desk.pool, "repurchase", (PATENT_2, UNLIMITED)),
        "RightsPool_NothingDemanded",
    ),
    "put another in its place": (
        lambda s: (s.desk.pool, "substitute", (PATENT_1, number(3), 0)),
        "RightsPool_NotPledged",
    ),
    "release the rest": (lambda s: (s.desk.pool, "release", ([PATENT_2],)), "RightsPool_NotOver"),
    "back into the live deal": (
        lambda s: (s.desk.pool, "pledge", (s.deal.deal.address, [PATENT_1], [0])),
        "RightsPool_DealStatus",
    ),
    "take what the pool holds": (
        lambda s: (s.token, "transferFrom", (s.desk.pool.address, s.token.address, PRICE)),
        "ERC20InsufficientAllowance",
    ),
    "change by hand": (lambda s: (s.desk.pool, "onChange", (PATENT_1,)), "RightsPool_OnlyRegistry"),
    "settle": (lambda s: (s.desk.pool, "settle", (s.deal.deal.address, 9)), ""),
    "pledge it to the next deal": (lambda s: (s.desk.pool, "pledge", (s.other.deal.address, [PATENT_1], [0])), ""),
}


@pytest.mark.parametrize("moment", [BEFORE, AFTER], ids=["before", "after"])
@pytest.mark.parametrize("inner", list(INNER))
def test_token__calls_back_while_a_right_is_bought_back__the_price_is_paid_once(
    seller: HostileSeller, inner: str, moment: int
) -> None:
    make, refusal = INNER[inner]
    contract, function, arguments = make(seller)
    seller.arm(moment, contract, function, *arguments)
    seller.act("repurchase", PATENT_1, UNLIMITED)
    assert seller.refusal() == refusal
    pool, money = seller.desk.pool, seller.token
    assert seller.deal.cash()[0] == PRICE
    assert (money.read("balanceOf", pool.address), money.read("balanceOf", money.address)) == (0, 0)
    assert seller.desk.facts(seller.deal, "pool-value", "rights-breached") == (PRICE, 0)
    assert pool.read("sumsOf", seller.deal.deal.address)[0] == 1
    deal = seller.other.deal.address if inner == "pledge it to the next deal" else NONE
    assert pool.read("pledgeOf", PATENT_1)["deal"] == deal


@pytest.mark.parametrize("moment", [BEFORE, AFTER], ids=["before", "after"])
def test_token__pays_a_royalty_in_the_middle__counted_beside_the_price(seller: HostileSeller, moment: int) -> None:
    """The first transfer is the pool's, before the escrow is entered."""
    seller.token.send("mint", seller.token.address, 7, by=actor("attacker"))
    seller.act_on(seller.token, "approve", seller.deal.escrow.address, 7)
    seller.arm(moment, seller.deal.escrow, "payRoyalty", LICENCE, 7, REFERENCE)
    seller.act("repurchase", PATENT_1, UNLIMITED)
    assert seller.refusal() == ""
    assert seller.deal.cash()[0] == PRICE + 7


def test_token__refuses_to_move__nothing_changed(seller: HostileSeller) -> None:
    seller.act_on(seller.token, "approve", seller.desk.pool.address, PRICE - 1)
    with pytest.raises(Exception, match="ERC20InsufficientAllowance"):
        seller.act("repurchase", PATENT_1, UNLIMITED)
    assert seller.desk.pool.read("pledgeOf", PATENT_1)["demanded"] is True
