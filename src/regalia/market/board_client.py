# SPDX-License-Identifier: Apache-2.0
"""A board by its place: a folder, or the address of a board's service. Whatever comes from there is checked."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from eth_typing import ChecksumAddress
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from regalia.chain.connection import place
from regalia.errors import RegaliaError
from regalia.market.board import (
    MOST_ORDERS,
    Board,
    BoardError,
    BoardRefusedError,
    Listed,
    NoSuchOrderError,
    OnBoardAlreadyError,
    Passed,
    by_age,
)
from regalia.market.board_words import listed_from, listed_of
from regalia.market.folder_board import FolderBoard
from regalia.market.order_file import MOST_BYTES, OrderFileError, order_to_json
from regalia.market.signed_order import SignedOrder

_TIMEOUT = 10
"""Seconds to connect, and between two parts of an answer."""
_MOST_ANSWER = MOST_ORDERS * (MOST_BYTES + 200)
_PIECE = 65_536
_BUSY = (502, 504)
_REFUSALS: dict[int, type[RegaliaError]] = {
    HTTPStatus.NOT_FOUND: NoSuchOrderError,
    HTTPStatus.CONFLICT: OnBoardAlreadyError,
    HTTPStatus.UNPROCESSABLE_ENTITY: BoardRefusedError,
    HTTPStatus.BAD_REQUEST: BoardRefusedError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: BoardRefusedError,
}


def open_board(where: str, make: bool = False) -> Board:
    """By path or by ``http(s)://`` address; ``make`` a folder that is not there. Raises ``BoardError``."""
    return HttpBoard(where) if "://" in where else FolderBoard(Path(where), make)


class HttpBoard:
    """A board behind HTTP. ``tries`` is how often an answer is asked for, ``backoff`` the seconds by which the pauses grow."""

    def __init__(self, url: str, tries: int = 4, backoff: int = 1) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise BoardError(
                f"board: {place(url)!r} is not an http or https address", "Example: http://127.0.0.1:8800, or a folder."
            )
        self._url = url.rstrip("/")
        self.shown = place(url)
        self._passed: tuple[Passed, ...] = ()
        self._session = requests.Session()
        self._session.trust_env = False  # no passwords from .netrc, no proxy
        retry = Retry(
            total=tries - 1,
            backoff_factor=backoff,
            status_forcelist=_BUSY,
            allowed_methods={"GET", "POST"},  # an order that is there already is refused, so each may be repeated
            redirect=False,
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def __repr__(self) -> str:
        return f"HttpBoard({self.shown!r})"

    def add(self, signed: SignedOrder) -> None:
        self._ask("POST", "/orders", order_to_json(signed).encode())

    def orders(self, token: ChecksumAddress | None = None) -> tuple[Listed, ...]:
        """Of one tranche or of all, the oldest first by what the service says. Raises ``BoardError``."""
        given = self._ask("GET", f"/orders?tranche={token}" if token else "/orders")
        try:
            found, passed = listed_of(given)
        except OrderFileError as error:
            raise BoardError(f"board {self.shown}: {error.message}", error.hint) from error
        self._passed = tuple(passed)
        unlike = {entry.signed.name for entry in found if token not in (None, entry.signed.order.token)}
        once = {entry.signed.name: entry for entry in found if entry.signed.name not in unlike}
        return by_age(once.values())

    def get(self, order_hash: str) -> Listed:
        """Raises ``NoSuchOrderError``, ``OrderFileError`` and ``BoardError``."""
        if not order_hash.isalnum():
            raise NoSuchOrderError(f"order {order_hash:.80}: is not a hash", "Give 0x and 64 digits.")
        found = listed_from(self._ask("GET", f"/orders/{order_hash}"))
        if found.signed.name != order_hash:
            raise BoardError(f"board {self.shown}: gave {found.signed.name} for {order_hash}", "Ask who keeps it.")
        return found

    def quote(self, token: ChecksumAddress) -> Any:
        """The service's own quote, a JSON value: its word alone. ``quotes`` finds one from a node of yours."""
        return self._ask("GET", f"/quote/{token}")

    def problems(self) -> tuple[Passed, ...]:
        return self._passed

    def _ask(self, method: str, path: str, content: bytes | None = None) -> Any:
        headers = {"Content-Type": "application/json"} if content is not None else {}
        try:
            with self._session.request(
                method,
                self._url + path,
                data=content,
                headers=headers,
                timeout=_TIMEOUT,
                stream=True,
                allow_redirects=False,
            ) as answer:
                body, status = self._body(answer), answer.status_code
        except requests.RequestException as error:
            # not the error itself: it carries the address, which may hold a password
            raise BoardError(
                f"board: {self.shown} does not answer ({type(error).__name__})",
                "Check that the board's service runs there, and try again.",
            ) from None
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            raise BoardError(f"board: {self.shown} answered {status} and no JSON", "Ask who keeps it.") from None
        if status in (HTTPStatus.OK, HTTPStatus.CREATED):
            return value
        raise self._refusal(status, value)

    def _body(self, answer: requests.Response) -> bytes:
        """Never more in memory than may be there."""
        found = bytearray()
        for piece in answer.iter_content(_PIECE):
            found += piece
            if len(found) > _MOST_ANSWER:
                raise BoardError(f"board: {self.shown} answers more than {_MOST_ANSWER:,} bytes", "Ask who keeps it.")
        return bytes(found)

    def _refusal(self, status: int, value: Any) -> RegaliaError:
        said = str(value.get("error", "")) if isinstance(value, dict) else ""
        shown = "".join(sign for sign in said if sign.isprintable() or sign == "\n")[:2_000]
        kind = _REFUSALS.get(status, BoardError)
        return kind(f"board {self.shown}: {shown or status}", "See what it says of the order.")
