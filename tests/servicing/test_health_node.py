# SPDX-License-Identifier: Apache-2.0
"""What is said of a node: catching up, old, of another chain, silent about itself, gone; and of a record that is not of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servicing.examined import FAIL, OK, WARN, examined, seen
from tests.servicing.reporting import Reporting
from tests.support.faulty_rpc import Answer, Faults, faulty_rpc

pytestmark = pytest.mark.devnet
NODE = {"node.client", "node.chain", "node.syncing", "node.head", "node.fee"}


def answering(asked: str, result: Any) -> Faults:
    """A node that answers this to that question."""

    def changed(method: str, params: list[Any], answer: Answer) -> Answer:
        return answer | result if method == asked else answer

    return Faults(mutate=changed)


def test_node__in_order_and_no_deal__five_findings_and_nothing_to_do(closed: Reporting) -> None:
    found = examined(closed.chain.url)
    assert found.keys() == NODE and {finding.level for finding in found.values()} == {OK}
    assert found["node.chain"].found.startswith("chain 31337, genesis 0x")
    assert {finding.block for finding in found.values()} == {closed.chain.web3.eth.block_number}


@pytest.mark.parametrize(
    ("ahead", "level", "words"),
    [
        (300, OK, "5 minutes before"),
        (301, WARN, "5 minutes before"),
        (-60, OK, "1 minute after"),
        (-61, WARN, "1 minute after"),
    ],
)
def test_head__by_this_machines_clock__at_the_bounds(closed: Reporting, ahead: int, level: object, words: str) -> None:
    head = examined(closed.chain.url, clock=closed.now + ahead)["node.head"]
    assert head.level is level and words in head.found


def test_syncing__says_where_it_is__failed(closed: Reporting) -> None:
    state = {"startingBlock": "0x0", "currentBlock": "0x10", "highestBlock": "0x20"}
    with faulty_rpc(closed.chain.url, answering("eth_syncing", {"result": state})) as proxy:
        found = examined(proxy.at)["node.syncing"]
    assert (found.level, found.found) == (FAIL, "it is catching up: at block 16 of 32")


def test_client__kept_to_itself__no_trouble(closed: Reporting) -> None:
    refused = {"error": {"code": -32601, "message": "not here"}, "result": None}
    with faulty_rpc(closed.chain.url, answering("web3_clientVersion", refused)) as proxy:
        found = examined(proxy.at)["node.client"]
    assert (found.level, found.found) == (OK, "does not say what it is")


def test_chain__another_than_the_records__failed_and_nothing_more_looked_at(closed: Reporting) -> None:
    record = closed.deal.record.model_copy(update={"chain_id": 11155111})
    found = examined(closed.chain.url, record)
    assert found.keys() == NODE and seen(found, "node.chain") == (FAIL, "look-at-node")
    assert "the record is of chain 11155111" in found["node.chain"].found


def test_node__gone_after_the_first_answers__a_finding_and_no_error(closed: Reporting) -> None:
    faults = Faults()

    def closing(method: str, params: list[Any], answer: Answer) -> Answer:
        faults.failing = float(method == "eth_syncing")
        return answer

    faults.mutate = closing
    with faulty_rpc(closed.chain.url, faults) as proxy:
        found = examined(proxy.at, closed.deal.record)
    assert found["node"].level is FAIL and found["node"].found.startswith("could not be looked at: ")
    assert "record.chain" not in found


def test_head__of_a_time_that_is_none__a_finding_and_no_error(closed: Reporting) -> None:
    def changed(method: str, params: list[Any], answer: Answer) -> Answer:
        if method == "eth_getBlockByNumber":
            answer["result"]["timestamp"] = hex(2**63)
        return answer

    with faulty_rpc(closed.chain.url, Faults(mutate=changed)) as proxy:
        found = examined(proxy.at, clock=closed.now)
    assert found["node"].level is FAIL and found["node"].found.startswith("could not be looked at: ")


def test_record__code_is_other__each_difference_told_and_nothing_more_looked_at(closed: Reporting) -> None:
    record = closed.deal.record
    wrong = record.escrow.model_copy(update={"code_hash": "0x" + "11" * 32})
    found = examined(closed.chain.url, record.model_copy(update={"escrow": wrong}))
    assert seen(found, "record.chain") == (FAIL, "look-at-node")
    assert "escrow.code_hash: the record says 0x1111" in found["record.chain"].found
    assert "wiring.links" not in found


def test_record__of_another_release__failed_and_the_rest_looked_at(closed: Reporting) -> None:
    record = closed.deal.record
    older = record.compiler.model_copy(update={"version": "0.8.1"})
    found = examined(closed.chain.url, record.model_copy(update={"compiler": older}))
    assert found["record.release"].level is FAIL and found["wiring.links"].level is OK


def test_terms__of_another_deal__failed(closed: Reporting) -> None:
    terms = closed.life.terms
    assert examined(closed.chain.url, closed.deal.record, terms=terms)["record.terms"].level is OK
    other = terms.model_copy(update={"name": "Another"})
    found = examined(closed.chain.url, closed.deal.record, terms=other)
    assert seen(found, "record.terms") == (FAIL, "status")
