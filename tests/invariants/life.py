# SPDX-License-Identifier: Apache-2.0
"""A life of the books of two tranches: random acts, each done on chain and in the twin to the same end, and then the end of all.

The laws are checked after every few acts; F and G, by themselves and beside the twin, after each.
"""

from __future__ import annotations

from collections import Counter
from random import Random

from regalia.domain.entitlement import ONE
from tests.invariants.acts import WEIGHTS, Acts
from tests.invariants.book_laws import check_books, entitlements
from tests.invariants.refusal import Refusal
from tests.invariants.registry_twin import Investor
from tests.invariants.stage import OWNERS, WALLETS
from tests.invariants.twin import LONGEST_HALT, OFFICER_OF, units_in
from tests.support.platform import ELIGIBLE_UNTIL

ACTS = sorted(name.removeprefix("_do_") for name in dir(Acts) if name.startswith("_do_"))
_DRAWN = [name for name in ACTS for _ in range(WEIGHTS.get(name, 2))]


class Life(Acts):
    """``done`` and ``refused`` count what acts came to, over all lives."""

    def __init__(self, rng: Random, done: Counter[str], refused: Counter[tuple[str, Refusal]]) -> None:
        super().__init__(rng)
        self.done, self.refused = done, refused

    def live(self, acts: int, check_every: int) -> None:
        """So many acts, the laws after every few and after the last; then the end."""
        for i in range(acts):
            self.act(self.rng.choice(_DRAWN))
            if i % check_every == 0:
                check_books(self.deal, self.twin, WALLETS)
        check_books(self.deal, self.twin, WALLETS)
        self.end()

    def act(self, name: str) -> None:
        """Who may gain units and whose claim may change is judged here, without the twin's ladder.

        Units reach who is eligible, of a country and a class that are admitted; a recovery, which leaves them with their investor, asks
        for the first only.
        """
        twin, registers = self.twin, self.twin.registers
        owed, units = entitlements(twin, WALLETS), [{who: units_in(r, who) for who in WALLETS} for r in registers]
        eligible = {who for who in WALLETS if twin.eligible(who)}
        open_to = [{who for who in eligible if name == "recover" or twin.admitted(each, who)} for each in twin.rules]
        self.touched = set()
        expected, found = getattr(self, f"_do_{name}")()
        assert found == expected, (name, found, expected)
        if found is not None:
            self.refused[name, found] += 1
        else:
            self.done[name] += 1
        for register, were_owed, had, admitted in zip(registers, owed, units, open_to, strict=True):
            for who in WALLETS:
                assert who in admitted or units_in(register, who) <= had[who], f"G: {who} gained units"
                change = abs(register.scaled(who) - were_owed[who])
                assert change < ONE or name == "distribute" or who in self.touched, f"F: a claim of {who} changed"

    def end(self) -> None:
        """Every hindrance is lifted and the last units are collected; units are burnt and income is claimed in any order: nothing is left
        but the tax office's.
        """
        self.deal.chain.now = self.twin.now = self.twin.now + LONGEST_HALT + 1
        for who in OWNERS:
            if who not in self.twin.closed:
                self._admit(who, Investor(ELIGIBLE_UNTIL))
        self._rescue_blocked()
        acts = []
        for t in range(2):
            self._redeemable(t, True)
            for who in WALLETS:
                self._freeze_wallet(t, "freezer", who, False)
            self._collect_rest(t)
            for who in WALLETS:
                acts += [(t, who, True), (t, who, False)]
        self.rng.shuffle(acts)
        for t, who, burns in acts:
            if burns:
                self._redeem(t, OFFICER_OF["REDEEMER"], who, units_in(self.twin.registers[t], who))
            else:
                self._claim(t, who)
        for t in range(2):
            for who in WALLETS:
                self._claim(t, who)
        check_books(self.deal, self.twin, WALLETS)
        assert all(register.scaled_total() == 0 for register in self.twin.registers), "stranded"
        assert self._do_withdraw()[1] in (None, Refusal("RoyaltyEscrow_NothingOwed"))
        assert self.deal.balance(self.deal.escrow.address) == 0, "stranded"

    def _rescue_blocked(self) -> None:
        """Rule 6: income of a wallet the payment token blocks is recovered to another of the same investor."""
        for lost in self.twin.blocked:
            for t, register in enumerate(self.twin.registers):
                if not register.is_empty(lost):
                    fresh = f"{lost}_new_wallet"
                    assert self.deal.order("recoverer", "recoverWallet", t, lost, fresh, lost) is None
                    assert self.twin.recover(t, "recoverer", lost, fresh, lost) is None

    def _collect_rest(self, t: int) -> None:
        """By one of those who always may, and has room for it."""
        if self.twin.paused[t]:
            resumer = OFFICER_OF["RESUMER"]
            assert self.deal.order(resumer, "unpause", t) is self.twin.pause(t, resumer, False) is None
        register = self.twin.registers[t]
        who = min(("saver", "bank", "trader"), key=lambda each: units_in(register, each))
        assert self._issue_outcome(t, who, register.awaited) == (None, None)
        assert register.awaited == 0

    def _freeze_wallet(self, t: int, by: str, who: str, on: bool) -> None:
        expected, found = self._freeze_outcome(t, by, who, on)
        assert expected is found is None

    def _redeem(self, t: int, by: str, who: str, units: int) -> None:
        assert self.deal.order(by, "redeem", t, who, units) is self.twin.redeem(t, by, who, units) is None

    def _claim(self, t: int, who: str) -> None:
        expected, found = self._claim_outcome(t, who)
        assert found == expected
        assert found in (None, Refusal("RoyaltyEscrow_NothingOwed")), found
