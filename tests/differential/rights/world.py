# SPDX-License-Identifier: Apache-2.0
"""Registry and pool in Solidity and in Python side by side: every act goes to both, and both must answer alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from regalia.domain.rights.address import plain
from regalia.domain.rights.counting import count_of
from regalia.domain.rights.day import from_date, to_date, today_of
from regalia.domain.rights.facts import facts_of
from regalia.domain.rights.labels import LABELS, packed
from regalia.domain.rights.look import Look
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.refusal import RefusalValue, RightsRefusedError
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.standing import DealStanding, DealStatus
from tests.support.chain import RefusedError
from tests.support.contract import Contract
from tests.support.platform import Platform
from tests.support.rights import MATURITY, PROGRAM, RightsDesk
from tests.support.roles import actor

DAY = 24 * 3600
ALL = 5_000
"""More rights than a pool can have."""
Answer = tuple[str, tuple[Any, ...]] | None
"""The name and the arguments of a refusal; None when the act was taken."""


class World:
    """``deals`` are mocks that stand where the history says. The legal oracle is one actor here: signatures have tests of their own."""

    def __init__(self) -> None:
        self.platform = Platform()
        self.chain = self.platform.chain
        self.money = self.platform.money()
        self.other_money = self.platform.money()
        self.desk = RightsDesk(self.platform, self.money)
        self.oracle = actor("legal oracle")
        role = keccak(text="ORACLE_ROLE")
        self.desk.registry.send("grantRole", role, self.oracle, by=actor("admin"))
        self.standings: dict[str, DealStanding] = {}
        self.registry = Registry()
        self.pool = RightsPool(self.desk.pool.address, self.registry, self.standings)
        self.deals: list[Contract] = []
        self.taken: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def today(self) -> int:
        return today_of(self.chain.now)

    def add_deal(self, originator: str) -> Contract:
        """A deal whose source of facts is the pool, on offer."""
        arguments = (self.money.address, originator, self.desk.pool.address, PROGRAM.pack())
        deal = Contract.deploy(self.chain, "MockPoolDeal", *arguments, by=actor("issuer"))
        self.deals.append(deal)
        self.standings[plain(deal.address)] = DealStanding(
            DealStatus.OFFERED, originator, self.money.address, self.desk.pool.address, MATURITY
        )
        return deal

    def stand(self, deal: Contract, status: DealStatus, redeemed: bool = False) -> None:
        deal.send("stand", int(status), redeemed, by=actor("nobody"))
        key = plain(deal.address)
        self.standings[key] = replace(self.standings[key], status=status, redeemed=redeemed)

    def do(self, name: str, contract: Contract, call: tuple[Any, ...], by: str, act: Callable[[], object]) -> bool:
        """Send the call, give the act to the twin, and compare what they answer. Returns whether it was taken."""
        function, *arguments = call
        on_chain, in_python = self._sent(contract, function, arguments, by), self._twin(act)
        assert on_chain == in_python, f"{name} on {self.today}: chain {on_chain}, Python {in_python}: {call}"
        if on_chain is None:
            self.taken[name] += 1
        else:
            self.refused[on_chain[0]] += 1
        return on_chain is None

    def settle(self, deal: Contract) -> None:
        self.desk.pool.send("settle", deal.address, ALL, by=actor("outsider"))

    def compare(self, deal: Contract) -> None:
        """Every fact, every sum, and what every right counts for."""
        address = plain(deal.address)
        if address not in self.pool.deals:
            return
        self.settle(deal)
        holdings = self.pool.holdings(address)
        look = Look(holdings, self.today)
        told = tuple(self.desk.pool.read("factsOf", deal.address, [packed(label) for label in LABELS]))
        assert told == facts_of(holdings, LABELS, self.today), dict(zip(LABELS, told, strict=True))
        sums = self.desk.pool.read("sumsOf", deal.address)
        opened = self.pool.deals[address]
        expected = (len(opened.rights), look.value, look.base, opened.value_at_closing, opened.replaced)
        assert (*sums[:3], *sums[4:]) == expected
        for held in holdings.rights:
            pledge = self.desk.pool.read("pledgeOf", held.right.id)
            count = count_of(held, opened.token, opened.terms, self.today)
            assert plain(pledge["deal"]) == address
            assert pledge["valueAtPledge"] == held.pledge.value_at_pledge
            assert tuple(pledge["count"].values()) == (count.value, count.base, count.unlicensed, count.bits)

    def wait(self, days: int) -> None:
        self.chain.now += days * DAY

    def _sent(self, contract: Contract, function: str, arguments: list[Any], by: str) -> Answer:
        try:
            contract.send(function, *arguments, by=by)
        except RefusedError as error:
            return error.revert.name, tuple(map(_plain, error.revert.arguments.values()))
        return None

    def _twin(self, act: Callable[[], object]) -> Answer:
        try:
            act()
        except RightsRefusedError as error:
            return error.name, tuple(map(_hashed, error.values))
        return None


def days_of(day: int, days: int) -> int:
    """So many days after a day."""
    return from_date(to_date(day) + timedelta(days=days))


def _meaning(meaning: tuple[bytes, int, int]) -> bytes:
    right, purpose, number = meaning
    return keccak(encode(["bytes32", "uint8", "uint256"], [right, int(purpose), number]))


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("0x"):
        return plain(value)
    return value


def _hashed(value: RefusalValue) -> Any:
    if isinstance(value, tuple):
        return _meaning(value)
    if isinstance(value, str) and value.startswith("0x"):
        return plain(value)
    return int(value) if isinstance(value, int) else value
