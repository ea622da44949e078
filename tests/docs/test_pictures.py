# SPDX-License-Identifier: Apache-2.0
"""The pictures of ``docs/pages.md`` are the files of ``docs/pictures``, and each is of a page that the browser tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.web.browser.places import PLACES
from tools.docs.__main__ import main
from tools.docs.errors import PageError
from tools.docs.filling import END, filled
from tools.docs.pictures import BEGIN, FOLDER, PAGE, TITLES, fill_pictures, picture_table


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / PAGE).write_text(f"# Pages\n\n{BEGIN}\n{END}\n", encoding="utf-8")
    return tmp_path


def test_page__as_committed__has_the_pictures_that_are_there() -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    assert filled(page, PAGE, BEGIN, picture_table(ROOT)) == page


def test_titles__of_pages__are_of_all_that_are_photographed() -> None:
    assert TITLES.keys() == PLACES.keys()


def test_fill__pictures_of_two_pages__a_row_each_english_wide_and_light_first(place: Path) -> None:
    for name in ("date-zh-390-dark", "date-en-390", "date-en-1280", "date-zh-390", "deal-offered-en-1280"):
        (place / FOLDER / f"{name}.png").write_bytes(b"")
    assert fill_pictures(place) is True
    rows = (place / PAGE).read_text(encoding="utf-8").splitlines()[6:8]
    assert [row.split("|")[1].strip() for row in rows] == ["a deal that is offered", "a payment date"]
    order = [part.partition(")")[0] for part in rows[1].split("](pictures/")[1:]]
    assert order == ["date-en-1280.png", "date-en-390.png", "date-zh-390.png", "date-zh-390-dark.png"]
    assert "![a payment date, in Chinese, 390 pixels wide, dark](pictures/date-zh-390-dark.png)" in rows[1]
    assert fill_pictures(place) is False


@pytest.mark.parametrize("name", ["dinner-en-1280.png", "date-fr-1280.png", "date.png", "date-en-1280.jpg"])
def test_fill__file_that_is_no_picture_of_a_page__refused_and_page_unchanged(
    place: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / FOLDER / name).write_bytes(b"")
    before = (place / PAGE).read_bytes()
    with pytest.raises(PageError, match=f"docs/pictures/{name}: must be PAGE-LANGUAGE-WIDTH"):
        picture_table(place)
    assert main(["pictures"], place) == 1
    assert capsys.readouterr().err.startswith("error: docs/pictures/")
    assert (place / PAGE).read_bytes() == before
