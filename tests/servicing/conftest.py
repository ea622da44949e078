# SPDX-License-Identifier: Apache-2.0
"""The illustrative notes, sold and live, and a deal on rights, each on a local chain for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regalia.chain.devnet import devnet
from tests.ledger.life import DECEMBER_2023
from tests.servicing.meeting_notes import met, met_made
from tests.servicing.notes import Notes, notes
from tests.servicing.reporting import Reporting, open_reporting
from tests.servicing.rights_desk import desk, made
from tests.support.devnet import undone

__all__ = ["desk", "made", "met", "met_made"]


@pytest.fixture(scope="module")
def sold() -> Iterator[Notes]:
    with notes() as found:
        yield found


@pytest.fixture
def deal(sold: Notes) -> Iterator[Notes]:
    """The deal as it was sold: what a test does is undone."""
    with undone(sold.chain):
        yield sold


@pytest.fixture(scope="package")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reporting]:
    """A deal with disputes and missing reports, closed, before its first report: whoever changes it undoes that."""
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        yield open_reporting(chain, tmp_path_factory.mktemp("terms"))


@pytest.fixture
def closed(reporting: Reporting) -> Iterator[Reporting]:
    """The same; what a test does is undone."""
    with undone(reporting.chain):
        yield reporting
