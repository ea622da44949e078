# SPDX-License-Identifier: Apache-2.0
"""A site over the sample deal: followed once, so that nothing moves unless a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from regalia.chain.connection import connect
from regalia.chain.record import load_record
from regalia.demo.sample import Sample, sample_deal
from regalia.domain.terms import load_terms
from regalia.ledger.index.database import open_database
from regalia.market.folder_board import FolderBoard
from regalia.views.following import Followed, Subject
from regalia.web.app import create_app
from regalia.web.pages import Pages
from tests.support.devnet import undone
from tests.web.wallet import Wallet

QUARTERS = 3


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """Live, with three payment dates."""
    with sample_deal(tmp_path_factory.mktemp("sample"), QUARTERS) as found:
        yield found


@pytest.fixture(scope="module")
def site(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    record, terms = load_record(sample.record_path), load_terms(sample.terms_path)
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('db')}/x.db", record.chain_id, record.genesis_hash)
    web3 = connect(sample.url, record.chain_id, record.genesis_hash)
    labels = {str(address): role for role, address in sample.people.items()}
    found = Followed(database, web3, [Subject(record, terms)], labels)
    found.once()
    yield found
    database.close()


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> FolderBoard:
    return FolderBoard(tmp_path_factory.mktemp("board"))


@pytest.fixture(scope="module")
def client(site: Followed, board: FolderBoard) -> Iterator[TestClient]:
    """Somebody who looks, without a browser."""
    with TestClient(create_app(Pages(site, board)), base_url="http://127.0.0.1") as found:
        yield found


@pytest.fixture
def market(client: TestClient, sample: Sample, site: Followed, board: FolderBoard) -> Iterator[TestClient]:
    """Everything is as before afterwards, the board too."""
    eth = sample.chain.web3.eth
    with undone(sample.chain):
        yield client
        head = eth.block_number
    sample.chain.mine(head - eth.block_number + 1)  # a chain that is shorter could be a node that lags
    board.remove([one.signed.name for one in board.orders()])
    client.app.state.door.gone.clear()  # type: ignore[attr-defined]
    site.once()


@pytest.fixture
def seller(market: TestClient, sample: Sample) -> Wallet:
    return Wallet(market, sample.chain, sample.people["senior_investor_2"])


@pytest.fixture
def buyer(market: TestClient, sample: Sample) -> Wallet:
    return Wallet(market, sample.chain, sample.people["senior_investor_1"])
