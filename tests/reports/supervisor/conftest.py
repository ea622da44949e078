# SPDX-License-Identifier: Apache-2.0
"""Packs that many tests read and none changes."""

from __future__ import annotations

from datetime import date

import pytest

from regalia.ledger.model import DealLedger
from regalia.reports.supervisor.pack import Pack, pack_of
from tests.reports.supervisor.subjects import patents, subject_of


@pytest.fixture(scope="session")
def of_notes(notes: DealLedger) -> Pack:
    return pack_of(subject_of(notes, date(2025, 7, 1)))


@pytest.fixture(scope="session")
def of_rights() -> Pack:
    return pack_of(patents()[0])
