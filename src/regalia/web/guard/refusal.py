# SPDX-License-Identifier: Apache-2.0
"""A request that is not let in: the same page, or JSON under ``/api``, as for any other fault, and the connection ends with it."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.types import Receive, Scope, Send

from regalia.web import faults
from regalia.web.language import Language


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: HTTPStatus, said: str, hint: str = "", allow: str = ""
) -> None:
    """``allow`` goes into the header of that name. Nothing of the request comes back but its language."""
    answer = faults.answer(Request(_plain(scope)), status, said, hint)
    answer.headers["Connection"] = "close"
    if allow:
        answer.headers["Allow"] = allow
    await answer(scope, receive, send)


def _plain(scope: Scope) -> Scope:
    """The request, asking for no more than the front page of its language."""
    first = scope["path"].removeprefix("/").partition("/")[0]
    known = first == "api" or first in {language.value for language in Language}
    path = f"/{first}/" if known else "/"
    return {**scope, "path": path, "raw_path": path.encode(), "query_string": b""}
