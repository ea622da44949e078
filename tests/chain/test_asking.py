# SPDX-License-Identifier: Apache-2.0
"""Nodes that are busy, silent, or speak something else: asked again as often as patience has it, and named after that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from requests import Response
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import HTTPError, ReadTimeout
from web3 import Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.asking import NodeBusyError, NodeSilentError, Patience, RawNode, TooLargeError
from regalia.chain.connection import NodeRefusedError


def http(status: int, **headers: str) -> HTTPError:
    response = Response()
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return HTTPError(f"{status} of https://node.example/v3/SECRET", response=response)


def error(message: str, code: int = -32005) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


class Moody(BaseProvider):
    """Gives these, one after the other; raises those that are exceptions."""

    def __init__(self, *moods: Any) -> None:
        super().__init__()
        self.moods = list(moods)

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        mood = self.moods.pop(0)
        if isinstance(mood, BaseException):
            raise mood
        return mood  # type: ignore[no-any-return]


def asked(*moods: Any, busy: int = 2, silent: int = 2) -> tuple[Callable[[], Any], list[float]]:
    """Ask such a node; the pauses it makes."""
    pauses: list[float] = []
    patience = Patience([1, 2, 4][:busy], [10, 20, 40][:silent], pauses.append)
    node = RawNode(Web3(Moody(*moods)), patience)
    return lambda: node.ask("eth_blockNumber", [], lambda answer: int(answer, 16)), pauses


GOOD = {"result": "0x2a"}


def test_ask__good_answer__at_once() -> None:
    ask, pauses = asked(GOOD)
    assert (ask(), pauses) == (42, [])


@pytest.mark.parametrize(
    "busy",
    [
        http(429),
        error("daily request count exceeded, request rate limited"),
        error("Too Many Requests", -32000),
        error("Your app has exceeded its compute units per second capacity", 429),
    ],
    ids=["HTTP 429", "rate limited", "too many", "capacity"],
)
def test_ask__busy__after_each_pause_again_then_named(busy: Any) -> None:
    ask, pauses = asked(busy, busy, GOOD)
    assert (ask(), pauses) == (42, [1, 2])
    ask, pauses = asked(busy, busy, busy, GOOD)
    with pytest.raises(NodeBusyError, match="the node is asked too often"):
        ask()
    assert pauses == [1, 2]


def test_ask__busy_and_says_for_how_long__waits_so_long_at_most_half_a_minute() -> None:
    ask, pauses = asked(http(429, Retry_After="7"), http(429, Retry_After="86400"), GOOD)
    assert (ask(), pauses) == (42, [7, 30])
    ask, pauses = asked(http(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), GOOD)
    assert (ask(), pauses) == (42, [1])


@pytest.mark.parametrize(
    ("silent", "why"),
    [
        (RequestsConnectionError(), "ConnectionError"),
        (ConnectionResetError(), "ConnectionResetError"),
        (http(503), "HTTPError 503"),
        (ValueError("Expecting value"), "no JSON-RPC: ValueError"),
        ({}, "no JSON-RPC: KeyError"),
        (["?"], "no JSON-RPC: AttributeError"),
        ({"result": None}, "no JSON-RPC: TypeError"),
        ({"result": "soon"}, "no JSON-RPC: ValueError"),
    ],
    ids=["gone", "reset", "503", "no JSON", "nothing", "a list", "null", "no number"],
)
def test_ask__silent__after_each_pause_again_then_named(silent: Any, why: str) -> None:
    ask, pauses = asked(silent, silent, GOOD)
    assert (ask(), pauses) == (42, [10, 20])
    ask, pauses = asked(silent, silent, silent, GOOD)
    with pytest.raises(NodeSilentError) as caught:
        ask()
    assert (caught.value.why, pauses) == (why, [10, 20])


def test_ask__busy_and_silent_by_turns__each_has_its_pauses() -> None:
    ask, pauses = asked(http(429), http(502), http(429), http(502), GOOD)
    assert (ask(), pauses) == (42, [1, 10, 2, 20])


@pytest.mark.parametrize(
    ("refusal", "kind", "words"),
    [
        (error("query returned more than 10000 results"), NodeRefusedError, "query returned more than 10000 results"),
        (error("block range too large", -32600), NodeRefusedError, "block range too large"),
        ({"error": "no"}, NodeRefusedError, "no"),
        (http(413), TooLargeError, "HTTP 413"),
        (http(504), TooLargeError, "HTTP 504"),
        (ReadTimeout(), TooLargeError, "the node took too long"),
    ],
    ids=["results", "range", "words", "413", "504", "time out"],
)
def test_ask__refused__named_at_once_without_the_address(refusal: Any, kind: type[Exception], words: str) -> None:
    ask, pauses = asked(refusal, GOOD)
    with pytest.raises(kind) as caught:
        ask()
    assert words in str(caught.value)
    assert "SECRET" not in str(caught.value)
    assert pauses == []


class Batching(Moody):
    """Takes batches, or answers them as it is told."""

    def __init__(self, *batches: Any) -> None:
        super().__init__()
        self.batches = list(batches)
        self.single = 0

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        self.single += 1
        return {"jsonrpc": "2.0", "id": 1, "result": params[0]}

    def make_batch_request(self, questions: list[tuple[RPCEndpoint, Any]]) -> Any:
        mood = self.batches.pop(0) if self.batches else [{"result": params[0]} for _, params in questions]
        if isinstance(mood, BaseException):
            raise mood
        return mood


def many(node: Batching, count: int) -> list[int]:
    patience = Patience([0], [0], lambda seconds: None)
    return RawNode(Web3(node), patience).ask_many("x", [[hex(i)] for i in range(count)], lambda told: int(told, 16))


def test_ask_many__node_takes_batches__in_order_and_none_alone() -> None:
    node = Batching()
    assert many(node, 250) == list(range(250))
    assert node.single == 0


@pytest.mark.parametrize(
    "mood",
    [
        error("batches are not supported"),
        [error("one of them")],
        [{"result": "0x0"}],
        http(413),
        http(400),
        "?",
    ],
    ids=["refused", "one refused", "too few", "too large", "bad request", "no JSON"],
)
def test_ask_many__node_takes_none__each_by_itself(mood: Any) -> None:
    node = Batching(mood, mood)
    assert many(node, 150) == list(range(150))
    assert node.single >= 100


def test_ask_many__busy_at_first__the_batch_again() -> None:
    node = Batching(http(429))
    assert many(node, 90) == list(range(90))
    assert node.single == 0
