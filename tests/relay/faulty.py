# SPDX-License-Identifier: Apache-2.0
"""Nodes that drop, delay, double and reorder what they are asked, that lag, and that lie: by a seeded plan."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from requests import Session
from requests.exceptions import ConnectionError as LostConnection
from requests.exceptions import ReadTimeout
from web3 import HTTPProvider, Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

FAULTS = ("dropped", "answer lost", "delayed", "duplicated", "reordered", "stale")
SENT_FAULTS = ("dropped", "answer lost", "duplicated", "reordered", "reordered")
Note = Callable[[str], None]


def _nobody(fault: str) -> None:
    """Nobody counts."""


def plain(url: str) -> Web3:
    return Web3(_provider(url))


def _provider(url: str) -> HTTPProvider:
    """With a session of its own, as one made before a fork is the parent's; it doesn't look for proxies, which takes longer than asking."""
    session = Session()
    session.trust_env = False
    options = {"timeout": 5}
    return HTTPProvider(url, request_kwargs=options, session=session, exception_retry_configuration=None)


class Wrapped(BaseProvider):
    """Hands everything on to a node."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._inner = _provider(url)

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        return self._inner.make_request(method, params)


class Faulty(Wrapped):
    """A fault with probability ``rate`` a request. Reads may be answered as they were before; what is sent may arrive later."""

    def __init__(self, url: str, rng: random.Random, rate: float, note: Note = _nobody) -> None:
        super().__init__(url)
        self._rng, self._rate, self._note = rng, rate, note
        self._held: list[tuple[RPCEndpoint, Any]] = []
        self._before: dict[str, RPCResponse] = {}

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        sending = method == "eth_sendRawTransaction"
        # what is sent is a small part of what is asked, and the part that matters
        faulty = self._rng.random() < self._rate * (8 if sending else 1)
        fault = self._rng.choice(SENT_FAULTS if sending else FAULTS) if faulty else ""
        key = f"{method}{params}"
        if (fault == "reordered" and not sending) or (fault == "stale" and key not in self._before):
            fault = "delayed"
        if fault:
            self._note(fault)
        match fault:
            case "dropped":
                raise LostConnection("dropped")
            case "reordered":
                self._held.append((method, params))
                raise ReadTimeout("not yet delivered")
            case "stale":
                return self._before[key]
            case "delayed":
                time.sleep(self._rng.uniform(0.0005, 0.003))
            case "duplicated":
                super().make_request(method, params)
        answer = super().make_request(method, params)
        while self._held:
            super().make_request(*self._held.pop())
        if fault == "answer lost":
            raise ReadTimeout("the answer was lost")
        if not sending:
            self._before[key] = answer
        return answer


class Lagging(Wrapped):
    """Doesn't have the latest ``behind`` blocks yet, nor what is in them."""

    def __init__(self, url: str, behind: int) -> None:
        super().__init__(url)
        self._behind = behind

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        head = int(super().make_request(RPCEndpoint("eth_blockNumber"), [])["result"], 16)
        seen = max(head - self._behind, 0)
        if method == "eth_getBlockByNumber" and params[0] == "latest":
            return super().make_request(method, [hex(seen), params[1]])
        answer = super().make_request(method, params)
        found = answer.get("result")
        number = found.get("number", found.get("blockNumber")) if isinstance(found, dict) else None
        return {**answer, "result": None} if number and int(number, 16) > seen else answer


class Lying(Wrapped):
    """Changes every answer to one method: ``change`` is given the result."""

    def __init__(self, url: str, method: str, change: Callable[[Any], Any]) -> None:
        super().__init__(url)
        self._method, self._change = method, change
        self.lies = 0

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        answer = super().make_request(method, params)
        if method == self._method and answer.get("result") is not None:
            self.lies += 1
            return {**answer, "result": self._change(answer["result"])}
        return answer


def other_status(receipt: Any) -> Any:
    return {**receipt, "status": "0x0" if receipt["status"] == "0x1" else "0x1"}


def one_more(count: Any) -> Any:
    return hex(int(count, 16) + 1)


def other_word(data: Any) -> Any:
    return data[:-1] + ("0" if data[-1] != "0" else "1")


def other_hash(block: Any) -> Any:
    return {**block, "hash": "0x" + "66" * 32}


LIES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "receipt": ("eth_getTransactionReceipt", other_status),
    "nonce": ("eth_getTransactionCount", one_more),
    "state": ("eth_call", other_word),
    "block": ("eth_getBlockByNumber", other_hash),
    "chain id": ("eth_chainId", one_more),
}


def liar(url: str, what: str) -> Lying:
    return Lying(url, *LIES[what])
