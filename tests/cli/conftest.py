# SPDX-License-Identifier: Apache-2.0
"""One sample deal for all tests of ``regalia invest`` in a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.invest_desk import InvestDesk, copied, invest_desk
from tests.support.devnet import undone


@pytest.fixture(scope="session")
def invested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InvestDesk]:
    with invest_desk(tmp_path_factory.mktemp("invest")) as desk:
        yield desk


@pytest.fixture
def investor(invested: InvestDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InvestDesk]:
    """In a folder of its own; what a test does on the chain is undone."""
    desk = copied(invested, tmp_path)
    monkeypatch.chdir(tmp_path)
    with undone(invested.sample.chain):
        yield desk
