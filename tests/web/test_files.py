# SPDX-License-Identifier: Apache-2.0
"""Downloads of a deal: those of the list, and nothing else whatever is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import canonical_json
from regalia.ledger.replay import replay
from regalia.ledger.story import claims
from regalia.reports.distribution import distribution_report
from regalia.reports.distribution_csv import distribution_csv
from regalia.reports.names import Names
from regalia.web.app import create_app
from regalia.web.deal_files import files_of
from regalia.web.pages import Pages
from tests.web.lived_site import LivedSite, lived_site, once


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> LivedSite:
    return lived_site(tmp_path_factory.mktemp("files"), once("ordered"), once("patents"))


@pytest.fixture(scope="module")
def client(site: LivedSite) -> Iterator[TestClient]:
    with TestClient(create_app(Pages(site.as_followed(), None)), base_url="http://127.0.0.1") as found:
        yield found


def test_files__of_the_list__come_with_a_name_and_their_kind(client: TestClient, site: LivedSite) -> None:
    with site.now("patents") as now:
        files = files_of(now)
    assert {"record.json", "terms.json", "log.csv", "rights.csv", "distribution-6.csv"} <= set(files)
    for name, file in files.items():
        answer = client.get(f"/files/patents/{name}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, file.kind)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="patents-{name}"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.content


def test_record_and_terms__downloaded__are_those_of_the_deal(client: TestClient) -> None:
    life = once("ordered")
    assert DeploymentRecord.model_validate_json(client.get("/files/mills-notes/record.json").text) == life.record
    assert client.get("/files/mills-notes/terms.json").content == canonical_json(life.terms)


@pytest.mark.parametrize(("deal", "life"), [("mills-notes", "ordered"), ("patents", "patents")])
def test_distribution__made_without_holders__is_that_of_the_full_replay(
    client: TestClient, deal: str, life: str
) -> None:
    lived = once(life)
    ledger = replay(lived.terms, lived.record, lived.events).ledger
    names = Names(ledger)
    assert len(ledger.dates) >= 4
    for index, done in enumerate(ledger.dates):
        answer = client.get(f"/files/{deal}/distribution-{done.payment.report.period}.csv")
        assert answer.text == distribution_csv(distribution_report(ledger, index), ledger, names)


def test_distribution__of_too_many_claims__is_left_out(site: LivedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "MOST", 3)
    with site.now("mills-notes") as now:
        assert set(files_of(now)) == {"record.json", "terms.json", "log.csv"}


@pytest.mark.parametrize(
    "name",
    [
        "..%2Frecord.json",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "..%252f..%252fetc%252fpasswd",
        "%2Fetc%2Fpasswd",
        "/etc/passwd",
        "..%5C..%5Cetc%5Cpasswd",
        "record.json%00.csv",
        "record.json%0d%0aX-Evil:%201",
        "RECORD.JSON",
        "%2e",
        "lived.db",
        "patents-record.json",
        "distribution-99.csv",
        "distribution-01.csv",
        "rights.csv",
        "x" * 3_000,
        "x" * 9_000,
        "%F0%9F%92%A3",
        "%ff%fe",
    ],
    ids=lambda name: name[:24],
)
def test_files__of_no_list__are_not_there(client: TestClient, name: str) -> None:
    answer = client.get(f"/files/mills-notes/{name}", follow_redirects=False)
    assert answer.status_code in (400, 404, 414) and "Content-Disposition" not in answer.headers
    assert "x-evil" not in answer.headers and "root:" not in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("deal", ["nobody", "%2e%2e", "mills-notes%2F..%2Fpatents", "patents%00", "x" * 500])
def test_files__of_another_deal__are_not_there(client: TestClient, deal: str) -> None:
    assert client.get(f"/files/{deal}/record.json", follow_redirects=False).status_code in (400, 404)


def test_log__from_a_place_that_is_none__is_refused(client: TestClient) -> None:
    assert client.get("/files/patents/log.csv?before=x").status_code == 422
