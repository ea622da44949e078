# SPDX-License-Identifier: Apache-2.0
"""The supervisor's page: what it shows is what the view has, and nothing hostile gets through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html

from regalia.reports.names import Names
from regalia.views.plain import figures, to_plain
from regalia.views.supervisor import supervisor_view
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.web.lived_site import LivedSite, lived_site, once
from tests.web.shown import figures_on
from tests.web.test_supervisor_view import edited

HOSTILE = "<script>alert('x')</script>"


@contextmanager
def reader(site: LivedSite) -> Iterator[TestClient]:
    with TestClient(create_app(Pages(site.as_followed(), None)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("life", ["ordered", "oracle", "patents"])
def test_page__in_both_languages__shows_figures_of_the_view(tmp_path: Path, life: str) -> None:
    site = lived_site(tmp_path, once(life))
    with site.all_now() as all_now:
        view = dict(figures(to_plain(supervisor_view(all_now))))
    with reader(site) as client:
        for lang in ("en", "zh"):
            answer = client.get(f"/{lang}/supervisor")
            shown = figures_on(answer.text)
            assert answer.status_code == 200 and len(answer.content) < 400_000
            assert len(shown) > 100 and shown.items() <= view.items()


def test_page__with_orders__has_a_table_a_subject_and_sound_headings(tmp_path: Path) -> None:
    with reader(lived_site(tmp_path, once("ordered"))) as client:
        page = html.fromstring(client.get("/en/supervisor").text)
    anchors = {link.get("href")[1:] for link in page.xpath("//main//a[starts-with(@href, '#')]")}
    assert anchors <= {element.get("id") for element in page.xpath("//*[@id]")} and len(anchors) > 5
    levels = [int(element.tag[1]) for element in page.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
    assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    assert all(table.xpath("caption") and table.xpath(".//th[@scope]") for table in page.xpath("//table"))
    assert not page.xpath("//*[@style] | //script[not(@src)]")


def test_page__without_title_events__says_so_in_one_line(tmp_path: Path) -> None:
    with reader(lived_site(tmp_path, once("ordered"))) as client:
        page = html.fromstring(client.get("/en/supervisor").text)
    headed = {element.get("id") for element in page.xpath("//main//h2[@id]")}
    nothing = {element.get("id") for element in page.xpath("//main//p/span[@id]")}
    assert {"title", "differences"} <= nothing and "freezes" in headed and not headed & nothing
    assert all(
        page.xpath(f"//h2[@id='{one}']/following-sibling::div[@role='region']") for one in headed - {"attention"}
    )


def test_page__with_hostile_words__shows_them_as_words(tmp_path: Path) -> None:
    life = edited(once("ordered"), "HolderHalted", [{"reason": HOSTILE}])
    site = lived_site(tmp_path, life)
    deal = site.seen[0].deal
    officer = next(event.args["by"] for event in life.events if event.name == "HolderHalted")
    site.seen = [replace(site.seen[0], names=Names(deal, {officer: HOSTILE}))]
    with reader(site) as client:
        for address in ("/en/supervisor", "/en/supervisor/log", f"/en/supervisor/log?text={HOSTILE}"):
            text = client.get(address).text
            assert HOSTILE not in text and "&lt;script&gt;" in text


def test_page__of_a_deal_that_differs__says_so(tmp_path: Path) -> None:
    site = lived_site(tmp_path, edited(once("ordered"), "PaymentDateExecuted", [{"available": 7}]))
    with reader(site) as client:
        text = client.get("/en/supervisor").text
    assert "Figures differ from the engine" in text and "regalia verify" in text


def test_page__of_no_deal__is_there(tmp_path: Path) -> None:
    site = lived_site(tmp_path, once("ordered"))
    site.seen = []
    with reader(site) as client:
        assert client.get("/en/supervisor").status_code == client.get("/en/supervisor/log").status_code == 200
        assert client.get("/en/supervisor/log.json").json() == {"as_of": None, "next": "", "entries": []}
