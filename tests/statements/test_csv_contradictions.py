# SPDX-License-Identifier: Apache-2.0
"""Statements at odds with themselves, with the calendar or with their map."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.statements.conftest import HEADER, LINE, ReadCsv, RefuseCsv

TOTAL = {
    "column": "Work",
    "text": "TOTAL",
    "gross": "Gross",
    "deductions": "Fee",
    "net": "Net",
    "lines": "Sales",
}
BALANCE = {"column": "Work", "text": "Balance due", "balance": "Net"}
GOOD = HEADER + LINE + LINE
TOTAL_LINE = "TOTAL,,,,2,20.00,3.00,,17.00,\n"
BALANCE_LINE = "Balance due,,,,,,,,17.00\n"


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("10.00", "-10.00", "Gross", "is negative"),
        ("8.50", "-8.50", "Net", "is negative"),
        ("1.00", "-1.00", "Fee", "is negative"),
        ("100.00", "-100.00", "Sales", "is negative"),
        ("10.00", "(10.00)", "Gross", "in brackets"),
        ("10.00", "1E1", "Gross", "exponent"),
        ("10.00", "１０", "Gross", "full-width"),
        ("10.00", "=5+5", "Gross", "formula"),
        ("10.00", '"10,00"', "Gross", "is not a number"),
        ("0.50", "", "Tax", "is empty"),
        ("8.50", "8.51", "", "10 less 1.5 is 8.5, not 8.51"),
        ("1.00,0.50,8.50", "9.00,2.00,0", "", "gross less deductions is not net"),
        ("2024Q3", "2024Q5", "Quarter", "is not a collection period"),
        ("2024Q3", "２０２４Q3", "Quarter", "is not a collection period"),
        ("2024Q3", "2024M07", "Quarter", "has 1 months"),
        ("2024Q3", "2025Q1", "Quarter", "is not over: it ends on 2025-03-31, and today is 2025-01-31"),
        ("USD", "usd", "Cur", "three capital letters"),
        ("USD", "", "Cur", "three capital letters"),
        ("emi-catalogue", "", "Contract", "is empty"),
        ("emi-catalogue", "EMI Catalogue", "Contract", "say under licence_names"),
    ],
)
def test_line__one_thing_wrong__named_by_line_column_value_and_rule(
    refuse_csv: RefuseCsv, old: str, new: str, field: str, rule: str
) -> None:
    (problem,) = refuse_csv(HEADER + LINE + LINE.replace(old, new, 1), period_months=3)
    assert (problem.line, problem.field) == (3, field)
    assert rule in problem.rule
    assert problem.value == (new.strip('"') if field else "")


def test_line__three_things_wrong__all_are_told(refuse_csv: RefuseCsv) -> None:
    line = LINE.replace("USD", "$").replace("10.00", "ten").replace("2024Q3", "Q3")
    assert {problem.field for problem in refuse_csv(HEADER + line)} == {"Cur", "Gross", "Quarter"}


@pytest.mark.parametrize(
    ("columns", "old", "new", "rule"),
    [
        ({"net": None}, "1.00", "11.00", "deductions are more than gross"),
        ({"deductions": None}, "8.50", "10.50", "net is more than gross"),
    ],
)
def test_line__part_that_follows_would_be_negative__refused(
    refuse_csv: RefuseCsv, columns: dict[str, Any], old: str, new: str, rule: str
) -> None:
    assert rule in refuse_csv(HEADER + LINE.replace(old, new), columns)[0].rule


def test_currencies__two_of_one_licence_period_and_reference__refused(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(HEADER + LINE + LINE.replace("USD", "EUR"))
    assert (problem.line, problem.value) == (3, "EUR")
    assert "is in USD since line 2" in problem.rule


def test_licence__not_among_the_names__refused_unless_the_map_is_open(read_csv: ReadCsv, refuse_csv: RefuseCsv) -> None:
    content = HEADER + LINE + LINE.replace("emi-catalogue", "EMI").replace("PAY-1", "PAY-2")
    names = {"EMI": "emi-catalogue"}
    (problem,) = refuse_csv(content, licence_names=names)
    assert (problem.line, problem.value) == (2, "emi-catalogue")
    assert "is not among licence_names" in problem.rule
    assert {receipt.licence for receipt in read_csv(content, licence_names=names, closed=False).receipts} == {
        "emi-catalogue"
    }


# totals


def test_total__that_is_the_sum__read(read_csv: ReadCsv) -> None:
    assert read_csv(GOOD + TOTAL_LINE + BALANCE_LINE, totals=[TOTAL, BALANCE]).lines == 2


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("20.00", "20.01", "Gross", "total of gross is not the sum of the lines, 20"),
        ("3.00", "2.99", "Fee", "total of deductions is not the sum of the lines, 3"),
        ("17.00,\n", "-17.00,\n", "Net", "total of net is not the sum of the lines, 17"),
        ("TOTAL,,,,2", "TOTAL,,,,3", "Sales", "counts the lines, and there are 2"),
        ("20.00", "many", "Gross", "is not a plain number"),
        (
            "Balance due,,,,,,,,17.00",
            "Balance due,,,,,,,,17.50",
            "Net",
            "is not receipts less expenses: 20 less 3 leaves 17",
        ),
        (TOTAL_LINE, TOTAL_LINE * 2, "Work", "a second time, first on line 4"),
        (TOTAL_LINE, TOTAL_LINE + LINE, "", "comes after a line that closes the file"),
        (BALANCE_LINE, "", "Work", "its line is missing"),
    ],
)
def test_total__that_is_not__told(refuse_csv: RefuseCsv, old: str, new: str, field: str, rule: str) -> None:
    content = (GOOD + TOTAL_LINE + BALANCE_LINE).replace(old, new, 1)
    (problem,) = refuse_csv(content, totals=[TOTAL, BALANCE])
    assert problem.field == field
    assert rule in problem.rule


def test_total__over_two_currencies__refused(refuse_csv: RefuseCsv) -> None:
    content = HEADER + LINE + LINE.replace("USD", "EUR").replace("PAY-1", "PAY-2") + TOTAL_LINE
    (problem,) = refuse_csv(content, totals=[TOTAL])
    assert "a total over EUR and USD says nothing" in problem.rule


def test_total__a_line_is_refused__sums_are_not_called_wrong_as_well(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(HEADER + LINE + LINE.replace("10.00", "x") + TOTAL_LINE, totals=[TOTAL])
    assert problem.field == "Gross"


# ids, dates


def test_line_ids__one_comes_twice__both_lines_are_named(refuse_csv: RefuseCsv) -> None:
    lines = "".join(LINE.replace("Song", f"id-{number}") for number in [*range(300), 17])
    (problem,) = refuse_csv(HEADER + lines, {"line_id": "Work"})
    assert (problem.line, problem.field) == (302, "Work")
    assert "has the id of line 19" in problem.rule


def test_line_ids__one_is_empty__refused(refuse_csv: RefuseCsv) -> None:
    assert "its own id" in refuse_csv(HEADER + LINE.replace("Song", ""), {"line_id": "Work"})[0].rule


@pytest.mark.parametrize(
    ("today", "issued", "rule"),
    [
        (date(2024, 10, 14), "2024-10-15", "is issued in the future: today is 2024-10-14"),
        (date(2025, 1, 31), "2024-09-30", "is issued before the end of 2024Q3"),
        (date(2025, 1, 31), "2024-02-30", "no such day"),
        (date(2025, 1, 31), "15.10.2024", "must be a date written as yyyy-mm-dd"),
    ],
)
def test_issue__day_that_can_t_be__refused(refuse_csv: RefuseCsv, today: date, issued: str, rule: str) -> None:
    content = HEADER.replace("Work", "Issued") + LINE.replace("Song", issued)
    (problem,) = refuse_csv(content, {"issued_on": "Issued"}, today=today)
    assert (problem.line, problem.field) == (2, "Issued")
    assert rule in problem.rule


def test_issue__two_days__refused(refuse_csv: RefuseCsv) -> None:
    lines = LINE.replace("Song", "2024-10-15") + LINE.replace("Song", "2024-10-16")
    (problem,) = refuse_csv(HEADER.replace("Work", "Issued") + lines, {"issued_on": "Issued"})
    assert "line 2 says 2024-10-15" in problem.rule


def test_period__over_only_the_day_after_its_last(read_csv: ReadCsv, refuse_csv: RefuseCsv) -> None:
    assert "is not over" in refuse_csv(HEADER + LINE, today=date(2024, 9, 30))[0].rule
    assert read_csv(HEADER + LINE, today=date(2024, 10, 1)).lines == 1


def test_period__constant_that_is_not_over__told_once(refuse_csv: RefuseCsv) -> None:
    (problem,) = refuse_csv(HEADER + LINE * 3, {"period": None}, constants={"period": "2026"})
    assert (problem.line, problem.field) == (0, "constants.period")


@pytest.mark.parametrize(
    ("first", "last", "rule"),
    [
        ("2024-07-01", "2024-09-29", "is no collection period"),
        ("2024-07-01", "2024-10-31", "is no collection period"),
        ("2024-08-01", "2024-10-31", "no period of 3 months ends in month 10"),
        ("2024-09-01", "2024-07-31", "is no collection period"),
        ("9999-12-01", "9999-12-31", "is not over"),
    ],
)
def test_period__two_days_that_bound_none__refused(refuse_csv: RefuseCsv, first: str, last: str, rule: str) -> None:
    columns = {"period": None, "period_start": "Quarter", "period_end": "Work"}
    (problem,) = refuse_csv(HEADER + LINE.replace("2024Q3", first).replace("Song", last), columns)
    assert (problem.field, problem.value) == ("Quarter, Work", f"{first} to {last}")
    assert rule in problem.rule


# the header


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Gross", "Grosss", "did you mean 'Grosss'?"),
        ("Gross", "Amount", "is missing; there are Work, Contract"),
        ("Work", "Gross", "stands 2 times"),
        ("Work", "GebÃ¼hr", "UTF-8 taken for cp1252"),
    ],
)
def test_header__column_that_is_not_there_once__refused(refuse_csv: RefuseCsv, old: str, new: str, rule: str) -> None:
    (problem,) = refuse_csv(HEADER.replace(old, new) + LINE)
    assert (problem.line, problem.field) == (1, "the header")
    assert rule in problem.rule


def test_header__wrong_delimiter__every_column_is_missing(refuse_csv: RefuseCsv) -> None:
    assert len(refuse_csv(GOOD, delimiter=";")) == 9
