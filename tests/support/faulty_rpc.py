# SPDX-License-Identifier: Apache-2.0
"""A proxy between a client and a local chain that does what public providers do: fails, lags, limits ranges of logs, lies.

Listens on loopback only and ends with the ``with`` body.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from tests.support.lagging import Answer as Answer
from tests.support.lagging import as_of, unseen

LIMIT_EXCEEDED = -32005
_MOMENT = 0.005
_KINDS = ("closed", "503", "429", "no JSON", "lost")


@dataclass
class Faults:
    """What the proxy does to whoever asks. All off at first.

    ``failing``: the share of requests without an answer (a closed connection, a 503, a 429, no JSON, or done and the answer lost, by
    turns; ``seed`` decides which). ``coming``: what happens to the next requests of a method ("" for any), one after the other, each by
    one of these kinds. A 429 says ``retry_after`` where that is given.
    ``behind``: so many of the newest blocks are not there yet. ``widest``: most blocks of one question for logs, None for any.
    ``most_logs``: most logs of one answer. ``mutate`` may change any answer: (method, params, answer) -> answer.
    """

    failing: float = 0.0
    seed: int = 1
    coming: list[tuple[str, str]] = field(default_factory=list)
    retry_after: str | None = None
    behind: int = 0
    widest: int | None = None
    most_logs: int | None = None
    mutate: Callable[[str, list[Any], Answer], Answer] | None = None
    asked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


class FaultyRpc:
    """The proxy of ``url``; its own address is ``at``. ``faults`` may be changed at any time."""

    def __init__(self, url: str, at: str, faults: Faults) -> None:
        self.url, self.at, self.faults = url, at, faults
        self.session = requests.Session()
        self._lock = threading.Lock()
        self._chance = random.Random(faults.seed)
        self._newest = float("-inf"), 0

    def failure(self, methods: list[str]) -> str | None:
        """Which way this request fails, if it does."""
        with self._lock:
            kind = self._failure(methods)
            if kind is not None:
                self.faults.failed[kind] += 1
            return kind

    def _failure(self, methods: list[str]) -> str | None:
        coming = self.faults.coming
        if next_one := next((one for one in coming if one[0] in (*methods, "")), None):
            coming.remove(next_one)
            return next_one[1]
        return self._chance.choice(_KINDS) if self._chance.random() < self.faults.failing else None

    def answer(self, question: Answer) -> Answer:
        method, params = question["method"], list(question.get("params") or [])
        with self._lock:
            self.faults.asked[method] += 1
        given = self._refused(method, params) or self._given(method, params)
        given |= {"jsonrpc": "2.0", "id": question.get("id")}
        return self.faults.mutate(method, params, given) if self.faults.mutate else given

    def _given(self, method: str, params: list[Any]) -> Answer:
        head = self._head() if self.faults.behind else None
        if head is not None and method == "eth_blockNumber":
            return {"result": hex(head)}
        given = self._ask(method, params if head is None else as_of(head, params))
        if head is not None:
            given = unseen(method, params, given, head)
        most, told = self.faults.most_logs, given.get("result")
        if method == "eth_getLogs" and most is not None and told is not None and len(told) > most:
            return _refusal(LIMIT_EXCEEDED, f"query returned more than {most} results")
        return given

    def _refused(self, method: str, params: list[Any]) -> Answer | None:
        if method != "eth_getLogs" or self.faults.widest is None or "blockHash" in params[0]:
            return None
        first, last = (params[0].get(name, "latest") for name in ("fromBlock", "toBlock"))
        head = self._head()
        first, last = (head if part == "latest" else int(part, 16) for part in (first, last))
        wide = last - first + 1 > self.faults.widest
        return _refusal(LIMIT_EXCEEDED, f"block range is limited to {self.faults.widest}") if wide else None

    def _head(self) -> int:
        """The newest block the proxy shows; for a moment it is not asked for again."""
        asked, newest = self._newest
        if (now := time.monotonic()) - asked > _MOMENT:
            newest = int(self._ask("eth_blockNumber", [])["result"], 16)
            self._newest = now, newest
        return max(newest - self.faults.behind, 0)

    def _ask(self, method: str, params: list[Any]) -> Answer:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answered: Answer = self.session.post(self.url, json=body, timeout=30).json()
        return answered


def _refusal(code: int, message: str) -> Answer:
    return {"error": {"code": code, "message": message}}


def _handler(proxy: FaultyRpc) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # an answer goes in two pieces; held back, each would take 40 ms

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            several = asked if isinstance(asked, list) else [asked]
            failure = proxy.failure([one["method"] for one in several])
            if failure not in (None, "lost"):
                self._fail(str(failure))
                return
            given = [proxy.answer(one) for one in several]
            if failure == "lost":
                self.close_connection = True
                return
            self._send(200, json.dumps(given if isinstance(asked, list) else given[0]).encode())

        def _fail(self, failure: str) -> None:
            if failure == "closed":
                self.close_connection = True
                return
            status = int(failure) if failure.isdigit() else 200
            self._send(status, b"<html>the provider is busy</html>", proxy.faults.retry_after)

        def _send(self, status: int, body: bytes, retry_after: str | None = None) -> None:
            self.send_response(status)
            if status == 429 and retry_after is not None:
                self.send_header("Retry-After", retry_after)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler


@contextmanager
def faulty_rpc(url: str, faults: Faults | None = None) -> Iterator[FaultyRpc]:
    """A proxy on a free loopback port."""
    proxy = FaultyRpc(url, "", faults or Faults())
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    server.daemon_threads = True
    proxy.at = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        proxy.session.close()
        thread.join(5)
