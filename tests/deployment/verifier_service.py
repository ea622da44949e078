# SPDX-License-Identifier: Apache-2.0
"""A service that verifies sources, as Sourcify or an explorer speaks, on this machine; it says what it is told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Service:
    """``answers`` are given out in order, the last one again and again; ``asked`` is what came: method, path, query, body."""

    url: str = ""
    answers: list[tuple[int, object]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def answer(self, *bodies: object, status: int = 200) -> None:
        self.answers = [(status, body) for body in bodies]

    def form(self, index: int = 0) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.asked[index][3].decode(), True).items()}

    def json(self, index: int = 0) -> Any:
        return json.loads(self.asked[index][3])


@contextmanager
def service() -> Iterator[Service]:
    found = Service()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            found.asked.append((self.command, parts.path, query, body))
            status, said = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            text = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _answer

        def log_message(self, *given: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
