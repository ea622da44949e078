# SPDX-License-Identifier: Apache-2.0
"""Transactions by the thousand: not tried before they are sent, which takes four requests of the six."""

from __future__ import annotations

from typing import Any

from web3.contract import Contract

from regalia.chain.devnet import Devnet
from regalia.chain.transact import Sender

GAS = 3_000_000
"""More than any here takes."""
_LOOK_AGAIN = 0.002
"""Seconds: a node answers before it has mined."""


class NotMinedError(AssertionError):
    """A transaction that was to go through."""


def post(chain: Devnet, contract: Contract, function: str, arguments: list[Any], sender: Sender) -> None:
    """Of an account of the chain, until it is mined. Raises ``NotMinedError`` where it was refused."""
    data = contract.encode_abi(function, arguments)
    words = {"from": sender, "to": contract.address, "data": data, "gas": hex(GAS)}
    sent = chain.ask("eth_sendTransaction", words)
    if chain.web3.eth.wait_for_transaction_receipt(sent, poll_latency=_LOOK_AGAIN)["status"] != 1:
        raise NotMinedError(f"{function} of {contract.address} was refused")
