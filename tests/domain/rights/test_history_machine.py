# SPDX-License-Identifier: Apache-2.0
"""Made-up histories of a few rights and two deals: whatever happens and whatever is refused, some things always hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from regalia.domain.rights.acts import LegalEvent, LicenceEnd, LienRelease, TitleTransfer
from regalia.domain.rights.day import day_after
from regalia.domain.rights.facts import facts_of
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import PoolTerms, packed_haircuts
from regalia.domain.rights.refusal import RightsRefusedError
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.title import chain_holds
from regalia.domain.rights.words import PPM, Act, Condition, Kind, Status
from tests.domain.rights.story import (
    DEAL,
    MATURITY,
    ONE,
    POOL,
    THREE,
    TODAY,
    TWO,
    entry,
    in_force,
    licence,
    lien,
    paper,
    standing,
    valuation,
)
from tests.domain.rights.test_status import BESIDE, STEPS

RIGHTS = (ONE, TWO, THREE)
DEALS = (DEAL, "second deal")
rights = st.sampled_from(RIGHTS)
parties = st.sampled_from(("originator", "originator", "inventor", "appraiser"))
shares = st.sampled_from((1, 300_000, PPM))
numbers = st.integers(1, 3)


class History(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.registry, self.today, self.papers = Registry(), TODAY, 0
        self.statuses = dict.fromkeys(DEALS, DealStatus.OFFERED)
        self.pool = RightsPool(POOL, self.registry, {})
        self._tell()
        for deal in DEALS:
            self.pool.open(deal, PoolTerms(MATURITY, packed_haircuts({Condition.INVALIDATED: PPM})), "originator")

    @initialize(given=st.lists(rights, unique=True))
    def some_are_ready(self, given: list[bytes]) -> None:
        """Few made-up rights would come so far by themselves."""
        for right in given:
            in_force(self.registry, right)
        for right in given[1:]:
            self.pool.pledge(DEAL, (right,), (0,), "originator", self.today)

    @rule(right=rights, owner=parties)
    def enter(self, right: bytes, owner: str) -> None:
        self._try(lambda: self.registry.enter(entry(right, owners=(owner,)), self.today))

    @rule(right=rights, sender=parties, receiver=parties, share=shares)
    def transfer_title(self, right: bytes, sender: str, receiver: str, share: int) -> None:
        act = TitleTransfer(right, sender, receiver, share, self.today, self._paper())
        self._try(lambda: self.registry.transfer_title(act, self.today))

    @rule(right=rights, act=st.sampled_from(Act), skipped=st.sampled_from((0, 0, 0, 1)))
    def report(self, right: bytes, act: Act, skipped: int) -> None:
        number = len(self.registry.rights[right].steps) + 1 + skipped if right in self.registry.rights else 1
        date = 20_500_101 if act in (Act.EXTENDED, Act.RENEWED) else 0
        given = LegalEvent(right, number, act, self.today, date, b"", self._paper())
        self._try(lambda: self.registry.report((given,), self.today))

    @rule(right=rights, rank=st.integers(0, 2))
    def enter_lien(self, right: bytes, rank: int) -> None:
        act = lien(rank, self.today, right, f"lien {self._paper().hex()}")
        self._try(lambda: self.registry.enter_lien(act, self.today))

    @rule(right=rights, number=numbers)
    def release_lien(self, right: bytes, number: int) -> None:
        self._try(lambda: self.registry.release_lien(LienRelease(right, number, self.today, self._paper()), self.today))

    @rule(
        right=rights,
        licensor=parties,
        licensee=parties,
        parent=st.integers(0, 2),
        exclusive=st.booleans(),
        share=shares,
    )
    def grant_licence(
        self, right: bytes, licensor: str, licensee: str, parent: int, exclusive: bool, share: int
    ) -> None:
        act = licence(
            right,
            f"licence {self._paper().hex()}",
            licensor=licensor,
            licensee=licensee,
            parent=parent,
            exclusive=exclusive,
            share=share,
            territory="WO",
        )
        self._try(lambda: self.registry.grant_licence(act, self.today))

    @rule(right=rights, number=numbers)
    def terminate_licence(self, right: bytes, number: int) -> None:
        act = LicenceEnd(right, number, self.today, self._paper())
        self._try(lambda: self.registry.terminate_licence(act, self.today))

    @rule(right=rights, amount=st.integers(0, 2_000), appraiser=parties)
    def value(self, right: bytes, amount: int, appraiser: str) -> None:
        act = valuation(right, amount, f"report {self._paper().hex()}", appraiser=appraiser)
        self._try(lambda: self.registry.value(act, self.today))

    @rule(right=rights, deal=st.sampled_from(DEALS), number=st.integers(0, 1))
    def pledge(self, right: bytes, deal: str, number: int) -> None:
        self._try(lambda: self.pool.pledge(deal, (right,), (number,), "originator", self.today))

    @rule(deal=st.sampled_from(DEALS))
    def release(self, deal: str) -> None:
        backing = self.pool.deals[deal].rights
        self._try(lambda: self.pool.release(backing))

    @rule(right=rights)
    def demand_repurchase(self, right: bytes) -> None:
        self._try(lambda: self.pool.demand_repurchase(right, self._paper()))

    @rule(deal=st.sampled_from(DEALS))
    def repurchase(self, deal: str) -> None:
        for right in self.pool.deals[deal].rights:
            self._try(lambda right=right: self.pool.repurchase(right, 2_000, "originator"))  # type: ignore[misc]

    @rule(right=rights)
    def let_go(self, right: bytes) -> None:
        self._try(lambda: self.pool.let_go(right, self.today))

    @rule(deal=st.sampled_from(DEALS), closes=st.booleans())
    def deal_goes_on(self, deal: str, closes: bool) -> None:
        after = {
            DealStatus.OFFERED: DealStatus.LIVE if closes else DealStatus.LAPSED,
            DealStatus.LIVE: DealStatus.CONCLUDED,
        }
        self.statuses[deal] = after.get(self.statuses[deal], self.statuses[deal])
        self._tell()

    @rule()
    def a_day_passes(self) -> None:
        self.today = day_after(self.today)

    @invariant()
    def title_is_whole_and_its_chain_unbroken(self) -> None:
        for right in self.registry.rights.values():
            assert sum(right.shares.values()) == PPM
            assert chain_holds(right)

    @invariant()
    def statuses_come_from_listed_transitions(self) -> None:
        for right in self.registry.rights.values():
            told = [Status.ENTERED, *(step.status for step in right.steps)]
            for (before, after), step in zip(pairwise(told), right.steps, strict=True):
                act = step.event.act
                if act in BESIDE:
                    assert before is after is not Status.ENTERED
                else:
                    assert STEPS[act][before] is after
                    assert right.kind is Kind.PATENT

    @invariant()
    def no_right_backs_two_deals(self) -> None:
        backing = Counter(right for opened in self.pool.deals.values() for right in opened.rights)
        assert all(times == 1 for times in backing.values())
        held = {right.id for right in self.registry.rights.values() if right.hold is not None}
        assert held == set(backing) == set(self.pool.pledges)

    @invariant()
    def licences_rest_on_the_whole_at_most_and_never_on_one_that_ended(self) -> None:
        for right in self.registry.rights.values():
            live = {x.number for x in right.live_licences}
            assert sum(x.words.share for x in right.live_licences) <= PPM
            assert all(x.words.parent == 0 or x.words.parent in live for x in right.live_licences)

    @invariant()
    def facts_are_shares_of_the_whole(self) -> None:
        for deal in DEALS:
            labels = ("pool-value", "rights-lapsed", "rights-untitled", "rights-unlicensed", "largest-group")
            value, *parts = facts_of(self.pool.holdings(deal), labels, self.today)
            assert value >= 0
            assert all(0 <= part <= PPM for part in parts)

    def _try(self, act: Callable[[], object]) -> None:
        """It happens, or it is refused and nothing changed."""
        before = self._all()
        try:
            act()
        except RightsRefusedError as error:
            assert self._all() == before
            assert error.hint

    def _all(self) -> tuple[object, ...]:
        pool = self.pool
        kept = (self.registry.rights, self.registry.documents, pool.deals, pool.pledges, pool.demands, pool.returned)
        return tuple(dict(each) for each in kept)

    def _tell(self) -> None:
        self.pool.standings = {deal: standing(status) for deal, status in self.statuses.items()}

    def _paper(self) -> bytes:
        self.papers += 1
        return paper(f"paper {self.papers}")


History.TestCase.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
TestHistory = History.TestCase
