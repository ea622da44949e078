# SPDX-License-Identifier: Apache-2.0
"""What originators, trustees and anybody do with rights that back deals, at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

from regalia.domain.rights.address import plain
from regalia.domain.rights.pool_terms import PoolTerms, limits_of
from regalia.domain.rights.right import Right
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.words import PPM, Status
from tests.differential.rights.world import World
from tests.support.contract import Contract
from tests.support.rights import MATURITY, PoolSpec
from tests.support.roles import actor

UNLIMITED = 2**256 - 1
SPECS = (
    PoolSpec(substitution_until=MATURITY, substitution_most=10**6, repurchase_price=1_000_001 - 1),
    PoolSpec(
        substitution_until=20300101,
        substitution_most=400_000,
        repurchase_price=900_001,
        limits=(("largest-right", 300_000), ("rights-invalidated", 50_000), ("largest-group", 200_000)),
    ),
    PoolSpec(haircuts=(0,) * 10, limits=(("rights-unlicensed", 900_000),)),
)


class Pools:
    def __init__(self, world: World, random: Random) -> None:
        self.world = world
        self.random = random
        self.originators = tuple(actor(f"originator {i}") for i in range(3))
        self.breaches = 0
        for originator in self.originators:
            world.money.send("approve", world.desk.pool.address, UNLIMITED, by=originator)
            world.money.send("mint", originator, 2**100, by=originator)
        for number in range(6):
            self.open_deal(number)

    def open_deal(self, number: int) -> None:
        """A new deal and its pool."""
        originator = self.originators[number % len(self.originators)]
        deal, spec = self.world.add_deal(originator), SPECS[number % len(SPECS)]
        words = spec.words()
        terms = replace(PoolTerms(*words[:-1]), limits=limits_of(words[-1]))
        by = originator if self.random.random() < 0.9 else actor("attacker")
        opened = self._by(
            by, "open pool", ("open", deal.address, words), lambda: self.world.pool.open(deal.address, terms, by)
        )
        if not opened:
            self._by(
                originator,
                "open pool",
                ("open", deal.address, words),
                lambda: self.world.pool.open(deal.address, terms, originator),
            )

    def pledge(self) -> None:
        offered = [deal for deal in self.world.deals if self._status(deal) <= DealStatus.SOLD]
        deal = self.random.choice(offered if offered and self.random.random() < 0.9 else self.world.deals)
        by = self._originator(deal)
        right = self._likely(by) if self.random.random() < 0.8 else self._right()
        licence = self._licence(right, by)
        if plain(by) in right.shares and self.random.random() < 0.8:
            licence = 0
        self._by(
            by,
            "pledge",
            ("pledge", deal.address, [right.id], [licence]),
            lambda: self.world.pool.pledge(deal.address, [right.id], [licence], by, self.world.today),
        )

    def substitute(self) -> None:
        pool = self.world.pool
        if not pool.pledges:
            return
        live = {plain(deal.address) for deal in self.world.deals if self._status(deal) is DealStatus.LIVE}
        ready = [right for right, pledge in pool.pledges.items() if pledge.deal in live]
        outgoing = self.random.choice(ready) if ready and self.random.random() < 0.9 else self._pledged()
        if outgoing not in pool.pledges:
            return
        deal = next(d for d in self.world.deals if plain(d.address) == pool.pledges[outgoing].deal)
        by = self._originator(deal)
        incoming = self._likely(by) if self.random.random() < 0.8 else self._right()
        licence = 0 if plain(by) in incoming.shares else self._licence(incoming, by)
        self.world.settle(deal)
        self._by(
            by,
            "substitute",
            ("substitute", outgoing, incoming.id, licence),
            lambda: pool.substitute(outgoing, incoming.id, licence, by, self.world.today),
        )

    def demand(self) -> None:
        right, trustee, pool = self._pledged(), actor("trustee"), self.world.pool
        demanded = [right for right, pledge in pool.pledges.items() if pledge.demand]
        if self.random.random() < 0.3:
            right = self.random.choice(demanded) if demanded else right
            self._by(trustee, "withdraw demand", ("withdrawDemand", right), lambda: pool.withdraw_demand(right))
            return
        self.breaches += 1
        document = sha256(b"breach %d" % self.breaches).digest()
        self._by(
            trustee,
            "demand repurchase",
            ("demandRepurchase", right, document),
            lambda: pool.demand_repurchase(right, document),
        )

    def repurchase(self) -> None:
        pool, right = self.world.pool, self._pledged()
        demanded = sorted(r for r, pledge in pool.pledges.items() if pledge.demand)
        if demanded and self.random.random() < 0.8:
            right = self.random.choice(demanded)
        by = pool.deals[pool.pledges[right].deal].originator if right in pool.pledges else self.originators[0]
        most = self.random.choice((UNLIMITED, UNLIMITED, 0))
        self._by(by, "repurchase", ("repurchase", right, most), lambda: pool.repurchase(right, most, by))

    def let_go(self) -> None:
        pool = self.world.pool
        held = [right for right, pledge in pool.pledges.items() if pledge.licence]
        right = self.random.choice(held) if held and self.random.random() < 0.8 else self._pledged()
        self._by(actor("outsider"), "let go", ("letGo", right), lambda: pool.let_go(right, self.world.today))

    def release(self) -> None:
        rights = [self._pledged() for _ in range(self.random.randint(1, 3))]
        self._by(actor("outsider"), "release", ("release", rights), lambda: self.world.pool.release(rights))

    def move_deal(self) -> None:
        """A deal goes on in its life; when none is on offer another is opened."""
        deal = self.random.choice(self.world.deals)
        if sum(self._status(other) <= DealStatus.SOLD for other in self.world.deals) < 3 and len(self.world.deals) < 30:
            return self.open_deal(len(self.world.deals))
        match self._status(deal):
            case DealStatus.OFFERED if self.random.random() < 0.3:
                self.world.stand(deal, self.random.choice((DealStatus.SOLD, DealStatus.LIVE, DealStatus.LIVE)))
            case DealStatus.SOLD:
                self.world.stand(deal, self.random.choice((DealStatus.LIVE, DealStatus.LAPSED)))
            case DealStatus.LIVE if self.random.random() < 0.3:
                self.world.stand(deal, *self.random.choice(((DealStatus.CONCLUDED, False), (DealStatus.LIVE, True))))
            case DealStatus.CONCLUDED | DealStatus.LAPSED if (
                self.world.deals.count(deal) and len(self.world.deals) < 40
            ):
                self.open_deal(len(self.world.deals))
            case _:
                pass

    def _originator(self, deal: Contract) -> str:
        right = self.random.random() < 0.97
        return self.world.standings[plain(deal.address)].originator if right else self.random.choice(self.originators)

    def _status(self, deal: Contract) -> DealStatus:
        return self.world.standings[plain(deal.address)].status

    def _likely(self, by: str) -> Right:
        """One that may well pass the gates: in force, free, valued and owned whole, if a look at a few finds such."""
        looked = [self._right() for _ in range(25)]
        fit = (
            right
            for right in looked
            if right.status is Status.IN_FORCE
            and right.hold is None
            and right.valuation is not None
            and (right.shares.get(plain(by)) == PPM or self._licence(right, by))
            and not right.disputes
            and not (0 < right.expiry < MATURITY)
        )
        return next(fit, looked[0])

    def _licence(self, right: Right, by: str) -> int:
        """The number of one it holds, zero where it holds none."""
        return next((x.number for x in right.live_licences if plain(x.words.licensee) == plain(by)), 0)

    def _right(self) -> Right:
        rights = self.world.registry.rights
        return rights[self.random.choice(tuple(rights))]

    def _pledged(self) -> bytes:
        pledges = self.world.pool.pledges
        return self.random.choice(tuple(pledges)) if pledges and self.random.random() < 0.95 else self._right().id

    def _registrar(self, name: str, call: tuple[Any, ...], act: Callable[[], object]) -> bool:
        return self.world.do(name, self.world.desk.registry, call, actor("registrar"), act)

    def _by(self, who: str, name: str, call: tuple[Any, ...], act: Callable[[], object]) -> bool:
        return self.world.do(name, self.world.desk.pool, call, who, act)
