# SPDX-License-Identifier: Apache-2.0
"""``/investor``: connect a wallet, or look at any; ``/investor/ADDRESS``: what it has and what it may do."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated
from urllib.parse import quote

from eth_typing import ChecksumAddress
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from regalia.chain.typed_address import NotAnAddressError, address_from
from regalia.views.errors import NoSuchViewError
from regalia.views.investor import investor_view
from regalia.web.language import Lang
from regalia.web.pages import Pages, pages_of
from regalia.web.prepare.door import door_of

router = APIRouter()


@router.get("/{lang}/investor")
def entrance(request: Request, lang: Lang, address: Annotated[str | None, Query(max_length=80)] = None) -> Response:
    """With an address, as its form sends it, to the page of that."""
    pages = pages_of(request)
    if address is not None and address.strip():
        return RedirectResponse(f"/{lang.value}/investor/{wallet_of(address.strip())}", 303)
    return pages.render(request, lang, "investor_entrance.html", chain=_chain(pages))


@router.get("/{lang}/investor/{address}")
def investor(request: Request, lang: Lang, address: str) -> Response:
    wallet = wallet_of(address)
    if wallet != address:
        return RedirectResponse(f"/{lang.value}/investor/{quote(wallet)}", 307)
    pages, door = pages_of(request), door_of(request)
    orders = door.orders()
    with pages.site.all_now() as all_now:
        view = investor_view(all_now, wallet, orders, door.gone)
    pdf = find_spec("typst") is not None
    return pages.render(request, lang, "investor.html", view=view, chain=_chain(pages), pdf=pdf)


def wallet_of(typed: str) -> ChecksumAddress:
    """Raises ``NoSuchViewError``."""
    try:
        return address_from(typed)
    except NotAnAddressError as error:
        raise NoSuchViewError(error.message[:200], error.hint) from error


def _chain(pages: Pages) -> int:
    return pages.site.database.binding.chain_id
