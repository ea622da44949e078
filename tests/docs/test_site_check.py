# SPDX-License-Identifier: Apache-2.0
"""A page of the site that loads something from elsewhere is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tools.docs.errors import PageError
from tools.docs.site_check import POLICY, check_site, faults_of

META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}; img-src \'self\'">'


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "script loads https://cdn.example/x.js"),
        ('<link rel="stylesheet" href="//fonts.example/a.css">', "link loads //fonts.example/a.css"),
        ('<img src="http://example/p.png">', "img loads http://example/p.png"),
        ('<a href="https://example">read</a>', None),
        ('<link rel="canonical" href="https://example/page">', None),
        ('<script src="assets/x.js"></script>', None),
    ],
)
def test_page__what_it_loads__from_elsewhere_is_named(html: str, fault: str | None) -> None:
    assert list(faults_of(META + html)) == ([fault] if fault else [])


def test_page__without_a_policy__is_named() -> None:
    assert list(faults_of("<p>x</p>")) == ["no content security policy"]


def test_site__good_bad_and_missing__told_apart(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"there is no index\.html"):
        check_site(tmp_path)
    (tmp_path / "index.html").write_text(META, encoding="utf-8")
    assert check_site(tmp_path) == 1
    (tmp_path / "bad.html").write_text("<p>", encoding="utf-8")
    with pytest.raises(PageError, match=r"bad\.html: no content security policy"):
        check_site(tmp_path)


def test_theme__every_page__has_that_policy() -> None:
    assert POLICY in (ROOT / "tools" / "docs" / "theme" / "main.html").read_text(encoding="utf-8")
