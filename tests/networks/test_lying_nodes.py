# SPDX-License-Identifier: Apache-2.0
"""A node that lies: each lie is refused by name by whoever relies on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from regalia.chain.connection import WrongNetworkError, connect
from regalia.chain.logs import ChainChangedError
from regalia.chain.record_check import RecordMismatchError, check_record
from regalia.chain.transact import call, send
from regalia.errors import RegaliaError
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.follow_errors import IndexDiffersError, IndexedRecordError
from regalia.ledger.verify import verify
from tests.index.following import HASTY as AT_ONCE
from tests.index.following import rows_of
from tests.ledger.life import Life
from tests.networks.lies import WRONG, Lie, hides, other_code, says, wrong_hash
from tests.networks.nodes import BASE_SEPOLIA, through
from tests.support.faulty_rpc import FaultyRpc, faulty_rpc

pytestmark = pytest.mark.devnet


@pytest.fixture
def proxy(life: Life) -> Iterator[FaultyRpc]:
    with faulty_rpc(life.chain.url) as started:
        yield started


PAYMENT = "PaymentDateExecuted"


def signature_of(life: Life, contract: str, event: str) -> str:
    address = getattr(life.record, contract).address
    name = {"deal": "Deal", "escrow": "RoyaltyEscrow", "offering": "Offering"}[contract]
    signature: str = life.contract(name, address).events[event]().signature
    return signature


@pytest.mark.parametrize(("contract", "event"), [("deal", PAYMENT), ("escrow", "RoyaltyPaid")])
def test_verify__logs_of_one_event_hidden__does_not_pass(
    life: Life, proxy: FaultyRpc, contract: str, event: str
) -> None:
    proxy.faults.mutate = hides(signature_of(life, contract, event))
    found = verify(through(proxy), life.record, life.terms)
    assert not found.ok and found.differences


def test_verify__hash_of_a_block_with_events_wrong__named(life: Life, proxy: FaultyRpc) -> None:
    proxy.faults.mutate = wrong_hash(life.record.block_number)
    with pytest.raises(ChainChangedError, match=f"log .* of block {life.record.block_number} is of block 0x.*{WRONG}"):
        verify(through(proxy), life.record, life.terms)


def test_verify__other_code__named_before_any_event_is_read(life: Life, proxy: FaultyRpc) -> None:
    proxy.faults.mutate = other_code(life.record.escrow.address)
    found = verify(through(proxy), life.record, life.terms)
    assert {one.where for one in found.differences} == {"record.escrow.code_hash", "record.escrow.artefact"}
    assert not proxy.faults.asked["eth_getLogs"]


def test_connect__wrong_chain_id_or_block_0__named(life: Life, proxy: FaultyRpc) -> None:
    genesis = life.record.genesis_hash
    proxy.faults.mutate = says("eth_chainId", "0x1")
    with pytest.raises(WrongNetworkError, match=f"chain id: expected {BASE_SEPOLIA}, the node at .* serves 1\n"):
        connect(proxy.at, BASE_SEPOLIA, genesis)
    proxy.faults.mutate = wrong_hash(0)
    with pytest.raises(WrongNetworkError, match=f"genesis hash: expected {genesis}, the node at .* has {WRONG}"):
        connect(proxy.at, BASE_SEPOLIA, genesis)


INDEX_LIES: list[tuple[str, Callable[[Life], Lie], type[RegaliaError], str]] = [
    (
        "payment date hidden",
        lambda life: hides(signature_of(life, "deal", PAYMENT)),
        IndexDiffersError,
        "senior, income",
    ),
    ("hash", lambda life: wrong_hash(life.record.block_number), ChainChangedError, f"the chain has {WRONG}"),
    ("code", lambda life: other_code(life.record.deal.address), IndexedRecordError, "deal.code_hash"),
    ("no code", lambda life: says("eth_getCode", "0x"), IndexedRecordError, "there is no contract at"),
]


@pytest.mark.parametrize(("lie", "error", "words"), [lie[1:] for lie in INDEX_LIES], ids=[lie[0] for lie in INDEX_LIES])
def test_index__lied_to__named(
    life: Life, proxy: FaultyRpc, lie: Callable[[Life], Lie], error: type[RegaliaError], words: str
) -> None:
    web3 = through(proxy)
    proxy.faults.mutate = lie(life)
    with closing(open_database("sqlite://", BASE_SEPOLIA, life.record.genesis_hash)) as database:
        with pytest.raises(error, match=words):
            Indexer(database, web3, life.record, life.terms, patience=AT_ONCE).catch_up()
        if error is not IndexDiffersError:  # which is found only when all is read
            assert not rows_of(database)["event"]


def test_record__other_code_at_any_contract__named(life: Life, proxy: FaultyRpc) -> None:
    web3 = through(proxy)
    for field, contract in life.record.contracts():
        proxy.faults.mutate = other_code(contract.address)
        with pytest.raises(RecordMismatchError) as caught:
            check_record(web3, life.record)
        assert f"{field}.code_hash" in {one.field for one in caught.value.mismatches}


@pytest.mark.parametrize("told", ["0x", "0x01", "0x" + "ff" * 7], ids=["nothing", "a byte", "seven"])
def test_read__answer_of_no_contract__named(life: Life, proxy: FaultyRpc, told: str) -> None:
    web3 = through(proxy)
    proxy.faults.mutate = says("eth_call", told)
    token = web3.eth.contract(address=life.token("senior").address, abi=life.token("senior").abi)
    with pytest.raises(RegaliaError, match="balanceOf: what the node answered is not of this contract"):
        call(web3, token.functions.balanceOf(life.investors[0]))


def test_send__hash_of_nobody_s_transaction__not_mined(life: Life, proxy: FaultyRpc) -> None:
    """It keeps the transaction to itself."""
    web3 = through(proxy)
    proxy.faults.mutate = says("eth_sendTransaction", WRONG)
    token = web3.eth.contract(address=life.token("senior").address, abi=life.token("senior").abi)
    with pytest.raises(RegaliaError, match=f"{WRONG} is not mined"):
        send(web3, token.functions.transfer(life.investors[6], 1), life.investors[1], timeout=0.3)
