# SPDX-License-Identifier: Apache-2.0
"""The page of others' failures: every finding has a test that is named after it, and every file the page names is there."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.docs.pages import DOCS, ROOT

TESTS = ROOT / "tests"
FINDINGS = {"D": 11, "W": 10, "O": 12, "T": 6, "R": 9, "P": 13, "F": 12}
"""How many there are of each kind."""
PAGE = (DOCS / "failures.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| ([A-Z]\d+) \| .+? \| (.+?) \|", re.MULTILINE)


def named_after_findings() -> dict[str, Counter[str]]:
    """Of each finding, how many tests in which file."""
    found: dict[str, Counter[str]] = {}
    for path in sorted((TESTS / "failures").glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (name := re.match(r"test_([a-z]\d+)__", node.name)):
                found.setdefault(name[1].upper(), Counter())[path.name] += 1
    return found


def test_page__every_finding__has_its_row_and_its_tests() -> None:
    expected = [f"{kind}{number}" for kind, count in FINDINGS.items() for number in range(1, count + 1)]
    told = {
        row: {file: int(count) for file, count in re.findall(r"`failures/(\w+\.py)` \((\d+)\)", tests)}
        for row, tests in _ROW.findall(PAGE)
    }
    assert list(told) == expected
    assert told == named_after_findings()


def test_page__files_it_names__are_there() -> None:
    named = set(re.findall(r"`(?:tests/)?([\w./-]+\.(?:py|sol))(?:::[^`]*)?`", PAGE))
    assert len(named) > 100
    assert [path for path in sorted(named) if not (TESTS / path).is_file()] == []
