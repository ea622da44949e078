# SPDX-License-Identifier: Apache-2.0
"""Who a request is meant for, and which page sent it: a page of elsewhere reaches nothing here, not even by a name that leads here.

Somebody's own name may lead to this machine (DNS rebinding): a browser would then take these pages for theirs. It can't be led to
by an address in figures, so the address served at needs no name.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from regalia.web.guard.refusal import refuse

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_HARMLESS = frozenset({"GET", "HEAD"})


class Hosts:
    """``names`` are further ones this server has, as people type them."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self._app, self._names = app, LOOPBACK | {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        known = self._names | ({scope["server"][0].lower()} if scope.get("server") else set())
        if len(hosts) != 1 or host_of(hosts[0]) not in known:
            said = f"Host: {', '.join(hosts):.100} is no name of this server"
            hint = "Look at the address that regalia serve told, or start it with --host NAME."
            await refuse(scope, receive, send, HTTPStatus.MISDIRECTED_REQUEST, said, hint)
        elif scope["method"] not in _HARMLESS and not _own(headers, hosts[0]):
            said = f"Origin: {headers.get('origin', ''):.100} is another site's, which may send nothing here"
            await refuse(scope, receive, send, HTTPStatus.FORBIDDEN, said, "Send it from a page of this server.")
        else:
            await self._app(scope, receive, send)


def host_of(authority: str) -> str | None:
    """``[::1]:8000`` is ``::1``; None where it is no host."""
    try:
        parts = urlsplit(f"//{authority}")
        _ = parts.port
    except ValueError:
        return None
    bare = parts.netloc == authority and "@" not in authority
    return parts.hostname.lower() if bare and parts.hostname else None


def _own(headers: Headers, host: str) -> bool:
    """Programs send no Origin; a browser always does, ``null`` where it hides it."""
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "same-origin")
    return site in ("same-origin", "none") and (origin is None or urlsplit(origin).netloc.lower() == host.lower())
