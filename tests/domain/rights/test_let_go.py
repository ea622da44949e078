# SPDX-License-Identifier: Apache-2.0
"""What the twin does with a right whose licence was terminated: 1,000 of the inventor's, held under a licence, beside 600 of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.rights.cause import Cause, Source
from regalia.domain.rights.causes import causes
from regalia.domain.rights.facts import facts_of
from regalia.domain.rights.holdings import Pledge
from regalia.domain.rights.labels import LABELS, packed
from regalia.domain.rights.pool import RightsPool
from regalia.domain.rights.pool_terms import Limit, PoolTerms, packed_haircuts
from regalia.domain.rights.standing import DealStatus
from regalia.domain.rights.words import PPM, Condition, Why
from tests.domain.rights.story import (
    DEAL,
    GRANTED,
    MATURITY,
    ONE,
    THREE,
    TODAY,
    TWO,
    a_pool,
    becomes,
    entry,
    happen,
    in_force,
    licence,
    licence_end,
    lien,
    paper,
    refused,
    standing,
    valuation,
)

UNTITLED = packed_haircuts({Condition.UNTITLED: PPM})


def held(terms: PoolTerms | None = None) -> RightsPool:
    """The licence is number 1 of ``ONE``."""
    pool = a_pool(terms or PoolTerms(MATURITY, UNTITLED), values=())
    pool.registry.enter(entry(owners=("inventor",)), TODAY)
    happen(pool.registry, *GRANTED)
    pool.registry.value(valuation(), TODAY)
    words = licence(licensor="inventor", licensee="originator", exclusive=True)
    pool.registry.grant_licence(words, TODAY)
    in_force(pool.registry, TWO, 600)
    pool.pledge(DEAL, (ONE, TWO), (1, 0), "originator", TODAY)
    return pool


def lost(terms: PoolTerms | None = None) -> RightsPool:
    pool = held(terms)
    pool.registry.terminate_licence(licence_end(), TODAY)
    pool.let_go(ONE, TODAY)
    return pool


def facts(pool: RightsPool, *labels: str, deal: str = DEAL) -> tuple[int, ...]:
    return facts_of(pool.holdings(deal), labels, TODAY)


def test_let_go__still_held__refused_and_nothing_changed() -> None:
    pool = held()
    before = dict(pool.pledges), dict(pool.deals), dict(pool.registry.rights)
    for right, number in ((ONE, 1), (TWO, 0)):
        with refused("RightsPool_StillHeld", right, number):
            pool.let_go(right, TODAY)
    with refused("RightsPool_NotPledged", THREE):
        pool.let_go(THREE, TODAY)
    assert (pool.pledges, pool.deals, pool.registry.rights) == before


def test_let_go__another_licence_ended__refused() -> None:
    pool = held()
    pool.registry.grant_licence(licence(licensor="inventor", document="second"), TODAY)
    pool.registry.terminate_licence(licence_end(2), TODAY)
    with refused("RightsPool_StillHeld", ONE, 1):
        pool.let_go(ONE, TODAY)


def test_let_go__terminated__out_of_the_deal_and_free() -> None:
    pool = lost()
    assert pool.pledges == {TWO: Pledge(DEAL, 600, 0)}
    assert pool.returned == {ONE: Why.LOST}
    assert pool.registry.known(ONE).hold is None
    holdings = pool.holdings(DEAL)
    assert ([x.right.id for x in holdings.rights], holdings.lost, holdings.value_at_closing) == ([TWO], 1_000, 1_600)
    with refused("RightsPool_NotPledged", ONE):
        pool.let_go(ONE, TODAY)


def test_let_go__untitled_and_nothing_else__every_fact_as_it_was() -> None:
    pool = held()
    pool.registry.terminate_licence(licence_end(), TODAY)
    before = dict(zip(LABELS, facts(pool, *LABELS), strict=True))
    assert {label: value for label, value in before.items() if value} == {
        "pool-value": 600,
        "rights-untitled": 625_000,
        "rights-unlicensed": PPM,
        "largest-right": PPM,
        "largest-jurisdiction": PPM,
    }
    pool.let_go(ONE, TODAY)
    assert dict(zip(LABELS, facts(pool, *LABELS), strict=True)) == before


def test_let_go__other_conditions_and_licences__what_they_added_goes_and_the_loss_stays() -> None:
    """Untitled costs half here; the inventor licensed 40% of the right to another."""
    pool = held(PoolTerms(MATURITY, packed_haircuts({Condition.UNTITLED: 500_000})))
    pool.registry.terminate_licence(licence_end(), TODAY)
    pool.registry.grant_licence(licence(licensor="inventor", share=400_000, document="second"), TODAY)
    pool.registry.enter_lien(lien(0), TODAY)
    labels = ("pool-value", "rights-untitled", "rights-unlicensed", "rights-pledged", "largest-right")
    # base 500 and 600; 600 of 1,000 and all of 600 rest on no licence; the licensee has 40% of 500, of 1,100
    assert facts(pool, *labels, "largest-licensee") == (1_100, 625_000, 750_000, 625_000, 545_455, 181_819)
    pool.let_go(ONE, TODAY)
    assert facts(pool, *labels, "largest-licensee") == (600, 625_000, PPM, 0, PPM, 0)


def test_let_go__valued_anew_before_and_after__what_it_was_worth_when_it_left() -> None:
    pool = held()
    pool.registry.value(valuation(amount=1_800, document="before"), TODAY)
    pool.registry.terminate_licence(licence_end(), TODAY)
    pool.let_go(ONE, TODAY)
    pool.registry.value(valuation(amount=1, document="after"), TODAY)
    assert facts(pool, "rights-untitled", "pool-value") == (750_000, 600)


def test_let_go__then_a_deal_of_its_owner__takes_it_and_the_first_counts_on() -> None:
    pool = lost()
    before = facts(pool, *LABELS)
    pool.standings = {DEAL: standing(), "theirs": replace(standing(), originator="inventor")}
    pool.open("theirs", PoolTerms(MATURITY), "inventor")
    pool.pledge("theirs", (ONE,), (0,), "inventor", TODAY)
    assert facts(pool, "pool-value", "rights-untitled", deal="theirs") == (1_000, 0)
    assert facts(pool, *LABELS) == before


def test_demand__of_a_right_that_left__the_next_number() -> None:
    pool = held()
    becomes(pool, DealStatus.LIVE)
    pool.demand_repurchase(ONE, paper("breach"))
    pool.registry.terminate_licence(licence_end(), TODAY)
    pool.let_go(ONE, TODAY)
    pool.standings = {DEAL: standing(), "theirs": replace(standing(), originator="inventor")}
    pool.open("theirs", PoolTerms(MATURITY), "inventor")
    pool.pledge("theirs", (ONE,), (0,), "inventor", TODAY)
    assert pool.pledges[ONE].demand is None
    pool.standings = {"theirs": replace(standing(DealStatus.LIVE), originator="inventor")}
    assert pool.demand_repurchase(ONE, paper("another breach")) == 2


def test_pledge__lost_rights__count_among_the_most() -> None:
    """So that no sum outgrows its bits."""
    pool = lost()
    in_force(pool.registry, THREE)
    pool.deals[DEAL] = replace(pool.deals[DEAL], rights=(TWO,) * 4095)
    with refused("RightsPool_TooManyRights", 4096, 4097):
        pool.pledge(DEAL, (THREE,), (0,), "originator", TODAY)
    pool.deals[DEAL] = replace(pool.deals[DEAL], rights=(TWO,) * 4094)
    pool.pledge(DEAL, (THREE,), (0,), "originator", TODAY)


def test_require_fit__after_a_loss__rights_that_are_there_and_limits_with_the_loss() -> None:
    with refused("RightsPool_TooFewRights", 2, 1):
        lost(PoolTerms(MATURITY, least_rights=2)).require_fit(DEAL, TODAY)
    lost(PoolTerms(MATURITY, least_rights=1, least_value=600)).require_fit(DEAL, TODAY)
    with refused("RightsPool_ValueTooSmall", 601, 600):
        lost(PoolTerms(MATURITY, least_value=601)).require_fit(DEAL, TODAY)
    limit = Limit("rights-untitled", 624_999)
    with refused("RightsPool_LimitBroken", packed(limit.label), limit.most, 625_000):
        lost(PoolTerms(MATURITY, limits=(limit,))).require_fit(DEAL, TODAY)


ENDED = Cause(ONE, Source.LICENCE_END, 1, TODAY, licence_end().document, condition=Condition.UNTITLED)
"""The right, and the document of the end of its licence."""


@pytest.mark.parametrize("label", ["rights-untitled", "pool-value"])
def test_causes__part_of_it_lost__the_end_of_its_licence(label: str) -> None:
    pool = held()
    pool.registry.terminate_licence(licence_end(), TODAY)
    assert causes(pool.holdings(DEAL), label, TODAY) == (ENDED,)
    pool.let_go(ONE, TODAY)
    assert causes(pool.holdings(DEAL), label, TODAY) == (ENDED,)


def test_causes__unlicensed__rights_that_are_there_and_then_the_lost() -> None:
    found = causes(lost().holdings(DEAL), "rights-unlicensed", TODAY)
    assert [(cause.right, cause.source, cause.number) for cause in found] == [
        (TWO, Source.ENTRY, 1),
        (ONE, Source.LICENCE_END, 1),
    ]
    assert found[1].document == licence_end().document


def test_causes__limit_on_what_is_untitled__the_lost_right() -> None:
    pool = lost(PoolTerms(MATURITY, UNTITLED, limits=(Limit("rights-untitled", 0),)))
    assert causes(pool.holdings(DEAL), "limits-broken", TODAY) == (ENDED,)


def test_causes__lost_and_held_by_another_deal__still_those_of_the_time_it_left() -> None:
    pool = lost()
    pool.registry.grant_licence(licence(licensor="inventor", document="second", exclusive=True), TODAY)
    pool.registry.terminate_licence(licence_end(2), TODAY)
    assert causes(pool.holdings(DEAL), "rights-untitled", TODAY) == (ENDED,)
    assert causes(pool.holdings(DEAL), "largest-right", TODAY)[0].right == TWO
    assert causes(pool.holdings(DEAL), "rights-stale", TODAY) == ()


def test_causes__lost_without_a_value__untitled_only() -> None:
    pool = held()
    pool.registry.value(valuation(amount=0, document="nothing left"), TODAY)
    pool.registry.terminate_licence(licence_end(), TODAY)
    pool.let_go(ONE, TODAY)
    holdings = pool.holdings(DEAL)
    assert causes(holdings, "rights-untitled", TODAY) == (ENDED,)
    assert [cause.right for cause in causes(holdings, "rights-unlicensed", TODAY)] == [TWO]
    assert causes(holdings, "pool-value", TODAY) == ()
