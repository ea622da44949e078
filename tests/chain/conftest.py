# SPDX-License-Identifier: Apache-2.0
"""The deal over a real ERC-3643 registry, on a local chain for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.devnet import devnet
from tests.chain.trex_market import Market
from tests.support.devnet import undone
from tests.support.sample import START


@pytest.fixture(scope="module")
def opened_market() -> Iterator[Market]:
    with devnet(timestamp=START) as chain:
        yield Market(chain)


@pytest.fixture
def market(opened_market: Market) -> Iterator[Market]:
    """Everything deployed, nothing sold; what a test does is undone."""
    with undone(opened_market.chain):
        yield opened_market
