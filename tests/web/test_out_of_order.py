# SPDX-License-Identifier: Apache-2.0
"""A database or a board that fails while somebody looks: a page that says so, with the right status and without where it is."""

from __future__ import annotations

import logging
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.pool import Pool

from regalia.market.folder_board import FolderBoard
from regalia.views.log_query import LogQuery
from regalia.web import log_export
from regalia.web.app import create_app
from regalia.web.log_export import LogExport
from regalia.web.pages import Pages
from regalia.web.serving import PortError, _bound
from tests.web.lived_site import LivedSite, lived_site, once

pytestmark = pytest.mark.devnet
WALLET = "0x" + "0" * 39 + "1"
PATHS = ("/en/", "/zh/deals/{deal}", "/en/supervisor", f"/en/investor/{WALLET}", "/files/{deal}/log.csv")


@dataclass
class Place:
    site: LivedSite
    client: TestClient
    board: Path

    def get(self, path: str) -> tuple[int, str, str]:
        answer = self.client.get(path.format(deal=self.site.ids[0]))
        return answer.status_code, answer.headers.get("retry-after", ""), answer.text


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    site, board = lived_site(tmp_path, once("met")), tmp_path / "orders-of-ours"
    with TestClient(create_app(Pages(site.as_followed(), FolderBoard(board))), base_url="http://127.0.0.1") as client:
        yield Place(site, client, board)
    site.database.close()


@pytest.mark.parametrize("path", PATHS)
def test_page__of_a_database_that_lost_its_tables__comes_later_and_names_no_file(
    place: Place, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with place.site.database.connected() as connection, place.site.database.writing(connection):
        connection.execute(text("ALTER TABLE block RENAME TO lost"))
    status, retry, said = place.get(path)
    assert (status, retry) == (503, "5") and "ledger: it can&#39;t be read now" in said
    assert "lived.db" not in said and "no such table" not in said
    assert any("no such table" in record.message for record in caplog.records)


@pytest.mark.parametrize("path", [f"/en/investor/{WALLET}", "/zh/deals/{deal}/tranches/senior"])
def test_page__of_a_board_that_is_gone__comes_later_and_names_no_folder(
    place: Place, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(place.board)
    status, retry, said = place.get(path)
    assert (status, retry) == (503, "5") and "board: it can&#39;t be read now" in said and place.board.name not in said
    assert [record.levelno for record in caplog.records if place.board.name in record.message] == [logging.WARNING]


def test_log__taken_slowly__keeps_no_connection_from_the_pages(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_export, "_AT_ONCE", 3)
    site = place.site.as_followed()
    pool: Pool = site.database._engine.pool
    export = LogExport.of(site, LogQuery())
    for rows in (export.csv(), export.json()):
        for _ in range(4):
            next(rows)
            assert pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("host", "family"), [("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6), ("localhost", None)]
)
def test_listen__at_addresses_and_names__of_either_family(host: str, family: int | None) -> None:
    with _bound(host, 0) as listener:
        assert family in (None, listener.family) and listener.getsockname()[1] > 0
        with pytest.raises(PortError, match="can't be listened at"):
            _bound(host, listener.getsockname()[1])


@pytest.mark.parametrize("host", ["a..b", "x" * 300, "not a name", "203.0.113.7", "[::1]", "fe80::1%nothing"])
def test_listen__at_what_is_no_address_of_this_machine__is_refused_in_words(host: str) -> None:
    with pytest.raises(PortError, match="can't be listened at"):
        _bound(host, 0)
