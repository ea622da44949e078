# SPDX-License-Identifier: Apache-2.0
"""Who has most units, by one query: the same as by looking at every account, in each database."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from regalia.ledger.index.database import IndexDatabase
from regalia.ledger.index.deals import IndexedDeal
from regalia.ledger.index.largest import Holders, Wallet, holders_of, last_move
from regalia.ledger.index.reader import IndexReader
from tests.chain.records import address
from tests.index.folding import by_block, index
from tests.index.following import catch_up
from tests.index.recorded import Recording
from tests.index.stub_chain import StubChain
from tests.index.teller import Teller

Open = Callable[[str], IndexDatabase]
FIRST, SECOND = address(701), address(702)


def _by_account(connection: Connection, deal: IndexedDeal, block: int, tranche: str, most: int) -> Holders:
    accounts = IndexReader(connection, deal, block).accounts(tranche)
    held = sorted((-account.units, wallet) for wallet, account in accounts.items() if account.units)
    return Holders(len(held), tuple(Wallet(wallet, -units) for units, wallet in held[:most]))


def test_holders__of_a_whole_life__are_those_of_its_accounts(recording: Recording, opened: Open, url: str) -> None:
    """At every checkpoint: before anybody has units, and after some sold all."""
    database = opened(url)
    deal, seen = catch_up(database, StubChain(recording)), set[int]()
    tranches = [tranche.id for tranche in recording.terms.tranches]
    with database.reading() as connection:
        for block in range(recording.record.block_number, recording.head + 1, 7):
            for tranche in tranches:
                expected = _by_account(connection, deal, block, tranche, 2)
                checkpoint = IndexReader(connection, deal, block).checkpoint
                if checkpoint is None:
                    continue
                assert holders_of(connection, deal.id, checkpoint.block, tranche, 2) == expected
                seen.add(expected.wallets)
    assert {0, 2} <= seen


def test_holders__after_two_moves_in_a_block__are_those_of_the_last() -> None:
    teller = Teller()
    teller.open({"senior": 10, "mezzanine": 1, "junior": 1})
    teller.issue("senior", FIRST, 10)
    teller.next_block()
    before = teller.events[-1].block_number
    teller.transfer("senior", FIRST, SECOND, 4)
    teller.transfer("senior", SECOND, FIRST, 1)
    with index(teller.terms, teller.record) as found:
        found.fold(by_block(teller.events))
        until, deal = teller.events[-1].block_number, found.deal.id
        assert holders_of(found.connection, deal, until, "senior", 9) == Holders(
            2, (Wallet(FIRST, 7), Wallet(SECOND, 3))
        )
        assert holders_of(found.connection, deal, before, "senior", 9) == Holders(1, (Wallet(FIRST, 10),))
        assert holders_of(found.connection, deal, until, "junior", 9) == Holders()
        assert last_move(found.connection, deal, until) == (until, teller.events[-1].block_hash)
        assert last_move(found.connection, deal, 0) == (0, "")
