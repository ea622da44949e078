# SPDX-License-Identifier: Apache-2.0
"""The world of the machine: a live deal and its mirror, and a hostile deal beside it on the same oracle, registry and money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from regalia.domain.transfer_rules import RuleFlag, TransferRules
from regalia.domain.withholding import TaxRate, TaxTable
from tests.invariants import laws
from tests.invariants.mirror import EARLY, OFFERS, PROGRAM, Mirror
from tests.invariants.refusal import Refusal, outcome_of
from tests.invariants.sale import Placed
from tests.support import sample
from tests.support.platform import ELIGIBLE_UNTIL, DealSpec, Platform, plain_spec
from tests.support.roles import actor, attestors

DONE: Counter[str] = Counter()
"""How often each rule did what it is for, over all runs."""
RULES = (TransferRules(), TransferRules(holder_limit=2), TransferRules(RuleFlag.RECORD_DATES))
TABLE = TaxTable((TaxRate(156, 1, 200_000), TaxRate(276, 0, 1_000_000), TaxRate(0, 3, 0), TaxRate(0, 0, 100_001)))
OWNERS = {role: role for role in laws.HOLDERS} | {"senior_new_wallet": "senior_investor"}
"""Whose each wallet is."""
tranches = st.integers(0, 2)
holders = st.sampled_from(laws.HOLDERS)
amounts = st.one_of(
    st.integers(1, 9), st.integers(1, 300_000 * sample.USD), st.integers(30_000 * sample.USD, 300_000 * sample.USD)
)
choices = st.integers(0, 999)
"""Which of those in question, counted round."""
shares = st.sampled_from([0, 1, 333, 500, 999, 1_000])
"""Thousandths of what is held: nothing and everything included."""


class LiveDeal(RuleBasedStateMachine):
    """``touched``: whose claims of which tranche the act at hand may change; ``distributed``: everybody's."""

    def __init__(self) -> None:
        super().__init__()
        platform = self.platform = Platform()
        money = platform.money("MockBlockingToken")
        self.mirror = Mirror(RULES, TABLE, laws.TAX_OFFICE, sample.DEADLINE + 1)
        for role, owner in OWNERS.items():
            if role == owner:
                platform.admit(actor(role))
                self.mirror.twin.admit(role, ELIGIBLE_UNTIL)
            else:
                platform.add_wallet(actor(role), actor(owner))
                self.mirror.twin.of[role] = owner
        self.mirror.sale.hold_places(self.mirror.twin)
        words = tuple(rules.pack() for rules in RULES)
        offers = tuple(offer.pack() for offer in OFFERS)
        spec = DealSpec(PROGRAM, offers=offers, transfer_rules=words)
        taxed = replace(spec, tax_table=TABLE.pack(), tax_authority=laws.TAX_OFFICE)
        self.deal = platform.create(money, taxed)
        for placed in self.mirror.sale.bids:
            self.deal.subscribe(actor(placed.bid.investor), placed.tranche, placed.bid.units, placed.bid.level)
        self.deal.close_alone()
        for placed in self.mirror.sale.bids[: len(EARLY)]:
            self.collect_at(placed)
        for role in laws.HOLDERS:  # enough to take up everything
            self.deal.give(actor(role), 10 * sample.PROCEEDS, self.deal.offering)
        keys = tuple(key.address for key in attestors(1, "accomplice"))
        own = replace(plain_spec(1), threshold=1, attestors=keys, deadline=platform.chain.now)
        self.hostile = platform.create(money, own, by=actor("attacker"))
        self.hostile.sell({"attacker": (1,)})
        self.hostile.close()
        self.mirror.twin.now = platform.chain.now
        self.claims = laws.claims_of(self.deal)
        self.touched: set[tuple[int, str]] = set()
        self.distributed = False

    def collect_at(self, placed: Placed) -> None:
        """By an outsider, for the bidder."""
        expected = self.mirror.sale.collect(self.mirror.twin, placed)
        act = lambda: self.deal.offering.send("collect", *placed.key, by=actor("outsider"))  # noqa: E731
        self.agree(expected, act, "collect")

    def agree(self, expected: Refusal | None, act: Callable[[], object], name: str) -> None:
        """The act comes to on chain what it came to in the twin. Counted when it was done, its refusals apart."""
        found = outcome_of(act)
        assert found == expected, (name, found, expected)
        note(f"{name}: {found or 'done'}")
        DONE[name if found is None else f"refused: {name}"] += 1

    def wait_until(self, timestamp: int) -> None:
        self.deal.chain.now = self.mirror.twin.now = max(self.deal.chain.now, timestamp)

    @invariant()
    def every_law_holds(self) -> None:
        self.mirror.twin.now = self.deal.chain.now
        now = laws.claims_of(self.deal)
        if not self.distributed:
            others = {key: claim for key, claim in self.claims.items() if key not in self.touched}
            assert others == {key: now[key] for key in others}, "F: a claim changed without a distribution"
        self.claims, self.touched, self.distributed = now, set(), False
        laws.check_solvent(self.deal, now)
        laws.check_conserved(self.deal, self.mirror, now)
        laws.check_mirrored(self.deal, self.mirror, now)
        laws.check_supply(self.deal, self.mirror)
        laws.check_bids(self.deal, self.mirror)
        laws.check_liveness(self.platform, self.deal, self.mirror, now)
        laws.check_every_bid_ends(self.platform, self.deal, self.mirror)
