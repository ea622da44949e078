# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from tests.support.contract import Contract
from tests.support.fixtures import money, platform
from tests.support.platform import Platform
from tests.support.rights import RightsDesk
from tests.support.rights_acts import PATENT_1

__all__ = ["money", "platform"]


@pytest.fixture
def desk(platform: Platform, money: Contract) -> RightsDesk:
    """Registry, oracle and pool, and everybody appointed; no right entered."""
    return RightsDesk(platform, money)


@pytest.fixture
def entered(desk: RightsDesk) -> RightsDesk:
    """With one patent entered, of which nothing is reported yet."""
    desk.enter(PATENT_1)
    return desk
