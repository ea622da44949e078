# SPDX-License-Identifier: Apache-2.0
"""A payer's API that works, and one that fails in many ways."""

from __future__ import annotations

import socket
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import requests

from regalia.errors import RegaliaError
from regalia.statements.errors import StatementError
from regalia.statements.http_get import Getter
from regalia.statements.json_api import ApiAddressError, ApiUnreachableError, Bounds, read_json_api
from regalia.statements.json_statement import read_json_statement
from regalia.statements.model import ONE, Statement
from tests.statements.api_server import Answer, Script, api, trickle
from tests.statements.conftest import TODAY
from tests.statements.json_files import LINE, content

QUICK = Bounds(attempts=3, first_pause=0, longest_pause=1, silence=2, seconds=5, most_bytes=10_000, most_pages=5)
GOOD = content()
TOKEN = "Secret-Token-0123456789"


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMI_TOKEN", TOKEN)


def read(url: str, **more: Any) -> Statement:
    return read_json_api(f"{url}/q3", **{"today": TODAY, "bounds": QUICK, "token_env": "EMI_TOKEN", **more})


def refuse(script: Script, error: type[RegaliaError], **more: Any) -> tuple[str, int]:
    """The message, which never has the token in it, and how often the API was asked."""
    with api(script) as server, pytest.raises(error) as refusal:
        read(server.url, **more)
    assert TOKEN not in f"{refusal.value} {refusal.value!r} {refusal.value.__dict__}"
    return str(refusal.value), len(server.asked)


def pages(*bodies: bytes) -> Script:
    """``/q3`` is the first page, ``/q3?page=2`` the second."""

    def script(path: str, before: int) -> Answer:
        number = int(path.partition("page=")[2] or 1)
        return Answer(bodies[number - 1])

    return script


def test_read__one_page__statement_with_the_hash_of_the_body() -> None:
    with api(lambda path, before: Answer(GOOD)) as server:
        statement = read(server.url)
    assert statement.receipts[0].net == 17 * ONE
    assert statement.source.sha256 == sha256(GOOD).digest()
    assert statement.source.name == server.url.removeprefix("http://") + "/q3"
    assert [asked.authorization for asked in server.asked] == [f"Bearer {TOKEN}"]


def test_read__two_pages__one_statement_with_the_hash_of_both() -> None:
    first, second = content(LINE, next="/q3?page=2"), content(LINE)
    with api(pages(first, second)) as server:
        statement = read(server.url)
    assert (statement.lines, len(statement.receipts)) == (2, 1)
    assert statement.source.sha256 == sha256(first + second).digest()
    assert [asked.path for asked in server.asked] == ["/q3", "/q3?page=2"]


def test_read__without_a_token__none_is_sent_whatever_netrc_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login servicer password other\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with api(lambda path, before: Answer(GOOD)) as server:
        read(server.url, token_env=None)
    assert server.asked[0].authorization is None


def test_read__session_of_the_caller__is_used_and_left_open() -> None:
    with api(lambda path, before: Answer(GOOD)) as server, requests.Session() as session:
        session.headers["Authorization"] = "Bearer of the session"
        for _ in range(2):
            assert read(server.url, session=session, token_env=None).lines == 2
    assert {asked.authorization for asked in server.asked} == {"Bearer of the session"}


@pytest.mark.parametrize(
    "failure",
    [Answer(status=500), Answer(b"busy", status=503), Answer(GOOD[:50], length=len(GOOD)), None],
    ids=["500", "503", "body cut off", "connection cut off"],
)
def test_retry__fails_twice_then_well__statement(failure: Answer | None) -> None:
    with api(lambda path, before: failure if before < 2 else Answer(GOOD)) as server:
        assert read(server.url).lines == 2
    assert len(server.asked) == 3


def test_retry__429_with_retry_after__waits_as_long_as_asked() -> None:
    busy = Answer(status=429, headers={"Retry-After": "1"})
    started = time.monotonic()
    with api(lambda path, before: busy if before < 1 else Answer(GOOD)) as server:
        assert read(server.url).lines == 2
    assert 1 <= time.monotonic() - started < 20


@pytest.mark.parametrize("asked", ["86400", "Fri, 31 Dec 9999 23:59:59 GMT", "soon"])
def test_retry__retry_after_a_day_or_nonsense__waits_no_longer_than_the_bound(asked: str) -> None:
    busy = Answer(status=429, headers={"Retry-After": asked})
    started = time.monotonic()
    with api(lambda path, before: busy if before < 1 else Answer(GOOD)) as server:
        assert read(server.url).lines == 2
    assert time.monotonic() - started < 20


def test_read__kept__the_bytes_of_all_pages_read_again_as_a_file(tmp_path: Path) -> None:
    kept = bytearray()
    with api(pages(content(LINE, next="?page=2"), content(LINE))) as server:
        statement = read(server.url, keep=kept.extend)
    (tmp_path / "kept.json").write_bytes(kept)
    again = read_json_statement(tmp_path / "kept.json", today=TODAY)
    assert again.source.sha256 == statement.source.sha256
    assert again.receipts[0].net == statement.receipts[0].net == 17 * ONE


