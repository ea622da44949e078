# SPDX-License-Identifier: Apache-2.0
"""A page that can't be made: said so, and written to the log; never to whoever asked."""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from regalia.web.guard.refusal import refuse

_LOG = logging.getLogger(__name__)
_SAID = "The page could not be made."


class Failures:
    """Inside ``Headers``, so that this answer has them too: what the framework does by itself comes from further out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            if scope["type"] != "http" or begun:
                raise  # the answer breaks off, which is all that can still be done
            _LOG.exception("a page could not be made: %r", scope["path"][:200])
            await self._failed(scope, receive, noted)

    async def _failed(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        try:
            await refuse(scope, receive, send, status, _SAID, "The log of the server says why.")
        except Exception:
            _LOG.exception("nor could the page that says so")
            await PlainTextResponse(_SAID, status)(scope, receive, send)
