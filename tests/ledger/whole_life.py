# SPDX-License-Identifier: Apache-2.0
"""The invented deal of ``whole.yaml`` from the offering to its end, on a local chain, by the production code.

| date | royalties | what happens |
|---|---|---|
| 1 | 60,000 | coverage is low: half of what is left is trapped, Class B interest is held back and added to its balance |
| 2 | 90,000 | coverage is back, the trap gives back what it kept |
| 3 | 12,000 | the reserve pays interest; the parent is asked for principal, and pays |
| 4 | 10,000 | both providers are asked; the parent lets its time pass: an event of default, the list after it |
| – | | the studio calls Class A at 101% |
| 5 | 30,000 | legal final; then the end, with royalties nobody attested and cash of the line that nobody drew |
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eth_typing import ChecksumAddress

from regalia.chain.devnet import Devnet
from regalia.chain.transact import Sender
from regalia.domain.terms import load_terms
from regalia.servicing import endings, support
from regalia.servicing.deal_contracts import DealContracts
from tests.ledger.life import DAY, HOURS, USD, Life, begin

WHOLE = Path(__file__).with_name("whole.yaml")
LINE, MAKE_UP = 0, 1
CALL_A, CLEAN_UP = 0, 1
IN_CALL = 1_736_899_200
"""2025-01-15 00:00 UTC: the call is open, and the fifth payment date is to come."""


@dataclass
class WholeLife:
    life: Life

    @property
    def deal(self) -> DealContracts:
        return DealContracts(self.life.chain.web3, self.life.record)

    def party(self, name: str) -> ChecksumAddress:
        found: Sender = self.life.parties[name]
        assert isinstance(found, str)
        return found

    @property
    def now(self) -> int:
        return int(self.life.chain.web3.eth.get_block("latest")["timestamp"])

    def endow(self, who: str, dollars: int) -> None:
        self.life.send(self.life.cash.functions.mint(self.party(who), dollars * USD), self.life.anybody)

    def reported(self, period: int, dollars: int, invoiced: int) -> tuple[object, ...]:
        """The royalties are paid, the report of the period is accepted, and a day later nobody can dispute it."""
        self.life.pay(dollars)
        scheduled = self.deal.deal.functions.scheduledAt(period).call()
        self.life.chain.warp(max(self.now, scheduled) + 60)
        report = self.life.report(period, dollars, [invoiced])
        self.life.chain.warp(self.now + DAY + 60)
        return report

    def pay_demand(self, facility: int, who: str, report: tuple[object, ...]) -> None:
        """Ask a provider, who pays."""
        support.demand_support(self.deal, facility, report, self.life.anybody)
        support.pay_support(
            self.deal, facility, support.facility_state(self.deal, facility).outstanding, self.party(who)
        )


def offered(chain: Devnet) -> WholeLife:
    return WholeLife(begin(chain, load_terms(WHOLE)))


def whole_life(chain: Devnet) -> WholeLife:
    world = offered(chain)
    sell(world)
    good_and_bad(world)
    default(world)
    end(world)
    return world


def sell(world: WholeLife) -> None:
    life = world.life
    for investor, units in zip(life.investors[:3], (500, 300, 200), strict=True):
        life.subscribe(investor, 0, units)
    life.subscribe(life.investors[3], 1, 150)
    life.subscribe(life.investors[4], 1, 50)
    life.subscribe(life.investors[5], 2, 300)
    life.close()
    for who in ("lender", "parent"):
        world.endow(who, 500_000)
    world.endow("studio", 2_000_000)


def good_and_bad(world: WholeLife) -> None:
    """Payment dates 1 to 3."""
    life = world.life
    support.deposit_support(world.deal, LINE, 5_000 * USD, world.party("lender"))
    life.execute(world.reported(1, 60_000, 1_500))
    life.execute(world.reported(2, 90_000, 3_000))
    life.claim("senior", life.investors[0])
    report = world.reported(3, 12_000, 1_000)
    world.pay_demand(MAKE_UP, "parent", report)
    life.execute(report)


def default(world: WholeLife) -> None:
    """Payment date 4: the line pays, the parent does not."""
    report = world.reported(4, 10_000, 1_000)
    support.demand_support(world.deal, MAKE_UP, report, world.life.anybody)
    world.life.chain.warp(world.now + 73 * HOURS)
    world.pay_demand(LINE, "lender", report)
    world.life.execute(report)


def call_and_last_date(world: WholeLife) -> None:
    """A call, payment date 5, and cash that comes after it."""
    life = world.life
    world.life.chain.warp(max(world.now, IN_CALL))
    endings.exercise_call(world.deal, CALL_A, 2_000_000 * USD, world.party("studio"))
    life.claim("senior", life.investors[1])
    life.execute(world.reported(5, 30_000, 1_000))
    support.deposit_support(world.deal, LINE, 2_000 * USD, world.party("lender"))
    life.pay(7_000)


def end(world: WholeLife) -> None:
    """All of that, and the conclusion."""
    life = world.life
    call_and_last_date(world)
    world.life.chain.warp(world.now + 400 * DAY)
    endings.conclude(world.deal, life.anybody)
    life.claim("deferred", life.investors[3])
    life.withdraw(world.party("lender"))
