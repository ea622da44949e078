# SPDX-License-Identifier: Apache-2.0
"""A proxy between a client and a local chain that does what public providers do: fails, lags, limits ranges of logs, lies.

Listens on loopback only and ends with the ``with`` body.
"""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

Answer = dict[str, Any]
LIMIT_EXCEEDED = -32005


@dataclass
class Faults:
    """What the proxy does to whoever asks. All off at first.

    ``failing``: the share of requests without an answer (a closed connection, a 503, a 429, no JSON, by turns; ``seed`` decides which).
    ``behind``: so many of the newest blocks are not there yet. ``widest``: most blocks of one question for logs, None for any.
    ``most_logs``: most logs of one answer. ``mutate`` may change any answer: (method, params, answer) -> answer.
    """

    failing: float = 0.0
    seed: int = 1
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

    def failure(self) -> str | None:
        """Which way this request fails, if it does."""
        with self._lock:
            if self._chance.random() >= self.faults.failing:
                return None
            kind = self._chance.choice(("closed", "503", "429", "no JSON"))
            self.faults.failed[kind] += 1
            return kind

    def answer(self, question: Answer) -> Answer:
        method, params = question["method"], list(question.get("params") or [])
        with self._lock:
            self.faults.asked[method] += 1
        refused = self._refused(method, params)
        if refused is not None:
            return {"jsonrpc": "2.0", "id": question.get("id"), "error": refused}
        given = self._ask(method, self._as_of(method, params)) | {"id": question.get("id")}
        if method == "eth_blockNumber":
            given["result"] = hex(self._head())
        if (
            method == "eth_getTransactionReceipt"
            and given.get("result")
            and self._unseen(given["result"]["blockNumber"])
        ):
            given["result"] = None
        if (
            method == "eth_getLogs"
            and self.faults.most_logs is not None
            and len(given.get("result", ())) > self.faults.most_logs
        ):
            told = f"query returned more than {self.faults.most_logs} results"
            return {"jsonrpc": "2.0", "id": question.get("id"), "error": {"code": LIMIT_EXCEEDED, "message": told}}
        return self.faults.mutate(method, params, given) if self.faults.mutate else given

    def _refused(self, method: str, params: list[Any]) -> Answer | None:
        if method == "eth_getLogs" and self.faults.widest is not None:
            first, last = (int(params[0].get(name, "0x0"), 16) for name in ("fromBlock", "toBlock"))
            if last - first + 1 > self.faults.widest:
                return {"code": LIMIT_EXCEEDED, "message": f"block range is limited to {self.faults.widest}"}
        return None

    def _as_of(self, method: str, params: list[Any]) -> list[Any]:
        """``latest`` is the newest block the proxy shows."""
        if not self.faults.behind or method == "eth_getTransactionCount":
            return params
        return [hex(self._head()) if part == "latest" else part for part in params]

    def _head(self) -> int:
        return max(int(self._ask("eth_blockNumber", [])["result"], 16) - self.faults.behind, 0)

    def _unseen(self, number: str) -> bool:
        return bool(self.faults.behind) and int(number, 16) > self._head()

    def _ask(self, method: str, params: list[Any]) -> Answer:
        if method == "eth_getBlockByNumber" and params[0].startswith("0x") and self._unseen(params[0]):
            return {"jsonrpc": "2.0", "id": 1, "result": None}
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answered: Answer = self.session.post(self.url, json=body, timeout=30).json()
        return answered


def _handler(proxy: FaultyRpc) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            failure = proxy.failure()
            if failure == "closed":
                self.close_connection = True
                return
            if failure is not None:
                status = int(failure) if failure.isdigit() else 200
                self._send(status, b"<html>the provider is busy</html>")
                return
            asked = json.loads(text)
            given = [proxy.answer(one) for one in asked] if isinstance(asked, list) else proxy.answer(asked)
            self._send(200, json.dumps(given).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
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
