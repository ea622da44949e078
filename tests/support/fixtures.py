# SPDX-License-Identifier: Apache-2.0
"""The stages of a deal as fixtures; a folder's conftest imports the ones it uses. Each test has a chain of its own."""

from __future__ import annotations

import pytest

from tests.support.contract import Contract
from tests.support.deal import DealContracts
from tests.support.platform import Platform


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def money(platform: Platform) -> Contract:
    return platform.money()


@pytest.fixture
def offered(platform: Platform, money: Contract) -> DealContracts:
    """Made by the issuer, nothing sold."""
    return platform.create(money)


@pytest.fixture
def sold(offered: DealContracts) -> DealContracts:
    """Every unit subscribed, not closed."""
    offered.sell()
    return offered


@pytest.fixture
def live(sold: DealContracts) -> DealContracts:
    """Closed; no payment date yet."""
    sold.close()
    return sold
