# SPDX-License-Identifier: Apache-2.0
"""The log reader piece by piece, for whoever keeps each before the next is asked for; and nodes that fail for a while."""

from __future__ import annotations

from typing import Any

import pytest
from requests import Response
from requests.exceptions import HTTPError
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.asking import NodeBusyError, Patience
from regalia.chain.bloom import mask_of
from regalia.chain.connection import ChainUnreachableError
from regalia.chain.events import LogError
from regalia.chain.logs import ChainChangedError, LogReader
from tests.chain.node_stub import CONTRACT, NodeStub, result

HASTY = Patience(busy=(0, 0), silent=(0, 0), sleep=lambda seconds: None)


def reader(node: NodeStub, start: int = 0, chunk: int = 10, after: str | None = None) -> LogReader:
    return LogReader(node.web3, [CONTRACT], start, chunk, after=after, patience=HASTY)


class Failing(NodeStub):
    """Fails the questions of a kind whose number is among these."""

    def __init__(self, head: int, method: str, times: range, failure: Any) -> None:
        super().__init__(head)
        self.method, self.times, self.failure, self.count = method, times, failure, 0

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method == self.method:
            self.count += 1
            if self.count in self.times:
                if isinstance(self.failure, BaseException):
                    raise self.failure
                return {"jsonrpc": "2.0", "id": 1, **self.failure}  # type: ignore[typeddict-item]
        return super().make_request(method, params)


def http(status: int) -> HTTPError:
    response = Response()
    response.status_code = status
    return HTTPError(response=response)


def test_chunks__each_with_its_end__events_of_whole_blocks() -> None:
    node = NodeStub(head=24)
    for block in (3, 9, 9, 10, 24):
        node.add_log(block, index=len(node.logs))
    chunks = list(reader(node).chunks(24))
    assert [(chunk.first, chunk.end.number) for chunk in chunks] == [(0, 9), (10, 19), (20, 24)]
    assert [[event.block_number for event in chunk.events] for chunk in chunks] == [[3, 9, 9], [10], [24]]
    assert [(chunk.end.hash, chunk.end.timestamp) for chunk in chunks] == [
        (node.block_hash(number), 1_000 + number) for number in (9, 19, 24)
    ]


def test_chunks__again_further__goes_on_after_the_last_given() -> None:
    node = NodeStub(head=50)
    stream = reader(node)
    assert [chunk.end.number for chunk in stream.chunks(15)] == [9, 15]
    assert [chunk.first for chunk in stream.chunks(30)] == [16, 26]
    assert list(stream.chunks(30)) == []


def test_chunks__error_amid__position_after_the_last_given() -> None:
    node = NodeStub(head=40)
    node.add_log(25, topics=["0x" + "ab" * 32])
    stream, given = reader(node), []
    with pytest.raises(LogError, match="no known event"):
        for chunk in stream.chunks(40):
            given.append(chunk.end.number)
    assert given == [9, 19]
    node.logs.clear()
    assert [chunk.first for chunk in stream.chunks(40)] == [20, 30, 40]


def test_chunks__block_before_is_another__refused() -> None:
    node = NodeStub(head=40)
    good = reader(node, 20, after=node.block_hash(19))
    assert [chunk.first for chunk in good.chunks(40)] == [20, 30, 40]
    with pytest.raises(ChainChangedError, match=f"block 19: its hash was 0x99 and now is {node.block_hash(19)}"):
        list(reader(node, 20, after="0x99").chunks(40))


def test_chunks__very_many_logs__next_ones_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regalia.chain.log_source._MANY", 20)
    node = NodeStub(head=39)
    for block in range(10):
        for index in range(5):
            node.add_log(block, index)
    assert [chunk.end.number for chunk in reader(node).chunks(39)] == [9, 14, 24, 34, 39]


@pytest.mark.parametrize("failure", [http(429), http(503), {"result": None}], ids=["busy", "down", "null"])
def test_chunks__logs_fail_for_a_while__asked_again_and_nothing_missing(failure: Any) -> None:
    node = Failing(29, "eth_getLogs", range(2, 4), failure)
    for block in range(30):
        node.add_log(block)
    events = [event.block_number for chunk in reader(node).chunks(29) for event in chunk.events]
    assert events == list(range(30))


def test_chunks__logs_too_large__halved() -> None:
    node = Failing(9, "eth_getLogs", range(1, 2), http(413))
    assert [chunk.end.number for chunk in reader(node).chunks(9)] == [4, 9]


