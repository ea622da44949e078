# SPDX-License-Identifier: Apache-2.0
"""Which acceptance of a period stands: told by made-up logs, in any order."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import Web3
from web3.types import RPCEndpoint, RPCResponse

from regalia.relay.nodes import AgreedChain, Identity
from regalia.relay.oracle_calls import OracleCalls
from tests.oracle.stage import DEAL, RELAY, REPORT
from tests.relay.test_nodes import Told, result

ACCEPTED = "ReportAccepted(address,uint32,uint256,uint256,uint256,bool,uint256,uint256[],bytes32)"
STRUCK = "ReportStruck(address,uint32,bytes25,uint32)"
MISSING = "ReportMissing(address,uint32,uint32,address)"
TYPES = ["uint256", "uint256", "uint256", "bool", "uint256", "uint256[]", "bytes32"]


class Telling(Told):
    """Answers with the logs it has in the blocks asked for, and remembers these."""

    def __init__(self, *logs: dict[str, Any], head: int = 20) -> None:
        super().__init__(head)
        self.logs = logs
        self.asked: list[tuple[int, int]] = []

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method != "eth_getLogs":
            return super().make_request(method, params)
        first, last = int(params[0]["fromBlock"], 16), int(params[0]["toBlock"], 16)
        self.asked.append((first, last))
        return result([log for log in self.logs if first <= int(log["blockNumber"], 16) <= last])


def log(event: str, block: int, index: int = 0, received: int = REPORT.received) -> dict[str, Any]:
    values = [7, received, REPORT.other_income, True, REPORT.reserve_target, REPORT.invoices, REPORT.evidence_root]
    data = {
        ACCEPTED: encode(TYPES, values),
        STRUCK: encode(["bytes25", "uint32"], [bytes(25), 1]),
        MISSING: encode(["uint32"], [1]),
    }
    topics = [keccak(text=event), encode(["address"], [DEAL]), encode(["uint32"], [1])]
    topics += [encode(["address"], [RELAY])] if event == MISSING else []
    return {
        "address": RELAY.lower(),
        "topics": ["0x" + topic.hex() for topic in topics],
        "data": "0x" + data[event].hex(),
        "blockNumber": hex(block),
        "blockHash": Told().block(block)["hash"],
        "transactionHash": f"0x{block:064x}",
        "logIndex": hex(index),
    }


def accepted(node: Telling, from_block: int = 0) -> Any:
    chain = AgreedChain(Identity(31337, Told().block(0)["hash"]), Web3(node))
    return OracleCalls(chain, RELAY, from_block).accepted(chain.look(), DEAL, 1)


def test_accepted__once__that_one() -> None:
    told = accepted(Telling(log(ACCEPTED, 5)))
    assert told.log.block == 5 and told.is_of(REPORT)


def test_accepted__other_amounts__not_the_same_report() -> None:
    assert not accepted(Telling(log(ACCEPTED, 5, received=1))).is_of(REPORT)


@pytest.mark.parametrize("event", [STRUCK, MISSING])
def test_accepted__struck_since__none_until_it_is_accepted_anew(event: str) -> None:
    """The same content may be signed again in a later epoch: that an earlier one was on chain says nothing of it."""
    gone = [log(ACCEPTED, 5), log(event, 9)]
    assert accepted(Telling(*gone)) is None
    assert accepted(Telling(*gone, log(ACCEPTED, 9, index=1))).log.index == 1


def test_accepted__long_ago__looked_for_backwards_to_the_first_block() -> None:
    node = Telling(log(ACCEPTED, 100), head=12_000)
    assert accepted(node, from_block=90).log.block == 100
    assert node.asked == [(7_001, 12_000), (2_001, 7_000), (90, 2_000)]
    assert accepted(node, from_block=101) is None
