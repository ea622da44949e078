# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from tests.oracle.stage import Stage


@pytest.fixture
def stage() -> Stage:
    """A fresh chain with an oracle whose stream is open."""
    return Stage()
