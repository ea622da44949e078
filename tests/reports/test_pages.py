# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

import pytest

from regalia.domain.money import Currency
from regalia.ledger.model import DealLedger
from regalia.reports.table import Column, Kind, make_table, money_html
from regalia.reports.write import reports_of
from tests import mills
from tests.reports.chronicle import Chronicle
from tests.reports.stories import LABELS, SENIOR, notes_story

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Elements in order, and whether every one is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def pages(notes: DealLedger) -> dict[str, Reader]:
    texts = reports_of(notes, LABELS)
    return {name: Reader(text) for name, text in texts.items() if name.endswith(".html")}


def test_pages__every_page__well_formed_with_notice_and_footer(pages: dict[str, Reader], notes: DealLedger) -> None:
    assert len(pages) == 1 + 6 + 5
    for page in pages.values():
        assert page.open == []
        assert notes.terms.notice in page.text
        assert "Prototype for testnets and research" in page.text


def test_pages__every_page__loads_nothing(pages: dict[str, Reader]) -> None:
    for page in pages.values():
        assert not [a for tag, a in page.elements if tag in ("script", "link", "img", "iframe") or "src" in a]
        assert {a["http-equiv"]: a["content"] for a in page.all("meta") if "http-equiv" in a} == {
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"
        }


def test_pages__every_table__has_a_caption_and_scoped_headings(pages: dict[str, Reader]) -> None:
    for page in pages.values():
        assert len(page.all("table")) == len(page.all("caption")) > 0
        assert all(heading["scope"] in ("col", "row") for heading in page.all("th"))


def test_pages__every_link__leads_to_a_file_or_a_source(notes: DealLedger, pages: dict[str, Reader]) -> None:
    files = reports_of(notes, LABELS).keys()
    for name, page in pages.items():
        targets = {attributes.get("id") for _, attributes in page.elements}
        for attributes in page.all("a"):
            href = attributes["href"] or ""
            if href.startswith("#"):
                assert href[1:] in targets
            else:
                assert normpath(join(dirname(name), href)) in files


def test_index__links__every_other_file(notes: DealLedger, pages: dict[str, Reader]) -> None:
    linked = {attributes["href"] for attributes in pages["index.html"].all("a")}
    assert linked == set(reports_of(notes, LABELS)) - {"index.html"}


def test_pages__hostile_names__escaped() -> None:
    ledger = notes_story()
    ledger.terms = ledger.terms.model_copy(update={"name": HOSTILE, "notice": HOSTILE})
    for name, text in reports_of(ledger, {address: HOSTILE + address for address in LABELS}).items():
        if name.endswith(".html"):
            assert HOSTILE in Reader(text).text
            assert "<script" not in text
            assert "<img" not in text


def test_distribution_page__figures__to_the_smallest_unit(pages: dict[str, Reader]) -> None:
    text = pages["distribution/4.html"].text
    for figure in ("241,778.00", "40,678.927436", "4,268.808185", "0.266800", "2024-12-20", "2024Q3"):
        assert figure in text


def test_statement_page__line_that_proves_it__both_sides(pages: dict[str, Reader]) -> None:
    text = re.sub(r"\s+", " ", pages["statements/senior-investor-1.html"].text)
    assert "Income = claimed + not yet claimed 343,340.905989 USD Class A Senior Notes" in text
    assert "Both sides come to 343,340.905989 USD." in text


def test_pages__before_any_payment_date__say_so() -> None:
    deal = Chronicle(mills.NOTES)
    deal.subscribe("senior", SENIOR, 10)
    texts = reports_of(deal.ledger)
    assert "No payment date was executed yet." in Reader(texts["index.html"]).text
    statement = Reader(texts[f"statements/{SENIOR.lower()}.html"])
    assert "Nothing was claimed yet." in statement.text


def test_pages__nothing_happened_yet__an_index_still() -> None:
    texts = reports_of(Chronicle(mills.NOTES).ledger)
    assert set(texts) == {"index.html", "record.json", "transactions.csv", "transactions.jsonl"}
    assert "No event yet." in Reader(texts["index.html"]).text


def test_table__an_amount_finer_than_cents__all_decimals_for_all() -> None:
    table = make_table(Currency("USD", 6), "t", (Column("a"), Column("b", Kind.MONEY)), [("x", 1), ("y", 2_500_000)])
    assert [re.sub("<.*?>", "", str(row[1])) for row in table.rows] == ["0.000001", "2.500000"]


def test_table__whole_amounts__two_decimals() -> None:
    table = make_table(Currency("USD", 6), "t", (Column("a", Kind.MONEY),), [(1_000_000_000,), (None,)])
    assert [str(row[0]) for row in table.rows] == ["1,000.00", "–"]


def test_money__finer_than_cents__all_decimals() -> None:
    html = str(money_html(Currency("USD", 6), 734_497_158_360))
    assert re.sub("<.*?>", "", html) == "734,497.158360 USD"


def test_money__currency_without_decimals__none_shown() -> None:
    assert str(money_html(Currency("JPY", 0), 1_234)) == "1,234 <span class='unit'>JPY</span>"
