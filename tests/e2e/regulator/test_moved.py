# SPDX-License-Identifier: Apache-2.0
"""A deal moved to other years: every date and period, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regalia.demo.places import find
from regalia.demo.regulator.moved import moved_receipts, moved_terms
from regalia.demo.regulator.notice import due_on
from regalia.domain.compile import compile_terms
from regalia.domain.terms import load_terms
from regalia.receipts import read_receipts


@pytest.mark.parametrize(
    ("name", "years", "file"),
    [
        ("biopharma", 15, "receipts-2000Q3-2006Q2.csv"),
        ("guangzhou-patent-2019", 2, "receipts-2019Q4-2021Q3.csv"),
    ],
    ids=["biopharma", "guangzhou"],
)
def test_moved__terms_and_receipts__later_and_otherwise_the_same(
    name: str, years: int, file: str, tmp_path: Path
) -> None:
    before = load_terms(find("deals", f"{name}.yaml"))
    after = load_terms(moved_terms(name, years, tmp_path))
    assert after.id == f"{name}-moved"
    assert after.calendar.closing == before.calendar.closing.replace(year=before.calendar.closing.year + years)
    assert (after.tranches, after.triggers, after.parties) == (before.tranches, before.triggers, before.parties)
    assert (after.notice, after.sources) == (before.notice, before.sources)
    assert after.assumed[1:] == before.assumed and "moved" in after.assumed[0]
    here = read_receipts(find("data", name, file), compile_terms(before), before.money)
    there = read_receipts(moved_receipts(name, file, years, tmp_path), compile_terms(after), after.money)
    paid = [row.received // 10**before.money.decimals for row in here]
    assert [row.received // 10**after.money.decimals for row in there] == paid
    assert [row.payment_date.year for row in there] == [row.payment_date.year + years for row in here]
    assert [row.unpaid for row in there] == [row.unpaid for row in here]


@pytest.mark.parametrize(
    ("payment_date", "due"),
    [("2024-03-25", "2024-03-21"), ("2024-03-22", "2024-03-20"), ("2024-03-24", "2024-03-21")],
    ids=["monday", "friday", "sunday"],
)
def test_report__two_trading_days_before__weekends_left_out(payment_date: str, due: str) -> None:
    assert due_on(date.fromisoformat(payment_date)) == date.fromisoformat(due)
