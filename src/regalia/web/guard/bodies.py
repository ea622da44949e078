# SPDX-License-Identifier: Apache-2.0
"""Bodies of requests: small, and there in time, before anything looks at them."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from regalia.web.guard.refusal import refuse

MOST = 64 * 1024
SECONDS = 10.0
"""For all of it, however it comes."""
_HEARD = 16 * MOST
"""What is heard out and thrown away, so that who sent too much can read the answer."""
_WITHOUT = frozenset({"GET", "HEAD"})


class LeftError(Exception):
    """Whoever asked is gone."""


class Bodies:
    def __init__(self, app: ASGIApp, seconds: float = SECONDS) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["method"] in _WITHOUT:
            if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
                said = f"body: {scope['method']} has none"
                await refuse(scope, receive, send, HTTPStatus.BAD_REQUEST, said, "Send what is asked in the address.")
                return
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await _whole(receive)
        except TimeoutError:
            said = f"body: was not all there after {self._seconds:g} seconds"
            await refuse(scope, receive, send, HTTPStatus.REQUEST_TIMEOUT, said, "Send it again.")
        except LeftError:
            return
        else:
            if body is None:
                status, said = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"body: more than {MOST} bytes"
                await refuse(scope, receive, send, status, said, "Send one thing at a time.")
            else:
                await self._app(scope, _again(body, receive), send)


async def _whole(receive: Receive) -> bytes | None:
    """None where it is too long."""
    parts: list[bytes] = []
    length, more = 0, True
    while more and length <= _HEARD:
        message = await receive()
        if message["type"] != "http.request":
            raise LeftError
        part: bytes = message.get("body", b"")
        length, more = length + len(part), message.get("more_body", False)
        if length <= MOST:
            parts.append(part)
    return b"".join(parts) if length <= MOST else None


def _again(body: bytes, receive: Receive) -> Receive:
    told = False

    async def found() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return found
