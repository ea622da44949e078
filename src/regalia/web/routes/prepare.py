# SPDX-License-Identifier: Apache-2.0
"""``/api/prepare/ACT``: what a wallet is to send or sign next. Nothing is written, and no key is known here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from regalia.chain.transact import explained
from regalia.chain.typed_address import address_from
from regalia.views.following import Subject
from regalia.web.prepare import bids, cancels, claims, fills, orders, votes
from regalia.web.prepare.asked import (
    Asked,
    BidAsked,
    BidPlace,
    CancelAllAsked,
    CancelAsked,
    FillAsked,
    OfTranche,
    OrderAsked,
    VoteAsked,
)
from regalia.web.prepare.door import Door, door_of
from regalia.web.prepare.place import Place
from regalia.web.prepare.prepared import Prepared
from regalia.web.routes.answering import answered

router = APIRouter(prefix="/api/prepare")
Act = Callable[[Place], Prepared | dict[str, Any]]


@router.get("/claim")
def claim(request: Request, asked: Annotated[OfTranche, Query()]) -> Response:
    return _of_deal(request, asked, asked.deal, lambda place: claims.claim(place, asked))


@router.get("/bid")
def bid(request: Request, asked: Annotated[BidAsked, Query()]) -> Response:
    return _of_deal(request, asked, asked.deal, lambda place: bids.bid(place, asked))


@router.get("/collect")
def collect(request: Request, asked: Annotated[BidPlace, Query()]) -> Response:
    return _of_deal(request, asked, asked.deal, lambda place: bids.collect(place, asked))


@router.get("/refund")
def refund(request: Request, asked: Annotated[BidPlace, Query()]) -> Response:
    return _of_deal(request, asked, asked.deal, lambda place: bids.refund(place, asked))


@router.get("/fill")
def fill(request: Request, asked: Annotated[FillAsked, Query()]) -> Response:
    def work() -> dict[str, Any]:
        signed, subject, tranche = fills.order_on_board(door, asked.order)
        return _prepared(door, asked, subject, lambda place: fills.fill(place, asked, signed, tranche))

    door = door_of(request)
    return answered(request, work)


@router.get("/cancel-order")
def cancel_order(request: Request, asked: Annotated[CancelAsked, Query()]) -> Response:
    def work() -> dict[str, Any]:
        signed, subject, tranche = fills.order_on_board(door, asked.order)
        return _prepared(door, asked, subject, lambda place: cancels.cancel(place, asked, signed, tranche))

    door = door_of(request)
    return answered(request, work)


@router.get("/cancel-all")
def cancel_all(request: Request, asked: Annotated[CancelAllAsked, Query()]) -> Response:
    return _of_deal(request, asked, asked.deal, lambda place: cancels.cancel_all(place, asked))


@router.get("/vote")
def vote(request: Request, asked: Annotated[VoteAsked, Query()]) -> Response:
    return _of_deal(request, asked, asked.deal, lambda place: votes.vote(place, asked))


@router.get("/order")
def order(request: Request, asked: Annotated[OrderAsked, Query()]) -> Response:
    return _of_deal(request, asked, asked.deal, lambda place: orders.order(place, asked))


def _of_deal(request: Request, asked: Asked, deal: str, act: Act) -> Response:
    door = door_of(request)
    return answered(request, lambda: _prepared(door, asked, door.subject(deal), act))


def _prepared(door: Door, asked: Asked, subject: Subject, act: Act) -> dict[str, Any]:
    with ExitStack() as stack:
        web3 = stack.enter_context(door.node())
        stack.enter_context(explained("prepare"))  # what some helper asks unexplained
        place = Place(door, web3, subject, address_from(asked.wallet))
        found = act(place)
        return found.as_json(place) if isinstance(found, Prepared) else found
