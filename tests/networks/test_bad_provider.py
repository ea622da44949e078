# SPDX-License-Identifier: Apache-2.0
"""A provider that fails one request in five, lags three blocks, and gives twenty logs of ten blocks at most: all ends as without it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3 import Web3

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.transact import call
from regalia.deployment.apply import apply_plan
from regalia.deployment.plan import make_plan
from regalia.deployment.wish import load_wish
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.verify import verify
from regalia.servicing import payments
from regalia.servicing.deal_contracts import DealContracts
from tests.conftest import START
from tests.deployment.wishes import KEYS, planned, state_of, wish_of, write_wish
from tests.index.following import OF_EVENTS, rows_of
from tests.ledger.life import COLLECTED, HOURS, INVOICED, USD, Life
from tests.networks.nodes import BASE_SEPOLIA, HASTY, blocks_coming, through
from tests.support.faulty_rpc import Faults, FaultyRpc, faulty_rpc

pytestmark = pytest.mark.devnet


def bad(seed: int) -> Faults:
    return Faults(failing=0.2, seed=seed, behind=3, widest=10, most_logs=20)


@pytest.fixture
def proxy(life: Life) -> Iterator[FaultyRpc]:
    with faulty_rpc(life.chain.url, bad(1)) as started:
        yield started
        assert sum(started.faults.failed.values()) > 5


def test_verify__bad_provider__the_same_comparisons(life: Life, proxy: FaultyRpc) -> None:
    life.chain.mine(3)
    found = verify(through(proxy), life.record, life.terms)
    good = verify(life.chain.web3, life.record, life.terms, block=found.last_block)
    assert found.ok and (found.counts, found.last_block_hash) == (good.counts, good.last_block_hash)


def test_index__bad_provider__the_same_rows(life: Life, proxy: FaultyRpc) -> None:
    life.chain.mine(3)
    rows = []
    for web3 in (through(proxy), life.chain.web3):
        with closing(open_database("sqlite://", BASE_SEPOLIA, life.record.genesis_hash)) as database:
            Indexer(database, web3, life.record, life.terms, patience=HASTY).catch_up()
            rows.append(rows_of(database, OF_EVENTS))
    assert rows[0] == rows[1]


def test_payment_date__bad_provider__paid_and_claimed_once(
    life: Life, proxy: FaultyRpc, senior_investor: LocalAccount
) -> None:
    """Cash, report, date and claim, all of them through the provider, while blocks come."""
    web3, chain = through(proxy), life.chain
    there = replace(life, chain=replace(chain, web3=web3))
    deal, licensee, anybody = DealContracts(web3, life.record), chain.accounts[2], chain.accounts[3]
    amount, money = COLLECTED[1] * USD, life.cash.functions
    life.send(money.mint(licensee, amount), licensee)
    senders = (licensee, anybody, senior_investor.address)
    before = [chain.web3.eth.get_transaction_count(who) for who in senders]
    with blocks_coming(chain, every=0.02):
        payments.pay_royalty(deal, b"catalogue".ljust(32), amount, b"advice".ljust(32), licensee)
        report = there.report(2, COLLECTED[1], [INVOICED[1]])
        pass_time(web3, chain, call(web3, deal.deal.functions.scheduledAt(2)) + HOURS)
        payments.execute(deal, report, anybody)
        payments.claim(deal, "senior", senior_investor)
    sent = [chain.web3.eth.get_transaction_count(who) for who in senders]
    assert [after - count for after, count in zip(sent, before, strict=True)] == [2, 2, 1]
    assert money.balanceOf(licensee).call() == 0 < money.balanceOf(senior_investor.address).call()
    found = verify(chain.web3, life.record, life.terms)
    assert (found.ok, found.periods) == (True, 2)


def pass_time(web3: Web3, chain: Devnet, until: int) -> None:
    """And wait until the provider has heard of it."""
    chain.ask("evm_setNextBlockTimestamp", until)
    while web3.eth.get_block("latest")["timestamp"] < until:
        time.sleep(0.02)


def test_apply__bad_provider__everything_there_and_nothing_sent_twice(tmp_path: Path) -> None:
    Account.enable_unaudited_hdwallet_features()
    key = Account.from_mnemonic(KEYS)
    with devnet(chain_id=BASE_SEPOLIA, timestamp=START, accounts=12) as chain:
        path = write_wish(tmp_path, wish_of(chain.accounts, chain_id=BASE_SEPOLIA))
        steps = len(planned(chain, path).missing)
        chain.mine(3)
        with faulty_rpc(chain.url, bad(3)) as proxy, blocks_coming(chain, every=0.02):
            done = list(apply_plan(make_plan(through(proxy), load_wish(path)), key))
        assert len(done) == steps
        assert chain.web3.eth.get_transaction_count(chain.accounts[0]) == steps
        assert not planned(chain, path).missing
        found = state_of(chain.web3, load_wish(path))
        assert (found["made by the proxy"], len(found["deals"])) == (13, 1)
        assert len(proxy.faults.failed) == 5
