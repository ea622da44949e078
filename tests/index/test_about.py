# SPDX-License-Identifier: Apache-2.0
"""Of contracts that serve many deals the follower takes what the replay takes, also when it forgets everything between two blocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.logs import LogReader
from regalia.ledger.index.about import DealEvents
from regalia.ledger.index.fold_rows import Rows
from regalia.ledger.reading import read_events
from tests.index.folding import blocks_of, index
from tests.ledger.life import DECEMBER_2023, Life, begin
from tests.ledger.met_life import met_life
from tests.ledger.met_stage import ACCOUNTS
from tests.ledger.trade_life import trade_life

pytestmark = pytest.mark.devnet
LIVES: dict[str, tuple[Callable[[Devnet], Life], str]] = {
    "met": (lambda chain: met_life(chain).life, "VoteCast"),
    "trade": (lambda chain: trade_life(chain).life, "InstructionSettled"),
}


@pytest.mark.parametrize("name", LIVES)
def test_choose__block_by_block_each_time_anew__as_the_replay_reads(name: str) -> None:
    """``late`` is told by a number alone, whose deal an earlier block said."""
    live, late = LIVES[name]
    with devnet(timestamp=DECEMBER_2023, accounts=max(ACCOUNTS, 25)) as chain:
        life = live(chain)
        begin(chain, life.terms, life.platform, salt=b"neighbour".ljust(32))
        registry = life.record.investor_registry.address
        expected = [event for event in read_events(chain.web3, life.record) if event.address != registry]
        taken = []
        with index(life.terms, life.record) as indexed:
            connection, deal = indexed.connection, indexed.deal.id
            addresses = DealEvents.load(connection, deal, life.record).addresses
            everything = LogReader(chain.web3, addresses, life.record.block_number).read()
            for block in blocks_of(everything):
                chosen = DealEvents.load(connection, deal, life.record).choose(block)
                rows = Rows(deal)
                for event in chosen:
                    rows.note(event)
                rows.write(connection, -1)
                taken += chosen
    assert taken == expected
    assert len(everything) > len(expected)
    assert late in {event.name for event in taken}
