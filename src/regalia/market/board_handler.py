# SPDX-License-Identifier: Apache-2.0
"""One question to a board's service. Whatever is wrong with it comes back as JSON: ``{"error": …, "hint": …}``."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, to_checksum_address

from regalia.errors import RegaliaError
from regalia.market.board import BoardError, BoardRefusedError, NoSuchOrderError, OnBoardAlreadyError, side_of
from regalia.market.board_words import entry, page
from regalia.market.order import Side
from regalia.market.order_file import MOST_BYTES, OrderFileError, order_from_json

if TYPE_CHECKING:
    from regalia.market.board_service import BoardServer

_NAMES = {"localhost", "127.0.0.1", "[::1]", "::1"}
_TIMEOUT = 10
_JSON = "application/json"
_LOG = logging.getLogger(__name__)
_STATUSES: tuple[tuple[type[RegaliaError], HTTPStatus], ...] = (
    (NoSuchOrderError, HTTPStatus.NOT_FOUND),
    (OnBoardAlreadyError, HTTPStatus.CONFLICT),
    (OrderFileError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BoardRefusedError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BoardError, HTTPStatus.SERVICE_UNAVAILABLE),
)


class RefusedQuestionError(RegaliaError, ValueError):
    """The question itself is wrong, and how."""

    def __init__(self, status: HTTPStatus, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


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
            self._check_host()
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

    def _check_host(self) -> None:
        """A page in somebody's browser could reach the loopback interface under a name of its own."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0] if not self.server.open_to_others else "localhost"
        if host not in _NAMES:
            raise RefusedQuestionError(
                HTTPStatus.MISDIRECTED_REQUEST, f"host {host!r:.80}: this board is served to this machine only"
            )

    def _found(self) -> Any:
        parts = urlsplit(self.path)
        head, _, last = parts.path.rpartition("/")
        server = self.server
        if parts.path == "/orders":
            token, side = self._chosen(parts.query)
            with server.one_at_a_time:
                listed, passed = server.board.orders(token), len(server.board.problems())
            return page(side_of(listed, side) if side else listed, passed)
        if head == "/orders":
            with server.one_at_a_time:
                return entry(server.board.get(last))
        if head == "/quote":
            token = _token("quote", last)
            if server.quoter is None:
                raise RefusedQuestionError(HTTPStatus.SERVICE_UNAVAILABLE, "this board has no node and gives no quotes")
            return server.quoter(token)
        raise RefusedQuestionError(HTTPStatus.NOT_FOUND, "there is no such page", "Ask for /orders or /quote/TOKEN.")

    def _added(self) -> Any:
        if urlsplit(self.path).path != "/orders":
            raise RefusedQuestionError(HTTPStatus.NOT_FOUND, "there is no such page", "Send orders to /orders.")
        signed = order_from_json(self._content())
        judge = self.server.judge
        if signed.by_contract and judge is not None and (fault := judge(signed)):
            raise BoardRefusedError(f"signature: {fault}", "Have the maker's contract sign the order.")
        with self.server.one_at_a_time:
            self.server.board.add(signed)
        return {"hash": signed.name}

    def _chosen(self, query: str) -> tuple[ChecksumAddress | None, Side | None]:
        asked = parse_qsl(query, keep_blank_values=True, max_num_fields=10)
        if unknown := [name for name, _ in asked if name not in ("tranche", "side")]:
            raise _bad(f"{unknown[0]:.40}: is not asked for here; known are tranche and side")
        if len(dict(asked)) != len(asked):
            raise _bad("tranche, side: each is asked for once")
        wanted = dict(asked)
        if "side" in wanted and wanted["side"] not in set(Side):
            raise _bad(f"side: {wanted['side']!r:.40}: must be one of {', '.join(Side)}")
        token = _token("tranche", wanted["tranche"]) if "tranche" in wanted else None
        return token, Side(wanted["side"]) if "side" in wanted else None

    def _content(self) -> bytes:
        if (self.headers.get("Content-Type") or "").split(";")[0].strip().lower() != _JSON:
            raise RefusedQuestionError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: must be {_JSON}")
        told = self.headers.get("Content-Length") or ""
        if not (told.isascii() and told.isdigit()):
            raise RefusedQuestionError(HTTPStatus.LENGTH_REQUIRED, "Content-Length: must be told")
        if len(told) > len(str(MOST_BYTES)) or int(told) > MOST_BYTES:
            raise RefusedQuestionError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"is larger than {MOST_BYTES:,} bytes")
        content = self.rfile.read(int(told))
        if len(content) < int(told):
            raise _bad("the order is cut off")
        return content

    def _refuse(self, status: HTTPStatus, reason: str, hint: str) -> None:
        self.close_connection = True
        self._answer(status, {"error": reason, "hint": hint})

    def _answer(self, status: HTTPStatus, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", _JSON)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)


def _token(field: str, text: str) -> ChecksumAddress:
    if not is_checksum_address(text):
        raise _bad(f"{field}: {text!r:.80}: must be an address in checksum form (EIP-55)")
    return to_checksum_address(text)


def _bad(message: str) -> RefusedQuestionError:
    return RefusedQuestionError(HTTPStatus.BAD_REQUEST, message, "Correct the question.")
