# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace

from regalia.domain.rights.holdings import Pledge
from regalia.domain.rights.labels import packed
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import Limit, PoolTerms
from regalia.domain.rights.refusal import RefusalValue
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.words import Act, Status, Why
from tests.domain.rights.story import (
    DEAL,
    MATURITY,
    ONE,
    THREE,
    TODAY,
    TWO,
    a_pool,
    becomes,
    happen,
    in_force,
    refused,
    valuation,
)

UNTIL = 20_261_231


def live(most: int = 500_000, until: int = UNTIL, limits: tuple[Limit, ...] = (), incoming: int = 1_000) -> RightsPool:
    """1,000 and 600 are pledged, of which so much may be replaced; a third right waits."""
    terms = PoolTerms(MATURITY, substitution_until=until, substitution_most=most, limits=limits)
    pool = a_pool(terms, values=(1_000, 600))
    in_force(pool.registry, THREE, incoming)
    becomes(pool, DealStatus.LIVE)
    return pool


def not_substituted(
    pool: RightsPool, name: str, *values: RefusalValue, today: int = TODAY, by: str = "originator"
) -> None:
    """Refused, and nothing changed."""
    pledges, rights = dict(pool.pledges), dict(pool.registry.rights)
    with refused(name, *values):
        pool.substitute(TWO, THREE, 0, by, today)
    assert (pool.pledges, pool.registry.rights) == (pledges, rights)


def test_substitute__worth_as_much__takes_the_others_place() -> None:
    pool = live(incoming=600)
    pool.substitute(TWO, THREE, 0, "originator", TODAY)
    assert set(pool.pledges) == {ONE, THREE}
    assert pool.returned == {TWO: Why.SUBSTITUTED}
    assert pool.registry.known(TWO).hold is None
    assert (pool.holdings(DEAL).replaced, pool.holdings(DEAL).value_at_closing) == (600, 1_600)


def test_substitute__by_another_for_nothing_or_not_live__refused() -> None:
    pool = live()
    not_substituted(pool, "RightsPool_OnlyOriginator", "originator", "attacker", by="attacker")
    with refused("RightsPool_NotPledged", THREE):
        pool.substitute(THREE, TWO, 0, "originator", TODAY)
    becomes(pool, DealStatus.SOLD)
    not_substituted(pool, "RightsPool_DealStatus", DEAL, DealStatus.SOLD)


def test_substitute__last_day__is_the_last() -> None:
    not_substituted(live(), "RightsPool_SubstitutionOver", UNTIL, 20_270_101, today=20_270_101)
    not_substituted(live(until=0), "RightsPool_SubstitutionOver", 0, TODAY)
    pool = live()
    pool.substitute(TWO, THREE, 0, "originator", UNTIL)
    assert THREE in pool.pledges


def test_substitute__more_over_life_than_the_most__refused() -> None:
    # ⌊1,600 · 374,999 / 10^6⌋ is 599
    not_substituted(live(most=374_999), "RightsPool_SubstitutionTooMuch", 599, 600)
    pool = live(most=375_000)
    pool.substitute(TWO, THREE, 0, "originator", TODAY)
    with refused("RightsPool_SubstitutionTooMuch", 600, 1_600):
        pool.substitute(THREE, TWO, 0, "originator", TODAY)


def test_substitute__large_amounts__exact() -> None:
    terms = PoolTerms(MATURITY, substitution_until=UNTIL, substitution_most=500_000)
    pool = a_pool(terms, values=(10**12, 10**12))
    in_force(pool.registry, THREE, 10**12)
    becomes(pool, DealStatus.LIVE)
    pool.substitute(TWO, THREE, 0, "originator", TODAY)
    with refused("RightsPool_SubstitutionTooMuch", 10**12, 2 * 10**12):
        pool.substitute(THREE, TWO, 0, "originator", TODAY)


def test_substitute__worth_less_than_the_other_was_at_pledge__refused() -> None:
    not_substituted(live(incoming=599), "RightsPool_WorthLess", 600, 599)
    pool = live(incoming=599)
    pool.registry.value(valuation(TWO, 1, document="worthless now"), TODAY)
    not_substituted(pool, "RightsPool_WorthLess", 600, 599)


def test_substitute__by_itself__comes_in_anew_and_counts_as_replaced() -> None:
    pool = live()
    pool.registry.value(valuation(TWO, 700, document="worth more now"), TODAY)
    pool.substitute(TWO, TWO, 0, "originator", TODAY)
    assert pool.pledges[TWO] == Pledge(DEAL, 700, 0)
    holdings = pool.holdings(DEAL)
    assert [held.right.id for held in holdings.rights] == [ONE, TWO]
    assert (holdings.replaced, holdings.value_at_closing) == (600, 1_600)
    with refused("RightsPool_SubstitutionTooMuch", 800, 1_300):
        pool.substitute(TWO, TWO, 0, "originator", TODAY)


def test_substitute__in_a_full_pool__taken() -> None:
    pool = live(incoming=600)
    pool.deals[DEAL] = replace(pool.deals[DEAL], rights=(TWO, *(ONE,) * 4095))
    pool.substitute(TWO, THREE, 0, "originator", TODAY)
    assert THREE in pool.pledges


def test_substitute__by_one_that_backs_a_deal_or_through_a_shut_gate__refused() -> None:
    pool = live()
    with refused("RightsPool_AlreadyPledged", ONE, DEAL):
        pool.substitute(TWO, ONE, 0, "originator", TODAY)
    assert TWO in pool.pledges
    happen(pool.registry, Act.CHALLENGED, right=THREE)
    not_substituted(pool, "RightsPool_NotInForce", THREE, Status.UNDER_REVIEW)


def test_substitute__limit_broken_by_it__refused_and_one_broken_before_is_not() -> None:
    # before 1,000 of 1,600; afterwards 1,400 of 2,400
    limit = Limit("largest-right", 624_999)
    pool = live(limits=(limit,), incoming=1_400)
    pool.substitute(TWO, THREE, 0, "originator", TODAY)
    # 1,000 of 1,600 held before, 1,800 of 2,800 doesn't
    held = live(limits=(Limit("largest-right", 625_000),), incoming=1_800)
    not_substituted(held, "RightsPool_LimitBroken", packed("largest-right"), 625_000, 642_858)


def test_substitute__limit_broken_before_and_after__goes_through() -> None:
    pool = live(limits=(Limit("largest-right", 100_000),))
    pool.substitute(TWO, THREE, 0, "originator", TODAY)
    assert THREE in pool.pledges
