# SPDX-License-Identifier: Apache-2.0
"""What an event would do to the next payment date; the sums are those of ``tests/domain/test_golden_patents.py``."""

from __future__ import annotations

import pytest

from regalia.domain.rights.words import Act
from regalia.reports.rights.cases import CaseError, all_cases, case_of
from regalia.reports.rights.possible import NoSuchEventError
from regalia.reports.rights.what_if import Consequence, NextDate, NothingToAssumeError, WhatIf
from tests.support.rights_life import EUROPEAN, PATENTS, SECRET, TODAY, USD, RightsLife, rights_life

REPORTED = {"largest-licensee", "largest-group"}
"""Flags that no step heeds; a company has more than 15% and 20% of the pool throughout."""


@pytest.fixture
def life() -> RightsLife:
    return rights_life()


@pytest.fixture
def world(life: RightsLife) -> WhatIf:
    return WhatIf(life.ledger, life.book, TODAY)


def after(found: Consequence) -> NextDate:
    assert found.after is not None, found.refused
    return found.after


def change(found: Consequence, label: str) -> tuple[int, int]:
    return next((x.before, x.after) for x in found.changes if x.label == label)


def test_invalidated__an_eighth_of_the_pool__traps_and_turbos_the_senior_class(world: WhatIf) -> None:
    found = world.of(case_of(world, "invalidated:EP20123456.4"))
    before, then = found.before, after(found)
    assert before is not None
    assert set(before.up) == REPORTED and set(then.up) == REPORTED | {"rights", "limits"}
    assert set(then.breached) - set(before.breached) == {"rights-invalidated", "limits"}
    assert before.tranches == {"senior": 309_000 * USD, "mezzanine": 107_200 * USD, "equity": 73_800 * USD}
    assert then.tranches == {"senior": 380_900 * USD, "mezzanine": 37_200 * USD, "equity": 0}
    assert (before.kept, then.kept) == ({"trap": 0}, {"trap": 71_900 * USD})
    assert change(found, "rights-invalidated") == (0, 125_000)
    assert change(found, "pool-value") == (10_950_000 * USD, 9_900_000 * USD)


def test_of__any_case__leaves_ledger_and_rights_alone(life: RightsLife, world: WhatIf) -> None:
    before = (life.ledger.deal.state, life.ledger.deal.collection, life.book.registry.known(EUROPEAN))
    world.of(case_of(world, "invalidated:EP20123456.4"))
    assert before == (life.ledger.deal.state, life.ledger.deal.collection, life.book.registry.known(EUROPEAN))


def test_lien_ahead__less_value_and_nothing_else(world: WhatIf) -> None:
    found = world.of(case_of(world, "lien-ahead:CN201910000002.3"))
    assert change(found, "rights-pledged") == (0, 125_000)
    assert after(found) == found.before and found.moves(world.ledger.program.facts)


def test_licence_ended__of_the_deal__untitled_with_those_under_it(world: WhatIf) -> None:
    found = world.of(case_of(world, "licence-ended:EP 10 2020 000123456"))
    assert change(found, "rights-untitled") == (0, 125_000)
    assert change(found, "rights-unlicensed") == (0, 125_000)
    back = world.of(case_of(world, "licence-ended-2:EP20123456.4"))
    assert change(back, "rights-untitled") == (0, 0)
    assert change(back, "rights-unlicensed") == (0, 125_000)


def test_valuation_ended__two_of_eight_stale__limit_broken(world: WhatIf) -> None:
    found = world.of(case_of(world, "valuation-ended:CN201910000003.8"))
    assert change(found, "rights-stale") == (125_000, 250_000)
    assert after(found).kept == {"trap": 71_900 * USD}


def test_case__several_joined__happen_together(world: WhatIf) -> None:
    found = world.of(
        case_of(world, "invalidated:EP20123456.4+appeal-won:EP20123456.4+lapsed:CN201910000002.3:2025-09-15")
    )
    assert change(found, "rights-invalidated") == (0, 0) and change(found, "rights-lapsed") == (0, 125_000)
    assert found.case.day == 20250915
    assert found.case.words.endswith("lapsed:CN201910000002.3:2025-09-15")


def test_case__date_of_an_extension__the_new_expiry(world: WhatIf) -> None:
    (event,) = case_of(world, "extended:CN201910000002.3:2040-03-02").acts
    (renewal,) = case_of(world, "renewed:CN201910000002.3").acts
    assert getattr(event, "date", 0) == 20400302
    assert getattr(renewal, "date", 0) == 20260901  # a year after the day that is due


