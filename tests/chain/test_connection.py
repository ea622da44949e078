# SPDX-License-Identifier: Apache-2.0
"""Connecting: only to the right chain, and never showing a key."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from web3 import HTTPProvider, Web3
from web3.types import RPCEndpoint, RPCResponse, Wei

from regalia.chain.connection import (
    ChainUnreachableError,
    ReceiptTimeoutError,
    WrongNetworkError,
    connect,
    place,
    wait_for_receipt,
)
from regalia.chain.deployer import contract
from regalia.chain.devnet import Devnet, devnet


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_connect__nobody_there__refused_without_the_key(closed_port: int) -> None:
    with pytest.raises(ChainUnreachableError, match=f"no node answers at http://127.0.0.1:{closed_port} ") as refusal:
        connect(f"http://user:word@127.0.0.1:{closed_port}/v2/secret-key?token=hidden")
    assert isinstance(refusal.value, ConnectionError)
    for secret in ("secret", "hidden", "word"):
        assert secret not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("ws://127.0.0.1:8545/key", "ws://127.0.0.1:8545"),
        ("127.0.0.1:8545", "127.0.0.1:8545"),
        ("", ""),
        ("file:///etc/passwd", "file://"),
        ("name:word@node.example", "name://"),
        ("http://[::1", "://"),
    ],
)
def test_connect__not_http__refused_with_what_may_be_shown(url: str, shown: str) -> None:
    with pytest.raises(ChainUnreachableError) as refusal:
        connect(url)
    assert refusal.value.message == f"rpc: {shown!r} is not an http or https address"


def test_connect__answers_slower_than_the_timeout__refused() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(ChainUnreachableError, match="ReadTimeout"):
            connect(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2)


def test_place__address_with_credentials__host_only() -> None:
    assert place("https://name:word@node.example:8443/v3/key?x=1") == "https://node.example:8443"


@pytest.mark.devnet
def test_connect__right_chain__connected(local_chain: Devnet) -> None:
    genesis = local_chain.web3.eth.get_block(0)["hash"].to_0x_hex()
    assert connect(local_chain.url, local_chain.chain_id, genesis).eth.chain_id == 31337


@pytest.mark.devnet
def test_connect__other_chain_id__refused_with_both(local_chain: Devnet) -> None:
    with pytest.raises(WrongNetworkError, match=r"expected 11155111, the node at .* serves 31337"):
        connect(local_chain.url, 11_155_111)


@pytest.mark.devnet
def test_connect__same_id_other_genesis__refused_with_both(local_chain: Devnet) -> None:
    genesis = local_chain.web3.eth.get_block(0)["hash"].to_0x_hex()
    with devnet(timestamp=1_000_000_000) as other:
        theirs = other.web3.eth.get_block(0)["hash"].to_0x_hex()
        with pytest.raises(WrongNetworkError, match=f"expected {genesis}, the node at .* has {theirs}"):
            connect(other.url, 31337, genesis)


@pytest.fixture
def other_chain_now() -> Iterator[Devnet]:
    """The node served chain 31337 when it was connected to, and serves another by now."""
    with devnet() as chain:
        chain.ask("anvil_setChainId", 4242)
        yield chain


@pytest.mark.devnet
def test_send__another_chain_served_by_now__refused_with_both_and_not_sent(other_chain_now: Devnet) -> None:
    eth, giver = other_chain_now.web3.eth, other_chain_now.accounts[0]
    taker: LocalAccount = Account.create()
    before = eth.get_balance(giver)
    price = {"gas": 21_000, "maxFeePerGas": Wei(10**10), "maxPriorityFeePerGas": Wei(0)}
    signed = taker.sign_transaction({"to": giver, "nonce": 0, "chainId": 4242, "value": 0, **price})
    with pytest.raises(WrongNetworkError) as by_the_node:
        eth.send_transaction({"from": giver, "to": taker.address, "value": Wei(1)})
    with pytest.raises(WrongNetworkError) as by_a_key:
        eth.send_raw_transaction(signed.raw_transaction)
    where = place(other_chain_now.url)
    assert by_the_node.value.message == f"chain id: {where} served 31337 and now serves 4242; nothing was sent"
    assert by_a_key.value.message == by_the_node.value.message
    assert eth.get_balance(giver) == before and eth.get_block("pending")["transactions"] == []


@pytest.mark.devnet
def test_read__a_contract__one_request(local_chain: Devnet, monkeypatch: pytest.MonkeyPatch) -> None:
    web3 = connect(local_chain.url)
    asked: list[RPCEndpoint] = []
    make_request = HTTPProvider.make_request

    def noted(provider: HTTPProvider, method: RPCEndpoint, params: Any) -> RPCResponse:
        asked.append(method)
        return make_request(provider, method, params)

    monkeypatch.setattr(HTTPProvider, "make_request", noted)
    web3.eth.call({"to": local_chain.accounts[0], "data": HexStr("0x")})
    assert asked == ["eth_call"]


@pytest.mark.devnet
def test_connect__proxy_in_the_environment__not_for_this_machine(
    local_chain: Devnet, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert connect(local_chain.url).eth.chain_id == 31337


def test_contract__asked_for_again__worked_out_once_a_connection() -> None:
    first, second = Web3(), Web3()
    here, there = "0x" + "11" * 20, "0x" + "22" * 20
    made = contract(first, "Deal", Web3.to_checksum_address(here))
    assert contract(first, "Deal", Web3.to_checksum_address(here)) is made
    others = [contract(first, "Deal", Web3.to_checksum_address(there)), contract(first, "Offering", made.address)]
    assert [other.address for other in others] == [there, here] and made not in others
    apart = contract(second, "Deal", made.address)
    assert (made.w3, apart.w3) == (first, second)


@pytest.mark.devnet
def test_receipt__node_gone__named_with_the_transaction() -> None:
    with devnet() as chain:
        web3 = chain.web3
    with pytest.raises(ChainUnreachableError, match=r"0x1{64} was sent, then the node stopped answering"):
        wait_for_receipt(web3, b"\x11" * 32, timeout=5)


@pytest.mark.devnet
def test_receipt__transaction_nobody_knows__refused_after_the_timeout(local_chain: Devnet) -> None:
    with pytest.raises(ReceiptTimeoutError, match=r"0x1{64} is not mined after 0\.1 s"):
        wait_for_receipt(local_chain.web3, b"\x11" * 32, timeout=0.1)
