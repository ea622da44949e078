# SPDX-License-Identifier: Apache-2.0
"""``/deals/{deal}/dates``: all payment dates of a deal, and each of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from regalia.views.deal import deal_view
from regalia.views.payment_date import date_view
from regalia.web.deal_files import files_of
from regalia.web.flow import flow_of
from regalia.web.language import Lang
from regalia.web.pages import pages_of

router = APIRouter()
A_PAGE = 50
LAST_PERIOD = 2**32 - 1
"""Of a program."""


@router.get("/{lang}/deals/{deal}/dates")
def dates(request: Request, lang: Lang, deal: str, page: Annotated[int, Query(ge=1, le=LAST_PERIOD)] = 1) -> Response:
    """Newest first; beyond the last page there is nothing."""
    pages = pages_of(request)
    with pages.site.now(deal) as now:
        view = deal_view(now)
    lines, last = view.dates[(page - 1) * A_PAGE : page * A_PAGE], max(-(-len(view.dates) // A_PAGE), 1)
    return pages.render(request, lang, "dates.html", view=view, lines=lines, page=page, last=last)


@router.get("/{lang}/deals/{deal}/dates/{period}")
def payment_date(
    request: Request, lang: Lang, deal: str, period: Annotated[int, Path(ge=0, le=LAST_PERIOD)]
) -> Response:
    pages = pages_of(request)
    with pages.site.now(deal) as now:
        view, name = date_view(now, period), f"distribution-{period}.csv"
        file = name if name in files_of(now) else ""
    flows = (flow_of(view), flow_of(view, narrow=True))
    return pages.render(request, lang, "payment_date.html", view=view, flows=flows, file=file)
