# SPDX-License-Identifier: Apache-2.0
"""Hostile names and hostile addresses: every address of the site is tried, whatever it will be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

from regalia.chain.connection import connect
from regalia.chain.record import load_record
from regalia.demo.sample import Sample
from regalia.domain.terms import load_terms
from regalia.ledger.index.database import open_database
from regalia.market.folder_board import FolderBoard
from regalia.views.following import Followed, Subject
from regalia.web.app import create_app
from regalia.web.guard.texts import seen
from regalia.web.pages import Pages
from tests.web.addresses import address, parameters, queries, templates
from tests.web.harmless import is_safe
from tests.web.hostile import NAMES, TURNED, hostile_deal

CHOICES = {
    "lang": ("en", "zh"),
    "name": ("record.json", "terms.json", "log.csv", "rights.csv", "nothing"),
    "ending": ("csv", "html", "pdf"),
}
"""Of parameters, all that there are."""
ODD = (
    "nothing",
    "..",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fpyproject.toml",
    "%2fetc%2fpasswd",
    "..%5c..%5cwin.ini",
    "-1",
    "1e9",
    "9" * 40,
    "%3Cscript%3Ezq%28%29%3C%2Fscript%3E",
    "%27%20OR%201%3D1%20--",
    "%7B%7B7*7%7D%7D",
    "0x" + "0" * 40,
    "%F0%9F%92%A9",
    "%E2%80%AEzq",
    "a" * 2_000,
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    with hostile_deal(tmp_path_factory.mktemp("hostile"), 2) as found:
        yield found


@pytest.fixture(scope="module")
def site(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    record, terms = load_record(sample.record_path), load_terms(sample.terms_path)
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('db')}/x.db", record.chain_id, record.genesis_hash)
    web3 = connect(sample.url, record.chain_id, record.genesis_hash)
    labels = {str(wallet): (NAMES[i % len(NAMES)] + TURNED)[:100] for i, wallet in enumerate(sample.people.values())}
    found = Followed(database, web3, [Subject(record, terms)], labels)
    found.once()
    yield found
    database.close()


@pytest.fixture(scope="module")
def client(site: Followed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """As the server answers, not as a test would like to be told."""
    app = create_app(Pages(site, FolderBoard(tmp_path_factory.mktemp("board"))))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as found:
        yield found


def values(sample: Sample) -> dict[str, str]:
    """What each parameter of an address can be."""
    wallet = sample.people["senior_investor_1"]
    period = str(sample.deal.contracts.deal.functions.nextPeriod().call() - 1)
    return {
        "lang": "en",
        "deal": sample.deal.terms.id,
        "tranche": "senior",
        "period": period,
        "address": wallet,
        "name": "record.json",
        "ending": "csv",
        "order": "0x" + "00" * 32,
    }


def app_of(client: TestClient) -> FastAPI:
    assert isinstance(client.app, FastAPI)
    return client.app


def looked_at(sample: Sample) -> Iterator[str]:
    """Each address of a page or download, in both languages where it has one."""
    found = values(sample)
    for template in templates():
        named = [name for name in parameters(template) if name in CHOICES]
        for chosen in product(*(CHOICES[name] for name in named)):
            path = address(template, {**found, **dict(zip(named, chosen, strict=True))})
            yield f"{path}?deal={found['deal']}" if "/investor/" in path and "." in path else path


def test_names__that_mean_harm__are_text_on_every_page(client: TestClient, sample: Sample) -> None:
    shown = 0
    for path in looked_at(sample):
        answer = client.get(path)
        is_safe(path, answer)
        shown += "zq()" in answer.text
    assert shown >= 2  # the list of deals at least, in both languages


def test_name__of_a_deal__is_shown_as_it_is_written(client: TestClient) -> None:
    said = html.fromstring(client.get("/en/").text).text_content()
    assert NAMES[0] in said


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_address__with_something_odd_in_it__is_no_page_and_no_failure(
    client: TestClient, sample: Sample, odd: str
) -> None:
    for template in templates():
        for parameter in parameters(template):
            path = address(template, {**values(sample), parameter: odd})
            answer = client.get(path)
            is_safe(path, answer)
            known_to_nobody = parameter == "address" and odd.startswith("0x")
            assert answer.status_code in (400, 404, 414, 422) or known_to_nobody or odd == "..", path
            assert "Traceback" not in answer.text and "root:" not in answer.text and "[project]" not in answer.text
            assert '"error"' in answer.text or "<h1>" in answer.text, path


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_query__with_something_odd_in_it__is_answered_in_words(client: TestClient, sample: Sample, odd: str) -> None:
    for template, names in queries(app_of(client)).items():
        path = address(template, values(sample))
        for name in names:
            is_safe(f"{path}?{name}={odd}", client.get(f"{path}?{name}={odd}"))


def test_text__with_unseen_signs__has_a_mark_for_each() -> None:
    assert seen(f"a{TURNED}b") == "a\ufffdzq\ufffd\ufffdb"
    assert seen("多行\n文字\t\u200d") == "多行\n文字\t\u200d" and seen(7) == 7


def test_link__to_a_deal_with_odd_signs__stays_on_the_site(client: TestClient) -> None:
    answer = client.get("/en/deals/" + quote("//zq.example/"), follow_redirects=False)
    assert not answer.headers.get("Location", "/").startswith("//")
