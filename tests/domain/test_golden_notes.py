# SPDX-License-Identifier: Apache-2.0
"""Bowie, DB Master, Triple II and the teaching deal on invented receipts: what each is there to show, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.deals import History, run_deal

DOLLAR = 10**6


@pytest.fixture(scope="module")
def bowie() -> History:
    return run_deal("bowie")


@pytest.fixture(scope="module")
def db_master() -> History:
    return run_deal("db-master")


@pytest.fixture(scope="module")
def triple() -> History:
    return run_deal("triple-ii")


@pytest.fixture(scope="module")
def teaching() -> History:
    return run_deal("teaching")


def test_bowie__first_instalment_not_covered__guarantor_pays_and_is_paid_back(bowie: History) -> None:
    # 6,000,000 less fees of 10,000 and 1%, interest of 2,172,500 and 5,000,000
    missing = (10_000 + 60_000 + 2_172_500 + 5_000_000 - 6_000_000) * DOLLAR
    assert bowie.asked[bowie.index("2001H2")] == (missing,)
    assert bowie.paid("2001H2", "principal") == 5_000_000 * DOLLAR
    assert bowie.paid("2002H1", "repay-guarantor") == missing
    assert bowie.on("2003H2").state.balance == (40_000_000 * DOLLAR,)


def test_db_master__one_per_cent_a_year__not_while_leverage_is_low(db_master: History) -> None:
    low = [row.attributed_to for row in db_master.rows if "low-leverage" in db_master.flags(row.attributed_to)]
    assert low == ["2027Q1", "2027Q2"]
    for row in db_master.rows:
        due = 0 if row.attributed_to in low else 1_125_000 * DOLLAR
        assert db_master.paid(row.attributed_to, "scheduled.a-2-i") == due
        assert db_master.paid(row.attributed_to, "scheduled.a-2-ii") == due


def test_db_master__coverage_below_175__half_of_the_excess_is_trapped_and_comes_back(db_master: History) -> None:
    trapping = [row.attributed_to for row in db_master.rows if "trap-50" in db_master.flags(row.attributed_to)]
    assert trapping == ["2028Q2", "2028Q3"]
    assert db_master.paid("2028Q2", "trap") == db_master.paid("2028Q2", "residual") > 0
    kept = db_master.on("2028Q3").state.account[1]
    assert kept == sum(db_master.paid(period, "trap") for period in trapping)
    trap = [step.label for step in db_master.program.steps].index("trap")
    assert db_master.on("2028Q4").records[trap].released == kept


def test_triple__interest_not_paid__added_to_the_balance_and_no_arrears(triple: History) -> None:
    # 16 November to 1 March is 105 days 30/360: 2,625,000 due, 1,977,500 left of 2,000,000 after fees
    assert triple.on("2020Q4").records[2].due == 2_625_000 * DOLLAR
    assert triple.on("2020Q4").state.balance == (100_647_500 * DOLLAR,)
    assert triple.on("2021Q1").records[2].due == 100_647_500 * DOLLAR * 9 // 400
    assert not any(paid.state.arrears[0] for paid in triple.dates)


def test_triple__receipts_above_interest__repay_what_was_added_and_more(triple: History) -> None:
    assert triple.on("2021Q2").state.balance[0] > triple.on("2021Q3").state.balance[0]
    assert triple.dates[-1].state.balance[0] < 100_000_000 * DOLLAR
    assert triple.paid("2022Q3", "turbo") > 0


def test_triple__call__at_105_per_cent_from_december_2023(triple: History) -> None:
    (call,) = triple.program.calls
    assert (call.since, call.price) == (date(2023, 12, 1), 1_050_000)


def test_teaching__costs_above_their_cap__rank_last_and_are_paid_there(teaching: History) -> None:
    # 12,000 against 10,000 a period; then 9,000 against what 25,000 a year leaves after 8,000 and 10,000
    assert [teaching.paid(period, "costs") for period in ("2024Q1", "2024Q2", "2024Q3")] == [
        8_000 * DOLLAR,
        10_000 * DOLLAR,
        7_000 * DOLLAR,
    ]
    assert [teaching.paid(period, "costs-above-cap") for period in ("2024Q1", "2024Q2", "2024Q3")] == [
        0,
        2_000 * DOLLAR,
        2_000 * DOLLAR,
    ]


def test_teaching__maintenance_reserve__as_the_report_sets_it_for_one_date(teaching: History) -> None:
    assert [teaching.on(period).state.account[1] // DOLLAR for period in ("2024Q2", "2024Q3", "2024Q4")] == [
        50_000,
        60_000,
        50_000,
    ]


def test_teaching__worst_quarters__reserve_line_and_parent_hold_the_deal_up(teaching: History) -> None:
    assert teaching.asked[teaching.index("2025Q4")][0] > 0 < teaching.asked[teaching.index("2025Q4")][1]
    assert teaching.flags("2025Q3") == {"trap-50", "trap-100"}
    assert teaching.active("2025Q3") >= {"coverage-low", "coverage-lower", "leverage-high", "behind-forecast", "stale"}
    assert "stale" not in teaching.active("2025Q4")
    assert not any(paid.accelerated for paid in teaching.dates)


def test_teaching__class_c_unpaid__grows_by_its_interest(teaching: History) -> None:
    before, after = teaching.on("2024Q4").state.balance[2], teaching.on("2025Q1").state.balance[2]
    assert (before, after) == (1_000_000 * DOLLAR, 1_027_500 * DOLLAR)


def test_teaching__pool_shrinks__class_a_down_to_its_share_then_all_that_is_left_and_was_trapped(
    teaching: History,
) -> None:
    # class A stood at 7,200,000 less 100,000 on a date before, 80% of 8,700,000 is 6,960,000
    assert teaching.on("2026Q1").state.balance[0] == 7_100_000 * DOLLAR
    assert teaching.paid("2026Q2", "borrowing-base") == 140_000 * DOLLAR
    kept = teaching.on("2026Q1").state.account[2]
    assert "turbo" in teaching.flags("2026Q2") and teaching.on("2026Q2").state.account[2] == 0
    assert teaching.paid("2026Q2", "turbo.senior") > kept > 0
    assert teaching.paid("2026Q2", "residual") == 0
