# SPDX-License-Identifier: Apache-2.0
"""Statements of a wallet to keep: as page, table or PDF, and the events for a tax adviser; the files of ``regalia invest statement``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from regalia.reports.statement import Statement, statement_for
from regalia.reports.statement_csv import statement_csv
from regalia.reports.statement_page import statement_page
from regalia.reports.statement_pdf import statement_pdf
from regalia.reports.tax_csv import tax_csv
from regalia.views.errors import NoSuchViewError
from regalia.views.seen import DealNow
from regalia.web.language import Lang
from regalia.web.pages import pages_of
from regalia.web.prepare.errors import BusyError
from regalia.web.routes.answering import answered_with
from regalia.web.routes.investor import wallet_of

router = APIRouter()
Ending = Literal["csv", "html", "pdf"]
Made = Callable[[DealNow, Statement], bytes]
_MAKING: dict[str, Made] = {
    "csv": lambda now, found: statement_csv(found, now.terms, now.names).encode(),
    "html": lambda now, found: statement_page(found, now.terms, now.names).encode(),
    "pdf": lambda now, found: statement_pdf(found, now.terms, now.names),
}
_KINDS = {"csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8", "pdf": "application/pdf"}
_AT_ONCE = threading.BoundedSemaphore(4)
"""A page on paper takes a second of a processor."""


@router.get("/{lang}/investor/{address}/statement.{ending}")
def statement(request: Request, lang: Lang, address: str, ending: Ending, deal: str) -> Response:
    return answered_with(request, lambda: _file(request, address, deal, "statement", ending, _MAKING[ending]))


@router.get("/{lang}/investor/{address}/tax.csv")
def tax(
    request: Request, lang: Lang, address: str, deal: str, year: Annotated[int | None, Query(ge=1970, le=9999)] = None
) -> Response:
    def made(now: DealNow, found: Statement) -> bytes:
        return tax_csv(found, now.terms, now.names, year).encode()

    return answered_with(request, lambda: _file(request, address, deal, "tax", "csv", made))


def _file(request: Request, address: str, deal: str, what: str, ending: str, made: Made) -> Response:
    wallet = wallet_of(address)
    if not _AT_ONCE.acquire(blocking=False):  # whoever waited would keep a thread from the pages
        raise BusyError("statement: others are being made", "Ask again in a few seconds.")
    try:
        with pages_of(request).site.now(deal) as now:
            found = statement_for(now.moment.books, wallet)
            if not found.positions:
                raise NoSuchViewError(
                    f"statement: {wallet} never had anything in {now.terms.id}", "Look at another deal."
                )
            content, name = made(now, found), f"{now.terms.id}-{wallet}-{what}.{ending}"
    finally:
        _AT_ONCE.release()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=_KINDS[ending], headers=headers)
