# SPDX-License-Identifier: Apache-2.0
"""``/``: all deals."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from regalia.views.overview import overview
from regalia.web.language import Lang, preferred
from regalia.web.pages import pages_of

router = APIRouter()


@router.get("/")
def front(request: Request) -> Response:
    """To the language the reader prefers."""
    return RedirectResponse(f"/{preferred(request.headers.get('accept-language', '')).value}/", 307)


@router.get("/{lang}/")
def deals(request: Request, lang: Lang) -> Response:
    pages = pages_of(request)
    with pages.site.all_now() as all_now:
        view = overview(all_now)
    waiting = [deal for deal in pages.site.ids if deal not in {line.id for line in view.deals}]
    return pages.render(request, lang, "deals.html", view=view, waiting=waiting)
