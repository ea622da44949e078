# SPDX-License-Identifier: Apache-2.0
"""The notes sold through a book of bids on a local chain: levels, shares, late collectors, one who may hold nothing any more.

| tranche | for sale | bids, level by level | cleared |
|---|---|---|---|
| senior, by coupon | 8,000 | 3,000; 2,000; 2,500 + 1,500 + 1,000; –; 500 | at level 2, 8.5%: 3,000 of 5,000 units |
| mezzanine, by price | 2,500, at least 2,000 | 1,000; –; –; 700; –; 500 | at level 5, $95: 2,200 in all |
| junior, at $50 | 950 | 950 + 500 | 950 of 1,450 units |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3.contract import Contract

from regalia.chain.devnet import Devnet
from regalia.domain.terms import Terms, load_terms
from regalia.servicing import offering as sale
from tests.ledger.life import DAY, FAR, USD, Life, begin
from tests.ledger.tampering import edited
from tests.mills import NOTES

SENIOR, MEZZANINE, JUNIOR = range(3)
BIDS = (
    (0, SENIOR, 3_000, 0),
    (1, SENIOR, 2_000, 1),
    (2, SENIOR, 2_500, 2),
    (3, SENIOR, 1_500, 2),
    (4, SENIOR, 1_000, 2),
    (5, SENIOR, 500, 4),
    (6, MEZZANINE, 1_000, 0),
    (7, MEZZANINE, 700, 3),
    (8, MEZZANINE, 500, 5),
    (9, JUNIOR, 950, 0),
    (0, JUNIOR, 500, 0),
)
"""Number of the investor, tranche, units, level."""
ALLOTTED = {2: 1_500, 3: 900, 4: 600}
"""Of those who bid for senior notes at the level at which they cleared."""
LATE, REMOVED, NOTHING, CHANGE_FIRST, NEVER = 3, 4, 5, 7, 8
"""Who collects after the first date; is removed from the registry before closing; got no unit, and takes up those; asks for his change
alone first; has not come yet.
"""


def terms() -> Terms:
    def edit(data: dict[str, Any]) -> None:
        mezzanine = next(tranche for tranche in data["tranches"] if tranche["id"] == "mezzanine")
        mezzanine["offer"] = {"bids": {"kind": "price", "down_to": 90, "step": 1}, "minimum": "2,000"}

    return edited(load_terms(NOTES), edit)


@dataclass
class BookLife:
    """``bids`` in the order of ``BIDS``."""

    life: Life
    bids: tuple[sale.Bid, ...] = ()

    @property
    def now(self) -> int:
        return int(self.life.chain.web3.eth.get_block("latest")["timestamp"])

    @property
    def registry(self) -> Contract:
        return self.life.contract("InvestorRegistry", self.life.record.investor_registry.address)

    def investor(self, number: int) -> ChecksumAddress:
        return self.life.investors[number]

    def bid(self, number: int, tranche: int) -> sale.Bid:
        """The investor's, of which there is one a tranche."""
        investor = self.investor(number)
        (found,) = (bid for bid in self.bids if (bid.investor, bid.tranche) == (investor, tranche))
        return found

    def quarter(self, period: int, dollars: int, invoiced: int) -> None:
        self.life.pay(dollars)
        self.life.execute(self.life.report(period, dollars, [invoiced]))


def offered(chain: Devnet) -> BookLife:
    """Everybody has bid, and the window is still open. One is admitted anew, so that the registry tells of him."""
    world = BookLife(begin(chain, terms()))
    life, admin = world.life, chain.accounts[0]
    life.send(world.registry.functions.admit(world.investor(REMOVED), 840, 2, FAR), admin)
    for number, tranche, units, level in BIDS:
        world.life.subscribe(world.investor(number), tranche, units, level)
    world.bids = tuple(sale.bids_of(world.life.deal))
    return world


def placed(world: BookLife) -> None:
    """One bidder is removed from the registry; then the deal closes."""
    life = world.life
    life.send(world.registry.functions.remove(world.investor(REMOVED)), life.chain.accounts[0])
    life.close_alone()


def collected(world: BookLife) -> None:
    """Most of them at once; the late one after a payment date, when another takes up what the removed one may not hold."""
    deal, anybody = world.life.deal, world.life.anybody
    sale.refund(deal, world.bid(CHANGE_FIRST, MEZZANINE), anybody)
    at_once = [
        bid for bid in world.bids if bid.investor not in {world.investor(n) for n in (LATE, REMOVED, NOTHING, NEVER)}
    ]
    sale.collect_all(deal, anybody, at_once)
    world.quarter(1, 288_427, 132_887)
    sale.collect(deal, world.bid(LATE, SENIOR), anybody)
    world.life.claim("senior", world.investor(LATE))
    world.life.send(world.life.cash.functions.mint(world.investor(NOTHING), 100_000 * USD), anybody)
    sale.take_up(deal, world.bid(REMOVED, SENIOR), world.investor(NOTHING))
    for number in (REMOVED, NOTHING):
        sale.refund(deal, world.bid(number, SENIOR), anybody)
    world.quarter(2, 248_922, 116_456)


def book_life(chain: Devnet) -> BookLife:
    world = offered(chain)
    placed(world)
    collected(world)
    return world


def late(world: BookLife) -> None:
    """A week after the deadline nothing can be closed any more."""
    world.life.chain.warp(world.life.offering.functions.window().call()[1] + 8 * DAY)