def test_chunks__block_missing_for_a_while__waited_for() -> None:
    """Behind a balancer, one node has it and another not yet."""
    node = Failing(9, "eth_getBlockByNumber", range(1, 3), {"result": None})
    assert [chunk.end.number for chunk in reader(node).chunks(9)] == [9]
    with pytest.raises(ChainChangedError, match="block 9: the provider does not have it"):
        list(reader(Failing(9, "eth_getBlockByNumber", range(1, 9), {"result": None})).chunks(9))


def test_chunks__busy_for_too_long__named_with_the_block() -> None:
    node = Failing(29, "eth_getLogs", range(2, 99), http(429))
    stream, given = reader(node), []
    with pytest.raises(NodeBusyError, match="logs: at block 10: the node is asked too often: HTTP 429"):
        for chunk in stream.chunks(29):
            given.append(chunk.end.number)
    assert given == [9]


def test_chunks__another_block_than_asked_for__refused() -> None:
    node = Failing(
        9, "eth_getBlockByNumber", range(1, 2), {"result": {"number": "0x7", "hash": "0x1", "timestamp": "0x1"}}
    )
    with pytest.raises(LogError, match="block 9: the provider gave block 7"):
        list(reader(node).chunks(9))


def test_chunks__block_of_a_time_that_no_calendar_has__no_answer() -> None:
    far = {"number": "0x9", "hash": "0x1", "timestamp": hex(253_402_300_800)}
    node = Failing(9, "eth_getBlockByNumber", range(1, 99), {"result": far})
    with pytest.raises(ChainUnreachableError, match="no JSON-RPC: ValueError"):
        list(reader(node).chunks(9))


def test_read__same_log_twice__refused() -> None:
    node = NodeStub(head=9)
    node.add_log(3)
    node.add_log(3)
    with pytest.raises(LogError, match="log 0 of block 3 was given twice"):
        reader(node).read()


def test_read__log_of_another_address__refused() -> None:
    node = NodeStub(head=9)
    node.add_log(3, address="0x" + "12" * 20)
    with pytest.raises(LogError, match="log 0 of block 3 was not asked for: it is of 0x1212"):
        reader(node).read()


@pytest.mark.parametrize(
    "change",
    [{"data": "0xzz"}, {"logIndex": None}, {"logIndex": "0x80000000"}, {"topics": 5}, {"blockHash": None}],
    ids=["data", "index", "large index", "topics", "hash"],
)
def test_read__log_that_is_none__refused(change: dict[str, Any]) -> None:
    node = NodeStub(head=9)
    node.add_log(3, **change)
    with pytest.raises(LogError, match="a log of block 3 is not well-formed"):
        reader(node).read()


class Balanced(NodeStub):
    """Behind its address another node lags ``behind`` blocks: it gives the logs of later ones as none, but not by their hash, where it
    refuses ``refusals`` times.
    """

    def __init__(self, head: int, behind: int, refusals: int = 0) -> None:
        super().__init__(head)
        self.behind, self.refusals = behind, refusals

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method == "eth_getBlockByNumber" and (number := int(params[0], 16)) <= self.head:
            bloom = mask_of(CONTRACT) if any(int(log["blockNumber"], 16) == number for log in self.logs) else 0
            block = {"number": hex(number), "hash": self.block_hash(number), "timestamp": hex(1_000 + number)}
            return result(block | {"logsBloom": hex(bloom)})
        if method == "eth_getLogs" and "blockHash" in params[0]:
            self.refusals -= 1
            if self.refusals >= 0:
                return {"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "unknown block"}}
            return result([log for log in self.logs if log["blockHash"] == params[0]["blockHash"]])
        answer = super().make_request(method, params)
        if method == "eth_getLogs":
            seen = [log for log in answer["result"] if int(log["blockNumber"], 16) <= self.head - self.behind]
            return result(seen)
        return answer


@pytest.mark.parametrize("behind", [1, 3, 10])
def test_read__lagging_node_gives_the_newest_logs_as_none__found_by_the_filters_of_the_heads(behind: int) -> None:
    node = Balanced(29, behind)
    for block in (4, 19, 20, 22, 28, 29):
        node.add_log(block)
    assert [event.block_number for event in reader(node).read()] == [4, 19, 20, 22, 28, 29]


def test_read__lagging_node_refuses_the_newest_block__named_and_position_kept() -> None:
    node = Balanced(29, 2, refusals=1)
    node.add_log(28)
    stream = reader(node)
    with pytest.raises(ChainChangedError, match="block 28: the provider does not have its logs: unknown block"):
        stream.read()
    assert [event.block_number for event in stream.read()] == [28]
