# SPDX-License-Identifier: Apache-2.0
"""Two nodes: what both say, or nothing. Answers here are made up, so that each can differ in one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from eth_utils.crypto import keccak
from requests.exceptions import ReadTimeout
from web3 import Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.connection import WrongNetworkError
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.relay.errors import NodeUnusableError, NodeWaitError
from regalia.relay.node import Node, Receipt, Reverted
from regalia.relay.nodes import AgreedChain, Identity, View

DEPTH = 4


class Told(BaseProvider):
    """A node of ``head`` blocks; from ``fork`` on its blocks are its own. ``answers`` come before everything else."""

    def __init__(self, head: int = 20, fork: int = 10**6) -> None:
        super().__init__()
        self.head, self.fork, self.name = head, fork, "a"
        self.answers: dict[str, Any] = {}

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        if method in self.answers:
            answer = self.answers[method]
            answer = answer() if callable(answer) else answer
            whole = isinstance(answer, dict) and ("error" in answer or "result" in answer)
            return cast(RPCResponse, answer) if whole else result(answer)
        match method:
            case "eth_chainId":
                return result("0x7a69")
            case "eth_getBlockByNumber":
                number = self.head if params[0] == "latest" else int(params[0], 16)
                return result(self.block(number) if number <= self.head else None)
        raise AssertionError(method)

    def block(self, number: int) -> dict[str, str]:
        name = self.name if number >= self.fork else ""
        return {
            "number": hex(number),
            "hash": "0x" + keccak(text=f"{number}{name}").hex(),
            "timestamp": hex(1_000 + number),
            "baseFeePerGas": "0x7",
            "gasLimit": "0x1c9c380",
        }


def result(value: Any) -> RPCResponse:
    return {"jsonrpc": "2.0", "id": 1, "result": value}


def error(**words: Any) -> RPCResponse:
    return {"jsonrpc": "2.0", "id": 1, "error": words}  # type: ignore[typeddict-item]


def chain(first: Told, second: Told | None = None) -> AgreedChain:
    identity = Identity(31337, Told().block(0)["hash"])
    if second:
        second.name = "b"
    return AgreedChain(identity, Web3(first), Web3(second) if second else None, DEPTH)


def test_look__equal__the_head() -> None:
    view = chain(Told(), Told()).look()
    assert (view.height, view.lag, view.head.hash) == (20, 0, Told().block(20)["hash"])


@pytest.mark.parametrize("behind", [1, 3])
def test_look__one_lags_a_little__the_lower_height(behind: int) -> None:
    for pair in ((Told(), Told(20 - behind)), (Told(20 - behind), Told())):
        view = chain(*pair).look()
        assert (view.height, view.lag) == (20 - behind, behind)


def test_look__one_lags_far__waits() -> None:
    with pytest.raises(NodeWaitError, match="lags 4 blocks"):
        chain(Told(), Told(16)).look()


def test_look__different_tips__waits() -> None:
    with pytest.raises(NodeWaitError, match="different blocks 20"):
        chain(Told(fork=17), Told(fork=17)).look()


def test_look__different_chains_deeper_than_the_depth__contradiction() -> None:
    with pytest.raises(NodesDisagreeError, match="hash of block 16"):
        chain(Told(fork=16), Told(fork=16)).look()


def test_look__other_chain_id_of_one__contradiction_of_both__wrong_network() -> None:
    other = Told()
    other.answers["eth_chainId"] = "0x1"
    with pytest.raises(NodesDisagreeError, match="chain id: the first node says 31337, the second 1"):
        chain(Told(), other).look()
    with pytest.raises(WrongNetworkError, match="chain id: expected 31337, the node says 1"):
        chain(other).look()


def test_look__other_genesis__contradiction_or_wrong_network() -> None:
    with pytest.raises(NodesDisagreeError, match="genesis"):
        chain(Told(fork=0), Told(fork=0)).look()
    with pytest.raises(WrongNetworkError, match="genesis"):
        chain(Told(fork=0)).look()


def receipt(status: int = 1, block: int = 5) -> dict[str, str]:
    return {"blockNumber": hex(block), "blockHash": Told().block(block)["hash"], "status": hex(status)}


@pytest.fixture
def pair() -> Iterator[tuple[Told, Told]]:
    yield Told(), Told()


def test_receipt__both_have_it__it_is_so(pair: tuple[Told, Told]) -> None:
    for node in pair:
        node.answers["eth_getTransactionReceipt"] = receipt()
    both = chain(*pair)
    assert both.receipt(both.look(), "0xaa") == Receipt(5, Told().block(5)["hash"], True)


def test_receipt__above_the_view__not_yet(pair: tuple[Told, Told]) -> None:
    pair[0].head = 21
    for node in pair:
        node.answers["eth_getTransactionReceipt"] = receipt(block=21)
    both = chain(*pair)
    assert both.receipt(both.look(), "0xaa") is None


def test_receipt__one_has_it__waits(pair: tuple[Told, Told]) -> None:
    pair[0].answers["eth_getTransactionReceipt"] = receipt()
    pair[1].answers["eth_getTransactionReceipt"] = None
    both = chain(*pair)
    with pytest.raises(NodeWaitError, match="one node has its receipt"):
        both.receipt(both.look(), "0xaa")


def test_receipt__different__contradiction(pair: tuple[Told, Told]) -> None:
    pair[0].answers["eth_getTransactionReceipt"] = receipt(1)
    pair[1].answers["eth_getTransactionReceipt"] = receipt(0)
    both = chain(*pair)
    with pytest.raises(NodesDisagreeError, match="receipt of 0xaa"):
        both.receipt(both.look(), "0xaa")


def call(both: AgreedChain, view: View) -> bytes | Reverted:
    return both.agreed(view, "trial", lambda node: node.call({}, view.height))


def test_agreed__differs_once__asked_again(pair: tuple[Told, Told]) -> None:
    answers = iter(["0x01", "0x02"])
    pair[0].answers["eth_call"] = "0x02"
    pair[1].answers["eth_call"] = lambda: next(answers)
    both = chain(*pair)
    assert call(both, both.look()) == b"\x02"


def test_agreed__differs_as_the_chain_moved__waits(pair: tuple[Told, Told]) -> None:
    pair[0].answers["eth_call"], pair[1].answers["eth_call"] = "0x01", "0x02"
    both = chain(*pair)
    view = both.look()
    pair[1].fork = 19
    with pytest.raises(NodeWaitError, match="the chain moved"):
        call(both, view)


def test_agreed__refusals_worded_differently__the_same_refusal(pair: tuple[Told, Told]) -> None:
    """Compared by what the contract said, not by what the node makes of it."""
    pair[0].answers["eth_call"] = error(code=3, message="execution reverted: custom error", data="0x12345678")
    pair[1].answers["eth_call"] = error(code=-32015, message="VM execution error", data="Reverted 0x12345678")
    both = chain(*pair)
    assert call(both, both.look()) == Reverted(bytes.fromhex("12345678"))


def test_agreed__refused_by_one_only__contradiction(pair: tuple[Told, Told]) -> None:
    pair[0].answers["eth_call"] = error(code=3, message="execution reverted", data="0x12345678")
    pair[1].answers["eth_call"] = "0x"
    both = chain(*pair)
    with pytest.raises(NodesDisagreeError, match="trial at block 20"):
        call(both, both.look())


def test_agreed__one_can_not_answer__no_contradiction(pair: tuple[Told, Told]) -> None:
    pair[0].answers["eth_call"] = "0x"
    pair[1].answers["eth_call"] = error(code=-32000, message="missing trie node")
    both = chain(*pair)
    with pytest.raises(NodeUnusableError, match="second node: answered: missing trie node"):
        call(both, both.look())


def _lost() -> Any:
    raise ReadTimeout


ASKED: dict[str, Callable[[Node], Any]] = {
    "eth_chainId": lambda node: node.chain_id(),
    "eth_getBlockByNumber": lambda node: node.block(),
    "eth_getTransactionReceipt": lambda node: node.receipt("0xaa"),
    "eth_getLogs": lambda node: node.logs(Web3.to_checksum_address("0x" + "11" * 20), ["0x"], 0, 1),
    "eth_call": lambda node: node.call({}, 1),
}


@pytest.mark.parametrize(
    "nonsense", ["zz", 7, [1], {"number": "0x"}, _lost], ids=["text", "number", "list", "object", "lost"]
)
@pytest.mark.parametrize("method", ASKED)
def test_node__answers_nonsense__named_and_nothing_else(method: str, nonsense: Any) -> None:
    node = Told()
    node.answers[method] = nonsense
    with pytest.raises(NodeUnusableError, match="first node"):
        ASKED[method](Node(Web3(node), "first"))
