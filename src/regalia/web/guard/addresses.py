# SPDX-License-Identifier: Apache-2.0
"""Addresses as long as they may be, in UTF-8, without control characters: nothing else gets to a database or a log."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from regalia.web.guard.refusal import refuse

LONGEST = 4096
"""Bytes of path and query, as sent."""
_SPACE, _DELETE = 32, 127


class Addresses:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        length = len(path) + len(query)
        if length > LONGEST:
            said = f"address: {length} bytes are more than {LONGEST}"
            await refuse(scope, receive, send, HTTPStatus.REQUEST_URI_TOO_LONG, said, "Ask for less at once.")
        elif fault := _fault(unquote_to_bytes(path) + unquote_to_bytes(query)):
            said = f"address: has {fault}"
            await refuse(scope, receive, send, HTTPStatus.BAD_REQUEST, said, "Write it anew, in UTF-8.")
        else:
            await self._app(scope, receive, send)


def _fault(sent: bytes) -> str:
    try:
        text = sent.decode()
    except UnicodeDecodeError:
        return "bytes that are no UTF-8"
    control = any(ord(sign) < _SPACE or ord(sign) == _DELETE for sign in text)
    return "a control character" if control else ""
