# SPDX-License-Identifier: Apache-2.0
"""The pages of one deal: the sample's, which is live and has a report on its way."""

from __future__ import annotations

import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from lxml import html

from regalia.chain.record import load_record
from regalia.demo.sample import Sample
from regalia.domain.terms import load_terms, terms_hash
from regalia.views.deal import deal_view
from regalia.views.following import Followed
from regalia.views.paid_in import text_of
from regalia.views.payment_date import date_view
from regalia.views.plain import figures, to_plain
from regalia.views.receipts import receipts_view
from tests.web.shown import figures_on

DEAL = "mills-notes"
ADDRESS = f"/en/deals/{DEAL}"
PAGES = ("", "/dates", "/dates/1", "/dates/3", "/receipts", "/terms")


def test_deal_page__of_the_sample__has_the_figures_of_the_view(client: TestClient, site: Followed) -> None:
    with site.now(DEAL) as now:
        view = dict(figures(to_plain(deal_view(now))))
    shown = figures_on(client.get(ADDRESS).text)
    assert {"outstanding", "cash.accounts.reserve.held", "tranches.senior.factor", "dates.3.to_tranches"} <= set(shown)
    assert shown.items() <= view.items()


def test_deal_view__of_the_sample__is_what_the_contracts_answered(site: Followed, sample: Sample) -> None:
    record, terms = load_record(sample.record_path), load_terms(sample.terms_path)
    with site.now(DEAL) as now:
        view, said = deal_view(now), now.snapshot
    assert view.terms_hash == "0x" + terms_hash(terms).hex() == record.terms_hash
    assert [terms.money.to_units(tranche.outstanding) for tranche in view.tranches] == list(said.state.balance)
    assert [terms.money.to_units(account.held) for account in view.cash.accounts] == list(said.state.account)
    escrow = sample.deal.contracts.payment_token.functions.balanceOf(record.escrow.address).call()
    assert terms.money.to_units(view.cash.held) <= escrow
    assert len(view.dates) == 3 and view.dates[0].id == 3


def test_date_pages__of_the_sample__lead_to_each_other(client: TestClient, site: Followed) -> None:
    with site.now(DEAL) as now:
        views = {period: date_view(now, period) for period in (1, 2, 3)}
    assert [(view.previous, view.next) for view in views.values()] == [(None, 2), (1, 3), (2, None)]
    middle = html.fromstring(client.get(f"{ADDRESS}/dates/2").text)
    assert middle.xpath("//a[@rel='prev']/@href") == [f"{ADDRESS}/dates/1"]
    assert middle.xpath("//a[@rel='next']/@href") == [f"{ADDRESS}/dates/3"]
    assert figures_on(client.get(f"{ADDRESS}/dates/2").text).items() <= dict(figures(to_plain(views[2]))).items()


def test_date_page__drawn__has_both_layouts_with_a_bar_for_each_payment(client: TestClient, site: Followed) -> None:
    with site.now(DEAL) as now:
        paid = [step for step in date_view(now, 2).steps if step.paid]
    page = html.fromstring(client.get(f"{ADDRESS}/dates/2").text)
    drawings = page.xpath("//svg[contains(@class, 'flow') and @role='img']")
    assert len(drawings) == 2 and len(paid) > 5
    for drawing in drawings:
        assert drawing.xpath("./title")[0].text_content().startswith("How the available funds")
        bars = drawing.xpath(".//rect[@class='payee' or @class='tranche' or @class='account' or @class='facility']")
        assert len(bars) >= len(paid)


def test_receipts_page__of_the_sample__has_the_figures_of_the_view(client: TestClient, site: Followed) -> None:
    with site.now(DEAL) as now:
        found = receipts_view(now)
    shown = figures_on(client.get(f"{ADDRESS}/receipts").text)
    assert shown.items() <= dict(figures(to_plain(found))).items()
    assert [line.state for line in found.periods[:3]] == ["paid"] * 3 and found.forecast is None
    assert sum(line.count for line in found.payers) == found.payments


@pytest.mark.parametrize("path", PAGES)
def test_pages__in_chinese__have_the_same_figures(client: TestClient, path: str) -> None:
    english, chinese = client.get(f"{ADDRESS}{path}"), client.get(f"/zh/deals/{DEAL}{path}")
    assert english.status_code == chinese.status_code == 200
    assert figures_on(english.text) == figures_on(chinese.text)
    assert english.headers["Content-Language"] == "en" and chinese.headers["Content-Language"] == "zh-Hans"


