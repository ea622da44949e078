# SPDX-License-Identifier: Apache-2.0
"""``/health`` and ``/metrics`` over HTTP, on the loopback interface and nowhere else."""

from __future__ import annotations

import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from regalia.errors import RegaliaError
from regalia.relay.metrics import exposition
from regalia.relay.source import Unsigned
from regalia.relay.status import Status

_TIMEOUT = 5
"""Seconds for a request to arrive."""


class ListenError(RegaliaError, ValueError):
    """It can't be listened at the address."""


class _Server6(ThreadingHTTPServer):
    address_family = socket.AF_INET6


def parse_listen(text: str) -> tuple[str, int]:
    """``127.0.0.1:9464``; port 0 is any free one. Raises ``ListenError``."""
    host, _, port = text.rpartition(":")
    try:
        address, number = ipaddress.ip_address(host.strip("[]")), int(port)
        if not address.is_loopback or not 0 <= number < 2**16:
            raise ValueError
    except ValueError:
        raise ListenError(
            f"listen: {text!r} is not an address of the loopback interface and a port",
            "Example: 127.0.0.1:9464. Put a proxy of your own before it when others shall see it.",
        ) from None
    return str(address), number


def health(status: Status) -> dict[str, Any]:
    report = status.report
    return {
        "well": status.is_well,
        "seconds_since_tick": round(status.since_tick(), 1),
        "seconds_since_good_tick": round(status.since_good(), 1),
        "chain_head": report.height,
        "chain_time": report.chain_time,
        "node_lag_blocks": report.lag,
        "waiting": report.waiting,
        "alarms": dict(report.alarms),
        "held": dict(report.held),
        "waiting_for_signatures": [_unsigned(each) for each in report.unsigned],
        "reports": dict(report.works),
        "restatements": dict(report.restatements),
        "oldest_unfinished": {"report": report.oldest, "since": report.oldest_since} if report.oldest else None,
    }


def _unsigned(waits: Unsigned) -> dict[str, Any]:
    return {
        waits.kind: waits.number,
        "deal": waits.deal,
        "digest": "0x" + waits.digest.hex(),
        "weight": waits.weight,
        "needed": waits.needed,
        "missing": list(waits.missing),
        "refused": list(waits.refused),
    }


@contextmanager
def served(status: Status, host: str, port: int) -> Iterator[int]:
    """Serve from a thread while the body runs; gives the port. Raises ``ListenError``."""

    class Handler(BaseHTTPRequestHandler):
        timeout = _TIMEOUT

        def do_GET(self) -> None:
            if self.path == "/health":
                content = json.dumps(health(status), indent=2).encode()
                self._answer(200 if status.is_well else 503, "application/json", content)
            elif self.path == "/metrics":
                self._answer(200, "text/plain; version=0.0.4; charset=utf-8", exposition(status))
            else:
                self._answer(404, "text/plain; charset=utf-8", b"/health and /metrics\n")

        def _answer(self, code: int, kind: str, content: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Who looks is not told of."""

    try:
        server = (_Server6 if ":" in host else ThreadingHTTPServer)((host, port), Handler)
    except OSError as error:
        raise ListenError(f"listen: {host}:{port}: {error.strerror}", "Give another port; 0 takes any.") from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
