# SPDX-License-Identifier: Apache-2.0
"""A transaction that was signed long ago: what a node's refusal of it means."""

from __future__ import annotations

import pytest
from web3 import Web3
from web3.types import RPCEndpoint

from regalia.chain.connection import NodeRefusedError, ReceiptTimeoutError
from regalia.deployment.sending import send_signed
from tests.chain.node_stub import NodeStub

RAW = b"\x02signed"


def refusing(words: str) -> Web3:
    """A node that refuses what is sent and has a receipt of nothing."""
    web3 = NodeStub(head=5).web3
    ask = web3.provider.make_request

    def answer(method: RPCEndpoint, params: object) -> object:
        if method == "eth_sendRawTransaction":
            return {"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": words}}
        if method == "eth_getTransactionReceipt":
            return {"jsonrpc": "2.0", "id": 1, "result": None}
        return ask(method, params)

    web3.provider.make_request = answer  # type: ignore[assignment, method-assign]
    return web3


@pytest.mark.parametrize("words", ["unknown transaction type 2", "only replay-protected transactions are allowed"])
def test_send_signed__node_does_not_take_such__refused_at_once_with_what_to_do(words: str) -> None:
    with pytest.raises(NodeRefusedError, match=words) as refused:
        send_signed(refusing(words), "proxy", RAW, timeout=0.1)
    assert "ask another node" in refused.value.hint


@pytest.mark.parametrize("words", ["already known", "nonce too low: next nonce 1, tx nonce 0"])
def test_send_signed__sent_before__waited_for(words: str) -> None:
    with pytest.raises(ReceiptTimeoutError):
        send_signed(refusing(words), "proxy", RAW, timeout=0.1)
