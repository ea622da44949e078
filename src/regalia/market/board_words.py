# SPDX-License-Identifier: Apache-2.0
"""What goes over the wire between a board's service and whoever asks it: JSON with an order's file inside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from regalia.market.board import Listed, Passed
from regalia.market.order_file import OrderFileError, order_from_json, order_to_json

SINCE_LIMIT = 2**63


def entry(listed: Listed) -> dict[str, Any]:
    """An order as the service gives it: ``hash``, ``since`` and ``file``, which can be saved as it is."""
    return {
        "hash": listed.signed.name,
        "since": listed.since,
        "file": json.loads(order_to_json(listed.signed)),
    }


def page(listed: Iterable[Listed], passed: int) -> dict[str, Any]:
    """``passed_over``: how many files the board could not use."""
    return {"orders": [entry(one) for one in listed], "passed_over": passed}


def listed_from(given: Any) -> Listed:
    """An entry as somebody else's service gave it. Raises ``OrderFileError``."""
    if not isinstance(given, dict) or not isinstance(given.get("file"), dict):
        raise OrderFileError("not an order of a board: has no file", "Ask who keeps the board.")
    since = given.get("since")
    if isinstance(since, bool) or not isinstance(since, int) or not 0 <= since < SINCE_LIMIT:
        raise OrderFileError(f"since: {since!r:.40}: must be nanoseconds since 1970", "Ask who keeps the board.")
    return Listed(order_from_json(json.dumps(given["file"])), since)


def listed_of(given: Any) -> tuple[list[Listed], list[Passed]]:
    """The orders of a page that can be used, and what was passed over. Raises ``OrderFileError`` for what is no page."""
    if not isinstance(given, dict) or not isinstance(given.get("orders"), list):
        raise OrderFileError("the answer has no list of orders", "Ask who keeps the board.")
    found: list[Listed] = []
    passed: list[Passed] = []
    for number, one in enumerate(given["orders"]):
        try:
            found.append(listed_from(one))
        except OrderFileError as error:
            passed.append(Passed(f"order {number}", error.message))
    return found, passed
