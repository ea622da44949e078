# SPDX-License-Identifier: Apache-2.0
"""Pages and tables of a deal that rests on rights: its portfolio, and the facts its dates took with their causes."""

from __future__ import annotations

import csv
import io

import pytest

from regalia.reports.write import reports_of
from tests.reports.test_pages import HOSTILE, Reader
from tests.support.rights_life import CHALLENGED_IN, COMPANIES, INVESTOR, USD, RightsLife, paper, rights_life

EUROPEAN_EVENT = "EP20123456.4, legal event 3: challenged (code L10), effective 2025-06-01, document 0x"


@pytest.fixture(scope="module")
def life() -> RightsLife:
    return rights_life()


@pytest.fixture(scope="module")
def texts(life: RightsLife) -> dict[str, str]:
    return reports_of(life.ledger, {INVESTOR: "investor", COMPANIES[0]: "company A"}, life.book)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_write__deal_on_rights__portfolio_linked_from_the_index(texts: dict[str, str]) -> None:
    links = {a.get("href") for a in Reader(texts["index.html"]).all("a")}
    assert {"rights.html", "rights.csv"} < links
    assert {"rights.html", "rights.csv"} < set(texts)


def test_write__rights_not_given__no_portfolio(life: RightsLife) -> None:
    found = reports_of(life.ledger)
    assert "rights.html" not in found and "Rights behind the deal" not in found["index.html"]


def test_portfolio_page__every_part__well_formed_and_there(texts: dict[str, str]) -> None:
    page = Reader(texts["rights.html"])
    assert page.open == []
    for part in (
        *("Rights behind the deal", "Title and licences", "Value by validity", "Concentrations", "Limits of the pool"),
        "Facts as the next payment date would take them on 2025-10-20",
        "Bars, shaped after CSRC Announcement [2026] No. 1",
        "nothing here decides them",
        "company A",
        "12,000,000.00",
    ):
        assert part in page.text
    assert "compliant" not in page.text
    assert CHALLENGED_IN in page.text  # in full, among the sources


def test_distribution_page__fact_with_a_cause__event_document_and_transaction(texts: dict[str, str]) -> None:
    second = Reader(texts["distribution/2.html"])
    assert "Facts this date took of the rights" in second.text
    assert EUROPEAN_EVENT in second.text and CHALLENGED_IN in second.text
    assert "pool-too-small: below 1.2x of what is owed" in second.text
    assert EUROPEAN_EVENT not in Reader(texts["distribution/1.html"]).text


def test_distribution_csv__cause__all_its_figures(texts: dict[str, str]) -> None:
    found = {
        row["measure"]: row["value"]
        for row in rows(texts["distribution/2.csv"])
        if (row["section"], row["item"]) == ("cause", "pool-value 1")
    }
    assert (found["event"], found["code"], found["day"]) == ("3", "L10", "2025-06-01")
    assert found["document"] == "0x" + paper(f"{found['right'].removeprefix('0x')} 3").hex()
    assert (found["transaction"], found["block"]) == (CHALLENGED_IN, "903")
    triggers = [r["value"] for r in rows(texts["distribution/2.csv"]) if r["measure"] == "trigger"]
    assert "pool-too-small" in triggers


def test_statement__dates_that_took_facts__told_by_period(texts: dict[str, str]) -> None:
    page = Reader(texts["statements/investor.html"])
    assert "What payment dates took of the rights" in page.text
    assert EUROPEAN_EVENT in page.text


def test_rights_csv__a_line_each__figures_of_the_last_event_day(texts: dict[str, str]) -> None:
    table = rows(texts["rights.csv"])
    assert len(table) == 8
    last = table[-1]
    assert (last["number"], last["status"], last["conditions"]) == ("EP20123456.4", "under review", "under review")
    assert (last["value"], last["base"], last["held_under"]) == ("1500000.000000", "1050000.000000", "1")
    assert (last["years_beyond_legal_final"], last["title_dispute"]) == ("6.1", "")
    assert next(row for row in table if row["kind"] == "trade secret")["life_years"] == ""


def test_pages__labels_that_are_html__escaped(life: RightsLife) -> None:
    hostile = reports_of(life.ledger, dict.fromkeys((*COMPANIES, INVESTOR), HOSTILE), life.book)
    assert "<script" not in hostile["rights.html"] and "alert(1)" in hostile["rights.html"]


def test_reports__twice_from_two_stories__the_same_bytes(texts: dict[str, str]) -> None:
    again = rights_life()
    assert reports_of(again.ledger, {INVESTOR: "investor", COMPANIES[0]: "company A"}, again.book) == texts


def test_distribution_page__trigger_that_tripped__note_with_the_event_that_caused_it() -> None:
    life = rights_life(3)
    page = Reader(reports_of(life.ledger, rights=life.book)["distribution/3.html"])
    assert (
        "Trigger rights-invalidated became active on this date. The flag rights is up. "
        "Because: EP20123456.4, legal event 4: invalidated (code M23), effective 2025-09-01."
    ) in page.text
    assert life.ledger.dates[2].payment.state.account[1] == 71_900 * USD
