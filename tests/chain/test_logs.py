# SPDX-License-Identifier: Apache-2.0
"""The log reader: every event once, in order, or a named error."""

from __future__ import annotations

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ReadTimeout
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain import artefacts
from regalia.chain.connection import ChainUnreachableError
from regalia.chain.devnet import Devnet
from regalia.chain.events import LogError, UnknownEventError, decode_log
from regalia.chain.logs import ChainChangedError, LogRangeRefusedError, LogReader
from regalia.chain.transact import deploy, send
from tests.chain.node_stub import CONTRACT, NodeStub


def reader(node: NodeStub, start: int = 0, chunk: int = 100) -> LogReader:
    return LogReader(node.web3, [CONTRACT], start, chunk)


def test_read__log__every_field_decoded() -> None:
    node = NodeStub(head=5)
    node.add_log(3, index=4, period=9)
    (event,) = reader(node).read()
    assert event.name == "ErrorSample_Noted"
    assert event.args == {"deal": CONTRACT, "period": 9, "digest": b"\x05" * 32}
    assert list(event.args) == ["deal", "period", "digest"]
    assert (event.address, event.block_number, event.log_index, event.timestamp) == (CONTRACT, 3, 4, 1_003)
    assert event.block_hash == node.block_hash(3)
    assert event.transaction_hash == "0x" + "07" * 32


def test_read__logs_out_of_order__by_block_and_index() -> None:
    node = NodeStub(head=20)
    for block, index in ((9, 1), (2, 7), (9, 0), (15, 3)):
        node.add_log(block, index)
    assert [(e.block_number, e.log_index) for e in reader(node).read()] == [(2, 7), (9, 0), (9, 1), (15, 3)]


def test_read__provider_refuses_wide_ranges__halved_then_grown_again_nothing_twice() -> None:
    node = NodeStub(head=99, widest=12)
    for block in range(100):
        node.add_log(block)
    assert [e.block_number for e in reader(node).read()] == list(range(100))
    assert node.asked[:5] == [(0, 99), (0, 49), (0, 24), (0, 11), (12, 35)]
    node.widest, node.head = 10**9, 1_000
    node.asked.clear()
    grown = LogReader(node.web3, [CONTRACT], 100, 256)
    grown.read()
    assert [last - first + 1 for first, last in node.asked] == [256, 256, 256, 133]


def test_read__range_halved_once__grows_back_to_the_limit() -> None:
    node = NodeStub(head=59, widest=8)
    whole = reader(node, chunk=16)
    whole.read(to_block=7)
    node.widest = 10**9
    node.asked.clear()
    whole.read()
    assert [last - first + 1 for first, last in node.asked] == [16, 16, 16, 4]


def test_read__provider_refuses_one_block__named() -> None:
    node = NodeStub(head=9, widest=0)
    with pytest.raises(LogRangeRefusedError, match=r"refuses block 0 alone: .*too much"):
        reader(node).read()


def test_read__again__goes_on_after_the_last() -> None:
    node = NodeStub(head=5)
    node.add_log(2)
    stream = reader(node)
    assert len(stream.read()) == 1
    assert stream.read() == []
    node.add_log(6)
    node.head = 6
    assert [e.block_number for e in stream.read()] == [6]


def test_read__start_and_end_given__only_between_them() -> None:
    node = NodeStub(head=50)
    for block in (9, 10, 20, 21):
        node.add_log(block)
    assert [e.block_number for e in reader(node, start=10).read(to_block=20)] == [10, 20]
    assert min(first for first, _ in node.asked) == 10


def test_read__event_of_nobody__refused_and_position_kept() -> None:
    node = NodeStub(head=5)
    node.add_log(2)
    node.add_log(3, topics=["0x" + "ab" * 32])
    stream = reader(node)
    with pytest.raises(UnknownEventError, match=f"log 0 of block 3 of {CONTRACT}: no known event has topic 0xabab"):
        stream.read()
    node.logs.pop()
    assert [e.block_number for e in stream.read()] == [2]


def test_read__log_without_topics__refused() -> None:
    node = NodeStub(head=5)
    node.add_log(3, topics=[])
    with pytest.raises(UnknownEventError, match="no known event has topic none"):
        reader(node).read()


def test_read__data_cut_short__refused() -> None:
    node = NodeStub(head=5)
    node.add_log(3, data="0x05")
    with pytest.raises(LogError, match="not a well-formed ErrorSample_Noted"):
        reader(node).read()


def test_read__removed_log__refused() -> None:
    node = NodeStub(head=5)
    node.add_log(3, removed=True)
    with pytest.raises(ChainChangedError, match="log 0 of block 3 was removed by a reorganisation"):
        reader(node).read()


def test_read__log_of_another_block_hash__refused_with_both() -> None:
    node = NodeStub(head=5)
    node.add_log(3, blockHash="0x" + "99" * 32)
    with pytest.raises(ChainChangedError, match=f"is of block 0x{'99' * 32}, the chain has {node.block_hash(3)}"):
        reader(node).read()


