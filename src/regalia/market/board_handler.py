# SPDX-License-Identifier: Apache-2.0
"""One question to a board's service. Whatever is wrong with it comes back as JSON: ``{"error": …, "hint": …}``."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from regalia.errors import RegaliaError
from regalia.market.board import BoardError, BoardRefusedError, NoSuchOrderError, OnBoardAlreadyError, side_of
from regalia.market.board_questions import JSON, RefusedQuestionError, check_host, chosen, content_of, token_of
from regalia.market.board_words import entry, page
from regalia.market.order_file import OrderFileError, order_from_json

if TYPE_CHECKING:
    from regalia.market.board_service import BoardServer

_TIMEOUT = 10
_LOG = logging.getLogger(__name__)
_STATUSES: tuple[tuple[type[RegaliaError], HTTPStatus], ...] = (
    (NoSuchOrderError, HTTPStatus.NOT_FOUND),
    (OnBoardAlreadyError, HTTPStatus.CONFLICT),
    (OrderFileError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BoardRefusedError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BoardError, HTTPStatus.SERVICE_UNAVAILABLE),
)


class BoardHandler(BaseHTTPRequestHandler):
    server: BoardServer
    timeout = _TIMEOUT
    server_version = "regalia"
    sys_version = ""

    def do_GET(self) -> None:
        self._answered(self._found, HTTPStatus.OK)

    def do_POST(self) -> None:
        self._answered(self._added, HTTPStatus.CREATED)

    def log_message(self, format: str, *args: Any) -> None:
        _LOG.info("%s %r", self.address_string(), format % args)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class refuses, a method say, is refused in JSON too."""
        self._refuse(HTTPStatus(code), message or HTTPStatus(code).phrase, "")

    def _answered(self, work: Callable[[], Any], status: HTTPStatus) -> None:
        try:
            if not self.server.open_to_others:
                check_host(self.headers)
            answer = work()
        except RefusedQuestionError as error:
            self._refuse(error.status, error.message, error.hint)
        except RegaliaError as error:
            found = next((s for kind, s in _STATUSES if isinstance(error, kind)), HTTPStatus.SERVICE_UNAVAILABLE)
            self._refuse(found, error.message, error.hint)
        except TimeoutError:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "the question did not come to its end", "Send it again.")
        except Exception:
            _LOG.exception("a question could not be answered")
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "the board failed", "Tell who keeps it; its log has more.")
        else:
            self._answer(status, answer)

    def _found(self) -> Any:
        parts = urlsplit(self.path)
        head, _, last = parts.path.rpartition("/")
        server = self.server
        if parts.path == "/orders":
            token, side = chosen(parts.query)
            with server.one_at_a_time:
                listed, passed = server.board.orders(token), len(server.board.problems())
            return page(side_of(listed, side) if side else listed, passed)
        if head == "/orders":
            with server.one_at_a_time:
                return entry(server.board.get(last))
        if head == "/quote":
            token = token_of("quote", last)
            if server.quoter is None:
                raise RefusedQuestionError(HTTPStatus.SERVICE_UNAVAILABLE, "this board has no node and gives no quotes")
            return server.quoter(token)
        raise RefusedQuestionError(HTTPStatus.NOT_FOUND, "there is no such page", "Ask for /orders or /quote/TOKEN.")

    def _added(self) -> Any:
        if urlsplit(self.path).path != "/orders":
            raise RefusedQuestionError(HTTPStatus.NOT_FOUND, "there is no such page", "Send orders to /orders.")
        signed = order_from_json(content_of(self.headers, self.rfile))
        judge = self.server.judge
        if signed.by_contract and judge is not None and (fault := judge(signed)):
            raise BoardRefusedError(f"signature: {fault}", "Have the maker's contract sign the order.")
        with self.server.one_at_a_time:
            self.server.board.add(signed)
        return {"hash": signed.name}

    def _refuse(self, status: HTTPStatus, reason: str, hint: str) -> None:
        self.close_connection = True
        self._answer(status, {"error": reason, "hint": hint})

    def _answer(self, status: HTTPStatus, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)
