# SPDX-License-Identifier: Apache-2.0
"""A small year from files to the trees of its reports, the way the bench takes with a large one; and the same with things gone wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.statements_year import FIGURES, LICENCES, LINES, MONTHS, PEAK_MB, SECONDS
from bench.year_files import write_year
from bench.year_made import Month, in_token, make_year
from bench.year_read import Worked, read_year
from regalia.oracle.receipt_tree import NO_RECEIPTS
from regalia.reconciliation.model import Reason
from regalia.reconciliation.totals import Kind, kind_of
from tests.reconciliation.year_faults import FAULTS, Expected

SMALL = (20, 12, 20 * 12 * 40)


def worked(year: list[Month], folder: Path) -> Worked:
    write_year(year, folder)
    return read_year(folder)


def test_year__nothing_wrong__every_receipt_matched_and_reported(tmp_path: Path) -> None:
    year = make_year(*SMALL)
    found = worked(year, tmp_path)
    assert (found.lines, len(found.matched), found.result.open, found.contradictions) == (9_600, 240, (), 0)
    due = {(d.licence, d.month): in_token(d) for month in year for d in month.dues}
    assert {(m.receipt.licence, m.period): m.amount for m in found.matched} == due
    assert len(set(found.roots)) == 12
    assert NO_RECEIPTS not in found.roots
    assert {m.by_reference for m in found.matched if m.receipt.licence.startswith("licensee")} == {False}
    assert all(m.by_reference for m in found.matched if not m.receipt.licence.startswith("licensee"))


def test_year__made_again__the_same_roots(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    one, two = (worked(make_year(20, 2, 400), folder) for folder in folders)
    assert one.roots == two.roots


def test_year__a_fault_each_month__found_with_its_reason_and_nothing_else(tmp_path: Path) -> None:
    year, expected = make_year(*SMALL), Counter[tuple[Reason, Kind]]()
    # from the second month on: the deal's licences are those of the first
    for month, fault in zip(year[1:], FAULTS, strict=True):
        for reason, kind, count in fault(month):
            expected[reason, kind] += count
    found = worked(year, tmp_path)
    assert Counter((item.reason, kind_of(item)) for item in found.result.open) == expected
    assert {reason for reason, _ in expected} == set(Reason)
    spoilt = sum(count for (_, kind), count in expected.items() if kind is Kind.RECEIPT)
    assert len(found.matched) == 240 - spoilt
    assert sum(m.amount for m in found.matched) == sum(m.payment.amount for m in found.matched)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_year__one_fault__leaves_all_else_as_it_was(fault: Callable[[Month], Expected], tmp_path: Path) -> None:
    year = make_year(20, 2, 400)
    expected = Counter({(reason, kind): count for reason, kind, count in fault(year[1])})
    found = worked(year, tmp_path)
    assert Counter((item.reason, kind_of(item)) for item in found.result.open) == expected
    assert all(item.detail for item in found.result.open)


def test_year__as_the_bench_measured_it__within_the_goals() -> None:
    figures = json.loads(FIGURES.read_text())
    assert (figures["lines"], figures["licences"], figures["months"]) == (LINES, LICENCES, MONTHS)
    assert figures["matched"] == LICENCES * MONTHS
    assert figures["seconds"] < SECONDS
    assert figures["peak_mb"] < PEAK_MB
