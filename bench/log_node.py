# SPDX-License-Identifier: Apache-2.0
"""A node that knows blocks and logs and nothing else, on loopback: a chain of a million logs without the hours it takes to make one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from typing import Any

from bench.many_holders import FIRST_BLOCK, FIRST_SECOND, SECONDS, Life

ZERO = "0x" + "00" * 32


def block_hash(number: int) -> str:
    return f"0x{number + 1:064x}"


@contextmanager
def log_node(life: Life, chain_id: int) -> Iterator[str]:
    """The address of the node, which is a process of its own."""
    ours, theirs = Pipe()
    process = Process(target=_serve, args=(life, chain_id, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(life: Life, chain_id: int, pipe: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(life, chain_id))
    server.daemon_threads = True
    pipe.send(server.server_address[1])
    server.serve_forever()


def _handler(life: Life, chain_id: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            batch = asked if isinstance(asked, list) else [asked]
            given = [
                f'{{"jsonrpc":"2.0","id":{json.dumps(one["id"])},{_answer(life, chain_id, one)}}}' for one in batch
            ]
            body = (f"[{','.join(given)}]" if isinstance(asked, list) else given[0]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler


def _answer(life: Life, chain_id: int, asked: dict[str, Any]) -> str:
    method, params = asked["method"], asked.get("params") or []
    match method:
        case "eth_chainId":
            return f'"result":"{hex(chain_id)}"'
        case "eth_blockNumber":
            return f'"result":"{hex(life.head)}"'
        case "eth_getBlockByNumber":
            number = life.head if params[0] == "latest" else int(params[0], 16)
            return f'"result":{json.dumps(_block(number)) if number <= life.head else "null"}'
        case "eth_getLogs":
            first, last = int(params[0]["fromBlock"], 16), int(params[0]["toBlock"], 16)
            return f'"result":[{",".join(_logs(life, first, min(last, life.head)))}]'
    return '"error":{"code":-32601,"message":"method not found"}'


def _block(number: int) -> dict[str, Any]:
    words = ("parentHash", "stateRoot", "transactionsRoot", "receiptsRoot", "sha3Uncles", "mixHash")
    return {
        "number": hex(number),
        "hash": block_hash(number),
        "timestamp": hex(FIRST_SECOND + SECONDS * number),
        **dict.fromkeys(words, ZERO),
        "parentHash": block_hash(number - 1),
        "miner": "0x" + "00" * 20,
        "logsBloom": "0x" + "00" * 256,
        "nonce": "0x" + "00" * 8,
        "difficulty": "0x0",
        "extraData": "0x",
        "gasLimit": hex(30_000_000),
        "gasUsed": "0x0",
        "size": "0x400",
        "baseFeePerGas": "0x7",
        "transactions": [],
        "uncles": [],
    }


def _logs(life: Life, first: int, last: int) -> Iterator[str]:
    for number in range(max(first, FIRST_BLOCK), last + 1):
        head = f'"blockNumber":"{hex(number)}","blockHash":"{block_hash(number)}","removed":false'
        for index, log in enumerate(life.blocks[number - FIRST_BLOCK]):
            topics = '","'.join(log.topics)
            yield (
                f'{{"address":"{log.address.lower()}","topics":["{topics}"],"data":"{log.data}",{head},"logIndex":"{hex(index)}",'
                f'"transactionIndex":"{hex(index // 2)}","transactionHash":"0x{number:032x}{index // 2:032x}"}}'
            )
