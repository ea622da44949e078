# SPDX-License-Identifier: Apache-2.0
"""Chinese pages say all in Chinese but names, and how every file begins."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.supervisor import pack_sheet
from regalia.reports.supervisor.chinese import CHINESE
from regalia.reports.supervisor.language import Language, Say, say_in
from regalia.reports.supervisor.pack import pack_of
from regalia.reports.supervisor.shaped import RULES, begins
from regalia.reports.supervisor.subject import Subject
from regalia.reports.told import Told, listed
from tests.reports.supervisor.subjects import bar, filed, patents, subject_of

_ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")


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


@pytest.mark.parametrize("which", ["notes", "patents", "orders", "whole"])
def test_pages__in_chinese__no_english_but_names_and_how_every_file_begins(
    which: str, request: pytest.FixtureRequest
) -> None:
    subject = told(which, request)
    terms = subject.ledger.terms
    parts = (*terms.parties, *terms.tranches, *terms.accounts, *terms.facilities, *terms.steps, *terms.acceleration)
    known = sorted({terms.name, terms.notice, *(part.name for part in parts if part.name)}, key=len, reverse=True)
    known += [halt.reason for halt in subject.ledger.halted if halt.reason] + [begins(name) for name in RULES]
    for name, data in pack_of(subject, Language.ZH).files.items():
        if name.endswith(".html") and not name.startswith("annual"):
            text = " | ".join(Texts(data.decode()).found)
            for words in known:
                text = text.replace(words, "")
            assert _ENGLISH.findall(text) == [], name


class Texts(HTMLParser):
    """What a page shows, without its style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside != "style":
            self.found.append(data)


def test_told__values_with_braces__stand_as_they_are_in_every_language() -> None:
    inner = Told("Available funds")
    told = Told("{source} {amount}", {"source": inner, "amount": "{source} {0} {amount.__class__}"})
    assert told.text == "Available funds {source} {0} {amount.__class__}"
    assert told.said(say_in(Language.ZH)).startswith("可分配资金 {source}")
    assert listed(["a", Told("none"), "c"]).said(say_in(Language.ZH)) == "a；无；c"


def test_page__in_chinese__says_its_language(notes: DealLedger) -> None:
    text = pack_of(subject_of(notes, date(2025, 7, 1)), Language.ZH).files["supervisor.html"].decode()
    assert '<html lang="zh-CN">' in text and "监管资料包" in text and "All reports of this deal" not in text
