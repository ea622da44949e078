# SPDX-License-Identifier: Apache-2.0
"""Whose a database is, and everything it may be instead of ours: named, without its password, and nothing changed in it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, insert, inspect, text, update

from regalia.ledger.index import schema
from regalia.ledger.index.database import IndexDatabase, open_database
from regalia.ledger.index.database_url import database_url
from regalia.ledger.index.follow_errors import (
    DatabaseUrlError,
    IndexBusyError,
    IndexDatabaseError,
    WrongDatabaseError,
)
from tests.support.postgres import PASSWORD, REQUIRED, Postgres, postgres

GENESIS = "0x" + "11" * 32


def opened(url: str, chain_id: int = 1, genesis: str = GENESIS, *, rebuild: bool = False) -> IndexDatabase:
    return open_database(url, chain_id, genesis, rebuild=["0x1"] if rebuild else (), wait=1)


@contextmanager
def plain(url: str) -> Iterator[Connection]:
    """A connection of somebody else's."""
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def kept(url: str) -> dict[str, str]:
    """What it says it is of."""
    with plain(url) as connection:
        return {row.key: row.value for row in connection.execute(schema.meta.select())}


def set_version(url: str, version: str) -> None:
    with plain(url) as connection:
        connection.execute(update(schema.meta).where(schema.meta.c.key == "schema_version").values(value=version))


def test_open__new__tables_and_whose_it_is(url: str) -> None:
    opened(url).close()
    assert kept(url) == {"schema_version": str(schema.VERSION), "chain_id": "1", "genesis_hash": GENESIS}
    opened(url).close()
    with plain(url) as connection:
        assert set(inspect(connection).get_table_names()) == set(schema.metadata.tables)


def test_open__file__safe_quick_and_with_pages_at_hand(tmp_path: Path) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "cache_size")
    with closing(opened(f"sqlite:///{tmp_path / 'index.db'}")) as database, database.reading() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == ["wal", 1, 1, -65_536]


def test_open__of_another_chain__refused_also_to_rebuild(url: str) -> None:
    opened(url).close()
    for rebuild in (False, True):
        with pytest.raises(WrongDatabaseError, match="it is of chain 1, the deal is on chain 2"):
            opened(url, 2, rebuild=rebuild)
        with pytest.raises(WrongDatabaseError, match=f"whose block 0 is {GENESIS}, the deal's is 0x2222"):
            opened(url, 1, "0x" + "22" * 32, rebuild=rebuild)
    assert kept(url)["chain_id"] == "1"


@pytest.mark.parametrize(
    ("version", "hint"),
    [
        ("0", "Build it anew from the chain: regalia index --rebuild"),
        ("99", "Use the release that made it, or a newer"),
    ],
    ids=["older", "newer"],
)
def test_open__other_schema__refused_with_what_helps_then_rebuilt(url: str, version: str, hint: str) -> None:
    database = opened(url)
    with database.connected() as connection, database.writing(connection):
        row = {"id": 1, "name": "old", "address": "0x1", "first_block": 1, "record": "", "terms": ""}
        connection.execute(insert(schema.deal), row)
    database.close()
    set_version(url, version)
    with pytest.raises(WrongDatabaseError, match=f"its tables are of version {version}") as caught:
        opened(url)
    assert hint in caught.value.hint
    assert kept(url)["schema_version"] == version
    database = opened(url, rebuild=True)
    with database.reading() as connection:
        assert connection.execute(schema.deal.select()).all() == []
    database.close()
    assert kept(url)["schema_version"] == str(schema.VERSION)


def test_open__tables_of_something_else__refused_and_untouched(url: str) -> None:
    with plain(url) as connection:
        connection.execute(text("CREATE TABLE event (what TEXT)"))
        connection.execute(text("INSERT INTO event VALUES ('mine')"))
    for rebuild in (False, True):
        with pytest.raises(WrongDatabaseError, match=r"it has tables of something else \(event\)"):
            opened(url, rebuild=rebuild)
    with plain(url) as connection:
        assert connection.execute(text("SELECT what FROM event")).scalars().all() == ["mine"]
        assert inspect(connection).get_table_names() == ["event"]


