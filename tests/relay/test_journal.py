# SPDX-License-Identifier: Apache-2.0
"""The journal: whole steps or none, one relay at a time, never another chain's."""

from __future__ import annotations

import os
import signal
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from regalia.relay.database import Binding
from regalia.relay.errors import JournalError, JournalLockedError, WrongJournalError
from regalia.relay.journal import Journal
from regalia.relay.states import State
from regalia.relay.work import Work

BINDING = Binding(31337, "0x" + "01" * 32, "0xOracle", "0xRelayer")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "relay.sqlite"


def added(journal: Journal, digest: bytes = bytes(32), signatures: bytes = b"true") -> Work | None:
    return journal.add("report", "0xdeal", 1, 1, digest, "{}", signatures, at=5)


def test_add__known_report__nothing(path: Path) -> None:
    with Journal(path, BINDING) as journal:
        assert added(journal) is not None
        assert added(journal) is None and added(journal, signatures=b"others") is None
        assert len(journal.works()) == 1


def test_add__after_a_refusal__with_other_signatures_only(path: Path) -> None:
    with Journal(path, BINDING) as journal:
        forged = added(journal, signatures=b"forged")
        assert forged is not None
        journal.move(forged, State.REFUSED, 6, "RoyaltyOracle_UnknownSigner")
        assert added(journal, signatures=b"forged") is None
        assert added(journal) is not None
        assert [work.state for work in journal.works()] == [State.REFUSED, State.SIGNED]
        assert journal.works()[0].reason == "RoyaltyOracle_UnknownSigner"


def test_transaction__that_fails__nothing_of_it_is_written(path: Path) -> None:
    with Journal(path, BINDING) as journal:
        with pytest.raises(ZeroDivisionError), journal.transaction():
            added(journal)
            journal.set_cursor("head", 1, "0x")
            raise ZeroDivisionError
        assert (journal.works(), journal.cursor("head"), list(journal.history())) == ([], None, [])


def test_open__twice__second_refused_until_the_first_is_closed(path: Path) -> None:
    first = Journal(path, BINDING)
    with pytest.raises(JournalLockedError, match="another relay runs on it"):
        Journal(path, BINDING)
    first.close()
    Journal(path, BINDING).close()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_open__by_another_process__refused_until_it_is_killed(path: Path) -> None:
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        Journal(path, BINDING)
        os.write(told, b"x")
        signal.pause()
    assert os.read(ready, 1) == b"x"
    with pytest.raises(JournalLockedError):
        Journal(path, BINDING)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
    os.close(told)
    Journal(path, BINDING).close()


def test_open__while_a_relay_runs__others_may_read(path: Path) -> None:
    with Journal(path, BINDING) as journal:
        added(journal)
        reader = sqlite3.connect(path)
        assert reader.execute("SELECT count(*) FROM work").fetchone() == (1,)
        reader.close()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (replace(BINDING, chain_id=1), "chain_id=1"),
        (replace(BINDING, genesis="0x99"), "genesis='0x99'"),
        (replace(BINDING, oracle="0x99"), "oracle='0x99'"),
        (replace(BINDING, sender="0x99"), "sender='0x99'"),
    ],
)
def test_open__of_something_else__refused_and_left_alone(path: Path, other: Binding, field: str) -> None:
    Journal(path, BINDING).close()
    with pytest.raises(WrongJournalError, match=field):
        Journal(path, other)
    Journal(path, BINDING).close()


def test_open__file_that_is_no_journal__refused_and_left_alone(path: Path) -> None:
    path.write_text("a diary of some length\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="file is not a database"):
        Journal(path, BINDING)
    assert path.read_bytes() == before


def test_open__folder_missing__refused(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="unable to open"):
        Journal(tmp_path / "nowhere" / "relay.sqlite", BINDING)


def test_pragmas__wal_full_and_foreign_keys(path: Path) -> None:
    with Journal(path, BINDING) as journal:
        found = [
            journal.database.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        assert found == ["wal", 2, 1]
