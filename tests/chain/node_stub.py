# SPDX-License-Identifier: Apache-2.0
"""A node inside the test that refuses wide questions, lags, or changes its mind about the past."""

from __future__ import annotations

from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

CONTRACT = "0x00000000000000000000000000000000000000C0"
NOTED = "0x" + keccak(text="ErrorSample_Noted(address,uint32,bytes32)").hex()


class NodeStub(BaseProvider):
    """``head`` blocks and ``logs``; answers about ``widest`` blocks at most; ``asked`` holds the ranges asked for."""

    def __init__(self, head: int, widest: int = 10**9) -> None:
        super().__init__()
        self.head = head
        self.widest = widest
        self.fork = 0
        self.logs: list[dict[str, Any]] = []
        self.asked: list[tuple[int, int]] = []

    @property
    def web3(self) -> Web3:
        return Web3(self)

    def block_hash(self, number: int) -> str:
        return "0x" + keccak(text=f"{number} {self.fork}").hex()

    def add_log(self, block: int, index: int = 0, period: int = 1, **changes: Any) -> None:
        log = {
            "address": CONTRACT.lower(),
            "topics": [
                NOTED,
                "0x" + encode(["address"], [CONTRACT]).hex(),
                "0x" + encode(["uint32"], [period]).hex(),
            ],
            "data": "0x" + "05" * 32,
            "blockNumber": hex(block),
            "blockHash": self.block_hash(block),
            "transactionHash": "0x" + "07" * 32,
            "transactionIndex": "0x0",
            "logIndex": hex(index),
            "removed": False,
        }
        self.logs.append({**log, **changes})

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        match method:
            case "eth_blockNumber":
                return result(hex(self.head))
            case "eth_getBlockByNumber":
                number = int(params[0], 16)
                if number > self.head:
                    return result(None)
                block = {"number": hex(number), "hash": self.block_hash(number), "timestamp": hex(1_000 + number)}
                return result(block)
            case "eth_getLogs":
                first, last = int(params[0]["fromBlock"], 16), int(params[0]["toBlock"], 16)
                self.asked.append((first, last))
                if last - first + 1 > self.widest:
                    return {"jsonrpc": "2.0", "id": 1, "error": {"code": -32005, "message": "query returned too much"}}
                return result([log for log in self.logs if first <= int(log["blockNumber"], 16) <= last])
        raise AssertionError(f"the reader has no business with {method}")


def result(value: Any) -> RPCResponse:
    return {"jsonrpc": "2.0", "id": 1, "result": value}