@pytest.mark.parametrize(
    ("failure", "rule", "attempts"),
    [
        (Answer(status=500), "answers 500, and did so whenever it was asked again", 3),
        (Answer(status=429), "answers 429", 3),
        (None, "no answer, however often", 3),
        (Answer(GOOD[:50], length=len(GOOD)), "broke off in each of 3 attempts", 3),
        (Answer(status=404), "answers 404", 1),
        (Answer(status=401), "refuses access (401): check the token", 1),
        (
            Answer(status=302, headers={"Location": f"https://attacker.example/{TOKEN}"}),
            "to https://attacker.example;",
            1,
        ),
        (Answer(status=302, headers={"Location": "/other"}), "sends on to an address without a host", 1),
        (Answer(status=301), "sends on to", 1),
        (Answer(GOOD, headers={"Content-Encoding": "gzip"}), "compressed", 1),
        (Answer(b" " * 10_001), "more than 10,000 bytes", 1),
        (Answer(GOOD, status=206), "answers 206", 1),
        (Answer(TOKEN.encode()), "sends the token back", 1),
    ],
)
def test_get__no_statement__told_after_as_many_attempts_as_help(
    failure: Answer | None, rule: str, attempts: int
) -> None:
    message, asked = refuse(lambda path, before: failure, ApiUnreachableError)
    assert rule in message
    assert asked == attempts


def test_get__nobody_listens__told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(ApiUnreachableError, match=r"127\.0\.0\.1.*no answer"):
            read(f"http://127.0.0.1:{free.getsockname()[1]}")


def test_get__bytes_trickle__given_up_after_the_time_there_is() -> None:
    with trickle() as url, pytest.raises(ApiUnreachableError, match="not done after 1 seconds"):
        read(url, bounds=Bounds(attempts=1, silence=2, seconds=1))


@pytest.mark.parametrize(
    ("bodies", "rule"),
    [
        ([b"<html>Sign in</html>"], "page 1 '<html>Sign in</html>': is not JSON"),
        ([content({**LINE, "gross": 10.0}, LINE)], "page 1: lines[0].gross '10.0': must be a text in quotes"),
        ([content(LINE, next="?page=2"), content(LINE, count=3)], "page 2: count '3': was '2' on the first page"),
        ([content(LINE, next="?page=2"), content(LINE, payer="Other")], "page 2: payer 'Other': was 'EMI'"),
        ([content(LINE, next="?page=2"), b"{}"], "page 2: payer: is missing"),
        (
            [content(LINE, next="?page=2", count=1), content(LINE, count=1)],
            "count '1': counts the lines, and there are 2",
        ),
        ([content(next="/q3")], "page 1: next"),
        ([content(total_net="1")], "total_net '1': is not the sum of the lines, 17"),
    ],
)
def test_statement__wrong__told_by_page_and_field(bodies: list[bytes], rule: str) -> None:
    message, _ = refuse(pages(*bodies), StatementError)
    assert rule in message


def test_pages__without_end__given_up() -> None:
    def script(path: str, before: int) -> Answer:
        number = int(path.partition("page=")[2] or 1)
        return Answer(content(LINE, next=f"/q3?page={number + 1}"))

    message, asked = refuse(script, StatementError)
    assert "page 5: next: goes on after 5 pages" in message
    assert asked == 5


@pytest.mark.parametrize(
    "link",
    [
        "https://attacker.example/q3",
        "//attacker.example/q3",
        "http://127.0.0.1:1/q3",
        "file:///etc/passwd",
        "https://[",
    ],
)
def test_pages__next_on_another_host__token_is_not_sent_there(link: str) -> None:
    _, asked = refuse(pages(content(LINE, next=link)), ApiAddressError)
    assert asked == 1


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://api.example.com", "is not encrypted"),
        ("http://127.0.0.1.example.com", "is not encrypted"),
        ("https://servicer:pass@api.example.com", "name or password"),
        ("ftp://api.example.com", "is no https address"),
        ("api.example.com", "is no https address"),
        ("https://", "is no https address"),
        ("https://[", "is no address"),
        ("https://api.example.com:port", "is no address"),
        ("https://api.example.com/\ud800", "is no address"),
        ("https://api.example.com/\r\nX: y", "is no address"),
    ],
)
def test_address__that_is_not_asked__told_without_its_secrets(url: str, rule: str) -> None:
    with pytest.raises(ApiAddressError) as refusal:
        read(url)
    assert rule in str(refusal.value)
    assert "pass@" not in str(refusal.value)


@pytest.mark.parametrize("value", [None, "", "short", "has a blank in it", f"{TOKEN}\r\nX: y"])
def test_token__missing_or_none__the_variable_is_named_and_not_its_value(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("EMI_TOKEN")
    if value is not None:
        monkeypatch.setenv("EMI_TOKEN", value)
    with pytest.raises(ApiAddressError, match="'EMI_TOKEN' is not set, or holds no token") as refusal:
        read("https://api.example.com")
    assert not value or value not in str(refusal.value)


def test_token__sent_back_in_disguise__no_problem_shows_it() -> None:
    disguised = content(LINE, LINE, payer="EMI").replace(b"emi-catalogue", rb"\u0053" + TOKEN[1:].encode())
    message, _ = refuse(lambda path, before: Answer(disguised), StatementError)
    assert "(secret)" in message


def test_token__of_a_getter__not_in_what_is_printed() -> None:
    getter = Getter(QUICK, TOKEN)
    getter.close()
    assert TOKEN not in f"{getter!r} {getter._auth!r} {getter._session!r}"
