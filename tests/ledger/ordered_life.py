# SPDX-License-Identifier: Apache-2.0
"""The notes with everything that can be done by order: freezes, forced transfers, recovery, pause, halts, tax, redemption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress

from regalia.chain.devnet import Devnet
from regalia.domain.terms import load_terms
from tests.ledger.life import DAY, FAR, USD, Life, begin
from tests.mills import NOTES

ACCOUNTS = 27
EVIDENCE = b"\x0e" * 32
ROLES = ("FREEZER", "ENFORCER", "RECOVERER", "PAUSER", "RESUMER", "REDEEMER")
ALL = 2**256 - 1
"""Of the income, as a forced transfer takes it."""
BIG = 2_000_000
"""Dollars of the third quarter: they repay both classes of notes."""


@dataclass
class OrderedLife:
    """``officer`` holds every role of the transfer agent, ``supervisor`` both of the supervisor's contract."""

    life: Life

    @property
    def officer(self) -> ChecksumAddress:
        return self.life.chain.accounts[4]

    @property
    def supervisor(self) -> ChecksumAddress:
        return self.life.chain.accounts[25]

    @property
    def fresh(self) -> ChecksumAddress:
        """The new wallet of the sixth investor, who lost his."""
        return self.life.chain.accounts[24]

    @property
    def holders(self) -> tuple[ChecksumAddress, ...]:
        return *self.life.investors, self.fresh, self.life.chain.accounts[1]

    def admit(self, wallet: ChecksumAddress, country: int, investor_class: int) -> None:
        self.registry("admit", wallet, country, investor_class, FAR)

    def registry(self, act: str, *arguments: Any) -> None:
        contract = self.life.contract("InvestorRegistry", self.life.platform.registry)
        self.life.send(contract.functions[act](*arguments), self.life.chain.accounts[0])

    def agent(self, act: str, reference: str, tranche: str, *arguments: Any) -> None:
        """An act of the transfer agent on the officer's behalf, under the order of that name."""
        contract = self.life.contract("TransferAgent", self.life.platform.agent)
        order = (reference.encode().ljust(32, b"\0"), EVIDENCE)
        self.life.send(contract.functions[act](self.life.token(tranche).address, *arguments, order), self.officer)

    def force(self, reference: str, tranche: str, *arguments: Any) -> None:
        """What the officer has the token itself do."""
        order = (reference.encode().ljust(32, b"\0"), EVIDENCE)
        self.life.send(self.life.token(tranche).functions.forcedTransferByOrder(*arguments, order), self.officer)

    def halts(self, act: str, reference: str, *arguments: Any) -> None:
        """An act of the supervisor; a halt has its end and its reason as last two arguments."""
        contract = self.life.contract("Supervisor", self.life.platform.supervisor)
        order = (reference.encode().ljust(32, b"\0"), EVIDENCE)
        if act.startswith("halt"):
            *subject, until, reason = arguments
            self.life.send(contract.functions[act](*subject, until, *order, reason), self.supervisor)
        else:
            self.life.send(contract.functions[act](*arguments, *order), self.supervisor)

    def now(self) -> int:
        return int(self.life.chain.web3.eth.get_block("latest")["timestamp"])

    def quarter(self, period: int, dollars: int, invoiced: int) -> None:
        self.life.pay(dollars)
        self.life.execute(self.life.report(period, dollars, [invoiced]))

    def move(self, tranche: str, sender: ChecksumAddress, receiver: ChecksumAddress, units: int) -> None:
        self.life.send(self.life.token(tranche).functions.transfer(receiver, units), sender)

    def owed(self, tranche: str, holder: ChecksumAddress) -> int:
        return int(self.life.token(tranche).functions.entitlementOf(holder).call())

    def units(self, tranche: str, holder: ChecksumAddress) -> int:
        return int(self.life.token(tranche).functions.balanceOf(holder).call())


def ordered_life(chain: Devnet) -> OrderedLife:
    """From the offering to the redemption of both classes of notes and a residual after it."""
    world = OrderedLife(begin(chain, load_terms(NOTES)))
    _appoint(world)
    sell(world)
    world.quarter(1, 288_427, 132_887)
    _first_orders(world)
    world.quarter(2, 248_922, 116_456)
    _more_orders(world)
    world.quarter(3, BIG, 141_921)
    _redemption(world)
    world.quarter(4, 241_778, 40_000)
    _last_claims(world)
    return world


