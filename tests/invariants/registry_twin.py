# SPDX-License-Identifier: Apache-2.0
"""Who is an eligible investor, by whose word, in Python alone: the registry's half of the twin."""

from __future__ import annotations

from dataclasses import dataclass, replace

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from tests.invariants.refusal import Refusal

AGENTS = 0
REGISTRAR, ADMIN = "registrar", "admin"
NO_ROLE = Refusal("AccessControlUnauthorizedAccount")
NOT_AN_ISSUER = Refusal("InvestorRegistry_NotAnIssuer")
WALLET_CLOSED = Refusal("InvestorRegistry_WalletClosed")


@dataclass
class Investor:
    """``until`` is the last second of eligibility; 0 when it was withdrawn. ``issuer``: the number of who vouches, 0 for the agents."""

    until: int
    country: int = 840
    investor_class: int = 2
    issuer: int = AGENTS


class RegistryTwin:
    """Wallets are named by role; ``of`` says whose they are, by the investor's first wallet. ``issuers`` in office, with their numbers."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.investors: dict[str, Investor] = {}
        self.of: dict[str, str] = {}
        self.closed: set[str] = set()
        self.issuers: dict[str, int] = {}
        self.appointed = 0

    def admit(self, wallet: str, until: int, country: int = 840, investor_class: int = 2) -> None:
        """A new investor, or new facts of a known one; the agents vouch for him from now on."""
        self.of.setdefault(wallet, wallet)
        self.investors[self.of[wallet]] = Investor(until, country, investor_class)

    def admit_by(self, by: str, wallet: str, facts: Investor) -> Refusal | None:
        if by != REGISTRAR:
            return NO_ROLE
        if wallet in self.closed:
            return WALLET_CLOSED
        self.admit(wallet, facts.until, facts.country, facts.investor_class)
        return None

    def attest(self, issuer: str, wallet: str, facts: Investor) -> Refusal | None:
        """The issuer's word, which the wallet hands in. An issuer speaks of its own investors, and of those nobody knows."""
        if issuer not in self.issuers:
            return NOT_AN_ISSUER
        if wallet in self.closed:
            return WALLET_CLOSED
        known = self.investors.get(self.of.setdefault(wallet, wallet))
        if known and known.issuer != self.issuers[issuer]:
            return Refusal("InvestorRegistry_ForeignInvestor")
        self.investors[self.of[wallet]] = replace(facts, issuer=self.issuers[issuer])
        return None

    def remove(self, by: str, wallet: str) -> Refusal | None:
        if by != REGISTRAR:
            return NO_ROLE
        self.investors[self.of[wallet]].until = 0
        return None

    def close(self, by: str, wallet: str) -> Refusal | None:
        if by != REGISTRAR:
            return NO_ROLE
        self.closed.add(wallet)
        return None

    def appoint(self, by: str, issuer: str) -> Refusal | None:
        """Under a new number, each time."""
        if by != ADMIN:
            return NO_ROLE
        if issuer in self.issuers:
            return Refusal("InvestorRegistry_AlreadyIssuer")
        self.appointed += 1
        self.issuers[issuer] = self.appointed
        return None

    def dismiss(self, by: str, issuer: str) -> Refusal | None:
        if by != ADMIN:
            return NO_ROLE
        if issuer not in self.issuers:
            return NOT_AN_ISSUER
        del self.issuers[issuer]
        return None

    def vouched(self, wallet: str) -> bool:
        """Whether an issuer in office speaks for its investor."""
        return wallet in self.of and self.investors[self.of[wallet]].issuer in self.issuers.values()

    def eligible(self, wallet: str) -> bool:
        if wallet not in self.of or wallet in self.closed:
            return False
        investor = self.investors[self.of[wallet]]
        return self.now <= investor.until and (investor.issuer == AGENTS or self.vouched(wallet))

    def admitted(self, rules: TransferRules, wallet: str) -> bool:
        """Whether units under these rules are open to investors of its country and class."""
        investor = self.investors[self.of[wallet]]
        listed = RuleFlag.JURISDICTIONS not in rules.flags or investor.country in rules.countries
        return listed and bool(rules.class_mask >> investor.investor_class & 1)
