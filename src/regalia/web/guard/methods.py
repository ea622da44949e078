# SPDX-License-Identifier: Apache-2.0
"""What may be done at an address: look, look at the headers only, and where signed orders are taken, send. All else is told what may."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from regalia.web.guard.refusal import refuse


class Methods:
    """``routes`` are all there are, but for what is served as it is."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute] = ()) -> None:
        self._app, self._routes = app, tuple(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, _without_body(send))
        elif scope["method"] != "GET" and scope["method"] not in (may := self._allowed(scope)):
            allow = ", ".join(may)
            said = f"method: {scope['method']:.20} is not one of {allow}"
            await refuse(scope, receive, send, HTTPStatus.METHOD_NOT_ALLOWED, said, "", allow)
        else:
            await self._app(scope, receive, send)

    def _allowed(self, scope: Scope) -> list[str]:
        fitting = (route for route in self._routes if route.matches(scope)[0] is not Match.NONE)
        found = {method for route in fitting for method in getattr(route, "methods", None) or ()} or {"GET"}
        return sorted(found | ({"HEAD"} if "GET" in found else set()))


def _without_body(send: Send) -> Send:
    async def headers_only(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return headers_only
