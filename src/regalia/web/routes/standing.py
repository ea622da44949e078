# SPDX-License-Identifier: Apache-2.0
"""``/status``: how far the ledger is, asked again and again by every page; ``/healthz`` for machines."""

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
    with site.all_now() as all_now:
        blocks = {now.terms.id: now.seen.checkpoint.block for now in all_now}
    return JSONResponse({"head": site.standing.head, "deals": blocks, "silent_for": site.standing.silent_for})


@router.get("/{lang}/status")
def status(request: Request, lang: Lang, block: Annotated[int | None, Query(ge=0)] = None) -> Response:
    """A part of a page. ``block`` is the one the page was made at."""
    pages = pages_of(request)
    with pages.site.all_now() as all_now:
        last = min((now.seen.checkpoint.block for now in all_now), default=0)
    behind = max(pages.site.standing.head - last, 0)
    return pages.render(request, lang, "status.html", block=block, last=last, behind=behind)
