# SPDX-License-Identifier: Apache-2.0
"""The stories, told once for all tests: nobody may change them."""

from __future__ import annotations

import pytest

from regalia.ledger.model import DealLedger
from tests.reports.stories import market_story, notes_story, orders_story, trust_story, whole_story


@pytest.fixture(scope="session")
def notes() -> DealLedger:
    return notes_story()


@pytest.fixture(scope="session")
def trust() -> DealLedger:
    return trust_story()


@pytest.fixture(scope="session")
def orders() -> DealLedger:
    return orders_story()


@pytest.fixture(scope="session")
def whole() -> DealLedger:
    return whole_story()


@pytest.fixture(scope="session")
def market() -> DealLedger:
    return market_story()
