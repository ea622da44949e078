# SPDX-License-Identifier: Apache-2.0
"""What went wrong, as a page with the right status, or as JSON under ``/api``. Never where in the code it did.

What nobody foresaw is ``guard.failures``'.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from regalia.errors import RegaliaError
from regalia.ledger.index.follow_errors import IndexBusyError, IndexDatabaseError, NoIndexError, WrongDatabaseError
from regalia.market.board import BoardError
from regalia.views.errors import MovedOnError, NoSuchViewError, NotReadYetError
from regalia.web.language import Language, UnknownLanguageError, preferred
from regalia.web.pages import pages_of

STATUSES: list[tuple[type[RegaliaError], HTTPStatus]] = [
    (NoSuchViewError, HTTPStatus.NOT_FOUND),
    (UnknownLanguageError, HTTPStatus.NOT_FOUND),
    (NotReadYetError, HTTPStatus.SERVICE_UNAVAILABLE),
    (MovedOnError, HTTPStatus.SERVICE_UNAVAILABLE),
]
"""The first that fits; any other refusal is of what was asked for."""
OF_THE_LEDGER = (IndexDatabaseError, IndexBusyError, NoIndexError, WrongDatabaseError)
_LOG = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    app.add_exception_handler(RegaliaError, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _plain)


def answer(request: Request, status: HTTPStatus, said: str, hint: str) -> Response:
    """In the language of the address, or else the one the reader prefers."""
    if request.url.path.startswith("/api"):
        return JSONResponse({"error": said, "hint": hint}, status)
    first = request.url.path.removeprefix("/").partition("/")[0]
    known = {language.value: language for language in Language}
    language = known.get(first) or preferred(request.headers.get("accept-language", ""))
    found = pages_of(request).render(request, language, "error.html", status, status=status, said=said, hint=hint)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        found.headers["Retry-After"] = "5"
    return found


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RegaliaError)
    if isinstance(error, (*OF_THE_LEDGER, BoardError)):
        return _out_of_order(request, error)
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return answer(request, status, error.message, error.hint)


def _out_of_order(request: Request, error: RegaliaError) -> Response:
    """Nobody asked for the wrong thing. Where ledger and board are, and what they said, is for whoever keeps the server."""
    _LOG.warning("%r could not be answered: %s", request.url.path[:200], error)
    what = "board" if isinstance(error, BoardError) else "ledger"
    said, hint = f"{what}: it can't be read now", "Try again in a few seconds, or tell who keeps this server."
    return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, said, hint)


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:]) or "request"
    return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {first['msg']}", "")


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    found = answer(request, status, status.phrase, "")
    found.headers.update(error.headers or {})
    return found
