# SPDX-License-Identifier: Apache-2.0
"""The chain inside the test's process as a node that answers web3: views and trials, no transactions."""

from __future__ import annotations

from typing import Any

from web3 import Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from tests.support.chain import Chain
from tests.support.contract import NOBODY

_PADDING = 33
"""Zero bytes that the chain in the process puts behind any code."""


class ChainNode(BaseProvider):
    """``asked`` counts calls. Whatever a call changes is undone."""

    def __init__(self, chain: Chain) -> None:
        super().__init__()
        self.chain = chain
        self.asked = 0

    @property
    def web3(self) -> Web3:
        return Web3(self)

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        match method:
            case "eth_chainId":
                return _result(hex(self.chain.chain_id))
            case "eth_getBlockByNumber":
                return _result({"number": "0x1", "timestamp": hex(self.chain.now), "hash": "0x" + "01" * 32})
            case "eth_getCode":
                return _result("0x" + self.chain.code(params[0])[:-_PADDING].hex())
            case "eth_call":
                return self._call(params[0])
        raise AssertionError(f"{method} is not expected")

    def _call(self, question: dict[str, str]) -> RPCResponse:
        self.asked += 1
        data, sender = bytes.fromhex(question["data"][2:]), question.get("from")
        if sender is None:  # a view
            accepted, output = self.chain.attempt(NOBODY, question["to"], data, static=True)
        else:
            with self.chain.undone():
                accepted, output = self.chain.attempt(sender, question["to"], data)
        if accepted:
            return _result("0x" + output.hex())
        error = {"code": 3, "message": "execution reverted", "data": "0x" + output.hex()}
        return {"jsonrpc": "2.0", "id": 1, "error": error}  # type: ignore[typeddict-item]


def _result(value: Any) -> RPCResponse:
    return {"jsonrpc": "2.0", "id": 1, "result": value}
