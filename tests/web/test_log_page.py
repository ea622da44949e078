# SPDX-License-Identifier: Apache-2.0
"""The log: every event once, filtered as asked, on pages and as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from regalia.chain.decoding import events_by_topic
from regalia.ledger.index import search
from regalia.ledger.index.event_args import plain
from regalia.views.log import LogView, log_view
from regalia.views.log_names import AMOUNTS, CATEGORIES, CATEGORY_OF
from regalia.views.log_query import LogQuery, LogQueryError
from regalia.views.plain import figures, to_plain
from regalia.web import log_export
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.web.lived_site import LivedSite, lived_site, once
from tests.web.shown import figures_on

LOG = "/en/supervisor/log"
EVERY = {entry["name"]: {i["name"] for i in entry["inputs"]} for entry in events_by_topic().values()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> LivedSite:
    return lived_site(tmp_path_factory.mktemp("log"), once("ordered"), once("patents"))


@pytest.fixture(scope="module")
def client(site: LivedSite) -> Iterator[TestClient]:
    with TestClient(create_app(Pages(site.as_followed(), None)), base_url="http://127.0.0.1") as found:
        yield found


def asked(site: LivedSite, **query: Any) -> LogView:
    with site.all_now() as all_now:
        return log_view(all_now, LogQuery(**query))


def walked(site: LivedSite, **query: Any) -> list[str]:
    """Ids of all pages, one after the other."""
    found, before = [], ""
    while True:
        view = asked(site, before=before, **query)
        found += [entry.id for entry in view.entries]
        if not (before := view.next):
            return found


def told(deal: str, life: str) -> list[str]:
    return [f"{deal}-{event.block_number}-{event.log_index}" for event in once(life).events]


@pytest.mark.parametrize("size", [7, 50, 200])
def test_pages__one_after_the_other__have_every_event_of_both_deals_once(site: LivedSite, size: int) -> None:
    found = walked(site, size=size)
    assert sorted(found) == sorted([*told("mills-notes", "ordered"), *told("patents", "patents")])
    places = [tuple(map(int, entry.rsplit("-", 2)[1:])) for entry in found]
    assert places == sorted(places, reverse=True)


def test_entry__of_an_event__has_its_arguments_exactly(site: LivedSite) -> None:
    events = [event for event in once("ordered").events if event.name == "RoyaltyPaid"]
    view = asked(site, deal="mills-notes", names=("RoyaltyPaid",))
    for event, entry in zip(reversed(events), view.entries, strict=True):
        assert {a.id: a.value for a in entry.arguments} == {name: plain(value) for name, value in event.args.items()}
        amount = next(argument.amount for argument in entry.arguments if argument.id == "amount")
        assert amount is not None and int(amount * 10**6) == event.args["amount"]
        assert (entry.contract, entry.transaction, entry.time) == ("escrow", event.transaction_hash, event.timestamp)


def test_filter__by_name_and_category__has_those_alone(site: LivedSite) -> None:
    names = {entry.name for entry in asked(site, category="orders", size=200).entries}
    assert {"UnitsFrozen", "HolderHalted", "Ordered"} <= names <= set(CATEGORIES["orders"])
    assert asked(site, category="orders", names=("RoyaltyPaid",)).entries == ()
    both = {entry.name for entry in asked(site, names=("RoyaltyPaid", "DealClosed")).entries}
    assert both == {"RoyaltyPaid", "DealClosed"}


def test_filter__by_text__finds_references_hashes_and_addresses(site: LivedSite) -> None:
    frozen = asked(site, text="court 1/24").entries
    assert [entry.name for entry in frozen] == ["UnitsFrozen"]
    assert asked(site, text=frozen[0].transaction.upper().replace("0X", "0x")).entries[0].transaction == (
        frozen[0].transaction
    )
    holder = next(argument.value for argument in frozen[0].arguments if argument.id == "holder")
    assert frozen[0].id in {entry.id for entry in asked(site, text=holder.lower(), size=200).entries}
    assert "HolderHalted" in {entry.name for entry in asked(site, text="INQUIRY").entries}


@pytest.mark.parametrize("text", ["%", "inqui_y", "i%y", "\\", '"', "'; drop table event; --"])
def test_filter__by_signs_that_mean_something_to_a_database__takes_them_as_signs(site: LivedSite, text: str) -> None:
    wanted = [entry for entry in walked(site) if text in _said(site, entry)]
    assert walked(site, text=text) == wanted


def _said(site: LivedSite, entry: str) -> str:
    deal, block, log = entry.rsplit("-", 2)
    life = once("ordered" if deal == "mills-notes" else "patents")
    event = next(e for e in life.events if (e.block_number, e.log_index) == (int(block), int(log)))
    return " ".join(str(plain(value)) for value in event.args.values() if isinstance(value, str))


def test_filter__by_blocks_and_days__is_inclusive(site: LivedSite) -> None:
    events = once("ordered").events
    blocks = sorted({event.block_number for event in events})
    first, last = blocks[10], blocks[-10]
    inside = [e for e in events if first <= e.block_number <= last]
    assert len(walked(site, deal="mills-notes", from_block=first, to_block=last)) == len(inside)
    day = datetime.fromtimestamp(events[-1].timestamp, UTC).date()
    of_the_day = [e for e in events if datetime.fromtimestamp(e.timestamp, UTC).date() == day]
    assert len(walked(site, deal="mills-notes", since=day, until=day)) == len(of_the_day) > 0
    earlier = walked(site, deal="mills-notes", until=day - timedelta(days=1))
    assert len(earlier) == len(events) - len(of_the_day)
    assert walked(site, deal="mills-notes", since=day + timedelta(days=1)) == []


def test_text__beyond_what_is_looked_at_in_one_go__is_found_by_looking_further(
    site: LivedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = walked(site, text="court 1/24")
    monkeypatch.setattr(search, "MOST_LOOKED_AT", 40)
    monkeypatch.setattr(search, "_LEAST_LOOKED_AT", 5)
    first = asked(site, text="court 1/24")
    assert (first.entries, first.looked <= 40, first.next != "") == ((), True, True)
    assert first.looked_to is not None and first.looked_to > int(wanted[0].split("-")[-2])
    assert walked(site, text="court 1/24") == wanted
    assert walked(site, text="court", category="orders", size=3) == [
        entry for entry in walked(site, text="court", size=200) if entry in walked(site, category="orders")
    ]


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("from_block=-1", 422, "from_block"),
        ("from_block=1e9", 422, "from_block"),
        ("to_block=99999999999999999999999", 422, "to_block"),
        ("to_block=²", 422, "to_block"),
        ("since=2024-02-30", 422, "since"),
        ("until=yesterday", 422, "until"),
        ("before=1-2", 422, "before"),
        ("before=1-2-3;drop", 422, "before"),
        ("size=201", 422, "size"),
        ("size=0", 422, "size"),
        ("category=everything", 422, "category"),
        ("event=UnitFrozen", 422, "UnitsFrozen"),
        ("text=" + "x" * 201, 422, "201"),
        ("deal=mills-note", 404, "mills-notes"),
    ],
)
def test_page__asked_for_what_there_can_not_be__says_what_is_wrong(
    client: TestClient, query: str, status: int, says: str
) -> None:
    for address in (LOG, f"{LOG}.csv", f"{LOG}.json"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == status and says in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("text", ["\udcff", "a\ud800", "\0"])
def test_query__with_half_a_sign__is_refused_in_words(text: str) -> None:
    """As a terminal sends what is no UTF-8."""
    with pytest.raises(LogQueryError, match="in UTF-8 without NUL"):
        LogQuery(text=text)


def test_page__with_filters__shows_the_view_and_keeps_them(client: TestClient, site: LivedSite) -> None:
    answer = client.get(f"{LOG}?deal=mills-notes&category=orders&text=court&since=&from_block=&size=4")
    view = asked(site, deal="mills-notes", category="orders", text="court", size=4)
    shown = figures_on(answer.text)
    assert shown and shown.items() <= dict(figures(to_plain(view))).items()
    assert 'value="court"' in answer.text and "Look further back" in answer.text
    assert f"before={view.next}" in answer.text


def test_page__asked_by_its_script__is_the_results_alone(client: TestClient) -> None:
    answer = client.get(LOG, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<section id="results"') and "<html" not in answer.text
    assert answer.headers["Vary"] == "HX-Request"
    refused = client.get(f"{LOG}?from_block=x", headers={"HX-Request": "true"})
    assert refused.status_code == 200 and 'id="results"' in refused.text and "from_block" in refused.text


def test_csv__of_a_filter__has_its_events_in_parts_that_follow_one_another(
    client: TestClient, site: LivedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_export, "_AT_ONCE", 7)
    whole = list(csv.reader(io.StringIO(client.get(f"{LOG}.csv?deal=mills-notes").text)))
    assert whole[0] == list(log_export.HEADER)
    assert [f"{row[0]}-{row[1]}-{row[2]}" for row in whole[1:]] == walked(site, deal="mills-notes")
    event = once("ordered").events[-1]
    assert json.loads(whole[1][8]) == {name: plain(value) for name, value in event.args.items()}
    monkeypatch.setattr(log_export, "PART", 60)
    rows, address = [], f"{LOG}.csv?deal=mills-notes"
    while address:
        answer = client.get(address)
        part = list(csv.reader(io.StringIO(answer.text)))[1:]
        assert len(part) <= 60
        rows += part
        address = answer.links.get("next", {}).get("url", "")
    assert rows == whole[1:]


def test_json__of_a_filter__is_what_the_view_has(client: TestClient, site: LivedSite) -> None:
    found = client.get(f"{LOG}.json?category=market&text=nothing").json()
    assert (found["entries"], found["next"]) == ([], "")
    answer = client.get(f"{LOG}.json?deal=patents&event=RoyaltyPaid")
    view = to_plain(asked(site, deal="patents", names=("RoyaltyPaid",), size=200))
    assert (
        answer.json() == {name: view[name] for name in ("as_of", "next", "entries")} and len(view["entries"]) == 6 + 1
    )
    assert answer.headers["Content-Disposition"] == 'attachment; filename="log.json"'


def test_names__of_all_events_of_the_contracts__have_a_category_and_real_arguments() -> None:
    ours = {name for name in EVERY if not name.startswith("ErrorSample_")}
    assert ours == set(CATEGORY_OF)
    assert sum(map(len, CATEGORIES.values())) == len(CATEGORY_OF)
    assert [name for name, arguments in AMOUNTS.items() if not arguments <= EVERY[name]] == []
