# SPDX-License-Identifier: Apache-2.0
"""Written sums are read sums; whatever bytes a file has, it is read or refused; memory does not grow with lines."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regalia.statements.csv_statement import read_csv_statement
from regalia.statements.errors import StatementError
from tests.statements.conftest import HEADER, LINE, TODAY, column_map

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=12)
TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd"), max_size=12)
LINES = st.tuples(
    TITLES,
    st.sampled_from(["emi-catalogue", "books"]),
    st.sampled_from(["2024Q1", "2024Q3"]),
    st.sampled_from(["", "PAY-1", '=A1&"x"', "Zahlung; für 3, 4"]),
    AMOUNTS,
    AMOUNTS,
    AMOUNTS,
    AMOUNTS,
)


@pytest.mark.parametrize(("delimiter", "comma", "encoding"), [(",", False, "utf-8"), (";", True, "utf-16")])
@given(lines=st.lists(LINES, min_size=1, max_size=30))
@MANY
def test_read__any_written_statement__its_sums(
    tmp_path: Path,
    delimiter: str,
    comma: bool,
    encoding: str,
    lines: list[tuple[Any, ...]],
) -> None:
    sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(HEADER.strip().split(","))
    for title, licence, period, reference, net, fee, tax, sales in lines:
        amounts = [f"{amount:f}" for amount in (sales, net + fee + tax, fee, tax, net)]
        printed = [amount.replace(".", ",") for amount in amounts] if comma else amounts
        writer.writerow([title, licence, period, "USD", *printed, reference])
        own = sums[licence, period, reference]
        sums[licence, period, reference] = [own[0] + net + fee + tax, own[1] + fee + tax, own[2] + sales]
    path = tmp_path / "statement.csv"
    path.write_text(text.getvalue(), encoding=encoding, newline="")
    statement = read_csv_statement(
        path, column_map(delimiter=delimiter, decimal_comma=comma, encoding=encoding), today=TODAY
    )
    found = {
        (r.licence, r.period, r.reference): [Decimal(n or 0).scaleb(-12) for n in (r.gross, r.deductions, r.sales)]
        for r in statement.receipts
    }
    assert found == dict(sums)
    assert statement.lines == len(lines)
    assert all(r.net == r.gross - r.deductions for r in statement.receipts)


@given(noise=st.binary(max_size=12), at=st.integers(0, 500), cut=st.integers(0, 40))
@MANY
def test_read__good_file_with_noise_in_it__read_or_refused(tmp_path: Path, noise: bytes, at: int, cut: int) -> None:
    content = (HEADER + LINE * 4).encode()
    survives(tmp_path, content[:at] + noise + content[at + cut :], "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@given(content=st.binary(max_size=200))
@MANY
def test_read__any_bytes__read_or_refused(tmp_path: Path, encoding: str, content: bytes) -> None:
    survives(tmp_path, content, encoding)
    survives(tmp_path, (HEADER + LINE).encode(encoding) + content, encoding)


@given(cells=st.lists(st.text(max_size=8), min_size=10, max_size=10))
@MANY
def test_read__any_cells__read_or_refused(tmp_path: Path, cells: list[str]) -> None:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    survives(tmp_path, (HEADER + text.getvalue()).encode("utf-8", "surrogatepass"), "utf-8")


def survives(tmp_path: Path, content: bytes, encoding: str) -> None:
    path = tmp_path / "statement.csv"
    path.write_bytes(content)
    try:
        statement = read_csv_statement(path, column_map(encoding=encoding), today=TODAY)
    except StatementError as refusal:
        assert refusal.problems
        assert all(problem.rule for problem in refusal.problems)
    else:
        assert statement.receipts


def test_memory__three_times_as_many_lines__the_same(tmp_path: Path) -> None:
    peaks = []
    for count in (10_000, 30_000):
        path = tmp_path / f"{count}.csv"
        path.write_text(HEADER + "".join(LINE.replace("Song", f"Song {number}") for number in range(count)))
        tracemalloc.start()
        assert read_csv_statement(path, column_map(), today=TODAY).lines == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000
