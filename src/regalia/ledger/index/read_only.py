# SPDX-License-Identifier: Apache-2.0
"""An index that is only looked at: no table is made, nobody is locked out, and nothing is written, beside the file neither."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from regalia.files import is_there
from regalia.ledger.index.binding import Binding, check
from regalia.ledger.index.database import WAIT_SECONDS, IndexDatabase
from regalia.ledger.index.database_url import database_url, is_sqlite, shown, sqlite_file
from regalia.ledger.index.follow_errors import IndexBusyError, NoIndexError


class ReadOnlyIndex(IndexDatabase):
    """An index of which only ``reading`` is of use."""

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        raise UnsupportedOperation("an index that is only read")
        yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database. Raises ``IndexDatabaseError``, ``IndexBusyError`` and ``NoIndexError``."""
        with self.explained(), self._connected() as connection:
            check(connection, self.binding, self.place)
            yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        if is_sqlite(self.url):
            with _file_connection(self.url, self.wait) as connection:
                yield connection
            return
        with self._engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            connection.execute(
                text(f"SET LOCAL lock_timeout = '{self.wait}s'")
            )  # tables are locked while they are made anew
            yield connection


def read_index(url: str, chain_id: int, genesis_hash: str, *, wait: int = WAIT_SECONDS) -> ReadOnlyIndex:
    """The database at the address, to be looked at while others may write. ``wait``: most seconds for one who makes it.

    Raises ``NoIndexError`` where there is none, ``DatabaseUrlError``, ``WrongDatabaseError``, ``IndexBusyError`` and
    ``IndexDatabaseError``.
    """
    database = ReadOnlyIndex(database_url(url), Binding(chain_id, genesis_hash), wait)
    try:
        with database.reading():
            return database
    except BaseException:
        database.close()
        raise


@contextmanager
def _file_connection(url: URL, wait: int) -> Iterator[Connection]:
    file = sqlite_file(url)
    if file is None or not is_there(file):
        raise NoIndexError(f"db: there is no index {'in ' if file else ''}{shown(url)}", "Make it: regalia index.")
    with _address(file) as address:
        engine = _engine(address, wait)
        with engine.connect() as connection:
            yield connection


def _engine(address: str, wait: int) -> Engine:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, timeout=wait, uri=True, isolation_level=None)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


@contextmanager
def _address(file: Path) -> Iterator[str]:
    """For SQLite, which reads a file with a write-ahead log by two more files, and makes them where it may.

    Both are there as long as somebody writes: then they are read as well, by SQLite's own rules. Neither is there when all that was written
    is in the file. A log alone was left by a process that was killed: what is in it is read from a copy.
    """
    log, shared, journal = (file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))
    if (log.exists() and shared.exists()) or journal.exists():
        yield _uri(file, "mode=ro")
    elif not log.exists():
        with _unchanged(file):
            yield _uri(file, "mode=ro&immutable=1")
    else:
        with TemporaryDirectory() as folder:
            with _unchanged(file), _unchanged(log):
                copy, _ = (Path(shutil.copy(each, folder)) for each in (file, log))
            yield _uri(copy, "mode=ro")


@contextmanager
def _unchanged(file: Path) -> Iterator[None]:
    """Raises ``IndexBusyError`` where somebody began to write meanwhile: what was read may be of two moments."""
    before = _state(file)
    try:
        yield
    except Exception as error:
        if _state(file) == before:
            raise
        raise _busy(file) from error
    if _state(file) != before:
        raise _busy(file)


def _state(file: Path) -> tuple[Any, ...]:
    found = file.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _busy(file: Path) -> IndexBusyError:
    return IndexBusyError(f"db {file}: another process began to write while it was read", "Nothing is lost: try again.")


def _uri(file: Path, options: str) -> str:
    return f"file:{quote(str(file.resolve()))}?{options}"
