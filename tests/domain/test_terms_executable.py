# SPDX-License-Identifier: Apache-2.0
"""What can be written but not executed is refused by name, never ignored; all else compiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regalia.domain.compile import compile_terms
from regalia.domain.terms import NotExecutableError, load_terms, not_executable, terms_from
from regalia.errors import RegaliaError
from tests.domain.term_sheets import ALL, changed, plain_note, sheet

RETENTION = {"holder": "label", "tranche": "senior", "share": "5%"}
LONG = "a-licensee-with-a-long-name"


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_not_executable__every_sheet_and_deal__nothing(path: Path) -> None:
    assert not_executable(load_terms(path)) == []


def concentration(licensee: str, trailing: int) -> dict[str, Any]:
    """A deal that looks at the share of a licensee of that name."""
    data = sheet("guaranteed")
    data["parties"][0]["id"] = licensee
    data["triggers"][2]["measure"] |= {"licensee": licensee, "trailing": trailing}
    return data


FEATURES = [
    (changed(plain_note(), retentions=[RETENTION | {"holder": "trustee"}]), "retentions[0]", "'trustee'"),
    (changed(plain_note(), retentions=[RETENTION, RETENTION]), "retentions[1]", "'senior'"),
    (plain_note(steps__6__target__set_by_report=True), "steps[7].target.set_by_report", "'true'"),
    (concentration(LONG, 1), "triggers[2].measure.licensee", f"'{LONG}'"),
    (concentration(LONG[:21], 16), "triggers[2].measure.licensee", f"'{LONG[:21]}'"),
]


@pytest.mark.parametrize(("data", "path", "value"), FEATURES, ids=[path for _, path, _ in FEATURES])
def test_not_executable__one_feature__only_that_is_named(data: dict[str, Any], path: str, value: str) -> None:
    deal = terms_from(data)
    (feature,) = not_executable(deal)
    assert (feature.path, feature.value) == (path, value)
    with pytest.raises(NotExecutableError) as caught:
        compile_terms(deal)
    assert f"\n  {path}: {value}: " in caught.value.message and caught.value.hint


def test_not_executable__two_features__both_named() -> None:
    data = plain_note(steps__6__target__set_by_report=True, retentions=[RETENTION | {"holder": "trustee"}])
    assert [feature.path for feature in not_executable(terms_from(data))] == [
        "retentions[0]",
        "steps[7].target.set_by_report",
    ]


def test_not_executable__label_of_32_letters__nothing() -> None:
    assert not_executable(terms_from(concentration(LONG[:20], 16))) == []


def test_not_executable__is_a_not_implemented_error() -> None:
    assert issubclass(NotExecutableError, NotImplementedError) and issubclass(NotExecutableError, RegaliaError)
