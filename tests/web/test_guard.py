# SPDX-License-Identifier: Apache-2.0
"""What stands before the pages: hosts, origins, addresses, methods, bodies, failures."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from regalia.web.guard.headers import POLICY
from regalia.web.guard.hosts import host_of
from tests.web.empty_site import empty_app

HERE = "http://127.0.0.1"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    more = APIRouter()

    @more.post("/api/orders")
    def taken() -> dict[str, bool]:
        return {"taken": True}

    @more.get("/en/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret-of-the-code")

    with empty_app(tmp_path, "pages.example", more=more) as found:
        yield found


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE) as found:
        yield found


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000", "PAGES.example:443"])
def test_request__to_a_name_of_the_server__answered(client: TestClient, host: str) -> None:
    assert client.get("/en/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80",
        "x@127.0.0.1",
        "127.0.0.1:x",
        "",
        "[::1",
        "192.0.2.7",
    ],
)
def test_request__to_another_name__misdirected(client: TestClient, host: str) -> None:
    answer = client.get("/en/", headers={"Host": host})
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (421, POLICY)
    assert "is no name of this server" in answer.text


@pytest.mark.parametrize("host", ["a:b:c", "a/b", "a?b", "a#b", "a b", "x@a"])
def test_host__that_is_none__has_no_name(host: str) -> None:
    assert host_of(host) in (None, host)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_order__sent_by_another_site__forbidden(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/api/orders", json={}, headers=headers)
    assert (answer.status_code, set(answer.json())) == (403, {"error", "hint"})


@pytest.mark.parametrize("headers", [{}, {"Origin": HERE}, {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}])
def test_order__sent_from_here__let_in(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/api/orders", json={}, headers=headers).json() == {"taken": True}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/deals/" + "a" * 5000, 414),
        ("/en/?q=" + "a" * 5000, 414),
        ("/en/%00", 400),
        ("/en/deals/a%0d%0aX: y", 400),
        ("/en/%ff%fe", 400),
        ("/en/?q=%c3%28", 400),
        ("/en/?q=%1b[31m", 400),
        ("/en/deals/%E2%80%AEtxt", 404),
        ("/en/nothing", 404),
        ("/fr/", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/static/..%2f..%2fcli/main.py", 404),
        ("/static/%2fetc%2fpasswd", 404),
        ("/static/..\\app.py", 404),
    ],
)
def test_address__that_is_none__told_with_the_right_status(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (status, POLICY)
    assert "<h1>" in answer.text and "Traceback" not in answer.text and len(answer.text) < 20_000


def test_address__of_the_api_that_is_none__told_as_json(client: TestClient) -> None:
    assert client.get("/api/%00").json()["error"] == "address: has a control character"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "POST", "PROPFIND", "X" * 300])
def test_method__that_changes_things__refused_with_those_that_may(client: TestClient, method: str) -> None:
    answer = client.request(method, "/en/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_head__of_a_page__its_headers_only(client: TestClient) -> None:
    page, head = client.get("/en/"), client.head("/en/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == page.headers["Content-Length"] == str(len(page.content))


def test_body__to_a_get__refused(client: TestClient) -> None:
    assert client.request("GET", "/en/", content=b"x").status_code == 400


@pytest.mark.parametrize(("size", "status"), [(64 * 1024, 200), (64 * 1024 + 1, 413), (2_000_000, 413)])
def test_body__by_size__taken_or_not(client: TestClient, size: int, status: int) -> None:
    assert client.post("/api/orders", content=b"x" * size).status_code == status


def test_body__in_pieces_without_a_length__counted_as_it_comes(client: TestClient) -> None:
    answer = client.post("/api/orders", content=(b"x" * 10_000 for _ in range(20)))
    assert (answer.status_code, answer.headers["Connection"]) == (413, "close")


def test_page__that_fails__says_so_and_nothing_of_the_code(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "regalia"):
        answer = client.get("/en/broken")
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (500, POLICY)
    assert "Something failed here" in answer.text and "secret-of-the-code" not in answer.text
    assert "secret-of-the-code" in caplog.text


def test_failure__of_the_page_that_says_so_too__in_plain_text(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(*_: object, **__: object) -> None:
        raise KeyError("no template")

    monkeypatch.setattr(app.state.pages, "render", render, raising=False)
    answer = client.get("/en/broken")
    assert (answer.status_code, answer.text) == (500, "The page could not be made.")


def test_style__asked_for_again__not_sent_again(client: TestClient) -> None:
    first = client.get("/static/style.css")
    again = client.get("/static/style.css", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Cache-Control"], again.status_code, again.content) == ("no-cache", 304, b"")
