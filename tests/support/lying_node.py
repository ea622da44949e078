# SPDX-License-Identifier: Apache-2.0
"""A node that hides logs, answers calls as it likes, or has thrown old states away; all else it hands on to an honest one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eth_utils.crypto import keccak
from web3 import HTTPProvider, Web3
from web3.types import RPCEndpoint, RPCResponse

Log = dict[str, Any]
Hidden = Callable[[Log], bool]
Answer = Callable[[str, str], str | None]
"""Of a contract's address and the data of the call, in small letters: the answer, None for the honest one."""


def _nothing(log: Log) -> bool:
    return False


def _honest(address: str, data: str) -> str | None:
    return None


class LyingNode(HTTPProvider):
    """``keeps``: states of blocks from this one on; of older ones it says that they are gone."""

    def __init__(self, url: str, hides: Hidden = _nothing, answers: Answer = _honest, keeps: int = 0) -> None:
        super().__init__(url, exception_retry_configuration=None)
        self._hides, self._answers, self._keeps = hides, answers, keeps

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method == "eth_getCode" and params[1] != "latest" and int(params[1], 16) < self._keeps:
            return {"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "missing trie node"}}
        answer = self._lie(method, params) or super().make_request(method, params)
        if method == "eth_getLogs" and "result" in answer:
            answer["result"] = [log for log in answer["result"] if not self._hides(log)]
        return answer

    def make_batch_request(self, batch_requests: Any) -> Any:
        answers = super().make_batch_request(batch_requests)
        return [self._lie(*asked) or answer for asked, answer in zip(batch_requests, answers, strict=True)]

    def _lie(self, method: RPCEndpoint, params: Any) -> RPCResponse | None:
        if method != "eth_call":
            return None
        data = params[0].get("data") or params[0]["input"]
        told = self._answers(params[0]["to"].lower(), data.lower())
        return None if told is None else {"jsonrpc": "2.0", "id": 1, "result": told}


def lying(url: str, hides: Hidden = _nothing, answers: Answer = _honest, keeps: int = 0) -> Web3:
    return Web3(LyingNode(url, hides, answers, keeps))


def hiding(event: str, address: str, *topics: bytes) -> Hidden:
    """Logs of the contract with that signature and these topics after it."""
    wanted = ["0x" + bytes(topic).hex() for topic in (keccak(text=event), *topics)]
    return lambda log: log["address"].lower() == address.lower() and log["topics"][: len(wanted)] == wanted


def answering(signature: str, address: str, told: str, arguments: bytes = b"") -> Answer:
    """``told`` in place of the answer to that view with these arguments."""
    asked = "0x" + (bytes(keccak(text=signature))[:4] + arguments).hex()
    return lambda to, data: told if to == address.lower() and data.startswith(asked) else None


def word(value: int) -> str:
    """32 bytes."""
    return "0x" + value.to_bytes(32, "big").hex()
