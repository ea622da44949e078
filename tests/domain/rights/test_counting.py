# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from regalia.domain.rights.counting import Count, Exposure, count_of, exposures_of, haircut_down, part_up, share_up
from regalia.domain.rights.day import day_after
from regalia.domain.rights.holdings import Demand, Held, Pledge
from regalia.domain.rights.pool_terms import PoolTerms, packed_haircuts
from regalia.domain.rights.registry import Registry
from regalia.domain.rights.words import PPM, Act, Condition
from tests.domain.rights.story import (
    DEAL,
    MATURITY,
    ONE,
    TODAY,
    TOKEN,
    happen,
    in_force,
    licence,
    licence_end,
    lien,
    valuation,
)

C = Condition
EXPIRY = 20_400_301
VALID_UNTIL = 20_271_231


def count(
    registry: Registry, today: int = TODAY, number: int = 0, demand: Demand | None = None, haircuts: int = 0
) -> Count:
    held = Held(registry.known(ONE), Pledge(DEAL, 1_000, number, demand))
    return count_of(held, TOKEN, PoolTerms(MATURITY, haircuts), today)


def sound(amount: int = 1_000) -> Registry:
    registry = Registry()
    in_force(registry, ONE, amount)
    return registry


def test_count_of__sound_right__its_whole_value_and_no_condition() -> None:
    assert count(sound()) == Count(value=1_000, base=1_000, unlicensed=1_000, conditions=frozenset())


@pytest.mark.parametrize(
    ("acts", "conditions"),
    [
        ((Act.LAPSED,), {C.LAPSED}),
        ((Act.SURRENDERED,), {C.LAPSED}),
        ((Act.INVALIDATED,), {C.INVALIDATED}),
        ((Act.EXPIRED,), {C.EXPIRED}),
        ((Act.CHALLENGED,), {C.UNDER_REVIEW}),
        ((Act.TITLE_DISPUTED,), {C.IN_DISPUTE}),
        ((Act.TRANSFER_BARRED,), {C.RESTRICTED}),
        ((Act.LISTED_NEGATIVE,), {C.RESTRICTED}),
        ((Act.NOTED,), set()),
        ((Act.CHALLENGED, Act.TITLE_DISPUTED, Act.TRANSFER_BARRED), {C.UNDER_REVIEW, C.IN_DISPUTE, C.RESTRICTED}),
        ((Act.LAPSED, Act.REINSTATED), set()),
        ((Act.INVALIDATED, Act.APPEAL_WON), set()),
        ((Act.CHALLENGED, Act.UPHELD), set()),
        ((Act.TITLE_DISPUTED, Act.DISPUTE_SETTLED), set()),
        ((Act.TRANSFER_BARRED, Act.TRANSFER_ALLOWED), set()),
        ((Act.LAPSED, Act.TERMINATED), {C.LAPSED}),
    ],
)
def test_count_of__legal_events__their_conditions_and_cures(acts: tuple[Act, ...], conditions: set[Condition]) -> None:
    registry = sound()
    happen(registry, *acts)
    assert count(registry).conditions == conditions


def test_count_of__days__conditions_from_the_day_after() -> None:
    registry = sound()
    assert count(registry, VALID_UNTIL).conditions == set()
    assert count(registry, day_after(VALID_UNTIL)).conditions == {C.STALE}
    registry.value(valuation(until=20_501_231, document="long"), TODAY)
    assert count(registry, EXPIRY).conditions == set()
    assert count(registry, day_after(EXPIRY)).conditions == {C.EXPIRED}


def test_count_of__lien_ahead_and_demand__pledged_and_breached() -> None:
    registry = sound()
    registry.enter_lien(lien(2), TODAY)
    assert count(registry).conditions == set()
    registry.enter_lien(lien(0, document="tax"), TODAY)
    assert count(registry, demand=Demand(1, bytes(32))).conditions == {C.PLEDGED, C.BREACHED}


