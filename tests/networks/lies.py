# SPDX-License-Identifier: Apache-2.0
"""Lies of a node, one each; all else it says is true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eth_utils.crypto import keccak

from tests.support.faulty_rpc import Answer

Lie = Callable[[str, list[Any], Answer], Answer]
WRONG = "0x" + "ab" * 32


def hides(event: str) -> Lie:
    """All logs of an event; nothing else is changed."""
    topic = "0x" + keccak(text=event).hex()

    def lie(method: str, params: list[Any], answer: Answer) -> Answer:
        if method != "eth_getLogs" or "result" not in answer:
            return answer
        return answer | {"result": [log for log in answer["result"] if log["topics"][0] != topic]}

    return lie


def wrong_hash(number: int) -> Lie:
    """Of one block."""

    def lie(method: str, params: list[Any], answer: Answer) -> Answer:
        asked = method == "eth_getBlockByNumber" and (answer.get("result") or {}).get("number") == hex(number)
        return answer | {"result": answer["result"] | {"hash": WRONG}} if asked else answer

    return lie


def other_code(address: str) -> Lie:
    def lie(method: str, params: list[Any], answer: Answer) -> Answer:
        asked = method == "eth_getCode" and params[0].lower() == address.lower()
        return answer | {"result": "0x6001600155"} if asked else answer

    return lie


def says(method: str, result: Any) -> Lie:
    return lambda asked, params, answer: answer | {"result": result} if asked == method else answer
