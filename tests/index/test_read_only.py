# SPDX-License-Identifier: Apache-2.0
"""An index that is only looked at: while another process writes, where nothing may be written, and where there is none."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from io import UnsupportedOperation
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, text

from regalia.errors import RegaliaError
from regalia.ledger.index import schema
from regalia.ledger.index.database import open_database
from regalia.ledger.index.follow_errors import IndexBusyError, IndexDatabaseError, NoIndexError, WrongDatabaseError
from regalia.ledger.index.read_only import read_index
from tests.support.postgres import Postgres

GENESIS = "0x" + "11" * 32
NOBODY = 65534


def rows(url: str) -> int:
    """How many rows it has of itself, as a reader sees it."""
    with closing(read_index(url, 1, GENESIS, wait=1)) as database, database.reading() as connection:
        return len(connection.execute(schema.meta.select()).all())


def by_nobody(act: Callable[[], int]) -> int:
    """The same, done by a user who may write nowhere; whoever is not root has shut the folder instead."""
    if os.geteuid() != 0:
        return act()
    answer, telling = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(telling, b"%d" % act())
        finally:
            os._exit(0)
    os.close(telling)
    os.waitpid(child, 0)
    with os.fdopen(answer, "rb") as told:
        return int(told.read() or b"-1")


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody may look into and only its owner may write to."""
    with tempfile.TemporaryDirectory(prefix="shelf-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def index(shelf: Path) -> Path:
    open_database(f"sqlite:///{shelf}/index.db", 1, GENESIS).close()
    return shelf / "index.db"


def test_read__none_there__said_and_none_made(url: str, tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="there is no index"):
        read_index(url, 1, GENESIS)
    assert not list(tmp_path.iterdir())
    with pytest.raises(NoIndexError, match="there is no index in memory"):
        read_index("sqlite://", 1, GENESIS)
    open_database(url, 1, GENESIS).close()
    assert rows(url) == 3


def test_read__of_another_chain_or_release__refused(url: str) -> None:
    open_database(url, 1, GENESIS).close()
    with pytest.raises(WrongDatabaseError, match="it is of chain 1, the deal is on chain 2"):
        read_index(url, 2, GENESIS)
    with (
        closing(open_database(url, 1, GENESIS)) as database,
        database.connected() as connection,
        database.writing(connection),
    ):
        connection.execute(text("UPDATE meta SET value = '0' WHERE key = 'schema_version'"))
    with pytest.raises(WrongDatabaseError, match="of an older release"):
        read_index(url, 1, GENESIS)


def test_read__while_another_writes__sees_what_was_committed(url: str) -> None:
    with closing(open_database(url, 1, GENESIS)) as database, database.connected() as connection:
        with database.writing(connection):
            connection.execute(insert(schema.meta), {"key": "half", "value": "done"})
            assert rows(url) == 3
        assert rows(url) == 4


def test_read__tried_to_write__refused(url: str) -> None:
    open_database(url, 1, GENESIS).close()
    with closing(read_index(url, 1, GENESIS)) as database:
        with pytest.raises(IndexDatabaseError, match=r"(?i)read-?only"), database.reading() as connection:
            connection.execute(insert(schema.meta), {"key": "half", "value": "done"})
        with pytest.raises(UnsupportedOperation), database.connected():
            raise AssertionError("written to")
    assert rows(url) == 3


def test_read__file__nothing_is_left_beside_it(index: Path) -> None:
    before = index.read_bytes()
    assert rows(f"sqlite:///{index}") == 3
    assert [path.name for path in index.parent.iterdir()] == ["index.db"] and index.read_bytes() == before


def test_read__name_with_signs_of_an_address__found(shelf: Path) -> None:
    place = f"sqlite:///{shelf}/100%25 #1.db"
    open_database(place, 1, GENESIS).close()
    assert rows(place) == 3


@pytest.mark.parametrize("left", [(), ("-wal",), ("-wal", "-shm")], ids=["closed", "log left", "killed"])
def test_read__by_who_may_not_write_there__all_that_was_committed(index: Path, left: tuple[str, ...]) -> None:
    """A process that was killed leaves its log, and what is in it counts."""
    kept = index.with_name("kept")
    kept.mkdir()
    with closing(sqlite3.connect(index)) as writer:
        writer.execute("INSERT INTO meta VALUES ('more', '')")
        writer.commit()
        for end in ("", *left):
            shutil.copy(f"{index}{end}", kept)
        if not left:
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(index, kept)
    before = sorted(kept.iterdir())
    kept.chmod(0o555)
    assert by_nobody(lambda: rows(f"sqlite:///{kept / index.name}")) == 4
    assert sorted(kept.iterdir()) == before
    kept.chmod(0o755)


def test_read__another_begins_to_write_meanwhile__said(index: Path) -> None:
    with (
        closing(read_index(f"sqlite:///{index}", 1, GENESIS)) as database,
        pytest.raises(IndexBusyError, match="began to write while it was read"),
        database.reading(),
        closing(sqlite3.connect(index)) as writer,
    ):
        writer.execute("INSERT INTO meta VALUES ('more', '')")
        writer.commit()
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_read__an_error_while_nobody_writes__is_that_error(index: Path) -> None:
    with closing(read_index(f"sqlite:///{index}", 1, GENESIS)) as database:
        with pytest.raises(ZeroDivisionError), database.reading():
            raise ZeroDivisionError
        with pytest.raises(RegaliaError, match="no such table: none"), database.reading() as connection:
            connection.execute(text("SELECT * FROM none"))


def test_read__by_a_role_that_may_only_read__all_of_it(postgres_server: Postgres) -> None:
    url = postgres_server.database()
    open_database(url, 1, GENESIS).close()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS auditor")
        owner.execute("CREATE ROLE auditor")
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor")
        assert rows(f"{url}?options=-c%20role%3Dauditor") == 3
        with pytest.raises(IndexDatabaseError, match="permission denied"):
            open_database(f"{url}?options=-c%20role%3Dauditor", 1, GENESIS, rebuild=["0x1"])
        owner.execute("DROP OWNED BY auditor; DROP ROLE auditor")