def test_count_of__valued_in_another_token__stale_at_the_last_value_in_the_deals() -> None:
    registry = sound()
    registry.value(valuation(amount=5, token="euro", document="euro"), TODAY)
    assert (count(registry).value, set(count(registry).conditions)) == (1_000, {C.STALE})
    registry.value(valuation(amount=900, document="back"), TODAY)
    assert (count(registry).value, set(count(registry).conditions)) == (900, set())


def test_count_of__licence_it_is_held_under__untitled_while_it_is_not_in_force() -> None:
    registry = sound()
    registry.grant_licence(licence(since=20_250_201, until=20_250_228), TODAY)
    conditions = [count(registry, day, 1).conditions for day in (20_250_131, 20_250_201, 20_250_228, 20_250_301)]
    assert conditions == [{C.UNTITLED}, set(), set(), {C.UNTITLED}]
    registry.terminate_licence(licence_end(1), TODAY)
    assert count(registry, 20_250_210, 1).conditions == {C.UNTITLED}


def test_count_of__several_conditions__the_highest_haircut_once() -> None:
    registry = sound(1_001)
    happen(registry, Act.CHALLENGED, Act.TITLE_DISPUTED)
    haircuts = packed_haircuts({C.UNDER_REVIEW: 300_000, C.IN_DISPUTE: 500_000, C.LAPSED: PPM})
    # ⌊1,001 · 500,000 / 10^6⌋ = ⌊500.5⌋
    assert count(registry, haircuts=haircuts).base == 500
    assert count(registry).base == 1_001


def test_count_of__bits__as_the_chain_has_them() -> None:
    registry = sound()
    happen(registry, Act.LAPSED, Act.TITLE_DISPUTED)
    assert count(registry, day_after(VALID_UNTIL)).bits == 0b1010001


def test_count_of__licences_in_force__carry_part_of_the_value() -> None:
    registry = sound(1_001)
    registry.grant_licence(licence(share=300_000, document="first"), TODAY)
    registry.grant_licence(licence(share=200_000, until=20_250_131, document="second"), TODAY)
    # ⌈1,001 · 500,000 / 10^6⌉ = ⌈500.5⌉, then ⌈1,001 · 700,000 / 10^6⌉ = ⌈700.7⌉
    assert (count(registry).unlicensed, count(registry, 20_250_201).unlicensed) == (501, 701)
    registry.terminate_licence(licence_end(1), TODAY)
    assert count(registry, 20_250_201).unlicensed == 1_001


def test_exposures_of__licences_in_force_that_carry_something__rounded_up_each() -> None:
    registry = sound()
    registry.grant_licence(licence(share=300_001, document="first", group="holding"), TODAY)
    registry.grant_licence(licence(share=1, licensee="small", document="second"), TODAY)
    registry.grant_licence(licence(share=0, licensee="nothing", document="third"), TODAY)
    registry.grant_licence(licence(share=5, licensee="later", since=20_260_101, document="fourth"), TODAY)
    # ⌈999 · 300,001 / 10^6⌉ = ⌈299.700999⌉ and ⌈999 / 10^6⌉
    assert exposures_of(registry.known(ONE), 999, TODAY) == (
        Exposure("licensee", "holding", 300),
        Exposure("small", "small", 1),
    )
    assert exposures_of(registry.known(ONE), 0, TODAY) == ()


def test_rounding__down_for_what_is_left_up_for_what_is_wrong() -> None:
    assert (haircut_down(999, 1), haircut_down(999, PPM), haircut_down(0, 0)) == (998, 0, 0)
    assert (part_up(1, 1), part_up(1_000_000, 1), part_up(0, 5), part_up(5, 0)) == (1, 1, 0, 0)
    assert (share_up(1, 3), share_up(2, 2), share_up(0, 7)) == (333_334, PPM, 0)


def test_share_up__of_nothing__everything() -> None:
    assert share_up(0, 0) == PPM
