# SPDX-License-Identifier: Apache-2.0
"""What the registry's agents, an issuer and the administrator do about investors."""

from __future__ import annotations

from tests.invariants.registry_twin import ADMIN, REGISTRAR, Investor
from tests.invariants.stage import COUNTRIES, ISSUER, OWNERS, Outcome, Stage
from tests.support.sample import DAY


class RegistryActs(Stage):
    """One doer in ten is the wrong one."""

    def _do_admit(self) -> Outcome:
        """By the agents: of those for whom no issuer in office speaks, and so also of a dismissed one's."""
        who = self.rng.choice([each for each in OWNERS if not self.twin.vouched(each)])
        by, facts = self._doer(REGISTRAR), self._facts()
        found = self._registry(by, "admit", who, facts.country, facts.investor_class, facts.until)
        return self.twin.admit_by(by, who, facts), found

    def _do_attest(self) -> Outcome:
        """Of anybody; mostly of its own investors, where it has any."""
        own = [who for who in OWNERS if self.twin.vouched(who)]
        who = self.rng.choice(own if own and self.rng.random() < 0.7 else list(OWNERS))
        return self._attest_outcome(who, self._facts())

    def _do_remove(self) -> Outcome:
        by, who = self._doer(REGISTRAR), self.rng.choice(list(OWNERS))
        return self.twin.remove(by, who), self._registry(by, "remove", who)

    def _do_close_wallet(self) -> Outcome:
        """Only a lost wallet with nothing, as a registrar would; it is never recovered to again."""
        by, either = self._doer(REGISTRAR), ("fund", "insurer")
        empty = [who for who in either if all(r.is_empty(who) for r in self.twin.registers)]
        if by == REGISTRAR and (not empty or self.twin.closed):
            return None, None
        who = self.rng.choice(empty or either)
        return self.twin.close(by, who), self._registry(by, "closeWallet", who)

    def _do_appoint(self) -> Outcome:
        by = self._doer(ADMIN)
        return self.twin.appoint(by, "issuer"), self._registry(by, "addIssuer", ISSUER.address)

    def _do_dismiss(self) -> Outcome:
        """Seldom, as its investors are not its own any more when it comes back."""
        by = self._doer(ADMIN)
        if by == ADMIN and self.rng.random() < 0.8:
            return None, None
        return self.twin.dismiss(by, "issuer"), self._registry(by, "removeIssuer", ISSUER.address)

    def _facts(self) -> Investor:
        until = self.twin.now + self.rng.choice((1, 20, 400, 10_000, 10_000)) * DAY
        return Investor(until, self.rng.choice(COUNTRIES), self.rng.randint(1, 4))
