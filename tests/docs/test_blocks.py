# SPDX-License-Identifier: Apache-2.0
"""Every block of commands is typed by a test, or a comment before it says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, blocks_of

_ROW = re.compile(r"^\| `([\w./-]+\.md)` \| `(tests/[\w/]+\.py)` \|$", re.MULTILINE)
RUN_BY = dict(_ROW.findall((DOCS / "README.md").read_text(encoding="utf-8").partition("## What runs the examples")[2]))


def name(path: Path) -> str:
    return path.relative_to(DOCS).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_blocks__of_a_page__run_or_marked_with_the_reason(path: Path) -> None:
    blocks = list(blocks_of(path.read_text(encoding="utf-8")))
    untyped = [f"{path.name}:{block.line}: {block.commands[0]}" for block in blocks if not block.reason]
    assert name(path) in RUN_BY or untyped == []


@pytest.mark.parametrize(("page", "test"), sorted(RUN_BY.items()))
def test_table__what_runs_a_page__is_there_and_about_that_page(page: str, test: str) -> None:
    assert blocks_of((DOCS / page).read_text(encoding="utf-8"))
    told = (ROOT / test).read_text(encoding="utf-8")
    assert page in told or page.removesuffix(".md") in told


def test_blocks__reasons__name_tests_that_are_there() -> None:
    reasons = [block.reason for path in PAGES for block in blocks_of(path.read_text(encoding="utf-8")) if block.reason]
    named = [word.rstrip(";,.") for reason in reasons for word in reason.split() if word.startswith("tests/")]
    assert len(reasons) > 10
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_blocks__marked_and_not__told_apart() -> None:
    page = "Text\n\n    regalia verify\n\n<!-- not run: why -->\n\n```bash\nmake sample\n```\n\n    not typed\n"
    assert [(block.commands, block.reason) for block in blocks_of(page)] == [
        (("regalia verify",), ""),
        (("make sample",), "why"),
    ]
