# SPDX-License-Identifier: Apache-2.0
"""A chain for each file of tests, on which whatever a test does is undone; and one on which a wish was applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from regalia.chain.devnet import Devnet, devnet
from tests.conftest import START
from tests.deployment.wishes import applied, rights_of, rpc, wish_of, write_wish
from tests.support.devnet import undone


@dataclass(frozen=True)
class Deployed:
    """A wish that came true: the chain, and the file of the wish with facts and records beside it."""

    chain: Devnet
    wish: Path


@pytest.fixture(scope="module")
def shared() -> Iterator[Devnet]:
    with devnet(timestamp=START, accounts=12) as started:
        yield started


@pytest.fixture
def chain(shared: Devnet) -> Iterator[Devnet]:
    with undone(shared):
        yield shared
    rpc(shared, "evm_setAutomine", True)  # no state of the chain, so it is not undone with it


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with devnet(timestamp=START, accounts=12) as started:
        path = write_wish(
            tmp_path_factory.mktemp("deployments"), wish_of(started.accounts, **rights_of(started.accounts))
        )
        applied(started, path)
        yield Deployed(started, path)


@pytest.fixture
def deployed(made: Deployed, tmp_path: Path) -> Iterator[Deployed]:
    """What a test does to chain and files is undone."""
    copytree(made.wish.parent, tmp_path / "31337")
    with undone(made.chain):
        yield Deployed(made.chain, tmp_path / "31337" / "wish.yaml")
