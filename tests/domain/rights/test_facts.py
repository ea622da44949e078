# SPDX-License-Identifier: Apache-2.0
"""Facts of a pool of 1,000, 600 and 400: two rights of CN, one of EP."""

from __future__ import annotations

import pytest

from regalia.domain.rights.facts import facts_of, limits_broken
from regalia.domain.rights.labels import LABELS, packed
from regalia.domain.rights.look import Look
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import Limit, PoolTerms, packed_haircuts
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.words import PPM, Act, Condition
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
    licence,
    lien,
    paper,
    refused,
    valuation,
)

HAIRCUTS = packed_haircuts({Condition.INVALIDATED: PPM, Condition.UNDER_REVIEW: 250_000})


def fact(pool: RightsPool, label: str, today: int = TODAY) -> int:
    return facts_of(pool.holdings(DEAL), (label,), today)[0]


def test_facts_of__sound_pool__its_value_and_nothing_wrong() -> None:
    pool = a_pool()
    facts = dict(zip(LABELS, facts_of(pool.holdings(DEAL), LABELS, TODAY), strict=True))
    wrong = {label: value for label, value in facts.items() if value}
    assert wrong == {
        "pool-value": 2_000,
        "rights-unlicensed": PPM,
        "largest-right": 500_000,
        "largest-jurisdiction": 800_000,
    }


@pytest.mark.parametrize(
    ("label", "acts"),
    [
        ("rights-lapsed", (Act.LAPSED,)),
        ("rights-invalidated", (Act.INVALIDATED,)),
        ("rights-expired", (Act.EXPIRED,)),
        ("rights-under-review", (Act.CHALLENGED,)),
        ("rights-in-dispute", (Act.TITLE_DISPUTED,)),
        ("rights-restricted", (Act.LISTED_NEGATIVE,)),
    ],
)
def test_facts_of__legal_event_on_a_fifth__a_fifth_of_the_value(label: str, acts: tuple[Act, ...]) -> None:
    pool = a_pool(PoolTerms(MATURITY, HAIRCUTS))
    happen(pool.registry, *acts, right=THREE)
    assert fact(pool, label) == 200_000


def test_facts_of__lien_demand_and_day__theirs() -> None:
    pool = a_pool()
    pool.registry.enter_lien(lien(0, right=TWO), TODAY)
    becomes(pool, DealStatus.LIVE)
    pool.demand_repurchase(ONE, paper("breach"))
    assert (fact(pool, "rights-pledged"), fact(pool, "rights-breached")) == (300_000, 500_000)
    assert (fact(pool, "rights-stale", 20_271_231), fact(pool, "rights-stale", 20_280_101)) == (0, PPM)


def test_facts_of__share_that_is_no_whole_number__rounded_up() -> None:
    pool = a_pool(values=(1, 1, 1))
    happen(pool.registry, Act.LAPSED)
    assert fact(pool, "rights-lapsed") == 333_334


def test_facts_of__haircuts__value_after_them_and_shares_before() -> None:
    pool = a_pool(PoolTerms(MATURITY, HAIRCUTS))
    happen(pool.registry, Act.INVALIDATED, right=TWO)
    happen(pool.registry, Act.CHALLENGED, right=THREE)
    # 1,000 + 0 + 300
    assert fact(pool, "pool-value") == 1_300
    assert fact(pool, "rights-invalidated") == 300_000
    # ⌈1,000 · 10^6 / 1,300⌉, and the other right of CN counts for nothing
    assert (fact(pool, "largest-right"), fact(pool, "largest-jurisdiction")) == (769_231, 769_231)


def test_facts_of__appeal_won__cured() -> None:
    pool = a_pool(PoolTerms(MATURITY, HAIRCUTS))
    happen(pool.registry, Act.INVALIDATED, Act.APPEAL_WON)
    assert (fact(pool, "pool-value"), fact(pool, "rights-invalidated")) == (2_000, 0)


def test_facts_of__licences__unlicensed_largest_licensee_and_group() -> None:
    pool = a_pool()
    pool.registry.grant_licence(licence(ONE, licensee="a", group="holding", share=300_000), TODAY)
    pool.registry.grant_licence(licence(TWO, licensee="b", group="holding", share=250_001), TODAY)
    pool.registry.grant_licence(licence(THREE, licensee="c", share=PPM, territory="EP"), TODAY)
    # 700 + ⌈600 · 749,999 / 10^6⌉ = 450 + 0 of 2,000
    assert fact(pool, "rights-unlicensed") == 575_000
    # c has 400; the holding 300 + ⌈150.0006⌉
    assert (fact(pool, "largest-licensee"), fact(pool, "largest-group")) == (200_000, 225_500)
    assert fact(pool, "largest-group", 20_360_101) == 0


def test_facts_of__pool_that_is_worth_nothing__every_share_is_a_million() -> None:
    empty = a_pool(values=())
    facts = facts_of(empty.holdings(DEAL), LABELS, TODAY)
    assert facts == (*(PPM,) * 15, 0, 0)


def test_facts_of__base_of_nothing__concentration_is_everything() -> None:
    pool = a_pool(PoolTerms(MATURITY, packed_haircuts({Condition.INVALIDATED: PPM})), values=(1_000,))
    happen(pool.registry, Act.INVALIDATED)
    assert (fact(pool, "pool-value"), fact(pool, "largest-right"), fact(pool, "rights-stale")) == (0, PPM, 0)


def test_limits_broken__above_the_most_only__counted_in_millions() -> None:
    limits = (Limit("largest-right", 500_000), Limit("largest-jurisdiction", 799_999), Limit("rights-stale", 0))
    pool = a_pool(PoolTerms(MATURITY, limits=limits))
    assert limits_broken(Look(pool.holdings(DEAL), TODAY)) == limits[1:2]
    assert (fact(pool, "limits-broken"), fact(pool, "limits-broken", 20_280_101)) == (PPM, 2 * PPM)


def test_facts_of__label_nobody_knows__refused() -> None:
    with refused("RightsPool_UnknownLabel", packed("rights-lost")):
        facts_of(a_pool().holdings(DEAL), ("pool-value", "rights-lost"), TODAY)


def test_facts_of__right_that_left__no_longer_counts() -> None:
    pool = a_pool()
    becomes(pool, DealStatus.CONCLUDED)
    pool.release((ONE,))
    pool.registry.value(valuation(ONE, 5_000, document="after"), TODAY)
    assert (fact(pool, "pool-value"), fact(pool, "largest-right")) == (1_000, 600_000)
