# SPDX-License-Identifier: Apache-2.0
"""Columns of what is no receipt: facts of the pool, the age of the report, facilities that let a deadline pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.history import PoolFacts
from regalia.domain.program import FacilityProgram, TriggerProgram
from regalia.domain.program_words import FacilityKind, Measure
from regalia.receipts import ProblemKind
from tests.domain.small_deals import PASS_THROUGH
from tests.receipts.conftest import Read, Refuse

FACILITIES = (
    FacilityProgram("line", FacilityKind.LIQUIDITY, 0),
    FacilityProgram("make-up", FacilityKind.GUARANTEE, 0),
)
LATE = TriggerProgram("late", Measure.DAYS_SINCE_REPORT, threshold=100)
DEAL = replace(PASS_THROUGH, facts=("rights-lapsed", "pool-value"), facilities=FACILITIES, triggers=(LATE,))
HEADER = "payment_date,attributed_to,received,rights-lapsed,pool-value,days-since-report,unpaid\n"
LIMITED = replace(PASS_THROUGH, facts=("limits-broken",))
LIMITS_HEADER = "payment_date,attributed_to,received,limits-broken\n"
ROW = "2024-04-20,2024Q1,1000,12.5%,2500000.25,91,make-up\n"


def test_read__all_columns__in_the_order_and_units_of_the_program(read: Read) -> None:
    (row,) = read(HEADER + ROW, DEAL)
    assert row.facts == (("rights-lapsed", 125_000), ("pool-value", 2_500_000_250_000))
    assert (row.report_age, row.unpaid) == (91, ("make-up",))
    assert row.pool_facts(DEAL) == PoolFacts((125_000, 2_500_000_250_000), 91, 0b10)


def test_read__columns_in_another_order__the_same_facts(read: Read) -> None:
    header = "unpaid,pool-value,payment_date,rights-lapsed,attributed_to,received\n"
    (row,) = read(header + "line make-up,7,2024-04-20,0%,2024Q1,1000\n", DEAL)
    assert row.pool_facts(DEAL) == PoolFacts((0, 7_000_000), 0, 0b11)


@pytest.mark.parametrize(("text", "bits"), [("", 0), ("line", 1), ("make-up", 2), ("make-up line", 3)])
def test_read__unpaid__a_bit_a_facility(read: Read, text: str, bits: int) -> None:
    (row,) = read(HEADER + ROW.replace("make-up", text), DEAL)
    assert row.pool_facts(DEAL).unpaid == bits


@pytest.mark.parametrize(
    ("text", "share"), [("0%", 0), ("100%", 10**6), ("0.0001%", 1), ("12.5%", 125_000), ("100.0000%", 10**6)]
)
def test_read__share__in_ppm(read: Read, text: str, share: int) -> None:
    (row,) = read(HEADER + ROW.replace("12.5%", text), DEAL)
    assert row.facts[0] == ("rights-lapsed", share)


@pytest.mark.parametrize(
    ("kind", "column", "old", "new"),
    [
        (ProblemKind.MISSING_VALUE, "rights-lapsed", "12.5%", ""),
        (ProblemKind.UNREADABLE_AMOUNT, "rights-lapsed", "12.5%", "12.5"),
        (ProblemKind.UNREADABLE_AMOUNT, "rights-lapsed", "12.5%", "100.0001%"),
        (ProblemKind.UNREADABLE_AMOUNT, "rights-lapsed", "12.5%", "0.00001%"),
        (ProblemKind.UNREADABLE_AMOUNT, "rights-lapsed", "12.5%", "-1%"),
        (ProblemKind.MISSING_VALUE, "pool-value", "2500000.25", ""),
        (ProblemKind.NEGATIVE_AMOUNT, "pool-value", "2500000.25", "-1"),
        (ProblemKind.TOO_MANY_DECIMALS, "pool-value", "2500000.25", "0.0000001"),
        (ProblemKind.AMOUNT_TOO_LARGE, "pool-value", "2500000.25", str(2**96)),
        (ProblemKind.UNREADABLE_AMOUNT, "days-since-report", ",91,", ",-1,"),
        (ProblemKind.UNREADABLE_AMOUNT, "days-since-report", ",91,", ",1.5,"),
        (ProblemKind.UNREADABLE_AMOUNT, "days-since-report", ",91,", ",123456,"),
        (ProblemKind.UNREADABLE_AMOUNT, "days-since-report", ",91,", ",٣,"),
        (ProblemKind.CONTRADICTION, "unpaid", "make-up", "guarantor"),
    ],
)
def test_read__one_bad_cell__refused_by_name_and_column(
    refuse: Refuse, kind: ProblemKind, column: str, old: str, new: str
) -> None:
    (problem,) = refuse(HEADER + ROW.replace(old, new), DEAL)
    assert (problem.kind, problem.row, problem.column) == (kind, 2, column)


@pytest.mark.parametrize(("text", "broken"), [("0", 0), ("1", 1), ("12", 12)])
def test_read__limits_broken__a_million_each(read: Read, text: str, broken: int) -> None:
    (row,) = read(LIMITS_HEADER + f"2024-04-20,2024Q1,1000,{text}\n", LIMITED)
    assert row.facts == (("limits-broken", broken * 1_000_000),)


def test_read__as_many_limits_broken_as_the_deal_has__taken(read: Read) -> None:
    (row,) = read(LIMITS_HEADER + "2024-04-20,2024Q1,1000,3\n", LIMITED, limits=3)
    assert row.pool_facts(LIMITED).facts == (3_000_000,)


@pytest.mark.parametrize(
    ("kind", "text", "limits", "rule"),
    [
        (ProblemKind.MISSING_VALUE, "", 12, "write how many limits are broken, a whole number from 0 to 12"),
        (ProblemKind.UNREADABLE_AMOUNT, "0%", 3, "write how many limits are broken, a whole number from 0 to 3"),
        (ProblemKind.UNREADABLE_AMOUNT, "1.0", 12, "write how many limits are broken, a whole number from 0 to 12"),
        (ProblemKind.UNREADABLE_AMOUNT, "-1", 12, "write how many limits are broken, a whole number from 0 to 12"),
        (ProblemKind.UNREADABLE_AMOUNT, "٣", 12, "write how many limits are broken, a whole number from 0 to 12"),
        (ProblemKind.AMOUNT_TOO_LARGE, "13", 12, "the pool has at most 12 limits, and no more can be broken"),
        (ProblemKind.AMOUNT_TOO_LARGE, "4", 3, "the pool has at most 3 limits, and no more can be broken"),
    ],
)
def test_read__limits_broken_that_can_t_be__refused_with_column_value_and_rule(
    refuse: Refuse, kind: ProblemKind, text: str, limits: int, rule: str
) -> None:
    (problem,) = refuse(LIMITS_HEADER + f"2024-04-20,2024Q1,1000,{text}\n", LIMITED, limits=limits)
    assert (problem.kind, problem.row, problem.column) == (kind, 2, "limits-broken")
    assert (problem.value, problem.rule) == (text, rule)


def test_read__unknown_facility__the_known_are_named(refuse: Refuse) -> None:
    (problem,) = refuse(HEADER + ROW.replace("make-up", "line guarantor"), DEAL)
    assert problem.rule == "'guarantor' is no facility of the deal; known: line, make-up"


@pytest.mark.parametrize("column", ["rights-lapsed", "pool-value"])
def test_header__a_fact_the_deal_looks_at_is_left_out__missing_column(refuse: Refuse, column: str) -> None:
    (problem,) = refuse(HEADER.replace(column, "total") + ROW, DEAL)
    assert (problem.kind, problem.column) == (ProblemKind.MISSING_COLUMN, column)


def test_header__age_and_unpaid_left_out__zero_and_nobody(read: Read) -> None:
    header = "payment_date,attributed_to,received,rights-lapsed,pool-value\n"
    (row,) = read(header + "2024-04-20,2024Q1,1000,0%,0\n", DEAL)
    assert row.pool_facts(DEAL) == PoolFacts((0, 0), 0, 0)


@pytest.mark.parametrize("column", ["rights-lapsed", "pool-value", "days-since-report", "unpaid"])
def test_header__deal_does_not_look_at_it__unknown_column(refuse: Refuse, column: str) -> None:
    (problem,) = refuse(f"payment_date,attributed_to,received,{column}\n2024-04-20,2024Q1,1000,0\n")
    assert (problem.kind, problem.column) == (ProblemKind.UNKNOWN_COLUMN, column)


def test_header__misspelt_fact__the_nearest_is_named(refuse: Refuse) -> None:
    problems = refuse(HEADER.replace("rights-lapsed", "right-lapsed") + ROW, DEAL)
    assert [(p.kind, p.column) for p in problems] == [
        (ProblemKind.UNKNOWN_COLUMN, "right-lapsed"),
        (ProblemKind.MISSING_COLUMN, "rights-lapsed"),
    ]
    assert problems[0].rule == "did you mean rights-lapsed?"


def test_evidence__facts_are_no_receipts__not_in_it(read: Read) -> None:
    other = ROW.replace("12.5%", "13%").replace("2500000.25", "3").replace(",91,", ",92,").replace("make-up", "line")
    assert read(HEADER + ROW, DEAL)[0].evidence == read(HEADER + other, DEAL)[0].evidence
