# SPDX-License-Identifier: Apache-2.0
"""``/deals/{deal}``: one deal, its structure drawn and in words, its receipts."""

from __future__ import annotations

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from regalia.views.coverage import coverage_view
from regalia.views.deal import deal_view
from regalia.views.receipts import receipts_view
from regalia.web.charts import coverage_chart, receipts_chart
from regalia.web.deal_files import files_of
from regalia.web.drawings import structure_of, words_of_terms
from regalia.web.language import Lang
from regalia.web.pages import pages_of
from regalia.web.words.catalogue import words_of

router = APIRouter()
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A drawing brings its own style, and nothing else."""


@router.get("/{lang}/deals/{deal}")
def overview(request: Request, lang: Lang, deal: str) -> Response:
    pages, _ = pages_of(request), words_of(lang).gettext
    with pages.site.now(deal) as now:
        view, coverage, files = deal_view(now), coverage_view(now), set(files_of(now))
    charts = {s.id: coverage_chart(s, _("Measured"), _("Limit value")) for s in coverage.triggers if s.points}
    return pages.render(request, lang, "deal.html", view=view, coverage=coverage, charts=charts, files=files)


@router.get("/{lang}/deals/{deal}/structure.svg")
def structure(request: Request, lang: Lang, deal: str, narrow: bool = Query(False)) -> Response:
    with pages_of(request).site.now(deal) as now:
        drawing = structure_of(now, lang, narrow=narrow)
    headers = {"Content-Security-Policy": DRAWING_POLICY, "Content-Language": lang.tag, "Cache-Control": "no-cache"}
    return Response(drawing, media_type="image/svg+xml", headers=headers)


@router.get("/{lang}/deals/{deal}/terms")
def terms(request: Request, lang: Lang, deal: str) -> Response:
    """The words of ``regalia explain``."""
    pages = pages_of(request)
    with pages.site.now(deal) as now:
        document, at = words_of_terms(now, lang), now.seen.checkpoint.block
    return pages.render(request, lang, "terms.html", document=document, deal=deal, block=at)


@router.get("/{lang}/deals/{deal}/receipts")
def receipts(request: Request, lang: Lang, deal: str) -> Response:
    pages, _ = pages_of(request), words_of(lang).gettext
    with pages.site.now(deal) as now:
        view = receipts_view(now)
    chart = receipts_chart(view, _("Received"), _("Forecast"))
    return pages.render(request, lang, "receipts.html", view=view, chart=chart)
