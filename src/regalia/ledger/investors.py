# SPDX-License-Identifier: Apache-2.0
"""What a replay learns of investors from the registry's events: country and class, which decide the tax."""

from __future__ import annotations

from dataclasses import dataclass, field

from regalia.ledger.place import Place


@dataclass(frozen=True)
class InvestorFacts:
    """``country`` is ISO 3166-1 numeric, ``valid_until`` the last second of eligibility, 0 where it was withdrawn."""

    country: int
    investor_class: int
    valid_until: int


@dataclass
class Investors:
    """Facts are an investor's and hold for all its wallets. Whoever was admitted before the deal was made is not here."""

    of_wallet: dict[str, str] = field(default_factory=dict)
    facts: dict[str, InvestorFacts] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    told: dict[str, Place] = field(default_factory=dict)
    """Where an investor's country and class were told last."""

    def facts_of(self, wallet: str) -> InvestorFacts | None:
        return self.facts.get(self.of_wallet.get(wallet, wallet))

    def told_after(self, investor: str, place: Place) -> bool:
        """Whether country and class may have been others at ``place``."""
        last = self.told.get(investor)
        return last is not None and last.position > place.position


@dataclass(frozen=True)
class SameInvestor:
    """Two wallets between which a recovery moved everything; the registry knows whether both are ``investor``'s."""

    wallets: tuple[str, str]
    investor: str


@dataclass(frozen=True)
class UntoldTax:
    """Tax of a claim whose holder's country and class no event before it told."""

    holder: str
    gross: int
    tax: int
    place: Place
