# SPDX-License-Identifier: Apache-2.0
"""A node that runs already: what is found out about it, and which are refused."""

from __future__ import annotations

from typing import Any

import pytest
from web3 import Web3
from web3.providers.base import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain import found_node
from regalia.chain.connection import ChainUnreachableError
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.found_node import FoundNode, NotADevnetError, look_at

URL = "http://127.0.0.1:8545"
NOT_FOUND = {"code": -32601, "message": "the method does not exist/is not available"}
UNSUPPORTED = {"code": -32004, "message": "Method evm_setNextBlockTimestamp is not supported"}
NO_NUMBER = {"code": -32602, "message": "expected params sequence with length 1 but got 0"}


class Told(BaseProvider):
    """A node that answers as told; what it is not told of it does not know. ``asked`` are the methods in order."""

    def __init__(self, **answers: Any) -> None:
        super().__init__()
        self.answers = {"eth_chainId": "0x539", **answers}
        self.asked: list[str] = []

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        self.asked.append(method)
        answer = self.answers.get(method, NOT_FOUND)
        part = "error" if isinstance(answer, dict) and "code" in answer else "result"
        return {"jsonrpc": "2.0", "id": 1, part: answer}  # type: ignore[misc]


def looked_at(monkeypatch: pytest.MonkeyPatch, node: Told) -> FoundNode:
    monkeypatch.setattr(found_node, "connect", lambda url, timeout: Web3(node))
    return look_at(URL)


@pytest.mark.devnet
def test_look__anvil__told_right_and_nothing_changed() -> None:
    with devnet(timestamp=1_700_000_000, accounts=3, chain_id=4242) as chain:
        node = look_at(chain.url)
        assert (node.chain_id, node.unlocked) == (4242, chain.accounts)
        assert node.client.startswith("anvil/v")
        assert node.sets_time and node.mines_at_once and node.on_this_machine
        assert 1_700_000_000 <= node.next_time() < 1_700_000_060
        assert chain.web3.eth.block_number == 0
        chain.mine()
        assert chain.now() < 1_700_000_060


@pytest.mark.devnet
def test_look__blocks_in_intervals__known() -> None:
    with devnet(block_time=60) as chain:
        assert not look_at(chain.url).mines_at_once


@pytest.mark.devnet
@pytest.mark.parametrize("chain_id", [1, 10, 8453, 42161, 11155111])
def test_look__id_of_a_public_chain__refused_by_name(chain_id: int) -> None:
    with devnet(chain_id=chain_id) as chain, pytest.raises(NotADevnetError, match=f"^chain id: .*serves {chain_id}, "):
        look_at(chain.url)


def test_look__public_chain__asked_for_its_id_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    node = Told(eth_chainId="0x1")
    with pytest.raises(NotADevnetError, match="serves 1, Ethereum or a copy of it"):
        looked_at(monkeypatch, node)
    assert node.asked == ["eth_chainId"]


@pytest.mark.parametrize("error", [NOT_FOUND, UNSUPPORTED], ids=["not found", "not supported"])
def test_look__clock_that_can_not_be_moved__refused(monkeypatch: pytest.MonkeyPatch, error: dict[str, Any]) -> None:
    node = Told(web3_clientVersion="Geth/v1.14", evm_setNextBlockTimestamp=error, evm_increaseTime=error)
    with pytest.raises(
        NotADevnetError, match=r"^clock: Geth/v1\.14 at http://127\.0\.0\.1:8545, chain 1337, knows nei"
    ):
        looked_at(monkeypatch, node)


@pytest.mark.parametrize("method", ["evm_setNextBlockTimestamp", "evm_increaseTime"])
def test_look__one_way_to_move_the_clock__taken(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    node = Told(**{method: NO_NUMBER})
    found = looked_at(monkeypatch, node)
    assert found.sets_time is (method == "evm_setNextBlockTimestamp")
    assert (found.client, found.unlocked, found.mines_at_once) == ("a node without a name", (), True)
    assert not [asked for asked in node.asked if asked in ("evm_mine", "eth_sendTransaction")]


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8545", True),
        ("http://localhost:8545", True),
        ("http://[::1]:8545", True),
        ("http://127.0.0.1.example:8545", False),
        ("http://localhost.example", False),
        ("http://127.0.0.1@devnet.example", False),
        ("http://0.0.0.0:8545", False),
        ("http://192.168.1.5:8545", False),
        ("https://devnet.example/v1/key", False),
    ],
)
def test_node__by_its_address__on_this_machine_or_not(url: str, here: bool) -> None:
    node = FoundNode(url, Web3(), 1337, "anvil", (), True, True)
    assert node.on_this_machine is here
    assert "key" not in node.place and "@" not in node.place


def test_look__nobody_there__unreachable() -> None:
    with pytest.raises(ChainUnreachableError, match=r"no node answers at http://127\.0\.0\.1:9 "):
        look_at("http://127.0.0.1:9")


@pytest.mark.devnet
def test_next_time__started_long_before_its_first_block__the_time_of_the_next(fresh_chain: Devnet) -> None:
    node = look_at(fresh_chain.url)
    fresh_chain.ask("evm_increaseTime", 3_600)
    assert node.next_time() >= fresh_chain.now() + 3_600
