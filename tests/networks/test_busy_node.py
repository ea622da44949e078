# SPDX-License-Identifier: Apache-2.0
"""A node that wants to be asked less often: it is, and what is sent is sent once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from eth_account.signers.local import LocalAccount
from requests.exceptions import HTTPError, RequestException

from regalia.chain.asking import NodeBusyError, Patience, RawNode
from regalia.chain.connection import ChainUnreachableError, connect
from regalia.chain.provider import WAITING
from regalia.chain.transact import explained, send
from regalia.ledger.reading import read_events
from tests.ledger.life import Life
from tests.networks.nodes import BASE_SEPOLIA
from tests.support.faulty_rpc import Answer, FaultyRpc, faulty_rpc

pytestmark = pytest.mark.devnet


@pytest.fixture
def proxy(life: Life) -> Iterator[FaultyRpc]:
    with faulty_rpc(life.chain.url) as started:
        yield started


class Watch:
    """Patience as a person has it, and the pauses that were made instead of waiting."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.patience = Patience(WAITING.busy, WAITING.silent, self.pauses.append)


def test_read__429_with_retry_after__waits_as_long_as_it_is_told(proxy: FaultyRpc) -> None:
    watch = Watch()
    proxy.faults.coming += [("", "429"), ("", "429")]
    proxy.faults.retry_after = "7"
    assert connect(proxy.at, BASE_SEPOLIA, patience=watch.patience).eth.block_number > 0
    assert watch.pauses == [7, 7]


def test_read__429_without_it__each_time_longer(proxy: FaultyRpc) -> None:
    watch = Watch()
    web3 = connect(proxy.at, BASE_SEPOLIA, patience=watch.patience)
    proxy.faults.coming += [("eth_blockNumber", "429")] * 3
    assert web3.eth.block_number > 0
    assert watch.pauses == [0.5, 1, 2]


def test_read__429_for_ever__named_when_patience_is_at_an_end(life: Life, proxy: FaultyRpc) -> None:
    watch = Watch()
    web3 = connect(proxy.at, BASE_SEPOLIA, patience=watch.patience)
    proxy.faults.coming += [("", "429")] * 100
    with pytest.raises(ChainUnreachableError, match="balance: the node stopped answering"), explained("balance"):
        web3.eth.get_balance(life.investors[0])
    assert watch.pauses == list(WAITING.busy)
    with pytest.raises(NodeBusyError, match="asked too often: HTTP 429"):
        RawNode(web3).ask("eth_blockNumber", [], str)
    with pytest.raises(HTTPError):  # as any provider's, for those who look themselves
        web3.provider.make_request("eth_blockNumber", [])  # type: ignore[arg-type]


def test_read__says_so_in_its_answer__asked_again(proxy: FaultyRpc) -> None:
    watch, left = Watch(), [1, 1]

    def busy(method: str, params: list[object], answer: Answer) -> Answer:
        if method != "eth_blockNumber" or not left:
            return answer
        left.pop()
        return {"jsonrpc": "2.0", "id": answer["id"], "error": {"code": -32005, "message": "daily request rate limit"}}

    web3 = connect(proxy.at, BASE_SEPOLIA, patience=watch.patience)
    proxy.faults.mutate = busy
    assert web3.eth.block_number > 0
    assert watch.pauses == [0.5, 1]


def test_events__429_in_between__read_with_the_patience_of_the_connection(life: Life, proxy: FaultyRpc) -> None:
    watch = Watch()
    web3 = connect(proxy.at, BASE_SEPOLIA, patience=watch.patience)
    proxy.faults.coming += [("eth_getLogs", "429"), ("eth_getLogs", "closed"), ("eth_getBlockByNumber", "503")]
    proxy.faults.retry_after = "3"
    assert read_events(web3, life.record) == read_events(life.chain.web3, life.record)
    assert watch.pauses == [3, 0.1, 0.1]


def test_send__429_with_retry_after__sent_once(life: Life, proxy: FaultyRpc, senior_investor: LocalAccount) -> None:
    watch = Watch()
    web3 = connect(proxy.at, BASE_SEPOLIA, patience=watch.patience)
    proxy.faults.coming += [("eth_sendRawTransaction", "429")] * 2
    proxy.faults.retry_after = "5"
    token = web3.eth.contract(address=life.token("senior").address, abi=life.token("senior").abi)
    assert send(web3, token.functions.transfer(life.investors[6], 1), senior_investor)["status"] == 1
    assert watch.pauses == [5, 5]
    assert proxy.faults.asked["eth_sendRawTransaction"] == 1
    assert life.chain.web3.eth.get_transaction_count(senior_investor.address) == 1


def test_other_methods__answer_lost__never_asked_again(proxy: FaultyRpc) -> None:
    """Whatever may change something."""
    watch = Watch()
    web3 = connect(proxy.at, BASE_SEPOLIA, patience=watch.patience)
    for method in ("evm_mine", "eth_sendTransaction", "eth_sendRawTransaction", "anvil_mine"):
        proxy.faults.coming += [(method, "lost")]
        with pytest.raises(RequestException):
            web3.provider.make_request(method, [])  # type: ignore[arg-type]
        assert proxy.faults.asked[method] == 1
    assert watch.pauses == []
