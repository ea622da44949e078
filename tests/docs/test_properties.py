# SPDX-License-Identifier: Apache-2.0
"""The table of laws is true: every test it names is there, every law has one, every letter of the tests' own laws is on it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT

TESTS = ROOT / "tests"
OF_TRUST = ("properties", "threat-model", "audit", "upgrading", "run-book")
"""Pages that name laws and known issues by number, and tests."""
_ROW = re.compile(r"^\| \d+ \| \*\*.+\|$", re.MULTILINE)
_TEST = re.compile(r"`([\w./-]+\.(?:py|sol))::(\w+)`")
_FUNCTION = re.compile(r"\bfunction (\w+)\(")
_LETTER = re.compile(r"^\| ([A-Z]{1,2}) \| ", re.MULTILINE)
_ISSUE = re.compile(r"^(\d+)\. ", re.MULTILINE)
_LIST = r"(\d+(?:(?:, and |, | and | to )\d+)*)"


def text_of(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


@cache
def laws() -> dict[int, list[str]]:
    """Each law's number, and the cells of its row."""
    rows = [line.strip("| ").split(" | ") for line in _ROW.findall(text_of("properties"))]
    return {int(cells[0]): cells for cells in rows}


def issues() -> list[int]:
    return [int(number) for number in _ISSUE.findall(text_of("known-issues"))]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Names of the tests in a file, which is read and not imported."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sol":
        return frozenset(_FUNCTION.findall(text))
    functions = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    return frozenset(name for name in functions if name.startswith("test_"))


def lost_in(text: str) -> list[str]:
    """Tests that a text names and that are not there."""
    named = [(TESTS / path, name) for path, name in _TEST.findall(text)]
    return [f"{path.name}::{name}" for path, name in named if not path.is_file() or name not in names_in(path)]


def numbers_in(text: str, what: str) -> set[int]:
    """What a text refers to: issue 3; issues 4, 5 and 7."""
    return {int(number) for found in re.findall(rf"\b{what}s? {_LIST}", text) for number in re.findall(r"\d+", found)}


def test_laws__of_the_page__numbered_without_a_gap_and_of_five_cells() -> None:
    assert list(laws()) == list(range(1, len(laws()) + 1))
    assert len(laws()) == len(_ROW.findall(text_of("properties"))) > 60
    assert [number for number, cells in laws().items() if len(cells) != 5] == []


def test_laws__each__is_held_by_a_test() -> None:
    assert [number for number, cells in laws().items() if not _TEST.search(cells[-1])] == []


def test_letters__of_the_tests_own_laws__are_all_mapped_and_no_others() -> None:
    lettered = set(_LETTER.findall((TESTS / "README.md").read_text(encoding="utf-8")))
    mapped = {letter for cells in laws().values() for letter in re.findall(r"[A-Z]+", cells[3])}
    assert len(lettered) > 40
    assert mapped == lettered


@pytest.mark.parametrize("name", OF_TRUST)
def test_page__tests_laws_and_issues_it_names__are_there(name: str) -> None:
    text = text_of(name)
    assert lost_in(text) == []
    assert numbers_in(text, "law") <= set(laws())
    assert numbers_in(text, "issue") <= set(issues())


def test_issues__numbered__without_a_gap() -> None:
    assert issues() == list(range(1, len(issues()) + 1))


def test_contracts__an_auditor_is_sent_to__are_about_as_long_as_said() -> None:
    said = re.findall(r"^\| `(contracts/[\w/]+\.sol)` \| (\d+) \|", text_of("audit"), re.MULTILINE)
    lines = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path, _ in said}
    assert len(said) > 20
    assert {path: lines[path] for path, number in said if abs(lines[path] - int(number)) * 10 > lines[path]} == {}


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("`docs/test_properties.py::test_laws__each__is_held_by_a_test`", []),
        ("`docs/test_properties.py::test_laws__each__is_not`", ["test_properties.py::test_laws__each__is_not"]),
        ("`docs/test_properties.py::text_of`", ["test_properties.py::text_of"]),
        ("`docs/test_nowhere.py::test_any`", ["test_nowhere.py::test_any"]),
    ],
)
def test_lost__named_tests__told_apart(text: str, lost: list[str]) -> None:
    assert lost_in(text) == lost


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("issue 3 of 4", {3}),
        ("known issues 4, 5 and 71; 9 tissues 8", {4, 5, 71}),
        ("laws 3", set()),
        ("issues 79 to 87", {79, 87}),
    ],
)
def test_numbers__of_issues__found(text: str, numbers: set[int]) -> None:
    assert numbers_in(text, "issue") == numbers
