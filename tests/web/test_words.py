# SPDX-License-Identifier: Apache-2.0
"""Both languages say everything."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from regalia.web.language import Language
from regalia.web.tongues import tongue
from regalia.web.words import deal_codes, investor_codes, pool_codes, supervisor_codes, tranche_codes
from regalia.web.words.catalogue import catalogues_of, words_of
from regalia.web.words.codes import SETS
from tests.web.words_said import said

_PLACES = re.compile(r"%\(\w+\)s")
_SAID = {ids[0]: ids for _, _, ids in said()}


def _translated() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for message in (message for catalogue in catalogues_of(Language.CHINESE) for message in catalogue if message.id):
        one = message.id if isinstance(message.id, str) else message.id[0]
        found[one] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


def test_messages__said_on_a_page__have_a_translation() -> None:
    assert len(_SAID) > 20
    translated = _translated()
    assert [message for message in _SAID if not all(translated.get(message, ("",)))] == []


def test_translations__of_nothing_said__are_none() -> None:
    assert [message for message in _translated() if message not in _SAID] == []


def test_translations__of_a_message__are_in_one_file() -> None:
    counted = Counter(
        message.id if isinstance(message.id, str) else message.id[0]
        for catalogue in catalogues_of(Language.CHINESE)
        for message in catalogue
        if message.id
    )
    assert [message for message, times in counted.items() if times > 1] == []


def test_translations__of_a_message_with_figures__have_the_same_figures() -> None:
    for message, strings in _translated().items():
        wanted = set(_PLACES.findall("".join(_SAID.get(message, (message,)))))
        assert all(set(_PLACES.findall(string)) == wanted for string in strings), message


def test_translations__marked_as_doubtful__are_none() -> None:
    doubtful = [m.id for c in catalogues_of(Language.CHINESE) for m in c if m.id and m.fuzzy]
    assert doubtful == []


def test_sets_of_codes__of_two_areas__have_names_of_their_own() -> None:
    """They are put together by name: the later one would take the place of the other."""
    areas = (deal_codes, tranche_codes, pool_codes, supervisor_codes, investor_codes)
    counted = Counter(["status", *(name for area in areas for name in area.SETS)])
    assert [name for name, times in counted.items() if times > 1] == [] and set(counted) == set(SETS)


@pytest.mark.parametrize(
    ("text", "tag"), [("Class A Notes", "en"), ("优先级 A 类", "zh-Hans"), ("2024", ""), ("", ""), ("Ａ档", "zh-Hans")]
)
def test_tongue__of_a_name__is_told_by_its_signs(text: str, tag: str) -> None:
    assert tongue(text) == tag


@pytest.mark.parametrize(("number", "english"), [(1, "1 block"), (2, "2 blocks")])
def test_words__that_count__follow_the_number(number: int, english: str) -> None:
    one, many = "%(num)s block behind the chain.", "%(num)s blocks behind the chain."
    assert (words_of(Language.ENGLISH).ngettext(one, many, number) % {"num": number}).startswith(english)
    assert words_of(Language.CHINESE).ngettext(one, many, number) == "落后链上 %(num)s 个区块。"
