# SPDX-License-Identifier: Apache-2.0
"""The index of every life says what the replay of the same events finds, however it was read; and so it does after a rollback."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from regalia.ledger.holding import Books
from regalia.ledger.index import schema
from regalia.ledger.replay import replay
from regalia.ledger.replayed_books import ReplayedBooks
from tests.index.folding import Chunk, Indexed, by_block, by_chance, index, whole
from tests.index.lives import NAMES, Lived, lived

pytestmark = pytest.mark.devnet
FEW = 3
"""Accounts kept in memory, so that most are read again."""


@pytest.fixture(scope="module", params=NAMES)
def life(request: pytest.FixtureRequest) -> Lived:
    return lived(request.param)


@pytest.fixture(scope="module")
def replayed(life: Lived) -> ReplayedBooks:
    return ReplayedBooks(replay(life.terms, life.record, life.events).ledger)


@pytest.fixture(scope="module")
def indexed(life: Lived) -> Iterator[Indexed]:
    """Block by block."""
    with index(life.terms, life.record) as found:
        found.fold(by_block(life.events))
        yield found


def compare(found: Books, expected: Books, wallets: set[str]) -> None:
    assert found.as_of == expected.as_of
    assert found.wallets() == expected.wallets()
    for tranche in expected.terms.tranches:
        assert found.payments(tranche.id) == expected.payments(tranche.id)
        for wallet in wallets:
            assert found.holding(tranche.id, wallet) == expected.holding(tranche.id, wallet)
    for wallet in wallets:
        assert found.trades(wallet) == expected.trades(wallet)
        assert found.halted_until(wallet) == expected.halted_until(wallet)


def everybody(indexed: Indexed) -> set[str]:
    """Whoever has a row, and somebody who has none."""
    rows = indexed.rows(schema.entry) + indexed.rows(schema.mark)
    return {row[1] for row in rows} | {indexed.deal.record.deal.address}


def test_reader__block_by_block__as_the_replay(indexed: Indexed, replayed: ReplayedBooks) -> None:
    compare(indexed.reader(), replayed, everybody(indexed))
    assert any(indexed.reader().payments(tranche.id) for tranche in replayed.terms.tranches)


@pytest.mark.parametrize("way", ["whole", "chance", "chance, few accounts"])
def test_fold__other_chunks__the_same_rows(life: Lived, indexed: Indexed, way: str) -> None:
    chunks: list[Chunk] = whole(life.events) if way == "whole" else by_chance(life.events, Random(way))
    with index(life.terms, life.record) as other:
        other.fold(chunks, reload=way == "chance", most_accounts=FEW if way.endswith("accounts") else 100)
        assert other.all_rows() == indexed.all_rows()
        for tranche in life.terms.tranches:
            assert other.reader().state(tranche.id) == indexed.reader().state(tranche.id)


def test_reader__as_of_earlier_blocks__as_the_replay_up_to_there(life: Lived, indexed: Indexed) -> None:
    numbers = sorted({event.block_number for event in life.events})
    for number in numbers[:: len(numbers) // 5]:
        before = [event for event in life.events if event.block_number <= number]
        expected = ReplayedBooks(replay(life.terms, life.record, before).ledger)
        compare(indexed.reader(number), expected, everybody(indexed))


def test_roll_back__and_fold_again__the_same_rows(life: Lived) -> None:
    chunks, tables = by_chance(life.events, Random(7)), [table for table, _ in schema.ROLLED_BACK]
    with index(life.terms, life.record) as found, index(life.terms, life.record) as shorter:
        found.fold(chunks)
        complete = found.all_rows(tables)
        for kept in range(len(chunks) - 1, 0, -max(1, len(chunks) // 4)):
            found.roll_back(chunks[kept - 1][1])
            shorter.roll_back(-1)
            shorter.fold(chunks[:kept])
            assert found.all_rows(tables) == shorter.all_rows(tables)
            found.fold(chunks[kept:])
            assert found.all_rows(tables) == complete
