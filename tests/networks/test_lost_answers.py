# SPDX-License-Identifier: Apache-2.0
"""The node did what it was asked and the answer was lost, or it was never asked: a transaction is mined once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount

from regalia.chain.connection import ChainUnreachableError, ReceiptTimeoutError
from regalia.chain.devnet import Devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import Sender, send
from tests.ledger.life import Life
from tests.networks.nodes import blocks_coming, through
from tests.networks.transfers import SENDS, Transfers, method_of
from tests.support.faulty_rpc import Answer, FaultyRpc, faulty_rpc

pytestmark = pytest.mark.devnet


@pytest.fixture
def proxy(chain: Devnet) -> Iterator[FaultyRpc]:
    with faulty_rpc(chain.url) as started:
        yield started


@pytest.fixture(params=SENDS)
def sender(request: pytest.FixtureRequest, life: Life, senior_investor: LocalAccount) -> Sender:
    """Who holds units by a key of his own, or by one that the node has."""
    return senior_investor if request.param == "signer" else life.investors[1]


@pytest.mark.parametrize("kind", ["lost", "closed", "503", "429", "no JSON"])
def test_send__answer_lost__mined_once(life: Life, proxy: FaultyRpc, sender: Sender, kind: str) -> None:
    transfers = Transfers(life, through(proxy), sender)
    proxy.faults.coming += [(method_of(sender), kind)]
    assert transfers.send() == 1
    assert transfers.moved == (1, 1)
    assert proxy.faults.failed == {kind: 1}
    assert proxy.faults.asked[method_of(sender)] == 1  # of those that came through


def test_send__answers_lost_again_and_again__mined_once(life: Life, proxy: FaultyRpc, sender: Sender) -> None:
    transfers = Transfers(life, through(proxy), sender)
    proxy.faults.coming += [(method_of(sender), kind) for kind in ("503", "closed", "lost", "lost")]
    proxy.faults.coming += [("eth_getTransactionByHash", "lost"), ("eth_getBlockByNumber", "closed")]
    assert transfers.send() == 1
    assert transfers.moved == (1, 1)


def test_send__answer_lost_while_blocks_come__found_in_the_pool_and_not_sent_again(
    life: Life, proxy: FaultyRpc, sender: Sender
) -> None:
    transfers = Transfers(life, through(proxy), sender)
    proxy.faults.coming += [(method_of(sender), "lost")]
    with blocks_coming(life.chain, every=0.2):
        assert transfers.send() == 1
    assert transfers.moved == (1, 1)
    assert proxy.faults.asked[method_of(sender)] == 1


def test_send__provider_hands_it_on_twice__mined_once(life: Life, proxy: FaultyRpc, sender: Sender) -> None:
    """Its second attempt is refused, as the first went through, and that is what it answers."""
    transfers, method = Transfers(life, through(proxy), sender), method_of(sender)

    def again(asked: str, params: list[object], answer: dict[str, object]) -> dict[str, object]:
        return proxy._ask(method, params) if asked == method else answer

    proxy.faults.mutate = again
    assert transfers.send() == 1
    assert transfers.moved == (1, 1)


def test_send__node_gone_for_good_after_it__named_by_its_hash(
    life: Life, proxy: FaultyRpc, senior_investor: LocalAccount
) -> None:
    transfers = Transfers(life, through(proxy), senior_investor)
    proxy.faults.coming += [("eth_sendRawTransaction", "lost")]
    proxy.faults.coming += [("eth_getTransactionByHash", "closed")] * 1_000
    with pytest.raises(
        ChainUnreachableError, match=r"transfer: transaction 0x[0-9a-f]{64} was sent and the node"
    ) as lost:
        transfers.send()
    named = lost.value.message.split()[2]
    assert "look for it before sending it again" in lost.value.hint
    assert transfers.moved == (1, 1)
    assert life.chain.web3.eth.get_transaction(named)["from"] == senior_investor.address  # type: ignore[arg-type]


def test_send__nonce_of_a_lagging_node__sent_under_the_next(life: Life, proxy: FaultyRpc, sender: Sender) -> None:
    transfers = Transfers(life, through(proxy), sender)
    transfers.send()
    stale = [transfers.nonces() - 1]

    def late(method: str, params: list[object], answer: dict[str, object]) -> dict[str, object]:
        return answer | {"result": hex(stale.pop())} if method == "eth_getTransactionCount" and stale else answer

    proxy.faults.mutate = late
    assert transfers.send() == 1
    assert transfers.moved == (2, 2)


def test_send__not_mined_in_time__named_by_its_hash_and_mined_later(
    life: Life, proxy: FaultyRpc, sender: Sender
) -> None:
    transfers = Transfers(life, through(proxy), sender)
    life.chain.ask("evm_setAutomine", False)
    try:
        with pytest.raises(ReceiptTimeoutError, match=r"transaction 0x[0-9a-f]{64} is not mined after 0.3 s\n") as late:
            transfers.send(timeout=0.3)
        life.chain.mine()
    finally:
        life.chain.ask("evm_setAutomine", True)
    named = late.value.message.split()[1]
    assert life.chain.web3.eth.get_transaction_receipt(named)["status"] == 1  # type: ignore[arg-type]
    assert transfers.moved == (1, 1)


def test_claim__answer_lost__paid_once_and_a_second_one_refused(life: Life, proxy: FaultyRpc) -> None:
    holder, web3, money = life.investors[2], through(proxy), life.cash.functions
    escrow = web3.eth.contract(address=life.escrow.address, abi=life.escrow.abi)
    claim = escrow.functions.claim(life.token("senior").address)
    before, owed = (
        money.balanceOf(holder).call(),
        life.escrow.functions.entitlementOf(claim.arguments[0], holder).call(),
    )
    proxy.faults.coming += [("eth_sendTransaction", "lost")]
    send(web3, claim, holder)
    with pytest.raises(ContractRevertedError, match="claim: RoyaltyEscrow_NothingOwed"):
        send(web3, claim, holder)
    assert money.balanceOf(holder).call() - before == owed - owed // 10 > 0  # a tenth is withheld


@pytest.mark.parametrize("later", ["lagging for ever", "lagging once"])
def test_send__answer_lost_and_the_next_node_lags__not_sent_under_another_nonce(
    life: Life, proxy: FaultyRpc, senior_investor: LocalAccount, later: str
) -> None:
    transfers, unseen = Transfers(life, through(proxy), senior_investor), iter([True])
    proxy.faults.coming = [("eth_sendRawTransaction", "lost")]

    def hidden(method: str, params: list[Any], given: Answer) -> Answer:
        hides = method == "eth_getTransactionByHash" and (later == "lagging for ever" or next(unseen, False))
        return {**given, "result": None} if hides else given

    proxy.faults.mutate = hidden
    if later == "lagging once":
        assert transfers.send() == 1
    else:
        with pytest.raises(ChainUnreachableError, match="was sent and the node did not answer"):
            transfers.send(5)
    proxy.faults.mutate = None
    assert transfers.moved == (1, 1)