def test_case__secret_by_the_beginning_of_its_hash__found(world: WhatIf) -> None:
    (event,) = case_of(world, f"lapsed:hash {SECRET.hex()[:8]}…").acts
    assert event.right == SECRET


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("invalidated", "is not ACT:RIGHT"),
        ("invalidated:", "is not ACT:RIGHT"),
        ("invalidated:CN201910000002.4", "check digit"),
        ("invalidated:CN201810990101.6", "not one of those behind the deal"),
        ("invalidated:hash 00000000", "not one of those behind the deal"),
        ("invalidated:CN201910000002.3:soon", "is no day"),
        ("invalidated:CN201910000002.3:2026-01-01", "after the next payment date, 2025-10-20"),
        ("invalidated:CN201910000002.3:2025-01-09", "can't happen"),
        ("reinstated:CN201910000002.3", "can't happen"),
    ],
)
def test_case__cannot_be_read_or_happen__refused_by_what_is_wrong(world: WhatIf, text: str, said: str) -> None:
    with pytest.raises(CaseError, match=said):
        case_of(world, text)


@pytest.mark.parametrize("event", ["burnt", "licence-ended-7", "none"])
def test_case__no_such_event__named(world: WhatIf, event: str) -> None:
    with pytest.raises(NoSuchEventError, match=event):
        case_of(world, f"{event}:CN201910000002.3")


def test_all__every_right__each_legal_act_that_can_follow_and_what_time_brings(world: WhatIf) -> None:
    words = [case.words for case in all_cases(world)]
    of_second = {x.partition(":")[0] for x in words if x.endswith("CN201910000002.3")}
    assert of_second == {
        *("challenged", "lapsed", "surrendered", "invalidated", "expired", "extended", "renewed", "title-disputed"),
        *("transfer-barred", "transfer-allowed", "listed-negative", "delisted"),
        *("lien-ahead", "licence-ended-1", "valuation-ended"),
    }
    assert {x for x in words if x.endswith("EP20123456.4")} > {"upheld:EP20123456.4", "licence-ended-2:EP20123456.4"}
    assert "valuation-ended:CN201910000001.9" not in words  # it ends by itself before the date


def test_all__sound_rights__none_refused_by_the_registry(world: WhatIf) -> None:
    assert [found.case.words for case in all_cases(world) if (found := world.of(case)).refused] == []


def test_of__registry_would_refuse__said_and_nothing_run(life: RightsLife, world: WhatIf) -> None:
    case = case_of(world, "lapsed:CN201910000002.3")
    life.happen(PATENTS[1], Act.SURRENDERED, 20250715)
    found = world.of(case)
    assert "event 3 doesn't follow on 3" in found.refused
    assert found.after is None and not found.changes


def test_world__received_given__taken_in_place_of_the_last_report(life: RightsLife) -> None:
    poor = WhatIf(life.ledger, life.book, TODAY, received=200_000 * USD)
    before = poor.of(case_of(poor, "lien-ahead:CN201910000002.3")).before
    assert before is not None and before.tranches["equity"] == 0


def test_world__no_date_executed_yet__asks_for_the_amount() -> None:
    fresh = rights_life(0)
    with pytest.raises(NothingToAssumeError, match="no payment date was executed yet"):
        WhatIf(fresh.ledger, fresh.book, 20250120)
    world = WhatIf(fresh.ledger, fresh.book, 20250120, received=500_000 * USD)
    assert world.on == 20250420
    assert after(world.of(case_of(world, "lapsed:CN201910000002.3"))).up[:1] == ("rights",)


def test_world__deal_not_closed__facts_only(life: RightsLife) -> None:
    life.ledger.closed = None
    world = WhatIf(life.ledger, life.book, TODAY)
    found = world.of(case_of(world, "lapsed:CN201910000002.3"))
    assert (world.on, found.before, found.after) == (TODAY, None, None)
    assert change(found, "rights-lapsed") == (0, 125_000)


def test_world__right_that_lapsed_already__reinstatement_cures(life: RightsLife) -> None:
    life.happen(PATENTS[1], Act.LAPSED, 20250715)
    world = WhatIf(life.ledger, life.book, TODAY)
    found = world.of(case_of(world, "reinstated:CN201910000002.3"))
    assert found.before is not None and "rights" in found.before.up and "rights" not in after(found).up
