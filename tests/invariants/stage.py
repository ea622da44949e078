# SPDX-License-Identifier: Apache-2.0
"""Where the random acts of ``acts.py`` take place: two tranches under random rules and rates, and how things are drawn and done.

Acts draw from few numbers and mostly from what is held, so that they meet; one officer in ten is the wrong one.
"""

from __future__ import annotations

import functools
from random import Random

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from regalia.servicing.eligibility import Eligibility, RegistryDomain, sign
from tests.invariants.bare_deal import BareDeal
from tests.invariants.refusal import Refusal
from tests.invariants.registry_twin import ADMIN, REGISTRAR, Investor
from tests.invariants.twin import HALTER, LONGEST_HALT, OFFICER_OF, RESUMER, Twin, units_in
from tests.support.contract import calldata
from tests.support.platform import ELIGIBLE_UNTIL
from tests.support.roles import actor, key_of
from tests.support.sample import DAY, START

OWNERS = {"fund": "fund", "fund_new_wallet": "fund", "insurer": "insurer", "insurer_new_wallet": "insurer"} | {
    who: who for who in ("saver", "bank", "trader")
}
"""Whose each wallet is; the stranger is nobody's."""
WALLETS = (*OWNERS, "stranger")
ALLOCATION = {"fund": (60, 1_000), "insurer": (40, 777), "saver": (20, 1)}
LATE = (30, 500)
"""Units of each tranche that were placed with the others and are collected at any time."""
ORIGINATOR = "fund"
"""Who has to keep units of the first tranche, where its rules say so."""
ISSUER = key_of("issuer")
ATTESTED = ("insurer", "bank")
"""Whom the issuer vouches for at first; for the others the registry's agents do."""
COUNTRIES = (840, 156, 276)
LISTED = frozenset((840, 276))
"""Admitted to the first tranche, where its rules have a list."""
TABLE = TaxTable((TaxRate(156, 1, 200_000), TaxRate(276, 0, 1_000_000), TaxRate(0, 3, 0), TaxRate(0, 0, 100_001)))
OFFICERS = (*OFFICER_OF.values(), HALTER, RESUMER, REGISTRAR, ADMIN, "stranger")
Outcome = tuple[Refusal | None, Refusal | None]
"""Of an act in the twin, and on chain."""


class Stage:
    """``touched``: whose claims the act at hand may change, beside less than a smallest unit."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.touched: set[str] = set()
        pick = rng.choice
        listed = pick((RuleFlag.NONE, RuleFlag.JURISDICTIONS))
        strict = TransferRules(
            flags=pick((RuleFlag.NONE, RuleFlag.ELIGIBLE_SENDER, RuleFlag.RECORD_DATES)) | listed,
            class_mask=pick((0b11110, 0b11100)),
            holder_limit=pick((0, 3, 4)),
            largest_holding=pick((0, 70)),
            denomination=pick((0, 5)),
            retained=pick((0, 50)),
            locked_until=pick((0, START + 5 * DAY)),
            countries=LISTED if listed else frozenset(),
        )
        rules, table = (strict, TransferRules()), pick((TABLE, None))
        self.deal = BareDeal(rules, table, pick(("MockPaymentToken", "MockBlockingToken")), ORIGINATOR)
        self.twin = Twin(rules, ALLOCATION, START, table, ORIGINATOR, LATE)
        assert self.twin.appoint(ADMIN, "issuer") is self._registry(ADMIN, "addIssuer", ISSUER.address) is None
        for wallet, owner in OWNERS.items():
            if wallet in ATTESTED:
                assert self._attest_outcome(wallet, Investor(ELIGIBLE_UNTIL)) == (None, None)
            elif wallet == owner:
                self._admit(wallet, Investor(ELIGIBLE_UNTIL))
            else:
                self.deal.platform.add_wallet(actor(wallet), actor(owner))
                self.twin.of[wallet] = owner
        self.deal.sell(ALLOCATION, LATE)

    def _tranche(self) -> int:
        return self.rng.randrange(2)

    def _wallet(self) -> str:
        return self.rng.choice(WALLETS)

    def _units(self, t: int, who: str) -> int:
        """Mostly such as are held."""
        held = units_in(self.twin.registers[t], who)
        return self.rng.choice((0, min(1, held), min(5, held), held, self.rng.randint(0, held), held + 1))

    def _doer(self, rightly: str) -> str:
        return rightly if self.rng.random() < 0.9 else self.rng.choice(OFFICERS)

    def _officer(self, role: str) -> str:
        return self._doer(OFFICER_OF[role])

    def _until(self) -> int:
        return self.twin.now + self.rng.choice((-1, 0, 0, DAY, DAY, LONGEST_HALT + 1))

    def _claim_outcome(self, t: int, who: str) -> Outcome:
        self.touched = {who}
        found = self.deal.act(who, self.deal.escrow, "claim", self.deal.tokens[t].address)
        return self.twin.claim(t, who), found

    def _issue_outcome(self, t: int, who: str, units: int) -> Outcome:
        """What the units have earned since they were placed comes with them."""
        self.touched = {who}
        found = self.deal.issue(t, who, units)
        return self.twin.issue(t, who, units), found

    def _freeze_outcome(self, t: int, by: str, who: str, on: bool) -> Outcome:
        return self.twin.freeze_wallet(t, by, who, on), self.deal.order(by, "setAddressFrozen", t, who, on)

    def _registry(self, by: str, function: str, *arguments: str | int) -> Refusal | None:
        return self.deal.act(by, self.deal.platform.registry, function, *arguments)

    def _admit(self, who: str, facts: Investor) -> None:
        given = (facts.country, facts.investor_class, facts.until)
        assert self._registry(REGISTRAR, "admit", who, *given) is self.twin.admit_by(REGISTRAR, who, facts) is None

    def _attest_outcome(self, who: str, facts: Investor) -> Outcome:
        """The issuer signs with the nonce that is due, and the wallet hands it in."""
        registry, investor = self.deal.platform.registry, actor(self.twin.of.get(who, who))
        given = (facts.country, facts.investor_class, facts.until, self.deal.nonce(investor), ELIGIBLE_UNTIL)
        word = Eligibility(actor(who), investor, *given)
        signature = _signed(word, RegistryDomain(self.deal.chain.chain_id, registry.address))
        found = self.deal.send(
            who, registry, calldata(registry.name, "register", word.as_tuple(), ISSUER.address, signature)
        )
        return self.twin.attest("issuer", who, facts), found

    def _redeemable(self, t: int, on: bool) -> None:
        assert self.deal.act("test", self.deal.deal, "setRedeemed", t, on) is None
        self.twin.redeemed[t] = on


@functools.cache
def _signed(word: Eligibility, domain: RegistryDomain) -> bytes:
    return sign(word, domain, ISSUER)
