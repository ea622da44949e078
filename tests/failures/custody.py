# SPDX-License-Identifier: Apache-2.0
"""A holder of a repaid tranche in any standing, every act by order on him, and what he and those he is moved to have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from regalia.domain.transfer_rules import TransferRules
from tests.support import sample
from tests.support.chain import Answer
from tests.support.platform import DealSpec, Platform
from tests.support.powers import OFFICER_OF, halt, order
from tests.support.roles import actor
from tests.support.sample import DAY, USD

HOLDER, OTHER, SECOND = actor("senior_investor"), actor("mezzanine_investor"), actor("second wallet")
HELD, FROZEN = 600, 10
LIMITED = TransferRules(holder_limit=5)
ALL_INCOME = 2**256 - 1


class Custody:
    """Income of a first date with a fraction, and all notes repaid by a second; ten units are frozen, nothing is claimed."""

    def __init__(self) -> None:
        self.platform = Platform()
        self.chain = self.platform.chain
        self.money = self.platform.money("MockBlockingToken")
        self.deal = self.platform.create(self.money, DealSpec(transfer_rules=(LIMITED.pack(),) * 3))
        self.deal.sell()
        self.deal.close()
        self.deal.pay_date(100_000 * USD + 7)
        self.deal.pay_date(2_000_000 * USD)
        self.token = self.deal.tokens[0]
        self.platform.add_wallet(SECOND, HOLDER)
        self.order("setFrozenTokens", HOLDER, FROZEN)

    def order(self, act: str, *arguments: Any) -> Answer:
        return order(self.platform, act, self.token, *arguments)

    def act(self, name: str, income: int = 0) -> Answer:
        """By who holds the role; ``income`` goes along with units that are forced."""
        arguments: dict[str, tuple[Any, ...]] = {
            "setFrozenTokens": (HOLDER, 20),
            "freezePartialTokens": (HOLDER, 5),
            "unfreezePartialTokens": (HOLDER, 5),
            "setAddressFrozen": (HOLDER, True),
            "batchSetFrozenTokens": ([HOLDER, OTHER], [20, 3]),
            "batchSetAddressFrozen": ([HOLDER], [True]),
            "forcedTransferByOrder": (HOLDER, OTHER, 595, income),
            "batchForcedTransfer": ([HOLDER], [OTHER], [595], [income]),
            "recoverWallet": (HOLDER, SECOND, HOLDER),
            "redeem": (HOLDER, 595),
            "pause": (),
            "unpause": (),
        }
        if name == "unpause":
            self.order("pause")
        return self.order(name, *arguments[name])

    def scaled(self, wallet: str) -> int:
        """What a wallet is owed, in 2^-48 of the smallest unit."""
        book, holding, _ = self.deal.escrow.read("wordsOf", self.token.address, wallet, wallet)
        correction = holding % 2**152
        return int((book % 2**152) * (holding >> 208) + correction - (correction >> 151 << 152))

    def holdings(self) -> list[tuple[Any, ...]]:
        """Units, frozen units, whether retained, and what is owed; not whether a wallet is frozen."""
        found = []
        for wallet in (HOLDER, OTHER, SECOND):
            units, frozen, _, retains = self.deal.escrow.read("holdingOf", self.token.address, wallet)
            found.append((units, frozen, retains, self.scaled(wallet)))
        return found

    def investors(self) -> int:
        """Who holds senior units, counted wallet by wallet."""
        named = {}
        for wallet in map(actor, (*sample.ALLOCATION, "second wallet", "accomplice", "custodian")):
            if self.token.read("balanceOf", wallet):
                named[wallet] = self.platform.registry.read("identity", wallet)
        return len(set(named.values()))


ACTS = tuple(OFFICER_OF)


def _expired(custody: Custody) -> None:
    custody.platform.admit(HOLDER, until=custody.chain.now)
    custody.chain.now += 1


def _halted(custody: Custody) -> None:
    halt(custody.platform, "haltHolder", custody.deal.deal.address, HOLDER, until=custody.chain.now + DAY)


STANDINGS: dict[str, Callable[[Custody], Any]] = {
    "wallet frozen": lambda custody: custody.order("setAddressFrozen", HOLDER, True),
    "verified no more": lambda custody: custody.platform.remove(HOLDER),
    "verified until a second ago": _expired,
    "wallet closed": lambda custody: custody.platform.close_wallet(HOLDER),
    "blocked by the payment token": lambda custody: custody.money.send("block_", HOLDER, by=actor("issuer")),
    "halted": _halted,
}
