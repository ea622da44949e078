# SPDX-License-Identifier: Apache-2.0
"""The chain changes its past, between two runs and while one reads; the index ends as one that never saw the other past."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from eth_utils.crypto import keccak
from web3.types import RPCEndpoint

from regalia.chain.devnet import Devnet
from regalia.chain.logs import ChainChangedError
from regalia.domain.terms import load_terms
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.follow import Indexer
from regalia.ledger.index.follow_errors import NodeBehindError
from regalia.ledger.index.progress import Progress
from tests.index.following import OF_EVENTS, catch_up, checkpoints_of, rows_of
from tests.index.recorded import Recording
from tests.index.stub_chain import StubChain
from tests.ledger.life import begin
from tests.mills import NOTES

pytestmark = pytest.mark.devnet
Open = Callable[..., IndexDatabase]


def last_claim(recording: Recording, after: int) -> set[tuple[int, int]]:
    """By block and log; none where it is before ``after``. Without it supply, income per unit and balances are the same, and so are the
    figures the contracts are asked for.
    """
    topic = "0x" + keccak(text="IncomeClaimed(address,address,uint256,uint256)").hex()
    found = [
        (number, int(log["logIndex"], 16))
        for number, logs in enumerate(recording.logs)
        for log in logs
        if log["topics"][0] == topic
    ]
    return {place for place in found[-1:] if place[0] >= after}


@pytest.mark.parametrize("depth", [1, 2, 15, 16, 17, 31, 63, 64, 65, 80, 84, 85])
def test_catch_up__reorganised_since__rows_of_the_new_past(recording: Recording, opened: Open, depth: int) -> None:
    """85 blocks are all that the deal has: no checkpoint stands then."""
    database, chain = opened(), StubChain(recording)
    catch_up(database, chain)
    dropped = last_claim(recording, recording.head - depth + 1)
    chain.reorganise(depth, "other", dropped)
    told: list[Progress] = []
    catch_up(database, chain, progress=told.append)
    assert [one.rewound for one in told] == [True] + [False] * (len(told) - 1)
    assert recording.head - depth - 7 <= told[0].block <= recording.head - depth
    fresh = opened()
    catch_up(fresh, chain)
    assert rows_of(database, OF_EVENTS) == rows_of(fresh, OF_EVENTS)
    assert checkpoints_of(database)[-1] == recording.head
    hashes = {row[1]: row[2] for row in rows_of(database)["block"]}
    assert hashes == {number: chain.block_hash(number) for number in hashes}


def test_catch_up__reorganised_in_either_database__as_a_fresh_one(recording: Recording, opened: Open, url: str) -> None:
    database, chain = opened(url), StubChain(recording)
    catch_up(database, chain)
    before = rows_of(database, OF_EVENTS)
    chain.reorganise(70, "other", last_claim(recording, 0))
    catch_up(database, chain)
    fresh = opened()
    catch_up(fresh, chain)
    assert rows_of(database, OF_EVENTS) == rows_of(fresh, OF_EVENTS) != before


def test_catch_up__reorganised_at_any_question__as_a_fresh_one(recording: Recording, opened: Open) -> None:
    """Ahead of each third question of a run, whatever it is, the last 40 blocks become others."""
    counted = StubChain(recording)
    catch_up(opened(), counted)
    fresh, after = opened(), StubChain(recording)
    after.reorganise(40, "other", last_claim(recording, recording.head - 39))
    catch_up(fresh, after)
    expected, rewound = rows_of(fresh, OF_EVENTS), 0
    for moment in range(3, sum(counted.asked.values()), 3):
        database, chain, told = opened(), StubChain(recording), list[Progress]()

        def turn(method: str, params: list[Any], chain: StubChain = chain, moment: int = moment) -> None:
            if sum(chain.asked.values()) == moment:
                chain.reorganise(40, "other", last_claim(recording, recording.head - 39))

        chain.before = turn
        catch_up(database, chain, progress=told.append)
        rewound += any(one.rewound for one in told)
        catch_up(database, chain)  # a change right after the last look is found by the next run
        assert rows_of(database, OF_EVENTS) == expected, moment
    assert rewound > 10


def test_catch_up__chain_that_never_stands_still__given_up_and_gone_on_later(
    recording: Recording, opened: Open
) -> None:
    database, chain = opened(), StubChain(recording)
    pasts = iter(range(10_000))

    def turn(method: str, params: list[Any]) -> None:
        if method == "eth_getLogs":
            chain.reorganise(recording.head, str(next(pasts)))

    chain.before = turn
    with pytest.raises(ChainChangedError):
        catch_up(database, chain)
    chain.before = None
    catch_up(database, chain)
    fresh = opened()
    catch_up(fresh, chain)
    assert rows_of(database) == rows_of(fresh)


def test_catch_up__node_has_less_than_the_index__refused_and_nothing_deleted(
    recording: Recording, opened: Open
) -> None:
    database, chain = opened(), StubChain(recording)
    catch_up(database, chain)
    before = rows_of(database)
    for head in (recording.head - 1, recording.head - 20, recording.record.block_number):
        chain.head = head
        with pytest.raises(NodeBehindError, match=f"blocks up to {head}, the index was read up to {recording.head}"):
            catch_up(database, chain)
    assert rows_of(database) == before


def test_catch_up__chain_shorter_and_another__rewound(recording: Recording, opened: Open) -> None:
    database, chain = opened(), StubChain(recording)
    catch_up(database, chain)
    chain.head = recording.head - 10
    chain.reorganise(20, "other", last_claim(recording, recording.head - 29))
    catch_up(database, chain)
    fresh = opened()
    catch_up(fresh, chain)
    assert rows_of(database, OF_EVENTS) == rows_of(fresh, OF_EVENTS)
    assert checkpoints_of(database)[-1] == recording.head - 10


def test_catch_up__node_that_does_not_have_what_it_said__waited_for(recording: Recording, opened: Open) -> None:
    """Behind one address there may be nodes of different height."""
    database, chain = opened(), StubChain(recording)

    def lag(method: str, params: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
        late = method == "eth_getBlockByNumber" and sum(chain.asked.values()) % 7 == 2
        return {"result": None} if late else answer

    chain.mutate = lag
    catch_up(database, chain)
    fresh = opened()
    catch_up(fresh, StubChain(recording))
    assert rows_of(database) == rows_of(fresh)


def test_catch_up__real_reorganisation__rows_of_what_is_left(fresh_chain: Devnet) -> None:
    notes = begin(fresh_chain, load_terms(NOTES))
    for investor, units in zip(notes.investors[:3], (1_000, 2_000, 1_500), strict=True):
        notes.subscribe(investor, 0, units)
    record = notes.record
    database = open_database("sqlite://", record.chain_id, record.genesis_hash)
    Indexer(database, fresh_chain.web3, record, notes.terms).catch_up()
    before = rows_of(database, OF_EVENTS)
    answer = fresh_chain.web3.provider.make_request(RPCEndpoint("anvil_reorg"), [4, []])
    assert "error" not in answer
    told: list[Progress] = []
    Indexer(database, fresh_chain.web3, record, notes.terms).catch_up(told.append)
    fresh = open_database("sqlite://", record.chain_id, record.genesis_hash)
    Indexer(fresh, fresh_chain.web3, record, notes.terms).catch_up()
    after = rows_of(database, OF_EVENTS)
    assert told[0].rewound
    assert after == rows_of(fresh, OF_EVENTS)
    bids = [len([row for row in rows["event"] if "Subscribed" in row]) for rows in (before, after)]
    assert bids[0] == 3 > bids[1]
    database.close()
    fresh.close()
