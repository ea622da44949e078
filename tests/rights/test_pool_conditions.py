# SPDX-License-Identifier: Apache-2.0
"""What each condition of a right does to the pool's value and to its own share, and to nothing else; and how it is cured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.deal import DealContracts
from tests.support.rights import (
    ALLOWED,
    APPEAL_WON,
    BARRED,
    CHALLENGED,
    DELISTED,
    DISPUTED,
    EXPIRED,
    HAIRCUTS,
    INVALIDATED,
    LAPSED,
    LISTED,
    MILLION,
    REINSTATED,
    SETTLED,
    SURRENDERED,
    UPHELD,
    USD,
    PoolSpec,
    RightsDesk,
)
from tests.support.rights_acts import PATENT_1, TRUSTEE, count_of, demand, release_lien, terminate
from tests.support.roles import actor

SHARES = (
    "rights-lapsed",
    "rights-invalidated",
    "rights-expired",
    "rights-under-review",
    "rights-in-dispute",
    "rights-pledged",
    "rights-stale",
    "rights-breached",
    "rights-restricted",
)
Act = Callable[[RightsDesk], Any]


def events(*acts: int) -> Act:
    return lambda desk: desk.happen(PATENT_1, *acts)


def valued_in_euro(desk: RightsDesk) -> None:
    desk.value(PATENT_1, 7, token=actor("euro token"))


def withdraw(desk: RightsDesk) -> None:
    desk.pool.send("withdrawDemand", PATENT_1, by=TRUSTEE)


BROUGHT: dict[str, tuple[int, Act, Act | None]] = {
    "lapsed": (0, events(LAPSED), events(REINSTATED)),
    "surrendered": (0, events(SURRENDERED), None),
    "invalidated": (1, events(INVALIDATED), events(APPEAL_WON)),
    "expired": (2, events(EXPIRED), None),
    "under review": (3, events(CHALLENGED), events(UPHELD)),
    "in dispute": (4, events(DISPUTED), events(SETTLED)),
    "pledged": (5, lambda d: d.lien(PATENT_1), lambda d: release_lien(d, PATENT_1)),
    "in another token": (6, valued_in_euro, lambda d: d.value(PATENT_1, 100 * USD)),
    "breached": (7, lambda d: demand(d, PATENT_1), withdraw),
    "barred": (8, events(BARRED), events(ALLOWED)),
    "listed": (8, events(LISTED), events(DELISTED)),
}


@pytest.mark.parametrize("case", list(BROUGHT))
def test_condition__brought_and_cured__its_share_and_the_value_follow(desk: RightsDesk, case: str) -> None:
    bit, bring, cure = BROUGHT[case]
    deal, _ = desk.live(100 * USD, 300 * USD)
    good = (400 * USD, 750_000, *[0] * len(SHARES))
    labels = ("pool-value", "largest-right", *SHARES)
    assert desk.facts(deal, *labels) == good
    bring(desk)
    base = 100 * USD * (MILLION - HAIRCUTS[bit]) // MILLION
    assert count_of(desk, PATENT_1)["conditions"] == 1 << bit
    assert desk.facts(deal, *labels) == (
        300 * USD + base,
        -(-300 * USD * MILLION // (300 * USD + base)),
        *(250_000 if i == bit else 0 for i in range(len(SHARES))),
    )
    if cure:
        cure(desk)
        assert desk.facts(deal, *labels) == good


def test_lien_below_the_deal_s__and_a_title_dispute_of_another_right__nothing(desk: RightsDesk) -> None:
    deal, rights = desk.live(100 * USD, 300 * USD)
    desk.lien(rights[0], 2)
    desk.enter(outsider := rights[0][:16] + b"9" + rights[0][17:])
    desk.happen(outsider, 1, DISPUTED)
    assert desk.facts(deal, "pool-value", *SHARES) == (400 * USD, *[0] * len(SHARES))


def test_haircuts__of_several_conditions__the_highest_and_not_their_sum(desk: RightsDesk) -> None:
    """Review costs 30%, a lien 20%, a dispute 50%."""
    deal, (right,) = desk.live(100 * USD)
    steps: tuple[tuple[Act, int, int], ...] = (
        (lambda d: d.lien(right), 80, 1 << 5),
        (events(CHALLENGED), 70, 1 << 5 | 1 << 3),
        (events(DISPUTED), 50, 1 << 5 | 1 << 3 | 1 << 4),
        (lambda d: release_lien(d, right), 50, 1 << 3 | 1 << 4),
        (events(SETTLED), 70, 1 << 3),
        (events(INVALIDATED), 0, 1 << 1),
    )
    for act, base, conditions in steps:
        act(desk)
        assert desk.facts(deal, "pool-value") == (base * USD,)
        assert count_of(desk, right)["conditions"] == conditions


def test_sums__of_thirds__base_down_and_shares_up(desk: RightsDesk) -> None:
    deal, rights = desk.live(3, 3, 4)
    desk.happen(rights[0], CHALLENGED)  # 3 less 30% is 2.1
    assert desk.facts(deal, "pool-value", "rights-under-review", "largest-right") == (9, 300_000, 444_445)
    desk.happen(rights[1], LAPSED)
    assert desk.facts(deal, "pool-value", "rights-lapsed", "largest-right") == (6, 300_000, 666_667)


def test_shares__of_a_pool_with_three_equal_rights__rounded_up(desk: RightsDesk) -> None:
    deal, rights = desk.live(1, 1, 1)
    desk.happen(rights[0], LAPSED)
    assert desk.facts(deal, "rights-lapsed", "rights-expired", "largest-right") == (333_334, 0, 500_000)


def test_unlicensed__each_right_s_part_rounded_up(desk: RightsDesk) -> None:
    """Of 3 and 3, half each is licensed: 2 and 2 of 6 are not."""
    deal, rights = desk.live(3, 3)
    for right in rights:
        desk.licence(right, actor("maker"), 500_000)
    assert desk.facts(deal, "rights-unlicensed") == (666_667,)
    terminate(desk, rights[0])
    assert desk.facts(deal, "rights-unlicensed") == (833_334,)


def test_value__newer__counts_at_once_and_that_of_another_token_leaves_the_last(desk: RightsDesk) -> None:
    deal, (first, _) = desk.live(100 * USD, 100 * USD)
    desk.value(first, 50 * USD)
    assert desk.facts(deal, "pool-value", "largest-right") == (150 * USD, 666_667)
    desk.value(first, 999 * USD, token=actor("euro token"))
    assert desk.facts(deal, "pool-value", "rights-stale") == (130 * USD, 333_334)
    assert count_of(desk, first)["value"] == 50 * USD
    desk.value(first, 150 * USD)
    assert desk.facts(deal, "pool-value", "rights-stale", "largest-right") == (250 * USD, 0, 600_000)


def test_pool__that_counts_for_nothing__every_share_of_base_is_a_million(desk: RightsDesk) -> None:
    deal, rights = desk.live(100 * USD, 100 * USD)
    for right in rights:
        desk.happen(right, INVALIDATED)
    labels = ("pool-value", "largest-right", "largest-jurisdiction", "largest-licensee", "largest-group")
    assert desk.facts(deal, *labels) == (0, *[MILLION] * 4)
    assert desk.facts(deal, "rights-invalidated", "rights-lapsed") == (MILLION, 0)


def test_pool__valued_at_nothing__every_share_is_a_million(desk: RightsDesk) -> None:
    deal, _ = desk.live(0, 0)
    every = (*SHARES, "rights-untitled", "rights-unlicensed", "largest-right", "largest-group")
    assert desk.facts(deal, "pool-value", *every) == (0, *[MILLION] * len(every))


def test_limits_broken__a_million_for_each__at_its_most_none(desk: RightsDesk) -> None:
    terms = PoolSpec(limits=(("rights-lapsed", 250_000), ("largest-right", 750_000), ("rights-pledged", 0)))
    deal, (first, second) = desk.live(100 * USD, 300 * USD, terms=terms)
    assert desk.facts(deal, "limits-broken") == (0,)
    desk.happen(first, LAPSED)
    assert desk.facts(deal, "rights-lapsed", "largest-right", "limits-broken") == (250_000, MILLION, MILLION)
    desk.lien(first)
    assert desk.facts(deal, "rights-pledged", "limits-broken") == (250_000, 2 * MILLION)
    desk.happen(second, LAPSED)
    assert desk.facts(deal, "limits-broken") == (3 * MILLION,)
    desk.happen(first, REINSTATED)
    desk.happen(second, REINSTATED)
    release_lien(desk, first)
    assert desk.facts(deal, "limits-broken") == (0,)


def test_count__nothing_changed__nothing_told(desk: RightsDesk) -> None:
    deal, (right,) = desk.live(100 * USD)
    assert desk.happen(right, 23).all("RightCounted") == []
    told = desk.happen(right, LAPSED).only("RightCounted")
    assert (told["deal"], told["count"]["conditions"]) == (deal.deal.address, 1)


def payment(deal: DealContracts) -> tuple[int, ...]:
    facts: tuple[int, ...] = deal.pay_date_without_cash(50_000 * USD).only("FactsTaken")["facts"]
    return facts


def test_payment_date__takes_what_the_pool_says_then(desk: RightsDesk) -> None:
    deal, (first, _) = desk.live(300_000 * USD, 700_000 * USD)
    deal.pay_royalty(200_000 * USD)
    desk.happen(first, LAPSED)
    assert payment(deal) == (700_000 * USD, 0, MILLION, 0)
    desk.happen(first, REINSTATED, effective=20240420)
    assert payment(deal) == (1_000_000 * USD, 0, 700_000, 0)
