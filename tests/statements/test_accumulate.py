# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from regalia.statements.accumulate import Accumulator
from regalia.statements.model import Source

KEY = ("emi-catalogue", "2024Q3", "USD", "PAY-1")
SOURCE = Source("statement.csv", bytes(32))


def test_receipts__lines_of_one_key__added_up() -> None:
    sums = Accumulator()
    sums.add(2, KEY, 10, 3, 100)
    sums.add(3, ("aardvark", *KEY[1:]), 1, 0, 1)
    sums.add(4, KEY, 5, 1, 50)
    first, second = sums.receipts(SOURCE)
    assert (first.licence, second.licence) == ("aardvark", "emi-catalogue")
    assert (second.gross, second.deductions, second.net, second.sales, second.lines) == (15, 4, 11, 150, 2)
    assert (sums.lines, sums.gross, sums.deductions) == (3, 16, 4)
    assert not sums.problems()


def test_receipts__one_line_without_sales__sales_of_the_sum_are_not_told() -> None:
    sums = Accumulator()
    for line, sales in ((2, 100), (3, None), (4, 50)):
        sums.add(line, KEY, 10, 3, sales)
    assert sums.receipts(SOURCE)[0].sales is None


def test_problems__one_reference_in_two_currencies__told_with_both_lines() -> None:
    sums = Accumulator()
    sums.add(2, KEY, 10, 0)
    sums.add(7, ("emi-catalogue", "2024Q3", "EUR", "PAY-1"), 10, 0)
    (problem,) = sums.problems()
    assert (problem.line, problem.value) == (7, "EUR")
    assert "is in USD since line 2" in problem.rule


def test_problems__sum_below_zero__told() -> None:
    sums = Accumulator()
    sums.add(2, KEY, 10, 0)
    sums.add(3, KEY, -11, 0)
    assert "negative" in sums.problems()[0].rule


def test_problems__more_receipts_than_a_file_may_have__told_and_memory_stays() -> None:
    sums = Accumulator(most=2)
    for line in range(2, 10):
        sums.add(line, ("a", "2024Q3", "USD", str(line)), 1, 0)
    assert "more than 2 different" in sums.problems()[0].rule
    assert len(sums.receipts(SOURCE)) == 2