def test_open__two_at_once__both_have_it(url: str) -> None:
    """Neither finds half of the tables."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            open_database(url, 1, GENESIS).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failures
    assert len(kept(url)) == 3


def test_write__another_writes_for_too_long__named_and_readers_go_on(url: str) -> None:
    first, second = opened(url), opened(url)
    with first.connected() as one, first.writing(one):
        one.execute(insert(schema.meta), {"key": "half", "value": "done"})
        with second.reading() as reader:
            assert len(reader.execute(schema.meta.select()).all()) == 3
        with (
            pytest.raises(IndexBusyError, match="another process has been writing to it for 1 s"),
            second.connected() as two,
            second.writing(two),
        ):
            raise AssertionError("two write at once")
    with second.connected() as two, second.writing(two):
        assert len(two.execute(schema.meta.select()).all()) == 4
    first.close()
    second.close()


def test_write__error_inside__nothing_kept(url: str) -> None:
    database = opened(url)
    with (
        pytest.raises(KeyboardInterrupt),
        database.connected() as connection,
        database.writing(connection),
    ):
        connection.execute(insert(schema.meta), {"key": "half", "value": "done"})
        raise KeyboardInterrupt
    assert len(kept(url)) == 3
    database.close()


def test_open__file_that_is_none__each_named(tmp_path: Path) -> None:
    junk, foreign = tmp_path / "junk.db", tmp_path / "foreign.db"
    junk.write_bytes(b"this is a letter, not a database " * 200)
    with pytest.raises(WrongDatabaseError, match=rf"db {junk}: it is not a database"):
        opened(f"sqlite:///{junk}")
    assert junk.read_bytes().startswith(b"this is a letter")
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE journal (a)")
    connection.close()
    with pytest.raises(WrongDatabaseError, match=r"tables of something else \(journal\)"):
        opened(f"sqlite:///{foreign}")
    with pytest.raises(IndexDatabaseError, match=f"there is no folder {tmp_path}/none"):
        opened(f"sqlite:///{tmp_path}/none/index.db")
    with pytest.raises(IndexDatabaseError, match=f"{tmp_path} is a folder"):
        opened(f"sqlite:///{tmp_path}")
    with pytest.raises(IndexDatabaseError, match="unable to open database file"):
        opened("sqlite:////proc/index.db")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("index.db", "db: 'index.db' is not an address of a database"),
        (f"mysql://me:{PASSWORD}@host/name", "db: 'mysql' is not a kind of database"),
        (f"me:{PASSWORD}@host/name", "db: what was given is not an address of a database"),
        (f"sqlite:///index.db?mode=ro&key={PASSWORD}", "db: index.db: a file's address has no part after a ?"),
        (f"postgresql://me:{PASSWORD}@127.0.0.1:nine/name", "db: what was given is not an address of a database"),
    ],
    ids=["a path", "another kind", "no kind", "options of a file", "no port"],
)
def test_open__no_address__named_without_the_password(typed: str, message: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        opened(typed)
    assert caught.value.message.startswith(message)
    assert PASSWORD not in str(caught.value)
    assert "sqlite:///" in caught.value.hint


def test_open__server_gone_or_refusing__named_without_the_password(postgres_server: Postgres) -> None:
    good = postgres_server.url()
    refused = {
        good.replace(str(postgres_server.port), "1"): "Connection refused",
        good.replace(PASSWORD, PASSWORD + "-wrong"): "password authentication failed",
        postgres_server.url("missing"): 'database "missing" does not exist',
        good.replace("127.0.0.1", "nowhere.invalid"): "nowhere.invalid",
    }
    for url, words in refused.items():
        with pytest.raises(IndexDatabaseError) as caught:
            opened(url)
        assert words in caught.value.message
        assert PASSWORD not in str(caught.value)
        assert "postgresql://regalia:***@" in caught.value.message


def test_database__place__never_has_the_password(postgres_server: Postgres) -> None:
    database = opened(postgres_server.database() + "?application_name=index")
    assert PASSWORD not in database.place
    assert database.place.startswith("postgresql://regalia:***@127.0.0.1")
    database.close()


def test_open__postgres_by_its_short_name__the_same(postgres_server: Postgres) -> None:
    url = postgres_server.database()
    opened(url.replace("postgresql://", "postgres://")).close()
    assert kept(url)["chain_id"] == "1"


def test_server__none_installed__skipped_unless_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.postgres.binaries", lambda: None)
    monkeypatch.delenv(REQUIRED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="no PostgreSQL is installed"), postgres():
        raise AssertionError("there is none")
    monkeypatch.setenv(REQUIRED, "1")
    with pytest.raises(pytest.fail.Exception, match="no PostgreSQL is installed"), postgres():
        raise AssertionError("there is none")
