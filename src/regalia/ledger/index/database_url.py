# SPDX-License-Identifier: Apache-2.0
"""The address of a database as people type it, and as it may be shown."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from regalia.files import is_folder
from regalia.ledger.index.follow_errors import DatabaseUrlError, IndexDatabaseError

_EXAMPLES = "Examples: sqlite:///index.db, postgresql://user:password@host/name"
_POSTGRES = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_DRIVER = "postgresql+psycopg"


def database_url(text: str) -> URL:
    """Raises ``DatabaseUrlError``, and ``IndexDatabaseError`` where there is no folder for the file."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # what it says repeats the text, which may have a password in it
        if "://" not in text and "@" not in text:
            rule = f"db: {text!r} is not an address of a database"
            raise DatabaseUrlError(rule, f"If it is a file, write sqlite:///{text}. {_EXAMPLES}") from None
        raise DatabaseUrlError("db: what was given is not an address of a database", _EXAMPLES) from None
    if url.drivername in _POSTGRES:
        if find_spec("psycopg") is None:
            raise DatabaseUrlError("db: PostgreSQL needs psycopg", "Install it: pip install 'regalia[postgres]'")
        return url.set(drivername=_DRIVER)
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        rule = f"db: {url.drivername!r} is not a kind of database an index can be in: sqlite or postgresql"
        raise DatabaseUrlError(rule, _EXAMPLES)
    if url.query:  # not "?mode=ro" either: it would be written all the same
        raise DatabaseUrlError(f"db: {shown(url)}: a file's address has no part after a ?", _EXAMPLES)
    if (file := sqlite_file(url)) is not None:
        if not is_folder(file.parent):
            raise IndexDatabaseError(f"db: there is no folder {file.parent}", "Make it, or give another file.")
        if is_folder(file):
            raise IndexDatabaseError(f"db: {file} is a folder", f"Give a file in it: sqlite:///{file}/index.db")
    return url


def is_sqlite(url: URL) -> bool:
    return url.drivername.startswith("sqlite")


def sqlite_file(url: URL) -> Path | None:
    """None in memory."""
    kept = is_sqlite(url) and url.database and url.database != ":memory:"
    return Path(str(url.database)) if kept else None


def shown(url: URL) -> str:
    """Without the password."""
    if is_sqlite(url):
        return str(sqlite_file(url) or "in memory")
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)
