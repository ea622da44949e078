# SPDX-License-Identifier: Apache-2.0
"""One run of the demo for all tests that look at its figures or at what it leaves behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import regalia


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="session")
def figures(out: Path) -> dict[str, Any]:
    done = regalia("demo", "--json", "--out", str(out))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def deals(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """First the trust, then the notes, then the patents."""
    return list(figures["deals"])
