# SPDX-License-Identifier: Apache-2.0
"""Made-up logs of an oracle, in any order, and a node that has them."""

from __future__ import annotations

from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3.types import RPCEndpoint, RPCResponse

from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import Signable, SigningDomain, digest
from regalia.relay.node import Log
from regalia.relay.states import State
from regalia.relay.told import Told as Event
from regalia.relay.work import Work
from tests.oracle.stage import DEAL, RELAY, REPORT
from tests.relay.test_nodes import Told, result

DOMAIN = SigningDomain(31337, RELAY)
RESTATEMENT = Restatement(
    deal=DEAL,
    number=1,
    epoch=1,
    period=1,
    received=-5,
    other_income=7,
    corrects=REPORT.evidence_root,
    evidence_root=keccak(text="found later"),
)
_AMOUNTS = ["uint256", "uint256", "uint256", "bool", "uint256", "uint256[]", "bytes32"]


def work(report: Signable = REPORT) -> Work:
    kind = "restatement" if isinstance(report, Restatement) else "report"
    number = report.number if isinstance(report, Restatement) else report.period
    document = report.to_json()
    return Work(1, kind, report.deal, number, report.epoch, digest(report, DOMAIN), document, b"", State.SIGNED)


def accepted(block: int, report: Signable = REPORT, index: int = 0) -> Log:
    deal, number = report.deal, report.period
    if isinstance(report, Restatement):
        amounts = [7, report.received, report.other_income, report.corrects, report.evidence_root]
        types = ["uint256", "int256", "int256", "bytes32", "bytes32"]
        event = "RestatementAccepted(address,uint32,uint32,uint256,int256,int256,bytes32,bytes32)"
        return _log(event, block, index, deal, [report.number, number], encode(types, amounts))
    values = [7, report.received, report.other_income, report.has_target, report.reserve_target]
    data = encode(_AMOUNTS, [*values, report.invoices, report.evidence_root])
    event = "ReportAccepted(address,uint32,uint256,uint256,uint256,bool,uint256,uint256[],bytes32)"
    return _log(event, block, index, deal, [number], data)


def struck(block: int, report: Signable = REPORT, epoch: int = 2, index: int = 0) -> Log:
    """The epoch is the one that begins with it."""
    if isinstance(report, Restatement):
        return _log("RestatementStruck(address,uint32)", block, index, report.deal, [report.number], b"")
    data = encode(["bytes25", "uint32"], [digest(report, DOMAIN)[:25], epoch])
    return _log("ReportStruck(address,uint32,bytes25,uint32)", block, index, report.deal, [report.period], data)


def voided(block: int, epoch: int = 2, deal: str = DEAL) -> Log:
    return _log("SignaturesVoided(address,uint32,address)", block, 0, deal, [5], encode(["uint32"], [epoch]))


def told(*logs: Log) -> list[Event]:
    return [Event.of(log) for log in logs]


def _log(event: str, block: int, index: int, deal: str, indexed: list[int], data: bytes) -> Log:
    """Indexed numbers and addresses alike are words."""
    topics = (keccak(text=event), encode(["address"], [deal]), *(encode(["uint256"], [value]) for value in indexed))
    return Log(block, Told().block(block)["hash"], f"0x{block:064x}", index, topics, data)


class Telling(Told):
    """Answers with the logs it has in the blocks and of the deals asked for, and remembers these."""

    def __init__(self, *logs: Log, head: int = 20) -> None:
        super().__init__(head)
        self.logs = list(logs)
        self.asked: list[tuple[int, int]] = []

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method != "eth_getLogs":
            return super().make_request(method, params)
        first, last = int(params[0]["fromBlock"], 16), int(params[0]["toBlock"], 16)
        self.asked.append((first, last))
        events, deals = params[0]["topics"]
        return result(
            [
                _json(log)
                for log in self.logs
                if first <= log.block <= last and _hex(log.topics[0]) in events and _hex(log.topics[1]) in deals
            ]
        )


def _json(log: Log) -> dict[str, Any]:
    return {
        "address": RELAY.lower(),
        "topics": [_hex(topic) for topic in log.topics],
        "data": _hex(log.data),
        "blockNumber": hex(log.block),
        "blockHash": log.block_hash,
        "transactionHash": log.transaction,
        "logIndex": hex(log.index),
    }


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