def _appoint(world: OrderedLife) -> None:
    life, admin = world.life, world.life.chain.accounts[0]
    agent = life.contract("TransferAgent", life.platform.agent)
    supervisor = life.contract("Supervisor", life.platform.supervisor)
    for role in ROLES:
        life.send(agent.functions.grantRole(life.chain.web3.keccak(text=f"{role}_ROLE"), world.officer), admin)
    for role in ("HALTER", "RESUMER"):
        life.send(supervisor.functions.grantRole(life.chain.web3.keccak(text=f"{role}_ROLE"), world.supervisor), admin)


def sell(world: OrderedLife) -> None:
    """The second investor is an institution of Britain, the seventh a private one of China, all others professionals."""
    life, originator = world.life, world.life.chain.accounts[1]
    world.admit(originator, 840, 4)
    world.admit(life.investors[1], 826, 3)
    world.admit(life.investors[6], 156, 1)
    for investor, units in zip(life.investors[:7], (1_000, 2_000, 1_500, 1_400, 1_100, 900, 100), strict=True):
        life.subscribe(investor, 0, units)
    for investor, units in zip(life.investors[7:9], (1_700, 800), strict=True):
        life.subscribe(investor, 1, units)
    life.subscribe(life.investors[9], 2, 937)
    life.subscribe(originator, 2, 13)
    life.close()


def _first_orders(world: OrderedLife) -> None:
    life = world.life
    investors = life.investors
    world.agent("freezePartialTokens", "court 1/24", "senior", investors[2], 100)
    world.agent("setAddressFrozen", "court 2/24", "senior", investors[3], True)
    for investor in (investors[0], investors[1], investors[6]):
        life.claim("senior", investor)
    world.agent("pause", "notice 3", "mezzanine")
    world.agent("unpause", "notice 3 lifted", "mezzanine")
    deal, junior = life.record.deal.address, life.token("junior").address
    world.halts("haltHolder", "authority 7", deal, investors[4], world.now() + 10 * DAY, "source of funds")
    world.halts("haltTranche", "authority 8", junior, world.now() + 20 * DAY, "rumour")
    world.halts("resumeTranche", "authority 8 lifted", junior)
    world.halts("haltDeal", "authority 9", deal, world.now() + DAY, "report disputed")
    life.chain.warp(world.now() + 11 * DAY)
    world.move("senior", investors[1], investors[0], 333)
    world.move("mezzanine", investors[7], investors[5], 50)
    world.move("senior", investors[0], investors[1], 0)


def _more_orders(world: OrderedLife) -> None:
    life = world.life
    investors = life.investors
    world.agent("setAddressFrozen", "court 2/24 lifted", "senior", investors[3], False)
    life.claim("senior", investors[3])
    # 1,400 units are not frozen: 50 of the frozen ones are thawed
    world.force("court 4/24", "senior", investors[2], investors[4], 1_450, USD)
    world.agent("batchForcedTransfer", "court 5/24", "senior", [investors[2]], [investors[4]], [10], [ALL])
    world.agent("setFrozenTokens", "court 6/24", "senior", investors[5], 2**60)
    world.registry("addWallet", world.fresh, investors[5])
    for tranche in ("senior", "mezzanine"):
        world.agent("recoverWallet", "request 9", tranche, investors[5], world.fresh, investors[5])
    world.registry("closeWallet", investors[5])
    world.agent("setFrozenTokens", "court 6/24 lifted", "senior", world.fresh, 0)
    life.claim("mezzanine", investors[8])
    world.admit(investors[8], 826, 3)


def _redemption(world: OrderedLife) -> None:
    """Seniors burn first and claim later, mezzanine holders claim first; the institution is paid without tax."""
    life = world.life
    investors = life.investors
    seniors = [holder for holder in world.holders if world.units("senior", holder)]
    world.agent("freezePartialTokens", "court 10/24", "senior", investors[4], 5)
    for holder in seniors:
        world.agent("redeem", "redemption A", "senior", holder, world.units("senior", holder))
    for holder in seniors:
        life.claim("senior", holder)
    for holder in (investors[7], world.fresh, investors[8]):
        life.claim("mezzanine", holder)
        world.agent("redeem", "redemption B", "mezzanine", holder, world.units("mezzanine", holder))


def _last_claims(world: OrderedLife) -> None:
    life = world.life
    life.claim("junior", life.chain.accounts[1])
    life.withdraw(life.parties["tax-authority"])
    life.claim("junior", life.investors[9])
    until = world.now() + 30 * DAY
    world.halts("haltHolder", "authority 11", life.record.deal.address, life.investors[9], until, "inquiry")
