# SPDX-License-Identifier: Apache-2.0
"""A chain whose blocks come every two seconds, whoever waits for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.record_check import check_record
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.verify import verify
from tests.index.following import OF_EVENTS, rows_of
from tests.ledger.life import COLLECTED, INVOICED, USD, Life
from tests.networks.nodes import BASE_SEPOLIA, blocks_coming

pytestmark = pytest.mark.devnet


def test_deal__block_time_of_two_seconds__issued_paid_indexed_and_verified(life: Life) -> None:
    """Truly two seconds: each transaction waits for its block, the two first ones for the same."""
    chain, admin = life.chain, life.chain.accounts[0]
    amount = COLLECTED[1] * USD
    life.send(life.cash.functions.mint(life.licensee, amount), life.licensee)
    life.send(life.cash.functions.approve(life.escrow.address, amount), life.licensee)
    chain.ask("evm_setIntervalMining", 2)
    before = chain.web3.eth.block_number
    try:
        parties = {name: who if isinstance(who, str) else who.address for name, who in life.parties.items()}
        addresses = DealAddresses(life.cash.address, chain.accounts[1], parties, None)
        pay = life.escrow.functions.payRoyalty(b"catalogue".ljust(32), amount, b"advice".ljust(32))
        with ThreadPoolExecutor() as pool:
            paid = pool.submit(life.send, pay, life.licensee)
            second = issue(chain.web3, life.platform, life.terms, addresses, admin, b"second".ljust(32))
        assert paid.result()["status"] == 1
        life.execute(life.report(2, COLLECTED[1], [INVOICED[1]]))
    finally:
        chain.ask("evm_setIntervalMining", 0)
        chain.ask("evm_setAutomine", True)
    assert second.chain_id == BASE_SEPOLIA and second.block_number > before
    found = verify(chain.web3, life.record, life.terms)
    assert (found.ok, found.periods) == (True, 2)
    check_record(chain.web3, second)


def test_index_and_verify__blocks_come_while_they_read__as_of_one_block(life: Life) -> None:
    """A claim in each of the blocks that come while it is verified."""
    chain = life.chain
    claims = iter(life.investors[:7])

    def act(text: str = "") -> None:
        life.claim("senior", next(claims))

    found = verify(chain.web3, life.record, life.terms, act)
    assert found.ok and found.last_block < chain.web3.eth.block_number
    kept, fresh = (open_database("sqlite://", BASE_SEPOLIA, life.record.genesis_hash) for _ in range(2))
    with blocks_coming(chain):
        for holder in life.investors[5:7]:
            life.claim("senior", holder)
            Indexer(kept, chain.web3, life.record, life.terms, chunk=9).catch_up()
    Indexer(kept, chain.web3, life.record, life.terms).catch_up()
    Indexer(fresh, chain.web3, life.record, life.terms).catch_up()
    assert rows_of(kept, OF_EVENTS) == rows_of(fresh, OF_EVENTS)
    kept.close()
    fresh.close()