def test_read__log_outside_the_range_asked_for__refused() -> None:
    class Careless(NodeStub):
        def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
            answer = super().make_request(method, params)
            return {**answer, "result": self.logs} if method == "eth_getLogs" else answer

    node = Careless(head=50)
    node.add_log(2)
    with pytest.raises(LogError, match="log 0 of block 2 was not asked for: the range was 10 to 50"):
        reader(node, start=10).read()


def test_read__chain_rewritten_between_reads__refused() -> None:
    node = NodeStub(head=5)
    stream = reader(node)
    stream.read()
    before = node.block_hash(5)
    node.fork, node.head = 1, 7
    with pytest.raises(ChainChangedError, match=f"block 5: its hash was {before} and now is {node.block_hash(5)}"):
        stream.read()


def test_read__chain_rewritten_to_the_same_height__refused() -> None:
    node = NodeStub(head=5)
    stream = reader(node)
    stream.read()
    node.fork = 1
    with pytest.raises(ChainChangedError, match="block 5: its hash was"):
        stream.read()


def test_read__chain_reset_and_shorter__refused() -> None:
    node = NodeStub(head=5)
    stream = reader(node)
    stream.read()
    node.head = 2
    with pytest.raises(ChainChangedError, match="block 5: the provider does not have it"):
        stream.read()


def test_read__chain_rewritten_between_chunks__refused() -> None:
    class Turncoat(NodeStub):
        def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
            if method == "eth_getLogs" and len(self.asked) == 1:
                self.fork = 1
            return super().make_request(method, params)

    with pytest.raises(ChainChangedError, match="block 9: its hash was"):
        reader(Turncoat(head=19), chunk=10).read()


def test_read__provider_lags_behind_the_block_asked_for__refused() -> None:
    with pytest.raises(ChainChangedError, match="block 8: the provider does not have it"):
        reader(NodeStub(head=5)).read(to_block=8)


def test_read__time_out__range_halved() -> None:
    class Slow(NodeStub):
        def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
            answer = super().make_request(method, params)
            if method == "eth_getLogs" and self.asked[-1] == (0, 9):
                raise ReadTimeout
            return answer

    node = Slow(head=9)
    node.add_log(7)
    assert len(reader(node).read()) == 1
    assert node.asked[:2] == [(0, 9), (0, 4)]


def test_read__node_gone__named() -> None:
    class Gone(NodeStub):
        def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
            raise RequestsConnectionError

    with pytest.raises(ChainUnreachableError, match="the node stopped answering at block 4"):
        reader(Gone(head=9), start=4).read()


def test_decode__indexed_string_and_array__only_their_hashes() -> None:
    topic = keccak(text="ErrorSample_Named(string,uint256[])")
    _, args = decode_log([topic, b"\x01" * 32, b"\x02" * 32], b"")
    assert args == {"name": b"\x01" * 32, "numbers": b"\x02" * 32}


def test_decode__erc721_transfer__not_taken_for_erc20s() -> None:
    """Same first topic; three topics against four."""
    topic = keccak(text="Transfer(address,address,uint256)")
    holder = encode(["address"], [CONTRACT])
    name, args = decode_log([topic, holder, holder], encode(["uint256"], [5]))
    assert (name, list(args.values())) == ("Transfer", [CONTRACT, CONTRACT, 5])
    with pytest.raises(UnknownEventError):
        decode_log([topic, holder, holder, holder], b"")


@pytest.mark.devnet
def test_read__real_chain__struct_decoded_and_unknown_event_refused(fresh_chain: Devnet) -> None:
    web3, servicer = fresh_chain.web3, fresh_chain.accounts[3]
    artefact = artefacts.load("ErrorSample")
    address, receipt = deploy(web3, artefact, servicer, 1)
    sample = web3.eth.contract(address=address, abi=artefact.abi)
    for number in (5, 6):
        send(web3, sample.functions.store(number, f"note {number}"), servicer)
    stream = LogReader(web3, [address], receipt["blockNumber"], chunk=1)
    events = stream.read()
    assert [event.name for event in events] == ["ErrorSample_Stored"] * 2
    pair = {"owner": servicer, "amounts": (6, 7)}
    assert events[1].args == {"by": servicer, "number": 6, "pair": pair, "note": "note 6"}
    assert events[1].timestamp == web3.eth.get_block(3)["timestamp"]
    send(web3, sample.functions.emitUnknown(), servicer)
    with pytest.raises(UnknownEventError, match="0x00000000000000000000000000000000000000000000000000000000deadbeef"):
        stream.read()


@pytest.mark.devnet
def test_read__real_reorganisation__detected(fresh_chain: Devnet) -> None:
    fresh_chain.mine(5)
    stream = LogReader(fresh_chain.web3, [CONTRACT], 0)
    stream.read()
    answer = fresh_chain.web3.provider.make_request(RPCEndpoint("anvil_reorg"), [3, []])
    assert "error" not in answer
    with pytest.raises(ChainChangedError, match="block 5: its hash was"):
        stream.read()
