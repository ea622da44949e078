# SPDX-License-Identifier: Apache-2.0
"""``/supervisor``: what a supervisor sees of all deals; ``/supervisor/log``: everything that was said, to filter and to take along."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from regalia.views.errors import NoSuchViewError
from regalia.views.log import log_view
from regalia.views.log_names import CATEGORIES, CATEGORY_OF
from regalia.views.log_query import LogQueryError
from regalia.views.supervisor import supervisor_view
from regalia.web.deal_files import CSV, JSON
from regalia.web.language import Lang, Language
from regalia.web.log_export import PART, LogExport
from regalia.web.log_form import read_query, written_query
from regalia.web.pages import pages_of
from regalia.web.routes.files import next_part

router = APIRouter()


@router.get("/{lang}/supervisor")
def supervisor(request: Request, lang: Lang) -> Response:
    pages = pages_of(request)
    with pages.site.all_now() as all_now:
        view, there = supervisor_view(all_now), {now.terms.id for now in all_now}
    waiting = [deal for deal in pages.site.ids if deal not in there]
    return pages.render(request, lang, "supervisor.html", view=view, waiting=waiting)


@router.get("/{lang}/supervisor/log")
def log(request: Request, lang: Lang) -> Response:
    """Only the results where a script of the page asks for them."""
    by_script = request.headers.get("hx-request") == "true"
    try:
        answer = _log(request, lang, "log_results.html" if by_script else "log.html")
    except (LogQueryError, NoSuchViewError) as error:
        if not by_script:
            raise
        # a script puts nothing on the page that is not 200
        answer = pages_of(request).render(request, lang, "log_refused.html", said=error.message, hint=error.hint)
    answer.headers["Vary"] = "HX-Request"
    return answer


def _log(request: Request, lang: Language, template: str) -> Response:
    pages, query = pages_of(request), read_query(request.query_params)
    with pages.site.all_now() as all_now:
        view = log_view(all_now, query)
    links = {
        "older": written_query(query, view.next),
        "newest": written_query(query),
        "same": written_query(query, query.before),
    }
    return pages.render(
        request,
        lang,
        template,
        view=view,
        query=query,
        links=links,
        most=PART,
        categories=list(CATEGORIES),
        names=sorted(CATEGORY_OF),
        deals=pages.site.ids,
    )


@router.get("/{lang}/supervisor/log.csv")
def log_csv(request: Request, lang: Lang) -> Response:
    query = read_query(request.query_params)
    export = LogExport.of(pages_of(request).site, query)
    return _sent(
        request, StreamingResponse(export.csv(), media_type=CSV), "log.csv", next_part(request.url.path, export, query)
    )


@router.get("/{lang}/supervisor/log.json")
def log_json(request: Request, lang: Lang) -> Response:
    query = read_query(request.query_params)
    export = LogExport.of(pages_of(request).site, query)
    return _sent(
        request,
        StreamingResponse(export.json(), media_type=JSON),
        "log.json",
        next_part(request.url.path, export, query),
    )


def _sent(request: Request, answer: Response, name: str, headers: dict[str, str]) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers.update(headers)
    return answer
