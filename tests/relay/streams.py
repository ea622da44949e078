# SPDX-License-Identifier: Apache-2.0
"""Where a stream stands, read at once; and transactions of others than the relay, which nobody waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_abi.abi import decode, encode
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.oracle.stream import Latest
from regalia.relay.fees import GWEI
from tests.relay.stage import Stage

_RICH = {"maxFeePerGas": 10_000 * GWEI, "maxPriorityFeePerGas": GWEI, "gas": 1_000_000}
"""Nothing of the others ever waits for its fee."""


@dataclass(frozen=True)
class Stream:
    deal: ChecksumAddress
    latest: Latest
    epoch: int
    accepted: int
    taken: int

    @property
    def executed(self) -> int:
        return self.latest.period - (1 if self.latest.pending else 0)


def stream_of(stage: Stage, deal: ChecksumAddress) -> Stream:
    """In plain calls, as a fault test reads thousands of them."""
    period, pending, final_at, head = decode(["uint256", "bool", "uint256", "bytes25"], _read(stage, "latest", deal))
    (epoch,) = decode(["uint32"], _read(stage, "signersOf", deal)[:32])
    accepted, taken = decode(["uint256", "uint256"], _read(stage, "restatementsOf", deal))
    return Stream(deal, Latest(period, pending, final_at, head), epoch, accepted, taken)


def _read(stage: Stage, function: str, deal: ChecksumAddress) -> bytes:
    data = keccak(text=f"{function}(address)")[:4] + encode(["address"], [deal])
    answer: str = stage.rpc("eth_call", {"to": stage.oracle, "data": "0x" + data.hex()}, "latest")
    return bytes.fromhex(answer[2:])


def send_off(function: Any, sender: str) -> None:
    """It is mined with the next block, or dropped by a reorganisation and sent again when it is missed."""
    function.transact({"from": sender, **_RICH})


def now(stage: Stage) -> int:
    return int(stage.web3.eth.get_block("latest")["timestamp"])
