# SPDX-License-Identifier: Apache-2.0
"""Requests and readers that are slow on purpose, at a real port. Times are shortened; what is measured is that they end."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from regalia.web.guard import bodies, connections
from regalia.web.guard.bodies import Bodies
from tests.web.empty_site import empty_app, served

SOON = 1.0
DROP = 0.1
LATE = 6.0
POST = b"POST /api/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\n"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(connections, "SECONDS", SOON)
    monkeypatch.setattr(connections, "READING_SECONDS", SOON)
    monkeypatch.setattr(Bodies.__init__, "__defaults__", (SOON,))
    with empty_app(tmp_path, more=_answers()) as app, served(app) as found:
        yield found


def _answers() -> APIRouter:
    more = APIRouter()

    @more.get("/long")
    def long() -> StreamingResponse:
        return StreamingResponse(b"x" * 1_000_000 for _ in range(200))

    @more.post("/api/orders")
    def orders() -> dict[str, bool]:
        return {"taken": True}

    return more


def drip(port: int, begun: bytes, drop: bytes, until: float = LATE) -> tuple[bytes, float]:
    """Send the beginning, then a drop at a time until the other side ends; what it said, and after how many seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=DROP) as there:
        start, heard = time.monotonic(), b""
        there.sendall(begun)
        while time.monotonic() - start < until:
            try:
                if not (part := there.recv(65536)):
                    return heard, time.monotonic() - start
                heard += part
            except TimeoutError:
                there.sendall(drop)
            except ConnectionError:
                return heard, time.monotonic() - start
    raise AssertionError(f"still open after {until} seconds; it said {heard!r}")


def others_are_served(port: int) -> bool:
    return httpx2.get(f"http://127.0.0.1:{port}/en/", timeout=5, trust_env=False).status_code == 200


@pytest.mark.parametrize("begun", [b"", b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "], ids=["nothing", "headers"])
def test_headers__by_drops__the_connection_ends(port: int, begun: bytes) -> None:
    heard, seconds = drip(port, begun, b"x")
    assert heard.startswith(b"HTTP/1.1 408 ") and seconds < LATE


def test_second_request__by_drops__the_connection_ends(port: int) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    heard, _ = drip(port, whole + b"GET /en/ HTTP/1.1\r\nX: ", b"x", 15)
    assert heard.startswith(b"HTTP/1.1 200 ") and b"HTTP/1.1 408 " in heard


def test_connection__that_says_nothing__ends(port: int) -> None:
    heard, _ = drip(port, b"", b"")
    assert heard.startswith(b"HTTP/1.1 408 ")


def test_body__by_drops__told_so_and_ended(port: int) -> None:
    heard, _ = drip(port, POST, b"x")
    assert heard.startswith(b"HTTP/1.1 408 ") and b"was not all there" in heard


def test_body__longer_than_it_may_be__told_so(port: int) -> None:
    answer = httpx2.post(f"http://127.0.0.1:{port}/api/orders", content=b"x" * (bodies.MOST + 1), trust_env=False)
    assert answer.status_code == 413 and answer.json()["error"] == "body: more than 65536 bytes"


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET /en/\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"],
    ids=["tls", "old", "two_hosts"],
)
def test_request__that_is_none__bad_without_a_trace(port: int, sent: bytes) -> None:
    heard, _ = drip(port, sent, b"")
    assert heard.split(b" ")[1] in (b"400", b"421") and b"Traceback" not in heard


def test_headers__without_end__refused_while_they_come(port: int) -> None:
    heard, _ = drip(port, b"GET /en/ HTTP/1.1\r\nX: " + b"x" * 100_000, b"x")
    assert heard.startswith(b"HTTP/1.1 400 ")


def test_reader__who_takes_nothing__is_dropped(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=LATE) as reader:
        reader.sendall(b"GET /long HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(SOON + 1)
        got = 0
        with pytest.raises(ConnectionError):
            while part := reader.recv(1 << 20):
                got += len(part)
            raise ConnectionError("closed")
        assert got < 200_000_000


@pytest.mark.parametrize("begun", [b"", POST], ids=["nothing", "bodies"])
def test_connections__as_many_as_there_may_be__others_are_served_meanwhile(
    port: int, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "MOST", 20)
    with ExitStack() as stack:
        for _ in range(40):
            held = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            held.sendall(begun)
        start = time.monotonic()
        assert others_are_served(port) and time.monotonic() - start < SOON