@pytest.mark.parametrize("path", PAGES)
def test_pages__of_a_deal__are_in_order_for_who_hears_them(client: TestClient, path: str) -> None:
    page = html.fromstring(client.get(f"{ADDRESS}{path}").text)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(table.xpath("./caption") and table.xpath(".//th[@scope]") for table in page.xpath("//table"))
    assert all(box.get("aria-label") for box in page.xpath("//div[starts-with(@class, 'table')]"))
    assert not page.xpath("//*[@style] | //script[not(@src) and not(@type='application/json')]")


def test_charts__of_a_page__are_described_and_have_their_numbers(client: TestClient) -> None:
    page = html.fromstring(client.get(f"{ADDRESS}/receipts").text)
    (chart,) = page.xpath("//div[@class='chart']")
    assert chart.get("role") == "img" and chart.get("aria-label")
    (source,) = page.xpath(f"//script[@id='{chart.get('data-chart')}']")
    data = json.loads(source.text)
    assert data["kind"] == "bars" and len(data["x"]) == len(data["series"][0]["values"]) >= 3


@pytest.mark.parametrize("narrow", ["false", "true"])
def test_structure__drawn__is_svg_with_a_policy_of_its_own(client: TestClient, narrow: str) -> None:
    answer = client.get(f"{ADDRESS}/structure.svg", params={"narrow": narrow})
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert ElementTree.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"
    wide, thin = (client.get(f"/zh/deals/{DEAL}/structure.svg", params={"narrow": n}).text for n in ("false", "true"))
    assert "支付顺序" in wide and "支付顺序" in thin


def test_structure__on_the_page__has_a_text_instead(client: TestClient) -> None:
    page = html.fromstring(client.get(ADDRESS).text)
    (image,) = page.xpath("//picture//img")
    assert image.get("src") == f"{ADDRESS}/structure.svg" and "Terms in words" in image.get("alt")
    assert page.xpath("//picture//source/@srcset") == [f"{ADDRESS}/structure.svg?narrow=true"]
    assert page.xpath(f"//a[@href='{ADDRESS}/terms']")


def test_documents__linked_to__are_there(client: TestClient) -> None:
    pages = [html.fromstring(client.get(ADDRESS + path).text) for path in ("", "/dates/2")]
    links = [link for page in pages for link in page.xpath("//a[starts-with(@href, '/files/')]/@href")]
    assert f"/files/{DEAL}/terms.json" in links and f"/files/{DEAL}/distribution-2.csv" in links
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_terms_page__in_both_languages__says_what_explain_does(client: TestClient) -> None:
    assert "To the holders of Class A Senior Notes, the interest accrued" in client.get(f"{ADDRESS}/terms").text
    assert "支付顺序" in client.get(f"/zh/deals/{DEAL}/terms").text


@pytest.mark.parametrize("path", ["/dates/4", "/dates/0", f"/dates/{2**32 - 1}"])
def test_date_page__of_a_period_without_one__is_404_and_says_which_there_are(client: TestClient, path: str) -> None:
    answer = client.get(ADDRESS + path)
    assert answer.status_code == 404 and "They are 1 to 3." in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/dates/x", "/dates/-1", f"/dates/{2**32}", "/dates?page=0", "/dates?page=x"])
def test_date_page__by_no_number__is_refused(client: TestClient, path: str) -> None:
    answer = client.get(ADDRESS + path)
    assert answer.status_code == 422 and "Traceback" not in answer.text


def test_dates_page__beyond_the_last__says_there_are_no_more(client: TestClient) -> None:
    assert "There are no more." in client.get(f"{ADDRESS}/dates?page=7").text


@pytest.mark.parametrize("path", ["", "/dates", "/dates/1", "/receipts", "/terms", "/structure.svg"])
def test_pages__of_an_unknown_deal__are_404(client: TestClient, path: str) -> None:
    answer = client.get(f"/en/deals/mills-note{path}")
    assert answer.status_code == 404 and "mills-notes" in answer.text


@pytest.mark.parametrize(
    ("word", "text"),
    [
        (b"catalogue".ljust(32, b"\0"), "catalogue"),
        (b"spaces".ljust(32), "spaces"),
        (b"\xff" * 32, ""),
        ("\u202eevil".encode().ljust(32, b"\0"), ""),
        (bytes(32), ""),
    ],
)
def test_text__of_a_word_on_chain__is_read_only_where_it_is_text(word: bytes, text: str) -> None:
    assert text_of("0x" + word.hex()) == text
