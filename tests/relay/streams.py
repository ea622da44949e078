# SPDX-License-Identifier: Apache-2.0
"""Where a stream stands, read at once; and transactions of others than the relay, which nobody waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress

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
    latest = Latest(*stage.functions.latest(deal).call())
    return Stream(deal, latest, stage.functions.signersOf(deal).call()[0], *stage.functions.restatementsOf(deal).call())


def send_off(function: Any, sender: str) -> None:
    """It is mined with the next block, or dropped by a reorganisation and sent again when it is missed."""
    function.transact({"from": sender, **_RICH})


def now(stage: Stage) -> int:
    return int(stage.web3.eth.get_block("latest")["timestamp"])
