# SPDX-License-Identifier: Apache-2.0
"""``/deals/DEAL/tranches/TRANCHE`` and ``/deals/DEAL/pool``."""

from __future__ import annotations

from babel import Locale
from fastapi import APIRouter, Request
from fastapi.responses import Response

from regalia.views.pool import pool_view
from regalia.views.tranche import TrancheView, tranche_view
from regalia.web.drawn import cash_chart, factor_chart, price_chart
from regalia.web.language import Lang, Language
from regalia.web.pages import pages_of
from regalia.web.words.catalogue import words_of
from regalia.web.words.marking import N_

router = APIRouter()
_SERIES = {
    "interest": N_("Interest"),
    "principal": N_("Principal"),
    "residual": N_("Residual"),
    "premium": N_("Premium"),
    "factor": N_("Pool factor"),
    "price": N_("Price of a unit"),
    "closing": N_("Price at closing"),
}


@router.get("/{lang}/deals/{deal}/tranches/{tranche}")
def tranche(request: Request, lang: Lang, deal: str, tranche: str) -> Response:
    pages = pages_of(request)
    with pages.site.now(deal) as now:
        view = tranche_view(now, tranche, pages.board)
        names = {one.id: one.name for one in now.terms.tranches}
    words = {key: words_of(lang).gettext(message) for key, message in _SERIES.items()}
    charts = {"cash": cash_chart(view, words), "factor": factor_chart(view, words), "price": price_chart(view, words)}
    countries = _countries(view, lang)
    return pages.render(request, lang, "tranche.html", view=view, names=names, charts=charts, countries=countries)


@router.get("/{lang}/deals/{deal}/pool")
def pool(request: Request, lang: Lang, deal: str) -> Response:
    pages = pages_of(request)
    with pages.site.now(deal) as now:
        view = pool_view(now)
    return pages.render(request, lang, "pool.html", view=view)


def _countries(view: TrancheView, lang: Language) -> list[str]:
    """By their names in the reader's language."""
    names = Locale.parse(lang.locale).territories
    return [f"{names.get(code, code)} ({code})" for code in view.rules.country_list]
