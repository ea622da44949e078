# SPDX-License-Identifier: Apache-2.0
"""A recorded life for all tests that follow a chain, and each kind of database to follow it into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regalia.ledger.index.database import IndexDatabase, open_database
from tests.index.recorded import Recording, record_notes
from tests.support.postgres import Postgres
from tests.support.postgres import postgres_server as postgres_server


@pytest.fixture(scope="session")
def recording() -> Recording:
    return record_notes()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database that is empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/index.db"
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.database()


@pytest.fixture
def opened(recording: Recording) -> Iterator[Callable[[str], IndexDatabase]]:
    """Opens databases of the recorded chain; in memory when no address is given."""
    databases: list[IndexDatabase] = []

    def open_one(url: str = "sqlite://") -> IndexDatabase:
        databases.append(open_database(url, recording.record.chain_id, recording.record.genesis_hash))
        return databases[-1]

    yield open_one
    for database in databases:
        database.close()
