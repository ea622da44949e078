# SPDX-License-Identifier: Apache-2.0
"""The ledger of nonces: a gap first, none handed out twice, none lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.relay.database import Binding
from regalia.relay.journal import Journal
from regalia.relay.nonces import Ledger
from regalia.relay.states import State
from regalia.relay.work import Attempt, Fees, Place, Work

FEES = Fees(20, 2)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Journal(tmp_path / "relay.sqlite", Binding(1, "0x", "0x", "0x")) as journal:
        yield Ledger(journal)


def intend(ledger: Ledger, nonce: int, hash_: str, work: Work | None = None) -> Attempt:
    return ledger.intend(nonce, b"raw " + hash_.encode(), hash_, 21_000, FEES, work, at=5)


def place(hash_: str, block: int = 7) -> Place:
    return Place(block, "0xb10c", hash_)


def test_lowest_unused__nothing_open__what_the_chain_counts(ledger: Ledger) -> None:
    assert [ledger.lowest_unused(count) for count in (0, 5)] == [0, 5]


def test_lowest_unused__a_gap__the_gap(ledger: Ledger) -> None:
    for nonce in (5, 7):
        intend(ledger, nonce, f"0x{nonce}")
    assert (ledger.lowest_unused(5), ledger.gaps(5)) == (6, [6])
    intend(ledger, 6, "0x6")
    assert (ledger.lowest_unused(5), ledger.gaps(5)) == (8, [])


def test_gaps__below_the_chains_count__none(ledger: Ledger) -> None:
    intend(ledger, 9, "0x9")
    assert (ledger.gaps(7), ledger.gaps(9), ledger.gaps(12)) == ([7, 8], [], [])


def test_intend__with_a_report__bytes_nonce_and_state_together(ledger: Ledger) -> None:
    journal = ledger._journal
    work = journal.add("report", "0xdeal", 1, 1, bytes(32), "{}", b"s", at=5)
    assert work is not None
    attempt = intend(ledger, 3, "0xa", work)
    assert (attempt.raw, attempt.nonce, journal.work(work.id).state) == (b"raw 0xa", 3, State.INTENDED)
    with pytest.raises(Exception, match="UNIQUE"):
        intend(ledger, 4, "0xa", work)
    assert [slot.nonce for slot in ledger.open_slots()] == [3]
    ledger.sent(attempt, 9, 99)
    ledger.sent(attempt, 12, 120)  # again: the first time counts
    assert journal.work(work.id).state is State.SENT
    assert (ledger.of(work)[0].sent_block, ledger.of(work)[0].sent_time) == (9, 99)


def test_mined_lost_settled__of_a_replaced_transaction__one_of_the_slot(ledger: Ledger) -> None:
    first, second = intend(ledger, 0, "0xa"), intend(ledger, 0, "0xb")
    (slot,) = ledger.open_slots()
    ledger.mined(slot, first, place("0xa"), succeeded=True)
    ledger.mined(slot, second, place("0xb"), succeeded=False)  # after a reorganisation it was the other
    (slot,) = ledger.open_slots()
    assert slot.mined is not None and (slot.mined.hash, slot.mined.succeeded) == ("0xb", False)
    assert slot.attempts[0].place is None
    ledger.lost(slot)
    assert ledger.open_slots()[0].mined is None
    ledger.mined(slot, first, place("0xa"), succeeded=True)
    ledger.settle(slot)
    assert (ledger.open_slots(), ledger.counts(), ledger.lowest_unused(1)) == ([], (2, 1), 1)
    ledger.reopen(7)
    assert [attempt.hash for attempt in ledger.open_slots()[0].attempts] == ["0xa"]
