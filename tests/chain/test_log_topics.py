# SPDX-License-Identifier: Apache-2.0
"""Logs of some events only: asked for as such, and nothing else is taken."""

from __future__ import annotations

from typing import Any

import pytest
from eth_utils.crypto import keccak
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain import artefacts
from regalia.chain.bloom import mask_of
from regalia.chain.devnet import Devnet
from regalia.chain.events import LogError, topics_of
from regalia.chain.logs import LogReader
from regalia.chain.transact import deploy, send
from tests.chain.node_stub import CONTRACT, NOTED, NodeStub, result

STORED = "ErrorSample_Stored"
OTHER = "0x" + keccak(text="RoleGranted(bytes32,address,address)").hex()


class Telling(NodeStub):
    """Keeps the questions, and answers as if it lagged: what is newer than block ``seen`` is given by its hash only."""

    def __init__(self, head: int, seen: int, blooms: dict[int, int]) -> None:
        super().__init__(head)
        self.seen, self.blooms = seen, blooms
        self.questions: list[dict[str, Any]] = []

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method == "eth_getBlockByNumber":
            number = int(params[0], 16)
            block = {"number": hex(number), "hash": self.block_hash(number), "timestamp": hex(1_000 + number)}
            return result(block | {"logsBloom": hex(self.blooms.get(number, 0))})
        if method != "eth_getLogs":
            return super().make_request(method, params)
        self.questions.append(params[0])
        if by_hash := params[0].get("blockHash"):
            return result([log for log in self.logs if log["blockHash"] == by_hash])
        return result([log for log in self.logs if int(log["blockNumber"], 16) <= self.seen])


def test_topics__by_name__what_their_logs_begin_with() -> None:
    assert topics_of("ErrorSample_Noted") == (NOTED,)
    assert topics_of("RoleGranted") == (OTHER,)
    assert topics_of("Transfer") == ("0x" + keccak(text="Transfer(address,address,uint256)").hex(),)
    assert topics_of() == ()


def test_read__topics__in_every_question() -> None:
    node = Telling(9, 9, {4: mask_of(CONTRACT) | mask_of(NOTED)})
    LogReader(node.web3, [CONTRACT], 0, topics=[NOTED]).read()
    assert [question["topics"] for question in node.questions] == [[[NOTED]], [[NOTED]]]
    assert [question.get("fromBlock", question.get("blockHash")) for question in node.questions] == [
        "0x0",
        node.block_hash(4),
    ]


def test_read__no_topics__none_in_a_question() -> None:
    node = Telling(9, 9, {4: mask_of(CONTRACT)})
    LogReader(node.web3, [CONTRACT], 0).read()
    assert len(node.questions) == 2 and not any("topics" in question for question in node.questions)


def test_read__lagging_node__only_blocks_that_may_have_the_event_are_asked_for_again() -> None:
    both, other = mask_of(CONTRACT) | mask_of(NOTED), mask_of(CONTRACT) | mask_of(OTHER)
    node = Telling(9, 5, {7: other, 8: both, 9: mask_of(NOTED)})
    node.add_log(8)
    (event,) = LogReader(node.web3, [CONTRACT], 0, topics=[NOTED]).read()
    assert event.block_number == 8
    assert [question["blockHash"] for question in node.questions[1:]] == [node.block_hash(8)]


def test_read__node_that_gives_other_events__refused() -> None:
    node = Telling(9, 9, {})
    node.add_log(3, topics=[OTHER, *["0x" + "11" * 32] * 3], data="0x")
    with pytest.raises(LogError, match="log 0 of block 3 was not asked for: it is of another event"):
        LogReader(node.web3, [CONTRACT], 0, topics=[NOTED]).read()


@pytest.mark.devnet
def test_read__real_chain__an_unknown_event_is_not_in_the_way(fresh_chain: Devnet) -> None:
    web3, servicer = fresh_chain.web3, fresh_chain.accounts[3]
    artefact = artefacts.load("ErrorSample")
    address, receipt = deploy(web3, artefact, servicer, 1)
    sample = web3.eth.contract(address=address, abi=artefact.abi)
    send(web3, sample.functions.emitUnknown(), servicer)
    send(web3, sample.functions.store(5, "note"), servicer)
    (event,) = LogReader(web3, [address], receipt["blockNumber"], chunk=1, topics=topics_of(STORED)).read()
    assert (event.name, event.args["number"]) == (STORED, 5)
