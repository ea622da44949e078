# SPDX-License-Identifier: Apache-2.0
"""``make bench`` says what changed since the last commit, and names what rose."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.changes import Change, changes, committed, flat, told


def test_changes__dearer_cheaper_new_and_gone__each_told_and_equal_left_out() -> None:
    before, now = {"a": 100, "b": 100, "c": 5, "e": 7}, {"a": 102, "b": 99, "d": 1, "e": 7}
    assert list(changes(before, now)) == [
        Change("a", 100, 102),
        Change("b", 100, 99),
        Change("c", 5, None),
        Change("d", None, 1),
    ]


def test_told__rise_above_a_hundredth__named_once_more() -> None:
    lines = list(told("gas.json", {"a": 1_000, "b": 1_000}, {"a": 1_011, "b": 1_010}))
    assert lines == [
        "gas.json: 2 figures changed since the last commit:",
        "  a: 1,000 -> 1,011 (+1.10%)",
        "  b: 1,000 -> 1,010 (+1.00%)",
        "ROSE by more than 1%: a: 1,000 -> 1,011 (+1.10%)",
    ]


def test_flat__figures_of_contracts__by_both_names() -> None:
    assert flat({"Deal": {"code": 1, "creation": 2}, "x": 3}) == {"Deal code": 1, "Deal creation": 2, "x": 3}


def test_committed__file_changed_since__as_the_commit_has_it(tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    figures = tmp_path / "bench" / "gas.json"
    figures.write_text('{"a": 1}', encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Figures"]):
        words = ["git", "-c", "user.name=tester", "-c", "user.email=tester@example.invalid", *command]
        subprocess.run(words, cwd=tmp_path, check=True)
    figures.write_text('{"a": 2}', encoding="utf-8")
    assert committed("gas.json", tmp_path) == {"a": 1}
    assert committed("sizes.json", tmp_path) == {}


def test_committed__outside_of_a_checkout__nothing(tmp_path: Path) -> None:
    assert committed("gas.json", tmp_path) == {}
