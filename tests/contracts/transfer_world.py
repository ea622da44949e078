# SPDX-License-Identifier: Apache-2.0
"""A tranche under random rules among random wallets, and what the chain's views say of a move, as the Python ladder reads it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from random import Random

from regalia.domain.transfer_policy import Facts, WalletFacts
from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.support.chain import RefusedError
from tests.support.deal import DealContracts
from tests.support.platform import ELIGIBLE_UNTIL, Platform, fixed_price, plain_spec
from tests.support.powers import halt, order
from tests.support.roles import actor
from tests.support.sample import CLOSING, DAY

NOBODY = "0x" + "00" * 20
FIRST, SECOND = actor("fund, first wallet"), actor("fund, second wallet")
ORIGINATOR, BANK, NEWCOMER, STRANGER = (actor(r) for r in ("originator", "bank", "newcomer", "stranger"))
WALLETS = (FIRST, SECOND, ORIGINATOR, BANK, NEWCOMER, STRANGER)
"""Two of one investor, three of others, one the registry has never heard of."""
COUNTRIES = (0, 156, 276, 840, 1_023, 1_024, 65_535)


class World:
    """Everything that the ladder asks about, drawn at random; every fact is true somewhere and false somewhere else.

    In a calm one little has happened: where much has, something or other keeps everybody from trading.
    """

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.calm = rng.random() < 0.5
        self.platform = Platform()
        self.chain = self.platform.chain
        self.rules = self._rules()
        self.deal = self._offered()
        self.token = self.deal.tokens[0]
        self._sell()
        self._trouble()

    def _rules(self) -> TransferRules:
        pick = self.rng.choice
        return TransferRules(
            RuleFlag(self.rng.randrange(8)),
            pick((0b11110, 0b00100, 0b01100, 0b10010)) | 0b100,
            pick((0, 3, 4)),
            pick((0, 40, 60, 99)),
            pick((0, 1, 7, 20)),
            pick((0, 20, 40)),
            pick((0, CLOSING - 1, CLOSING + 5 * DAY, CLOSING + 50 * DAY)),
            countries=frozenset({840}) | frozenset(c for c in COUNTRIES[:5] if self.rng.random() < 0.5),
        )

    def _offered(self) -> DealContracts:
        """In lots of 20, which every denomination fits."""
        rules = self.rules
        offers, lists = (fixed_price(100, 0, 20),), (rules.jurisdictions_bitmap(),)
        spec = replace(plain_spec(100), offers=offers, transfer_rules=(rules.pack(),), countries=lists)
        return self.platform.create(self.platform.money(), spec)

    def _sold(self) -> dict[str, int]:
        """The originator has 40 in all, with those it retains."""
        return {FIRST: 40, ORIGINATOR: 40 - self.rules.retained, BANK: 20}

    def _sell(self) -> None:
        for wallet in (FIRST, ORIGINATOR, BANK):
            self.platform.admit(wallet)
        self.platform.add_wallet(SECOND, FIRST)
        for subscriber, units in self._sold().items():
            if units:
                self.deal.subscribe(subscriber, 0, units)
        if self.rng.random() < 0.9:
            self.deal.close()

    def _trouble(self) -> None:
        rng, token = self.rng, self.token
        if self._happens(0.5):
            for sender in (FIRST, ORIGINATOR, BANK):
                units = rng.choice((0, 1, 20))
                with suppress(RefusedError):
                    order(self.platform, "forcedTransferByOrder", token, sender, rng.choice((SECOND, BANK)), units, 0)
        for wallet in (FIRST, ORIGINATOR, BANK, NEWCOMER):
            until = rng.choice((CLOSING, CLOSING + 20 * DAY)) if self._happens(0.5) else ELIGIBLE_UNTIL
            country, investor_class = (rng.choice(COUNTRIES), rng.randint(1, 4)) if self._happens(1) else (840, 2)
            self.platform.admit(wallet, until, country, investor_class)
        if self._happens(0.3):
            self.platform.remove(rng.choice(WALLETS[:5]))
        if self._happens(0.3):
            self.platform.close_wallet(rng.choice((FIRST, SECOND)))
        for wallet in WALLETS:
            if self._happens(0.2):
                order(self.platform, "setFrozenTokens", token, wallet, rng.choice((1, 19, 40, 2**256 - 1)))
            if self._happens(0.15):
                order(self.platform, "setAddressFrozen", token, wallet, True)
            if self._happens(0.15):
                halt(
                    self.platform,
                    "haltHolder",
                    self.deal.deal.address,
                    wallet,
                    until=CLOSING + rng.choice((5, 30)) * DAY,
                )
        if self._happens(0.2):
            halt(self.platform, "haltTranche", token.address, until=CLOSING + rng.choice((5, 30)) * DAY)
        if self._happens(0.2):
            halt(self.platform, "haltDeal", self.deal.deal.address, until=CLOSING + rng.choice((5, 30)) * DAY)
        if self._happens(0.15):
            order(self.platform, "pause", token)
        self.chain.now += rng.choice((0, 10 * DAY, 40 * DAY))

    def _happens(self, chance: float) -> bool:
        return self.rng.random() < (chance / 5 if self.calm else chance)

    def facts(self, sender: str, receiver: str) -> Facts:
        """By views of token, escrow, registry and supervisor only."""
        deal, token = self.deal.deal.address, self.token.address
        _, _, _, tradable, paused, _, _ = self.deal.escrow.read("bookOf", token)
        supervisor = self.platform.supervisor
        halted = supervisor.read("dealHaltedUntil", deal) or supervisor.read("trancheHaltedUntil", token)
        return Facts(
            tradable,
            halted != 0,
            paused,
            sender == receiver,
            sender == NOBODY,
            receiver == NOBODY,
            self._wallet(sender),
            self._wallet(receiver),
            self.deal.escrow.read("holdingOf", token, sender)[3],
            self.chain.now,
            self.token.read("investorCount") + self.deal.offering.read("awaited", 0),
        )

    def _wallet(self, wallet: str) -> WalletFacts:
        units, frozen_units, frozen, _ = self.deal.escrow.read("holdingOf", self.token.address, wallet)
        registry = self.platform.registry
        country, investor_class, _ = registry.read("investorAt", wallet)
        investor = registry.read("identity", wallet)
        wallets = registry.read("walletsOf", investor)
        if len(wallets) < 2:
            investor, wallets = "", (wallet,)
        return WalletFacts(
            frozen,
            self.platform.supervisor.read("holderHaltedUntil", self.deal.deal.address, wallet) != 0,
            units,
            frozen_units,
            registry.read("isVerified", wallet),
            country,
            investor_class,
            investor,
            sum(int(self.token.read("balanceOf", each)) for each in wallets),
        )
