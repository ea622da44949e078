# SPDX-License-Identifier: Apache-2.0
"""Two nodes that have the same blocks up to one, and each its own after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest
from eth_typing import URI
from web3 import HTTPProvider, Web3
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.devnet import devnet
from regalia.chain.nodes_disagree import NodesDisagreeError
from regalia.errors import RegaliaError
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.progress import Progress
from regalia.ledger.verify import verify
from tests.index.following import HASTY, OF_EVENTS, Rows, checkpoints_of, rows_of
from tests.ledger.life import Life
from tests.networks.nodes import BASE_SEPOLIA
from tests.support.devnet import undone

pytestmark = pytest.mark.devnet


@dataclass(frozen=True)
class Fork:
    """``ours`` and ``theirs`` are the same deal up to ``block``."""

    ours: Life
    theirs: Life
    block: int

    def hashes(self, number: int) -> tuple[str, str]:
        ours, theirs = (life.chain.web3.eth.get_block(number)["hash"].to_0x_hex() for life in (self.ours, self.theirs))
        return ours, theirs


@pytest.fixture(scope="module")
def fork(lived: Life) -> Iterator[Fork]:
    """Each goes on with two claims of its own and a few empty blocks; for all tests of the file, which only look."""
    block = lived.chain.web3.eth.block_number
    forked = devnet(chain_id=BASE_SEPOLIA, fork_url=lived.chain.url, fork_block=block, accounts=25)
    with undone(lived.chain), forked as chain:
        theirs = replace(lived, chain=chain)
        for who, (first, second), more in ((lived, lived.investors[:2], 3), (theirs, lived.investors[2:4], 5)):
            who.claim("senior", first)
            who.claim("senior", second)
            who.chain.mine(more)
        yield Fork(lived, theirs, block)


@pytest.fixture
def kept(fork: Fork) -> Iterator[IndexDatabase]:
    with closing(open_database("sqlite://", BASE_SEPOLIA, fork.ours.record.genesis_hash)) as database:
        yield database


def catch_up(database: IndexDatabase, life: Life, **more: Any) -> list[Progress]:
    told: list[Progress] = []
    Indexer(database, life.chain.web3, life.record, life.terms, patience=HASTY, **more).catch_up(told.append)
    return told


def fresh(life: Life) -> Rows:
    with closing(open_database("sqlite://", BASE_SEPOLIA, life.record.genesis_hash)) as database:
        catch_up(database, life)
        return rows_of(database, OF_EVENTS)


def test_index__second_node_on_the_other_branch__both_hashes_named_and_nothing_of_it_kept(
    fork: Fork, kept: IndexDatabase
) -> None:
    with pytest.raises(NodesDisagreeError) as caught:
        catch_up(kept, fork.ours, second=fork.theirs.chain.web3)
    number = int(caught.value.what.removeprefix("hash of block "))
    ours, theirs = fork.hashes(number)
    assert number > fork.block and ours != theirs
    assert caught.value.message == f"hash of block {number}: the first node says {ours}, the second {theirs}"
    assert not [row for row in rows_of(kept)["event"] if row[1] > fork.block]


def test_index__moved_to_the_other_branch_and_back__each_time_as_a_fresh_one(fork: Fork, kept: IndexDatabase) -> None:
    catch_up(kept, fork.ours)
    expected = [fresh(fork.ours), fresh(fork.theirs)]
    assert rows_of(kept, OF_EVENTS) == expected[0] != expected[1]
    for life, rows in ((fork.theirs, expected[1]), (fork.ours, expected[0]), (fork.theirs, expected[1])):
        (first, *_) = catch_up(kept, life)
        assert first.rewound and first.block <= fork.block
        assert rows_of(kept, OF_EVENTS) == rows
        assert checkpoints_of(kept)[-1] == life.chain.web3.eth.block_number


class Either(HTTPProvider):
    """Behind one address: each request goes to one of two nodes, nobody knows which."""

    def __init__(self, nodes: Sequence[str], seed: int) -> None:
        super().__init__(nodes[0], exception_retry_configuration=None)
        self._nodes, self._chance = nodes, Random(seed)

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        self.endpoint_uri = URI(self._chance.choice(self._nodes))
        return super().make_request(method, params)

    def make_batch_request(self, batch_requests: Any) -> Any:
        self.endpoint_uri = URI(self._chance.choice(self._nodes))
        return super().make_batch_request(batch_requests)


def either(fork: Fork, seed: int) -> Web3:
    return Web3(Either((fork.ours.chain.url, fork.theirs.chain.url), seed))


@pytest.mark.parametrize("seed", range(2))
def test_verify__both_branches_behind_one_address__refused_by_name_or_different(fork: Fork, seed: int) -> None:
    try:
        found = verify(either(fork, seed), fork.ours.record, fork.ours.terms, block=fork.block + 4)
    except RegaliaError:
        return
    assert not found.ok


@pytest.mark.parametrize("seed", range(3))
def test_index__both_branches_behind_one_address__rows_of_one_of_them(
    fork: Fork, kept: IndexDatabase, seed: int
) -> None:
    other = replace(fork.ours, chain=replace(fork.ours.chain, web3=either(fork, seed)))
    with suppress(RegaliaError):
        catch_up(kept, other)
    last, events = checkpoints_of(kept)[-1:], rows_of(kept)["event"]
    branches = [[row for row in fresh(life)["event"] if row[1] <= last[0]] for life in (fork.ours, fork.theirs)]
    assert events in branches


def test_verify__the_other_branch__passes_and_says_which_it_is(fork: Fork) -> None:
    number = fork.block + 4
    found = verify(fork.theirs.chain.web3, fork.theirs.record, fork.theirs.terms, block=number)
    ours, theirs = fork.hashes(number)
    assert found.ok and found.last_block_hash == theirs != ours
