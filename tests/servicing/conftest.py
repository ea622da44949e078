# SPDX-License-Identifier: Apache-2.0
"""The illustrative notes, sold and live, on a local chain for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servicing.notes import Notes, notes
from tests.support.devnet import undone


@pytest.fixture(scope="module")
def sold() -> Iterator[Notes]:
    with notes() as found:
        yield found


@pytest.fixture
def deal(sold: Notes) -> Iterator[Notes]:
    """The deal as it was sold: what a test does is undone."""
    with undone(sold.chain):
        yield sold
