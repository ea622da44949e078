# SPDX-License-Identifier: Apache-2.0
"""A chain to try things on: its clock may be moved, and its accounts sign when they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.types import RPCEndpoint

from regalia.chain.transact import explained
from regalia.errors import RegaliaError


class DevnetError(RegaliaError, RuntimeError):
    """The node did not start, stopped on its own or refused what a local chain must do; the message holds its words."""


@dataclass(frozen=True)
class LocalChain:
    """``accounts`` are funded, and send without a key being shown. Speaks the methods that anvil and Hardhat have in common."""

    url: str
    web3: Web3
    chain_id: int
    accounts: tuple[ChecksumAddress, ...]

    def now(self) -> int:
        """Time of the latest block, in seconds since 1970."""
        return int(self.web3.eth.get_block("latest")["timestamp"])

    def warp(self, timestamp: int) -> None:
        """Mine one block at ``timestamp`` (seconds since 1970), which must be later than the latest block's."""
        latest = self.now()
        if timestamp <= latest:
            raise DevnetError(
                f"warp: {timestamp} is not after the latest block's time {latest}", "Time only goes forward."
            )
        self.ask("evm_setNextBlockTimestamp", timestamp)
        self.mine()

    def mine(self, blocks: int = 1) -> None:
        """Mine empty blocks."""
        for _ in range(blocks):
            self.ask("evm_mine")

    def sign_typed_data(self, signer: ChecksumAddress, message: Mapping[str, Any]) -> bytes:
        """The signature of an account of this chain over EIP-712 data in full (types, domain, message)."""
        # a number may be beyond what JSON parsers keep exactly
        values = {key: hex(value) if type(value) is int else value for key, value in message["message"].items()}
        answer = self.ask("eth_signTypedData_v4", signer, {**message, "message": values})
        return bytes.fromhex(str(answer).removeprefix("0x"))

    def ask(self, method: str, *arguments: object) -> Any:
        """What the node answers to a method. Raises ``DevnetError`` when it refuses, and ``ChainUnreachableError``."""
        with explained(method):
            answer = self.web3.provider.make_request(RPCEndpoint(method), list(arguments))
        if "error" in answer:
            raise DevnetError(f"the node refused {method}{arguments}: {answer['error']}")
        return answer.get("result")
