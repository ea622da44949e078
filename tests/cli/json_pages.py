# SPDX-License-Identifier: Apache-2.0
"""The pages beside ``regalia show``: in both languages every figure of a page is the one of the JSON, under the same key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from regalia.chain.connection import connect
from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import load_terms
from regalia.ledger.index.database import open_database
from regalia.market.folder_board import FolderBoard
from regalia.views.following import Followed, Subject
from regalia.views.plain import figures
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.cli.json_world import Asked
from tests.web.shown import figures_on

ADDRESSES: Mapping[str, tuple[str, int]] = {
    "overview": ("/", 5),
    "deal": ("/deals/{deal}", 20),
    "date": ("/deals/{deal}/dates/1", 20),
    "receipts": ("/deals/{deal}/receipts", 5),
    "pool": ("/deals/{deal}/pool", 4),
    "tranche": ("/deals/{deal}/tranches/senior", 20),
    "investor": ("/investor/{0}", 10),
    "supervisor": ("/supervisor", 10),
    "log": ("/supervisor/log?size={1}", 8),
}
"""Of each ``show``, with how many figures there must be at least. Coverage has no page of its own: it is on the deal's."""


@dataclass(frozen=True)
class Place:
    """What both look at."""

    record: DeploymentRecord
    terms: Path
    database: str
    board: Path | None = None


def same_on_pages(asked: Asked, place: Place, what: Sequence[str], found: Any) -> None:
    address, least = ADDRESSES[what[0]]
    wanted = dict(figures(found))
    with _looking(asked, place) as client:
        for language in ("en", "zh"):
            page = client.get(f"/{language}{address.format(*what[1:], deal=place.record.deal_id)}")
            assert page.status_code == 200, page.text
            shown = figures_on(page.text)
            wrong = {key: (value, wanted.get(key)) for key, value in shown.items() if wanted.get(key) != value}
            assert not wrong, f"{address} in {language}: shown, and what --json says: {wrong}"
            assert len(shown) >= least, f"{address} shows {len(shown)} figures"


@contextmanager
def _looking(asked: Asked, place: Place) -> Iterator[TestClient]:
    chain = (place.record.chain_id, place.record.genesis_hash)
    web3 = connect(asked.url, *chain)
    with closing(open_database(place.database, *chain)) as database:
        site = Followed(database, web3, [Subject(place.record, load_terms(place.terms))])
        site.once()
        app = create_app(Pages(site, FolderBoard(place.board) if place.board else None))
        with TestClient(app, base_url="http://127.0.0.1") as client:
            yield client
