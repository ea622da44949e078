# SPDX-License-Identifier: Apache-2.0
"""The list of all deals, and what every page has."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from regalia.demo.sample import Sample
from regalia.views.following import Followed
from regalia.views.overview import overview
from regalia.views.plain import figures, to_plain
from tests.web.shown import figures_on


def test_deals_page__of_the_sample__has_the_figures_of_the_view(client: TestClient, site: Followed) -> None:
    with site.all_now() as all_now:
        view = dict(figures(to_plain(overview(all_now))))
    shown = figures_on(client.get("/en/").text)
    assert {"deals.mills-notes.outstanding", "deals.mills-notes.received"} <= set(shown)
    assert shown.items() <= view.items()


@pytest.mark.parametrize(
    ("accepted", "lang"), [("zh-CN,zh;q=0.9", "zh"), ("de,en", "en"), ("", "en"), ("x" * 5000, "en")]
)
def test_front_page__by_the_readers_language__goes_to_it(client: TestClient, accepted: str, lang: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted}, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (307, f"/{lang}/")


def test_page__in_an_unknown_language__is_404_with_both_languages(client: TestClient) -> None:
    answer = client.get("/fr/")
    assert answer.status_code == 404
    assert "/en/" in answer.text and "/zh/" in answer.text and "Traceback" not in answer.text


def test_page__in_chinese__says_so(client: TestClient) -> None:
    answer = client.get("/zh/")
    assert '<html lang="zh-Hans">' in answer.text and "项目" in answer.text and "Mills Music Notes" in answer.text


def test_status__with_a_ledger_behind__says_by_how_many_blocks(
    client: TestClient, site: Followed, sample: Sample
) -> None:
    assert "up to date" in client.get("/en/status").text
    head, site.standing.head = site.standing.head, site.standing.head + 7
    try:
        assert "7 blocks behind" in client.get("/en/status").text
        assert "落后链上 7 个区块" in client.get("/zh/status").text
    finally:
        site.standing.head = head
