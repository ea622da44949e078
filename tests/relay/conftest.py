# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regalia.chain.devnet import devnet
from tests.conftest import START
from tests.relay.stage import Stage, open_stage
from tests.support.devnet import undone


@pytest.fixture(scope="session")
def opened_stage() -> Iterator[Stage]:
    with devnet(timestamp=START, accounts=12) as chain:
        yield open_stage(chain)


@pytest.fixture
def stage(opened_stage: Stage) -> Iterator[Stage]:
    """Streams of which nothing is reported yet, on a chain that is put back afterwards."""
    with undone(opened_stage.chain):
        yield opened_stage
        opened_stage.rpc("anvil_dropAllTransactions")
        opened_stage.rpc("evm_setAutomine", True)


@pytest.fixture
def fresh_stage() -> Iterator[Stage]:
    """On a chain of its own: anvil forgets states of blocks that are deep below many others, and such a reorganisation needs them."""
    with devnet(timestamp=START, accounts=12) as chain:
        yield open_stage(chain)


@pytest.fixture
def journal_path(tmp_path: Path) -> Path:
    return tmp_path / "relay.sqlite"
