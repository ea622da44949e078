# SPDX-License-Identifier: Apache-2.0
"""An exchange behind HTTP: the folder of ``exchange_server``, from elsewhere on the machine or through a tunnel."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from regalia.chain.connection import place
from regalia.oracle.documents import DocumentError
from regalia.oracle.exchange import MOST_DOCUMENTS, DocumentExchange, ExchangeError
from regalia.oracle.exchange_names import is_name

_TIMEOUT = 10
"""Seconds to connect, and between two parts of an answer."""
_MOST_LIST = 2_000_000
_PIECE = 65_536
_BUSY = (502, 503, 504)


class HttpStore:
    """``tries`` is how often an answer is asked for, ``backoff`` the seconds by which the pauses between grow."""

    def __init__(self, url: str, tries: int = 4, backoff: int = 1) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ExchangeError(
                f"exchange: {url!r} is not an http or https address", "Example: http://127.0.0.1:8700, or a folder."
            )
        self._url = url.rstrip("/")
        self.shown = place(url)
        self._session = requests.Session()
        self._session.trust_env = False  # no passwords from .netrc, no proxy
        retry = Retry(
            total=tries - 1,
            backoff_factor=backoff,
            status_forcelist=_BUSY,
            allowed_methods={"GET", "PUT"},  # each may be repeated
            redirect=False,
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def names(self) -> tuple[str, ...]:
        lines = self._ask("GET", "/documents", _MOST_LIST).decode("utf-8", "replace").splitlines()
        return tuple(lines[: MOST_DOCUMENTS + 1])

    def read(self, name: str, most: int) -> bytes:
        if not is_name(name):
            raise DocumentError(f"{name!r} is not the name of a document", "Name a document of the exchange.")
        return self._ask("GET", f"/documents/{name}", most)

    def write(self, name: str, content: bytes) -> None:
        self._ask("PUT", f"/documents/{name}", _MOST_LIST, content)

    def _ask(self, method: str, path: str, most: int, content: bytes | None = None) -> bytes:
        try:
            with self._session.request(
                method, self._url + path, data=content, timeout=_TIMEOUT, stream=True, allow_redirects=False
            ) as answer:
                body = b"".join(_pieces(answer, most))
                status = answer.status_code
        except requests.RequestException as error:
            # not the error itself: it carries the address, which may hold a password
            raise ExchangeError(
                f"exchange: {self.shown} does not answer ({type(error).__name__})",
                "Check that `regalia oracle board` runs there; nothing was lost, try again.",
            ) from None
        if status == HTTPStatus.NOT_FOUND and method == "GET":
            raise DocumentError(f"can't be had from {self.shown}", "Have it written again.")
        if status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            text = body[:500].decode("utf-8", "replace").strip()
            raise ExchangeError(f"exchange: {self.shown} refused: {status} {text}", "See what it says of the document.")
        return body


def _pieces(answer: requests.Response, most: int) -> list[bytes]:
    """Never more in memory than may be there."""
    found, size = [], 0
    for piece in answer.iter_content(_PIECE):
        size += len(piece)
        if size > most:
            raise DocumentError(f"is larger than {most:,} bytes", "Have it written again, smaller.")
        found.append(piece)
    return found


class HttpExchange(DocumentExchange):
    """An exchange at an address. Raises ``ExchangeError``."""

    def __init__(self, url: str, tries: int = 4, backoff: int = 1) -> None:
        store = HttpStore(url, tries, backoff)
        super().__init__(store)
        self._shown = store.shown

    def __repr__(self) -> str:
        return f"HttpExchange({self._shown!r})"
