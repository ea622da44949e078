# SPDX-License-Identifier: Apache-2.0
"""The same deal at the same addresses on two chains: what is signed, recorded or kept of one is refused on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3.exceptions import Web3RPCError

from regalia.chain.connection import WrongNetworkError, connect
from regalia.chain.devnet import devnet
from regalia.chain.errors import ContractRevertedError
from regalia.chain.permits import sign_permit
from regalia.chain.record import save_record
from regalia.chain.transact import send
from regalia.cli.main import run
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.follow_errors import IndexedRecordError, WrongDatabaseError
from regalia.ledger.verify import verify
from tests.ledger.life import COLLECTED, INVOICED, USD, Life
from tests.mills import NOTES
from tests.networks.nodes import BASE_SEPOLIA, HASTY
from tests.support.faulty_rpc import Answer, faulty_rpc

pytestmark = pytest.mark.devnet
OTHER = 11_155_420
"""OP Sepolia."""


@pytest.fixture
def elsewhere(life: Life) -> Iterator[Life]:
    """Everything as it is, under another chain id."""
    with devnet(chain_id=OTHER, fork_url=life.chain.url, accounts=25) as chain:
        yield replace(life, chain=chain)


def test_report__signed_for_one_chain__unknown_signer_on_the_other(life: Life, elsewhere: Life) -> None:
    oracle = life.contract("RoyaltyOracle", life.record.oracle.address)
    amounts = (COLLECTED[1] * USD, 0, False, 0, [INVOICED[1] * USD])
    report = (life.record.deal.address, 2, 1, *amounts, bytes(32))
    digest = oracle.functions.digestOf(report).call()
    signatures = b"".join(bytes(key.unsafe_sign_hash(digest).signature) for key in life.keys)
    submit = oracle.functions.submit(report, signatures)
    there = elsewhere.contract("RoyaltyOracle", life.record.oracle.address).functions.submit(report, signatures)
    with pytest.raises(ContractRevertedError, match=r"submit: RoyaltyOracle_(UnknownSigner|SignersNotRising)"):
        elsewhere.send(there, elsewhere.anybody)
    assert life.send(submit, life.anybody)["status"] == 1


def test_permit__signed_for_one_chain__refused_by_the_token_of_the_other(
    life: Life, elsewhere: Life, senior_investor: LocalAccount
) -> None:
    spender, end = life.offering.address, 2**40
    permit = sign_permit(life.chain.web3, life.cash.address, spender, 5, end, senior_investor)
    given = (senior_investor.address, spender, 5, end, *permit.signature)
    with pytest.raises(ContractRevertedError, match="permit: ERC2612InvalidSigner"):
        elsewhere.send(elsewhere.cash.functions.permit(*given), elsewhere.anybody)
    life.send(life.cash.functions.permit(*given), life.anybody)
    assert life.cash.functions.allowance(senior_investor.address, spender).call() == 5


def test_transaction__signed_for_one_chain__refused_by_the_node_of_the_other(life: Life, elsewhere: Life) -> None:
    key = Account.from_key(b"\x31" * 32)
    for chain in (life.chain, elsewhere.chain):
        chain.ask("anvil_setBalance", key.address, hex(10**18))
    price = {"gas": 21_000, "maxFeePerGas": 10**11, "maxPriorityFeePerGas": 0}
    raw = key.sign_transaction({"to": life.anybody, "nonce": 0, "chainId": BASE_SEPOLIA, "value": 1, **price})
    with pytest.raises(Web3RPCError, match=r"[Cc]hain"):
        elsewhere.chain.web3.eth.send_raw_transaction(raw.raw_transaction)
    assert elsewhere.chain.web3.eth.get_transaction_count(key.address) == 0


def test_send__node_asks_for_another_chain_s_signature__refused_and_nothing_signed(
    life: Life, senior_investor: LocalAccount
) -> None:
    """It said the right id when it was connected to; whoever runs it would use the transaction on the other chain."""

    class Untouched:
        address = senior_investor.address

        def sign_transaction(self, transaction_dict: object) -> LocalAccount:
            raise AssertionError("signed")

    def lie(method: str, params: list[object], answer: Answer) -> Answer:
        return answer | {"result": hex(OTHER)} if method == "eth_chainId" else answer

    with faulty_rpc(life.chain.url) as proxy:
        web3 = connect(proxy.at, BASE_SEPOLIA, patience=HASTY)
        proxy.faults.mutate = lie
        token = web3.eth.contract(address=life.token("senior").address, abi=life.token("senior").abi)
        with pytest.raises(WrongNetworkError, match=f"served {BASE_SEPOLIA} and .* {OTHER}.*; nothing was sent"):
            send(web3, token.functions.transfer(life.investors[6], 1), Untouched())  # type: ignore[arg-type]
        with pytest.raises((WrongNetworkError, LookupError)):
            sign_permit(web3, life.cash.address, life.offering.address, 5, 2**40, senior_investor)


def test_record__on_the_other_chain__refused_by_name_everywhere(
    life: Life, elsewhere: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, genesis = life.record, life.record.genesis_hash
    assert genesis == elsewhere.chain.web3.eth.get_block(0)["hash"].to_0x_hex()
    with pytest.raises(WrongNetworkError, match=f"chain id: expected {BASE_SEPOLIA}, the node at .* serves {OTHER}"):
        connect(elsewhere.chain.url, record.chain_id, genesis)
    found = verify(elsewhere.chain.web3, record, life.terms)
    assert [(one.where, one.expected, one.found) for one in found.differences] == [
        ("record.chain_id", str(BASE_SEPOLIA), str(OTHER))
    ]
    other = open_database("sqlite://", OTHER, genesis)
    with pytest.raises(IndexedRecordError, match=f"it is of chain {BASE_SEPOLIA} .* the database of chain {OTHER}"):
        Indexer(other, elsewhere.chain.web3, record, life.terms).catch_up()
    other.close()
    path = save_record(record, tmp_path)
    for command in ("verify", "index"):
        assert run([command, "--record", str(path), "--rpc", elsewhere.chain.url, "--terms", str(NOTES)]) == 1
        assert f"error: chain id: expected {BASE_SEPOLIA}" in capsys.readouterr().err


def test_database__of_one_chain__refused_for_the_other(life: Life, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kept.db"
    kept = open_database(url, BASE_SEPOLIA, life.record.genesis_hash)
    Indexer(kept, life.chain.web3, life.record, life.terms).catch_up()
    kept.close()
    with pytest.raises(WrongDatabaseError, match=f"{BASE_SEPOLIA}"):
        open_database(url, OTHER, life.record.genesis_hash)
