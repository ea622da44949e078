# SPDX-License-Identifier: Apache-2.0
"""The specification names what is there, and signs what is signed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT

PAGES = [*sorted((DOCS / "specification").glob("*.md")), DOCS / "run-book.md", DOCS / "README.md"]
PLACES = (ROOT, ROOT / "contracts", ROOT / "src" / "regalia", DOCS)
_PATH = re.compile(r"`((?:[\w-]+/)*[\w.-]+\.(?:py|sol|md)|(?:[\w-]+/)+)`")
_TYPE = re.compile(r"`([A-Z]\w+\([^`]*\))`")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_paths__named_in_a_page__are_there(page: Path) -> None:
    named = _PATH.findall(page.read_text(encoding="utf-8"))
    assert [path for path in named if not any((place / path).exists() for place in PLACES)] == []


def test_statements__in_tables__name_a_test_each() -> None:
    for page in sorted((DOCS / "specification").glob("[!R]*.md")):
        tables = re.split(r"^\| statement \|", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        rows = [row for table in tables for row in table.partition("\n\n")[0].splitlines()[2:]]
        assert rows and [row for row in rows if "`tests/" not in row] == [], page.name


def test_messages__as_signed__are_the_types_of_the_contracts() -> None:
    page = (DOCS / "specification" / "receipts.md").read_text(encoding="utf-8")
    told = _TYPE.findall(page.partition("## What is signed")[2])
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "contracts").rglob("*.sol"))
    sources = re.sub(r'"\s*\n\s*"', "", sources)
    assert len(told) == 7
    assert [kind for kind in told if f'"{kind}"' not in sources] == []
    domains = re.findall(r"^\| `(Regalia \w+)` \|", page, re.MULTILINE)
    assert len(domains) == 7 and all(f'EIP712("{domain}", "1")' in sources for domain in domains)
