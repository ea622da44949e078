# SPDX-License-Identifier: Apache-2.0
"""The receipts files are what the printed reports say, and the printed reports add up."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.mills import ALL_REPORTS, REPORTS, SIX_QUARTERS, SIX_QUARTERS_NOTES, STATEMENTS

LAST_SIX = range(237, 243)


def derived(numbers: range | list[int], target: bool) -> list[dict[str, str]]:
    rows = []
    for number in numbers:
        report = REPORTS[number]
        row = {
            "payment_date": report["date"],
            "attributed_to": report["attributed"],
            "currency": "USD",
            "received": str(report["received"]),
            "expenses": str(report["expenses"]),
        }
        rows.append(row | ({"reserve_target": str(report.get("to_reserve", 0))} if target else {}))
    return rows


@pytest.mark.parametrize(
    ("file", "numbers", "target"),
    [(SIX_QUARTERS, LAST_SIX, True), (SIX_QUARTERS_NOTES, LAST_SIX, False), (ALL_REPORTS, sorted(REPORTS), True)],
    ids=["six quarters", "six quarters for the notes", "all reports"],
)
def test_receipts_file__derived_again_from_the_reports__equal(
    file: Path, numbers: range | list[int], target: bool
) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        assert list(csv.DictReader(lines)) == derived(numbers, target)


@pytest.mark.parametrize("number", sorted(REPORTS))
def test_report__printed_figures__add_up(number: int) -> None:
    report = REPORTS[number]
    balance = report["received"] + report.get("opening_reserve", 0) - report["expenses"]
    assert max(0, balance) == report["distributed"] + report.get("to_reserve", 0)


@pytest.mark.parametrize("period", sorted(STATEMENTS))
def test_statement__printed_figures__add_up(period: str) -> None:
    s = STATEMENTS[period]
    assert s["opening_undistributed"] + s["receipts"] - s["expenses"] == s["available"]
    assert s["available"] - s["distributed"] == s["closing_undistributed"]


def test_statement__nine_months_of_2024__sum_of_three_reports() -> None:
    statement, reports = STATEMENTS["2024 9m"], [REPORTS[number] for number in (237, 238, 239)]
    for printed, column in (("receipts", "received"), ("expenses", "expenses"), ("distributed", "distributed")):
        assert statement[printed] == sum(report[column] for report in reports)
