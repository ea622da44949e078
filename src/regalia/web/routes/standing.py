# SPDX-License-Identifier: Apache-2.0
"""``/status``: how far the ledger is, asked again and again by every page; ``/healthz`` for machines. No database is asked for either."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from regalia.web.language import Lang
from regalia.web.pages import pages_of

router = APIRouter()


@router.get("/healthz")
def health(request: Request) -> JSONResponse:
    site = pages_of(request).site
    standing = site.standing
    return JSONResponse({"head": standing.head, "deals": site.blocks, "silent_for": standing.silent_for})


@router.get("/{lang}/status")
def status(request: Request, lang: Lang, block: Annotated[int | None, Query(ge=0)] = None) -> Response:
    """A part of a page. ``block`` is the one the page was made at."""
    pages = pages_of(request)
    last = min(pages.site.blocks.values(), default=0)
    behind = max(pages.site.standing.head - last, 0)
    return pages.render(request, lang, "status.html", block=block, last=last, behind=behind)
