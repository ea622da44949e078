# SPDX-License-Identifier: Apache-2.0
"""Nodes that contradict each other, lie, fail, lag and limit what may be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from web3 import HTTPProvider, Web3

from regalia.chain.asking import Patience
from regalia.chain.bloom import mask_of, may_hold
from regalia.chain.events import LogError
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.follow_errors import IndexDiffersError
from tests.index.following import OF_EVENTS, catch_up, checkpoints_of, rows_of
from tests.index.recorded import Recording
from tests.index.stub_chain import StubChain, served
from tests.support.faulty_rpc import Faults, faulty_rpc

pytestmark = pytest.mark.devnet
Open = Callable[..., IndexDatabase]


def last_log(recording: Recording, address: str) -> tuple[int, int]:
    """Block and index of the last thing a contract said."""
    found = [
        (number, int(log["logIndex"], 16))
        for number, logs in enumerate(recording.logs)
        for log in logs
        if log["address"] == address.lower()
    ]
    return found[-1]


def test_second_node__has_other_blocks__named_and_chunk_not_kept(recording: Recording, opened: Open) -> None:
    database, chain, second = opened(), StubChain(recording), StubChain(recording)
    second.reorganise(40, "other")
    with pytest.raises(NodesDisagreeError) as caught:
        catch_up(database, chain, second=second.web3)
    fork, kept = recording.head - 39, checkpoints_of(database)
    assert kept[-1] < fork
    number = next(block for block in range(fork, fork + 16) if str(block) in caught.value.what)
    assert caught.value.message == (
        f"hash of block {number}: the first node says {chain.block_hash(number)}, the second {second.block_hash(number)}"
    )
    assert not [row for row in rows_of(database)["event"] if row[1] > kept[-1]]


def test_second_node__differs_for_a_moment_only__asked_again(recording: Recording, opened: Open) -> None:
    database, chain, second = opened(), StubChain(recording), StubChain(recording)
    second.reorganise(1, "other")
    asked: list[str] = []

    def settle(method: str, params: list[Any]) -> None:
        if method == "eth_getBlockByNumber" and int(params[0], 16) == recording.head:
            asked.append(method)
            if len(asked) == 2:
                second.reorganise(0, "")

    second.before = settle
    catch_up(database, chain, second=second.web3)
    assert checkpoints_of(database)[-1] == recording.head
    assert len(asked) >= 2


def test_second_node__behind__read_as_far_as_both_have(recording: Recording, opened: Open) -> None:
    database, chain = opened(), StubChain(recording)
    second = StubChain(recording, head=recording.head - 5)
    catch_up(database, chain, second=second.web3)
    assert checkpoints_of(database)[-1] == recording.head - 5


def test_second_node__asked_for_the_figures__finds_what_the_first_hides(recording: Recording, opened: Open) -> None:
    """The first one hides the last payment date, in its logs and in what it answers."""
    database, chain, second = opened(), StubChain(recording), StubChain(recording)
    earlier = last_log(recording, recording.record.deal.address)[0] - 1

    def hide(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        if method == "eth_call":
            key = (earlier, params[0]["to"], params[0]["data"])
            return {"result": recording.answers[key]}
        return answer

    chain.reorganise(0, "", {last_log(recording, recording.record.deal.address)})
    chain.mutate = hide
    catch_up(database, chain)
    with pytest.raises(IndexDiffersError, match="senior, income per unit"):
        catch_up(database, chain, second=second.web3)


def test_node__hides_a_payment_date__what_differs_is_named(recording: Recording, opened: Open, url: str) -> None:
    database, chain = opened(url), StubChain(recording)
    chain.reorganise(0, "", {last_log(recording, recording.record.deal.address)})
    with pytest.raises(IndexDiffersError) as caught:
        catch_up(database, chain)
    named = [difference.split(":")[0] for difference in caught.value.differences]
    assert {"senior, income per unit", "mezzanine, income per unit"} <= set(named)
    assert "regalia index --rebuild" in caught.value.hint
    chain.reorganise(0, "")
    with pytest.raises(IndexDiffersError):  # what was committed stays until it is built anew
        catch_up(database, chain)


def test_node__answers_of_another_contract__named(recording: Recording, opened: Open) -> None:
    database, chain = opened(), StubChain(recording)
    chain.mutate = lambda method, params, answer: {"result": "0x"} if method == "eth_call" else answer
    with pytest.raises(RuntimeError, match="state: the node gave no answer of this contract"):
        catch_up(database, chain)


@pytest.mark.parametrize("fault", ["twice", "another address", "not well-formed"])
def test_node__logs_that_cannot_be__named_and_nothing_kept(recording: Recording, opened: Open, fault: str) -> None:
    database, chain = opened(), StubChain(recording)

    def spoil(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        if method != "eth_getLogs" or not answer["result"]:
            return answer
        first, *others = answer["result"]
        spoiled: dict[str, list[dict[str, Any]]] = {
            "twice": [first, first],
            "another address": [first | {"address": "0x" + "12" * 20}],
            "not well-formed": [first | {"data": "0xzz"}],
        }
        return {"result": [*spoiled[fault], *others]}

    chain.mutate = spoil
    with pytest.raises(LogError, match=fault if fault != "another address" else "was not asked for: it is of 0x1212"):
        catch_up(database, chain)
    assert rows_of(database)["event"] == []


def test_mask__blocks_of_a_real_chain__hold_whoever_said_something(recording: Recording) -> None:
    spoken = [(number, log["address"]) for number, logs in enumerate(recording.logs) for log in logs]
    assert len(spoken) > 100
    assert all(may_hold(int(recording.blocks[number]["logsBloom"], 16), mask_of(address)) for number, address in spoken)
    silent = [number for number, logs in enumerate(recording.logs) if not logs]
    assert silent
    assert not any(int(recording.blocks[number]["logsBloom"], 16) for number in silent)


def test_node__gives_the_newest_logs_as_none__still_nothing_missing(recording: Recording, opened: Open) -> None:
    """Behind one address one node lags five blocks: what it says of a range ends there, and it does not say so."""
    database, fresh, chain = opened(), opened(), StubChain(recording)
    catch_up(fresh, StubChain(recording))

    def lag(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        if method != "eth_getLogs" or "blockHash" in params[0]:
            return answer
        return {"result": [log for log in answer["result"] if int(log["blockNumber"], 16) <= chain.head - 5]}

    chain.mutate = lag
    for head in (60, 70, recording.head):
        chain.head = head
        catch_up(database, chain)
    assert rows_of(database, OF_EVENTS) == rows_of(fresh, OF_EVENTS)


def test_provider__fails_lags_and_limits__ends_as_over_a_good_one(recording: Recording, opened: Open) -> None:
    fresh, database = opened(), opened()
    catch_up(fresh, StubChain(recording))
    patience = Patience(busy=[0] * 30, silent=[0] * 30, sleep=lambda seconds: None)
    with served(StubChain(recording)) as good, faulty_rpc(good, Faults(failing=0.15, widest=9, most_logs=6)) as proxy:
        web3 = Web3(HTTPProvider(proxy.at, exception_retry_configuration=None))
        Indexer(database, web3, recording.record, recording.terms, patience=patience).catch_up()
        assert sum(proxy.faults.failed.values()) > 5
    assert rows_of(database, OF_EVENTS) == rows_of(fresh, OF_EVENTS)
