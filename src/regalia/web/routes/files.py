# SPDX-License-Identifier: Apache-2.0
"""``/files/{deal}/{name}``: downloads from the list of a deal's files."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from regalia.nearest import did_you_mean
from regalia.views.errors import NoSuchViewError
from regalia.views.log_query import LogQuery
from regalia.web.deal_files import files_of
from regalia.web.log_export import LogExport
from regalia.web.log_form import written_query
from regalia.web.pages import pages_of

router = APIRouter()


@router.get("/files/{deal}/{name}")
def file(request: Request, deal: str, name: str, before: str = "") -> Response:
    """``before`` is where another part of the log begins."""
    site = pages_of(request).site
    with site.now(deal) as now:
        files = files_of(now)
        found = files.get(name)
        if found is None:
            raise NoSuchViewError(f"file: {name:.80} is none of {deal}", did_you_mean(name, list(files)))
        made = found.make() if found.make else None
    headers = {"Content-Disposition": f'attachment; filename="{deal}-{found.name}"', "Cache-Control": "no-cache"}
    if made is not None:
        return Response(made, media_type=found.kind, headers=headers)
    query = LogQuery(deal=deal, before=before)
    export = LogExport.of(site, query)
    return StreamingResponse(
        export.csv(), media_type=found.kind, headers=headers | next_part(f"/files/{deal}/{name}", export, query)
    )


def next_part(path: str, export: LogExport, query: LogQuery) -> dict[str, str]:
    """The header that says where it goes on, none in the last part."""
    return {"Link": f'<{path}{written_query(query, export.next)}>; rel="next"'} if export.next else {}
