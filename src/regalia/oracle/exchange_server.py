# SPDX-License-Identifier: Apache-2.0
"""The folder of an exchange behind HTTP. It keeps documents and decides nothing: readers check everything themselves.

``GET /documents``: names, a line each. ``GET /documents/NAME``. ``PUT /documents/NAME``: only what a reader would take.
"""

from __future__ import annotations

import ipaddress
import logging
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from regalia.errors import RegaliaError
from regalia.oracle.documents import DocumentError
from regalia.oracle.exchange import MOST_DOCUMENTS, ExchangeError
from regalia.oracle.exchange_names import is_name, most_bytes
from regalia.oracle.folder_exchange import FolderExchange, FolderStore

LOOPBACK = "127.0.0.1"
_NAMES = {"localhost", "127.0.0.1", "[::1]", "::1"}
_PATH = "/documents"
_TIMEOUT = 10
_LOG = logging.getLogger(__name__)


class ListenError(RegaliaError, ValueError):
    """An address that the exchange may not, or can't, be served at."""


class ExchangeServer(ThreadingHTTPServer):
    """Serves a folder. Anything but the loopback interface has to be asked for: ``listen`` is then that address.

    Raises ``ListenError`` and ``ExchangeError``.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0, listen: str | None = None) -> None:
        self.folder = FolderExchange(folder).folder
        self.open_to_others = listen is not None
        if listen is not None and not _is_address(listen):
            raise ListenError(f"--listen: {listen!r}: must be an address such as 10.0.0.5", "Name one of this machine.")
        try:
            super().__init__((listen or LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as error:
            raise ListenError(
                f"port {port} of {listen or LOOPBACK}: can't be listened at: {error}", "Name another --port."
            ) from error

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"


class _Handler(BaseHTTPRequestHandler):
    server: ExchangeServer
    timeout = _TIMEOUT
    server_version = "regalia"
    sys_version = ""

    def do_GET(self) -> None:
        if not self._is_for_us():
            return
        try:
            if self.path == _PATH:
                names = sorted(filter(is_name, FolderStore(self.server.folder).names()))[:MOST_DOCUMENTS]
                self._answer(HTTPStatus.OK, "".join(f"{name}\n" for name in names).encode())
            elif (name := self._name()) is not None:
                self._answer(HTTPStatus.OK, FolderStore(self.server.folder).read(name, most_bytes(name)))
        except DocumentError as error:
            self._refuse(HTTPStatus.NOT_FOUND, error.message)
        except ExchangeError as error:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, error.message)

    def do_PUT(self) -> None:
        if not self._is_for_us() or (name := self._name()) is None or (content := self._content(name)) is None:
            return
        try:
            FolderExchange(self.server.folder).leave(name, content)
        except DocumentError as error:
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, error.message)
        except ExchangeError as error:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, error.message)
        else:
            self._answer(HTTPStatus.CREATED, b"")

    def log_message(self, format: str, *args: Any) -> None:
        _LOG.info("%s %r", self.address_string(), format % args)

    def _is_for_us(self) -> bool:
        """A page in somebody's browser could reach the loopback interface under a name of its own."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0] if not self.server.open_to_others else "localhost"
        if host in _NAMES:
            return True
        self._refuse(HTTPStatus.MISDIRECTED_REQUEST, f"host {host!r}: this exchange is served to this machine only")
        return False

    def _name(self) -> str | None:
        head, _, name = self.path.rpartition("/")
        if head == _PATH and is_name(name):
            return name
        self._refuse(HTTPStatus.NOT_FOUND, "there is no such document")
        return None

    def _content(self, name: str) -> bytes | None:
        told = self.headers.get("Content-Length") or ""
        if not (told.isascii() and told.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "Content-Length: must be told")
            return None
        if len(told) > len(str(most_bytes(name))) or int(told) > most_bytes(name):
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"is larger than {most_bytes(name):,} bytes")
            return None
        content = self.rfile.read(int(told))
        if len(content) < int(told):
            self._refuse(HTTPStatus.BAD_REQUEST, "the document is cut off")
            return None
        return content

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self.close_connection = True
        self._answer(status, reason.encode() + b"\n")

    def _answer(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
