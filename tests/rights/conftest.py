# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from tests.support.contract import Contract
from tests.support.fixtures import money, platform
from tests.support.platform import Platform
from tests.support.rights import RightsDesk

__all__ = ["money", "platform"]


@pytest.fixture
def desk(platform: Platform, money: Contract) -> RightsDesk:
    """Registry, oracle and pool, and everybody appointed; no right entered."""
    return RightsDesk(platform, money)
