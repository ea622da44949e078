# SPDX-License-Identifier: Apache-2.0
"""Two nodes that have the same blocks up to one, and each its own after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from eth_typing import URI
from web3 import HTTPProvider, Web3
from web3.types import RPCEndpoint, RPCResponse

from regalia.chain.devnet import devnet
from regalia.chain.record import save_record
from regalia.cli.main import run
from regalia.errors import RegaliaError
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.follow_errors import NodesDisagreeError
from regalia.ledger.index.progress import Progress
from regalia.ledger.verify import verify
from tests.index.following import HASTY, OF_EVENTS, Rows, checkpoints_of, rows_of
from tests.ledger.life import Life
from tests.mills import NOTES
from tests.networks.nodes import BASE_SEPOLIA

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


@pytest.fixture
def fork(life: Life) -> Iterator[Fork]:
    """Each goes on with two claims of its own and a few empty blocks."""
    block = life.chain.web3.eth.block_number
    with devnet(chain_id=BASE_SEPOLIA, fork_url=life.chain.url, fork_block=block, accounts=25) as chain:
        theirs = replace(life, chain=chain)
        for who, (first, second), more in ((life, life.investors[:2], 3), (theirs, life.investors[2:4], 5)):
            who.claim("senior", first)
            who.claim("senior", second)
            who.chain.mine(more)
        yield Fork(life, theirs, block)


@pytest.fixture
def kept(life: Life) -> Iterator[IndexDatabase]:
    with closing(open_database("sqlite://", BASE_SEPOLIA, life.record.genesis_hash)) as database:
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
    (number,) = (int(word.rstrip(":")) for word in caught.value.message.split()[1:2])
    ours, theirs = fork.hashes(number)
    assert number > fork.block and ours != theirs
    assert caught.value.message == f"block {number}: the first node says its hash is {ours}, the second {theirs}"
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


@pytest.mark.parametrize("seed", range(6))
def test_verify__both_branches_behind_one_address__refused_by_name_or_different(fork: Fork, seed: int) -> None:
    try:
        found = verify(either(fork, seed), fork.ours.record, fork.ours.terms, block=fork.block + 4)
    except RegaliaError:
        return
    assert not found.ok


@pytest.mark.parametrize("seed", range(4))
def test_index__both_branches_behind_one_address__rows_of_one_of_them(
    fork: Fork, kept: IndexDatabase, seed: int
) -> None:
    other = replace(fork.ours, chain=replace(fork.ours.chain, web3=either(fork, seed)))
    with suppress(RegaliaError):
        catch_up(kept, other)
    last, events = checkpoints_of(kept)[-1:], rows_of(kept)["event"]
    branches = [[row for row in fresh(life)["event"] if row[1] <= last[0]] for life in (fork.ours, fork.theirs)]
    assert events in branches


def test_verify__each_branch__passes_and_says_which(fork: Fork) -> None:
    number = fork.block + 4
    found = [verify(life.chain.web3, life.record, life.terms, block=number) for life in (fork.ours, fork.theirs)]
    assert [one.ok for one in found] == [True, True]
    assert tuple(one.last_block_hash for one in found) == fork.hashes(number)


def test_commands__second_node_on_the_other_branch__refused_in_words(
    fork: Fork, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save_record(fork.ours.record, tmp_path)
    nodes = ["--rpc", fork.ours.chain.url, "--second-rpc", fork.theirs.chain.url]
    assert run(["index", "--record", str(path), "--terms", str(NOTES), *nodes, "--db", f"sqlite:///{tmp_path}/x.db"]) == 1
    said = capsys.readouterr().err
    assert "the first node says its hash is" in said and "Traceback" not in said
