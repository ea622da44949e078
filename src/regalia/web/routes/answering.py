# SPDX-License-Identifier: Apache-2.0
"""Answers to what a node or the board was asked: never kept, and with the right status."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from regalia.chain.connection import ChainUnreachableError, WrongNetworkError
from regalia.chain.node_errors import WrongAnswerError
from regalia.errors import RegaliaError
from regalia.market.board import BoardError, NoSuchOrderError, OnBoardAlreadyError
from regalia.market.views import SilentContractError
from regalia.web import faults
from regalia.web.prepare.errors import BusyError, NoBoardError

_OF_THE_NODE = (ChainUnreachableError, WrongNetworkError, WrongAnswerError, SilentContractError)
_NOT_NOW = (BusyError, BoardError, *_OF_THE_NODE)
_STATUSES: tuple[tuple[type[RegaliaError], HTTPStatus], ...] = (
    (NoBoardError, HTTPStatus.NOT_FOUND),
    (NoSuchOrderError, HTTPStatus.NOT_FOUND),
    (OnBoardAlreadyError, HTTPStatus.CONFLICT),
    *((kind, HTTPStatus.SERVICE_UNAVAILABLE) for kind in _NOT_NOW),
)
_RETRY_AFTER = "5"


def answered(request: Request, work: Callable[[], Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """JSON. What else is wrong is answered as everywhere: see ``faults``."""
    return answered_with(request, lambda: JSONResponse(work(), status))


def answered_with(request: Request, work: Callable[[], Response]) -> Response:
    """The same of an answer in another form."""
    try:
        found = work()
    except RegaliaError as error:
        refused = next((code for kind, code in _STATUSES if isinstance(error, kind)), None)
        if refused is None:
            raise
        found = faults.answer(request, refused, *_told(error))
        if refused is HTTPStatus.SERVICE_UNAVAILABLE:
            found.headers["Retry-After"] = _RETRY_AFTER
    found.headers["Cache-Control"] = "no-store"
    return found


def _told(error: RegaliaError) -> tuple[str, str]:
    """Where the node and the board are is nobody's business."""
    if isinstance(error, _OF_THE_NODE):
        return "node: it does not answer as it should", "Nothing was sent. Try again in a few seconds."
    if isinstance(error, BoardError):
        return "board: it can't be read or written now", "Try again later, or tell who keeps this server."
    return error.message, error.hint
