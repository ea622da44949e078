# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from regalia.domain.rights.causes import causes
from regalia.domain.rights.pool_terms import PoolTerms, packed_haircuts
from regalia.domain.rights.what_if import Change, next_event, possible_acts, what_if
from regalia.domain.rights.words import PPM, Act, Condition, Status
from tests.domain.rights.story import DEAL, MATURITY, ONE, TODAY, TWO, a_pool, happen, lien, refused

TERMS = PoolTerms(MATURITY, packed_haircuts({Condition.INVALIDATED: PPM}))
LABELS = ("pool-value", "rights-invalidated", "rights-pledged")


def test_what_if__invalidated__facts_with_and_without_and_nothing_happened() -> None:
    pool = a_pool(TERMS)
    act = next_event(pool.registry.known(TWO), Act.INVALIDATED, TODAY)
    found = what_if(pool, DEAL, (act, lien(0)), TODAY, labels=LABELS)
    assert found.changes == (
        Change("pool-value", 2_000, 1_400),
        Change("rights-invalidated", 0, 300_000),
        Change("rights-pledged", 0, 500_000),
    )
    assert [cause.number for cause in causes(found.holdings, "rights-invalidated", TODAY)] == [3]
    assert pool.registry.known(TWO).status is Status.IN_FORCE
    assert act.document not in pool.registry.documents


def test_what_if__on_a_later_day__both_sides_are_of_that_day() -> None:
    pool = a_pool(TERMS)
    found = what_if(pool, DEAL, (), TODAY, on=20_280_101, labels=("rights-stale",))
    assert found.changes == (Change("rights-stale", PPM, PPM),)


def test_what_if__what_can_not_happen__refused() -> None:
    pool = a_pool(TERMS)
    with refused("IPRegistry_NotAllowed", ONE, Status.IN_FORCE, Act.REINSTATED):
        what_if(pool, DEAL, (next_event(pool.registry.known(ONE), Act.REINSTATED, TODAY),), TODAY)


def test_possible_acts__each_of_them_can_be_reported_and_no_other() -> None:
    pool = a_pool(TERMS)
    happen(pool.registry, Act.CHALLENGED)
    right = pool.registry.known(ONE)
    assert Act.UPHELD in possible_acts(right) and Act.DISPUTE_SETTLED not in possible_acts(right)
    for act in Act:
        date = 20_500_101 if act in (Act.EXTENDED, Act.RENEWED) else 0
        given = next_event(right, act, TODAY, date)
        if act in possible_acts(right):
            what_if(pool, DEAL, (given,), TODAY, labels=())
        else:
            with refused("IPRegistry_NotAllowed", ONE, Status.UNDER_REVIEW, act):
                what_if(pool, DEAL, (given,), TODAY, labels=())
