# SPDX-License-Identifier: Apache-2.0
"""What every test may use: a local chain of its own, and one that is shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from regalia.chain.devnet import Devnet, devnet
from tests.support import sharing
from tests.support.tier import DEEP

START = 1_704_067_200
"""Genesis time of the test chains: 2024-01-01 00:00 UTC."""


@pytest.fixture
def fresh_chain() -> Iterator[Devnet]:
    """A local chain for one test."""
    with devnet(timestamp=START, accounts=25) as chain:
        yield chain


@pytest.fixture(scope="session")
def local_chain() -> Iterator[Devnet]:
    """A local chain for the whole run: its height, its time and its balances are nobody's own."""
    with devnet(timestamp=START, accounts=25) as chain:
        yield chain


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not DEEP:
        left = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    if hasattr(config, "workerinput"):  # one of several processes
        sharing.longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return sharing.scheduler(config, log)
