# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from tests.conftest import START
from tests.ledger.life import DECEMBER_2023
from tests.oracle.court import Court
from tests.oracle.judging import Papers
from tests.oracle.market import Market, open_market
from tests.oracle.panel import Panel, folders, open_panel
from tests.oracle.stage import Stage
from tests.support.devnet import undone


@pytest.fixture
def stage() -> Stage:
    """A fresh chain with an oracle whose stream is open."""
    return Stage()


@pytest.fixture(scope="session")
def standing_court() -> Court:
    return Court()


@pytest.fixture
def court(standing_court: Court) -> Iterator[Court]:
    """A live deal whose reports cost a bond to dispute; what a test does to it is undone."""
    with standing_court.chain.undone():
        yield standing_court


@pytest.fixture(scope="session")
def opened_market() -> Iterator[Market]:
    with devnet(timestamp=START) as chain:
        yield open_market(chain)


@pytest.fixture
def market(opened_market: Market) -> Iterator[Market]:
    """A live deal on a local chain, as it was when the offering closed."""
    with undone(opened_market.chain):
        yield opened_market


@pytest.fixture(scope="session")
def opened_panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield open_panel(chain, tmp_path_factory.mktemp("panel"))


@pytest.fixture
def panel(opened_panel: Panel) -> Iterator[Panel]:
    """A live deal with five attestors, paid for its first quarter."""
    with undone(opened_panel.life.chain):
        yield opened_panel


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    """What each of the five holds, written."""
    made = folders(tmp_path)
    for folder in made.values():
        folder.write()
    return made
