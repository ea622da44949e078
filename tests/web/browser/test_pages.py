# SPDX-License-Identifier: Apache-2.0
"""Each page in a real browser: in both languages, wide and narrow, light and dark, by keyboard, and before the accessibility checker."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from tests.web.browser.axe import findings
from tests.web.browser.keys import Focused, tabbable, tabbed
from tests.web.browser.places import PLACES
from tests.web.browser.visit import Visitor
from tests.web.browser.world import World

WIDTHS = {1280: 900, 390: 844}
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
LEAST_TABS, MOST_TABS = 5, 100
Scheme = Literal["light", "dark"]
CHECKED: dict[str, tuple[int, Scheme]] = {"en": (1280, "light"), "zh": (390, "dark")}
"""How a page looks when it comes before the checker."""


def dressed(visitor: Visitor, width: int, scheme: Scheme) -> None:
    visitor.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    visitor.page.emulate_media(color_scheme=scheme)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PLACES)
def test_page__wide_and_narrow__fits_and_has_nothing_serious_before_axe(
    visitor: Visitor, lived: World, screenshots: Path, name: str, lang: str
) -> None:
    page = visitor.page
    dressed(visitor, 1280, "light")
    visitor.go(f"/{lang}{PLACES[name](lived)}")
    assert page.locator("html").get_attribute("lang") == LANGUAGES[lang]
    assert page.locator("h1").count() == 1 and page.locator("main h1").inner_text().strip()
    other = next(one for one in LANGUAGES if one != lang)
    link = page.locator(".languages a").get_attribute("href")
    assert link == f"/{other}{PLACES[name](lived)}"
    too_wide = {}
    for width in WIDTHS:
        dressed(visitor, width, "light")
        page.screenshot(path=screenshots / f"{name}-{lang}-{width}.png", full_page=True)
        too_wide[width] = visitor.overflow()
    width, scheme = CHECKED[lang]
    dressed(visitor, width, scheme)
    if scheme == "dark":
        page.screenshot(path=screenshots / f"{name}-{lang}-{width}-dark.png", full_page=True)
    assert (findings(page), {width: by for width, by in too_wide.items() if by > 0}) == ([], {})


@pytest.mark.parametrize("name", PLACES)
def test_page__by_keyboard__reaches_all_and_shows_where(visitor: Visitor, lived: World, name: str) -> None:
    dressed(visitor, 1280, "light")
    visitor.go(f"/en{PLACES[name](lived)}")
    wanted = tabbable(visitor.page)
    assert len(wanted) > LEAST_TABS
    found = tabbed(visitor.page, min(len(wanted), MOST_TABS))
    assert found[0].says == "Skip to the content"
    assert [one.says for one in found if not one.outlined] == []
    assert [one.number for one in found] == wanted[: len(found)]


def test_skip_link__taken__leads_past_the_navigation(visitor: Visitor) -> None:
    visitor.go("/en/")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    (after,) = tabbed(visitor.page, 1)
    assert isinstance(after, Focused) and after.inside_main


def test_status__of_a_page__is_asked_again_by_itself(visitor: Visitor) -> None:
    visitor.go("/en/")
    with visitor.page.expect_response(lambda answer: "/en/status" in answer.url) as told:
        pass
    assert told.value.status == 200
    visitor.page.get_by_text("The ledger is up to date.").wait_for()


@pytest.mark.parametrize("name", ["date", "investor", "supervisor"])
def test_page__without_scripts__says_the_same(visitor: Visitor, lived: World, name: str) -> None:
    """All figures are there without any; the wallet's buttons are not of use then."""
    visitor.go(f"/en{PLACES[name](lived)}")
    figures = visitor.page.locator("[data-figure]").count()
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{visitor.server.url}/en{PLACES[name](lived)}")
        assert page.locator("[data-figure]").count() == figures > 10
        assert page.locator("main h1").count() == 1
    finally:
        context.close()
