# SPDX-License-Identifier: Apache-2.0
"""The database of an index: whose it is, and one transaction for what belongs together."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from regalia.errors import RegaliaError
from regalia.ledger.index.binding import Binding, bind
from regalia.ledger.index.database_url import database_url, is_sqlite, shown, sqlite_file
from regalia.ledger.index.follow_errors import IndexBusyError, IndexDatabaseError, WrongDatabaseError

LOCK = 0x726567616C6961
"""PostgreSQL's advisory lock of whoever writes."""
WAIT_SECONDS = 30
_WRITES = "regalia_writes"
_PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON", "cache_size = -8192")
"""The last one in KiB: a site may read by fifteen connections at once."""
_WRITERS_CACHE = "PRAGMA cache_size = -65536"
"""With pages of many holders at hand, writing a million events takes a fifth less time."""
_LOCKED = ("database is locked", "lock timeout", "database table is locked")


class IndexDatabase:
    """Of one chain. One process writes at a time, the others wait; readers see what was last committed and are never waited for."""

    def __init__(self, url: URL, binding: Binding, wait: int = WAIT_SECONDS) -> None:
        self.url, self.binding, self.wait = url, binding, wait
        self._engine = _engine(url, wait)
        self._writer = self._engine.execution_options(**{_WRITES: True})

    @property
    def place(self) -> str:
        """Where it is, as it may be shown."""
        return shown(self.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database. Raises ``IndexDatabaseError``, as everything here does."""
        options = {} if is_sqlite(self.url) else {"isolation_level": "REPEATABLE READ"}
        with self.explained(), self._engine.connect() as connection:
            yield connection.execution_options(**options)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection to write by, one ``writing`` after the other."""
        with self.explained(), self._writer.connect() as connection:
            if is_sqlite(self.url):
                _raw(connection).execute(_WRITERS_CACHE)
            yield connection

    @contextmanager
    def writing(self, connection: Connection) -> Iterator[None]:
        """All that is written inside or nothing, and nobody else writes meanwhile. Raises ``IndexBusyError``."""
        with self.explained(), connection.begin():
            if not is_sqlite(self.url):
                connection.execute(text(f"SET LOCAL lock_timeout = '{self.wait}s'"))
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            yield

    @contextmanager
    def explained(self) -> Iterator[None]:
        try:
            yield
        except RegaliaError:
            raise
        except SQLAlchemyError as error:
            raise self._explanation(error) from error
        except OverflowError as error:
            rule = f"db {self.place}: a figure is larger than any a contract has: {error}"
            raise IndexDatabaseError(rule, "A node gave it: use another one.") from error

    def close(self) -> None:
        self._engine.dispose()

    def _explanation(self, error: SQLAlchemyError) -> RegaliaError:
        said = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()
        words = said[0] if said else type(error).__name__
        if self.url.password:
            words = words.replace(str(self.url.password), "***")
        if any(locked in words for locked in _LOCKED):
            busy = f"db {self.place}: another process has been writing to it for {self.wait} s"
            return IndexBusyError(busy, "Wait until it has finished, or stop it: nothing it did not finish is kept.")
        if "file is not a database" in words:
            return WrongDatabaseError(
                f"db {self.place}: it is not a database", "Give another file; it was not touched."
            )
        check = (
            "that you may write there, and the room on the disk"
            if is_sqlite(self.url)
            else "the address and the server"
        )
        hint = f"Check {check}. Nothing is lost: the next run goes on after the last checkpoint."
        return IndexDatabaseError(f"db {self.place}: {words}", hint)


def open_database(
    url: str, chain_id: int, genesis_hash: str, *, rebuild: Collection[str] = (), wait: int = WAIT_SECONDS
) -> IndexDatabase:
    """The database at the address (``sqlite:///FILE``, ``postgresql://…``; ``sqlite://`` is one in memory), its tables made when
    there are none. ``rebuild`` are addresses of deals to be forgotten, so that they are read anew. ``wait``: most seconds for another
    process that writes.

    Raises ``DatabaseUrlError``, ``WrongDatabaseError``, ``IndexBusyError`` and ``IndexDatabaseError``.
    """
    binding = Binding(chain_id, genesis_hash)
    database = IndexDatabase(database_url(url), binding, wait)
    try:
        with database.connected() as connection:
            with database.writing(connection):
                bind(connection, binding, database.place, rebuild)
            if sqlite_file(database.url) is not None:
                _write_ahead(connection)
    except BaseException:
        database.close()
        raise
    return database


def _engine(url: URL, wait: int) -> Engine:
    if not is_sqlite(url):
        return create_engine(url, connect_args={"connect_timeout": 10}, pool_pre_ping=True)
    in_memory: dict[str, Any] = {} if sqlite_file(url) else {"poolclass": StaticPool}
    engine = create_engine(url, connect_args={"timeout": wait, "check_same_thread": False}, **in_memory)

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # transactions begin where they are said to, not at the first write
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: Connection) -> None:
    """Readers then need not wait for the one who writes. The file remembers it."""
    _raw(connection).execute("PRAGMA journal_mode = WAL")


def _raw(connection: Connection) -> sqlite3.Connection:
    """To say something outside any transaction."""
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
