# SPDX-License-Identifier: Apache-2.0
"""Triggers of a deal file as triggers of its program: every measure, memory, cure and effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.program import PeriodTable, TriggerProgram
from regalia.domain.program_words import EVENT_OF_DEFAULT, Comparison, Measure
from regalia.domain.terms import terms_from
from tests.domain.term_sheets import changed, sheet

UNITS = 10**6


def trigger(name: str, place: int, **changes: Any) -> TriggerProgram:
    return compile_terms(terms_from(changed(sheet(name), **changes))).triggers[place]


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [
        (
            "pooled_note", 0,
            TriggerProgram("invalidated", Measure.FACT, Comparison.AT_LEAST, 100_000, effect=0, subject=0),
        ),
        (
            "pooled_note", 1,  # the fact counts a million for each limit
            TriggerProgram("broken", Measure.FACT, Comparison.ABOVE, 1_000_000, effect=0, subject=1),
        ),
        (
            "pooled_note", 2,
            TriggerProgram("largest", Measure.FACT, Comparison.ABOVE, 200_000, effect=1, subject=2),
        ),
        (
            "master_trust", 0,
            TriggerProgram("low", Measure.DEBT_SERVICE_COVERAGE, threshold=1_400_000, effect=0, tranche_mask=1, trailing=4),
        ),
        (
            "master_trust", 2,
            TriggerProgram("lowest", Measure.INTEREST_COVERAGE, Comparison.AT_MOST, 1_100_000, latched=True, after=True,
                           effect=2, tranche_mask=1),
        ),
        (
            "master_trust", 3,
            TriggerProgram("late", Measure.DATE_REACHED, Comparison.AT_LEAST, latched=True, effect=2,
                           since=date(2027, 2, 20)),
        ),
        (
            "master_trust", 4,
            TriggerProgram("stale", Measure.DAYS_SINCE_REPORT, Comparison.ABOVE, 120, effect=1),
        ),
        (
            "guaranteed", 0,
            TriggerProgram("strikes", Measure.OVERCOLLATERALISATION, threshold=1_500_000, k=3, n=8, latched=True,
                           after=True, effect=0, tranche_mask=0b001),
        ),
        (
            "guaranteed", 1,
            TriggerProgram("rights", Measure.FACT, Comparison.AT_LEAST, 200_000, subject=1),
        ),
        (
            "guaranteed", 2,
            TriggerProgram("one-drug", Measure.FACT, Comparison.ABOVE, 750_000, subject=2),
        ),
        (
            "guaranteed", 3,
            TriggerProgram("thin", Measure.RESERVE_DEFICIENCY, Comparison.ABOVE, 500_000, subject=0),
        ),
        (
            "guaranteed", 4,
            TriggerProgram("sunset", Measure.DATE_REACHED, Comparison.AT_LEAST, latched=True, since=date(2006, 10, 1)),
        ),
        (
            "guaranteed", 5,
            TriggerProgram("unpaid-support", Measure.SUPPORT_UNPAID, Comparison.AT_LEAST, latched=True, subject=1),
        ),
        (
            "turbo_note", 0,
            TriggerProgram("unpaid", Measure.ARREARS_AGE, Comparison.ABOVE, 0, k=2, n=2, latched=True, after=True,
                           effect=EVENT_OF_DEFAULT, subject=0),
        ),
        (
            "turbo_note", 1,
            TriggerProgram("final", Measure.DATE_REACHED, Comparison.AT_LEAST, latched=True, effect=EVENT_OF_DEFAULT,
                           since=date(2042, 12, 31)),
        ),
        (
            "whole_business", 0,
            # a year is four quarters
            TriggerProgram("leverage", Measure.LEVERAGE, Comparison.AT_MOST, 5_000_000, tranche_mask=1, trailing=4),
        ),
        (
            "whole_business", 1,
            # amounts to date from 2019Q3 on, which is period 2 and the first that the deal pays itself
            TriggerProgram("behind", Measure.COLLECTIONS_TO_FORECAST, threshold=850_000, effect=1, trailing=0,
                           forecast=PeriodTable(2, (60_000_000 * UNITS, 122_000_000 * UNITS))),
        ),
        (
            "whole_business", 2,
            TriggerProgram("behind-lately", Measure.COLLECTIONS_TO_FORECAST, threshold=800_000, k=2, n=2, after=True,
                           effect=1, trailing=2, forecast=PeriodTable(2, (60_000_000 * UNITS, 122_000_000 * UNITS))),
        ),
    ],
    ids=lambda value: value.label if isinstance(value, TriggerProgram) else "",
)  # fmt: skip
def test_trigger__each_measure_memory_and_effect(name: str, place: int, expected: TriggerProgram) -> None:
    assert trigger(name, place) == expected


def test_tranches__none_named__all_are_meant() -> None:
    assert trigger("guaranteed", 0, triggers__0__measure__tranches=[]).tranche_mask == 0b111
    assert trigger("guaranteed", 0, triggers__0__measure__tranches=["mezzanine"]).tranche_mask == 0b010


def test_forecast__period_left_out__adds_nothing_to_the_amount_to_date() -> None:
    found = trigger("whole_business", 1, forecast__1__period="2020Q1").forecast
    assert found == PeriodTable(2, (60_000_000 * UNITS, 60_000_000 * UNITS, 122_000_000 * UNITS))


@pytest.mark.parametrize(
    ("measure", "label"),
    [
        ({"kind": "rights-share", "status": "in-dispute"}, "rights-in-dispute"),
        ({"kind": "rights-share", "status": "under-review"}, "rights-under-review"),
        ({"kind": "rights-share", "status": "unlicensed"}, "rights-unlicensed"),
        ({"kind": "pool-concentration", "by": "right"}, "largest-right"),
        ({"kind": "pool-concentration", "by": "jurisdiction"}, "largest-jurisdiction"),
        ({"kind": "licensee-concentration"}, "licensee-concentration"),
        ({"kind": "licensee-concentration", "trailing": 4}, "licensee-concentration/4"),
        ({"kind": "licensee-concentration", "licensee": "maker"}, "licensee:maker"),
    ],
)
def test_fact__label__says_what_is_asked_for(measure: dict[str, Any], label: str) -> None:
    data = changed(sheet("guaranteed"), triggers__1__measure=measure | {"breached": "above", "threshold": "10%"})
    program = compile_terms(terms_from(data))
    assert program.facts[program.triggers[1].subject] == label


def test_facts__of_a_pool__in_the_order_in_which_they_are_looked_at() -> None:
    program = compile_terms(terms_from(sheet("pooled_note")))
    assert program.facts == ("rights-invalidated", "limits-broken", "largest-group", "pool-value")


def test_fact__asked_for_by_two_triggers__once() -> None:
    data = sheet("guaranteed")
    data["triggers"].append(data["triggers"][1] | {"id": "again"})
    program = compile_terms(terms_from(data))
    assert program.triggers[6].subject == program.triggers[1].subject
    assert len(program.facts) == 3


def test_flag__raised_by_several_triggers__one_bit() -> None:
    program = compile_terms(terms_from(sheet("guaranteed")))
    assert program.flags == ("rapid",)
    assert {found.effect for found in program.triggers} == {0}


@pytest.mark.parametrize("breached", ["below", "at-most", "at-least", "above"])
def test_comparison__each__its_own(breached: str) -> None:
    found = trigger("guaranteed", 1, triggers__1__measure__breached=breached).comparison
    assert found.name.lower().replace("_", "-") == breached
