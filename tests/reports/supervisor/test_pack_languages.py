# SPDX-License-Identifier: Apache-2.0
"""Whatever a page says in words of ours is in the catalogue, with the same places for values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.page import Frame
from regalia.reports.supervisor import pack_sheet
from regalia.reports.supervisor.chinese import CHINESE
from regalia.reports.supervisor.gates import BARS
from regalia.reports.supervisor.language import Language, Say, say_in
from regalia.reports.supervisor.pack import pack_of
from regalia.reports.supervisor.subject import Subject
from tests.reports.supervisor.subjects import bar, filed, patents, subject_of

SOURCE = Path(pack_sheet.__file__).parent
_WHERE = {"Field": (1,), "Grid": (1, 4, 5), "Card": (1,), "Says": (1,), "Told": (0,), "NoData": (0,), "Section": (1,), "say": (0,), "in_a_row": (1,)}
_PLACES = re.compile(r"\{\w+\}")


def literals() -> Iterator[str]:
    """What is written where a title, a head, a note or a sentence goes."""
    for path in (*SOURCE.glob("*.py"), *SOURCE.parent.glob("*.py"), *(SOURCE.parent / "rights").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = [node.args[i] for i in _WHERE.get(name, ()) if i < len(node.args)]
                given += [word.value for word in node.keywords if word.arg in ("note", "empty") and name == "Grid"]
                yield from (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_catalogue__every_literal__has_chinese() -> None:
    found = set(literals()) | {*BARS, Frame().notice, Frame().prototype, Frame().rebuilt}
    assert len(found) > 150
    assert sorted(found - CHINESE.keys() - {""}) == []


def test_catalogue__places_for_values__the_same_in_both() -> None:
    wrong = [text for text, told in CHINESE.items() if sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(told))]
    assert wrong == []


@pytest.mark.parametrize("which", ["notes", "patents", "orders", "whole"])
def test_pages__in_chinese__ask_for_nothing_the_catalogue_has_not(
    which: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def noting(language: Language) -> Say:
        say = say_in(language)

        def note(text: str) -> str:
            asked.add(text)
            return say(text)

        return note

    monkeypatch.setattr(pack_sheet, "say_in", noting)
    pack_of(told(which, request), Language.ZH)
    assert asked - CHINESE.keys() - {""} == set()


def told(which: str, request: pytest.FixtureRequest) -> Subject:
    if which == "patents":
        return filed(patents()[0], bars=[bar(1, "clear"), bar(2, "barred")])
    ledger: DealLedger = request.getfixturevalue(which)
    return subject_of(ledger, max(date(2025, 7, 1), date.fromtimestamp(ledger.events[-1].timestamp + 86_400)))


def test_page__in_chinese__says_its_language(notes: DealLedger) -> None:
    text = pack_of(subject_of(notes, date(2025, 7, 1)), Language.ZH).files["supervisor.html"].decode()
    assert '<html lang="zh-CN">' in text and "监管资料包" in text and "All reports of this deal" not in text
