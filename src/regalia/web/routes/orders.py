# SPDX-License-Identifier: Apache-2.0
"""``/api/orders``: signed orders onto the board and off it again, for whoever fills them at the desk."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from regalia.chain.typed_address import address_from
from regalia.market.board_words import page
from regalia.market.fillable import check
from regalia.web import faults
from regalia.web.prepare.door import door_of
from regalia.web.prepare.fills import order_on_board
from regalia.web.prepare.taking import take
from regalia.web.routes.answering import answered

router = APIRouter(prefix="/api/orders")
MOST = 200
"""Of a list, the newest."""
_JSON = "application/json"


@router.get("")
def listed(request: Request, token: Annotated[str | None, Query(max_length=80)] = None) -> Response:
    """As they were signed, the oldest first."""
    door = door_of(request)

    def work() -> Any:
        wanted = address_from(token) if token is not None else None
        with door.board() as board:
            found, passed = board.orders(wanted), len(board.problems())
        return page([one for one in found if one.signed.name not in door.gone][-MOST:], passed)

    return answered(request, work)


@router.get("/{order}")
def standing(request: Request, order: str) -> Response:
    """Whether it could be filled now, by anybody, and if not why. One that never will be is shown no more."""
    door = door_of(request)

    def work() -> Any:
        signed, _, _ = order_on_board(door, order)
        with door.node() as web3:
            found = check(web3, signed)
        if found.dead:
            door.gone.add(signed.name)
        reasons = [{"code": one.code, "text": one.text} for one in found.reasons]
        return {
            "order": signed.name,
            "block": found.block,
            "left": found.left,
            "units": found.units,
            "reasons": reasons,
        }

    return answered(request, work)


@router.post("")
async def added(request: Request) -> Response:
    """An order's file as JSON; no page of elsewhere can send that unasked."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != _JSON:
        said = f"Content-Type: {kind!r:.80}: must be {_JSON}"
        return faults.answer(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, said, "Send the order's file as it is.")
    content, door = await request.body(), door_of(request)

    def work() -> Any:
        return {"hash": take(door, content).name}

    return await run_in_threadpool(answered, request, work, HTTPStatus.CREATED)
