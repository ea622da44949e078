# SPDX-License-Identifier: Apache-2.0
"""A node that tells a recording again: as much of it as it has so far, and with another past when it is told to."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from eth_utils.crypto import keccak
from web3 import Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from tests.index.recorded import Answer, Recording

Faults = Callable[[str, list[Any], Answer], Answer]


class StubChain(BaseProvider):
    """``head`` is the latest block it shows. ``mutate`` may change any answer; ``before`` is called ahead of each question."""

    def __init__(self, recording: Recording, head: int | None = None) -> None:
        super().__init__()
        self.recording = recording
        self.head = recording.head if head is None else head
        self.asked: Counter[str] = Counter()
        self.ranges: list[tuple[int, int]] = []
        self.mutate: Faults | None = None
        self.before: Callable[[str, list[Any]], None] | None = None
        self._fork: tuple[int, str] | None = None
        self._dropped: set[tuple[int, int]] = set()

    @property
    def web3(self) -> Web3:
        return Web3(self)

    def reorganise(self, depth: int, name: str, dropped: set[tuple[int, int]] | None = None) -> None:
        """The last ``depth`` blocks become others, without the logs ``dropped`` (block and index)."""
        self._fork = (self.head - depth + 1, name)
        self._dropped = dropped or set()

    def block_hash(self, number: int) -> str:
        known = str(self.recording.blocks[number]["hash"])
        if self._fork is None or number < self._fork[0]:
            return known
        return "0x" + keccak(text=known + self._fork[1]).hex()

    def logs(self, number: int) -> list[Answer]:
        block_hash = self.block_hash(number)
        return [
            log | {"blockHash": block_hash}
            for log in self.recording.logs[number]
            if (number, int(log["logIndex"], 16)) not in self._dropped
        ]

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        self.asked[method] += 1
        if self.before is not None:
            self.before(method, params)
        answer = (
            self.mutate(method, params, self._answer(method, params)) if self.mutate else self._answer(method, params)
        )
        return {"jsonrpc": "2.0", "id": 1, **answer}  # type: ignore[typeddict-item]

    def _answer(self, method: str, params: list[Any]) -> Answer:
        match method:
            case "eth_chainId":
                return {"result": hex(self.recording.record.chain_id)}
            case "eth_blockNumber":
                return {"result": hex(self.head)}
            case "eth_getBlockByNumber":
                number = int(params[0], 16)
                if number > self.head:
                    return {"result": None}
                return {"result": self.recording.blocks[number] | {"hash": self.block_hash(number)}}
            case "eth_getLogs":
                if "blockHash" in params[0]:
                    number = next(n for n in range(self.head + 1) if self.block_hash(n) == params[0]["blockHash"])
                    first, last = number, number
                else:
                    first, last = (int(params[0][name], 16) for name in ("fromBlock", "toBlock"))
                    self.ranges.append((first, last))
                wanted = {address.lower() for address in params[0]["address"]}
                found = (log for number in range(first, min(last, self.head) + 1) for log in self.logs(number))
                return {"result": [log for log in found if log["address"].lower() in wanted]}
            case "eth_getCode":
                return {"result": self.recording.code[Web3.to_checksum_address(params[0])]}
            case "eth_call":
                return {"result": self.recording.answers[_key(params)]}
        return {"error": {"code": -32601, "message": f"no {method} here"}}


def _key(params: list[Any]) -> tuple[int, str, str]:
    call, block = params[0], params[1]
    return int(block, 16), Web3.to_checksum_address(call["to"]), call["data"]


@contextmanager
def served(chain: StubChain) -> Iterator[str]:
    """The node on a free loopback port, for another process to ask."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for the one before to be acknowledged

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            batch = asked if isinstance(asked, list) else [asked]
            given: list[Any] = [
                {**chain.make_request(one["method"], one.get("params") or []), "id": one["id"]} for one in batch
            ]
            body = json.dumps(given if isinstance(asked, list) else given[0]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
