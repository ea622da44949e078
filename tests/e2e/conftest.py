# SPDX-License-Identifier: Apache-2.0
"""One run of the demo for all tests that look at its words, at its figures or at what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.e2e.command import ROOT
from tests.support.compiling import compiled

FIGURES_KEPT = """
import sys
from pathlib import Path
from regalia.cli.main import main
from regalia.demo import run
from regalia.printing import to_json

file, play = Path(sys.argv.pop(1)), run.run_demo

def kept(*arguments):
    found = play(*arguments)
    file.write_text(to_json(found))
    return found

run.run_demo = kept
main()
"""
"""``python -m regalia``, which leaves the figures beside the words: in one run it prints either."""


class Played(NamedTuple):
    """``told`` is all that was printed where no terminal is."""

    told: str
    figures: dict[str, Any]


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="session")
def played(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    compiled()
    file = tmp_path_factory.mktemp("figures") / "figures.json"
    command = [sys.executable, "-c", FIGURES_KEPT, str(file), "demo", "--fast", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=ROOT, env=os.environ)
    assert done.returncode == 0, done.stderr
    return Played(done.stdout, json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def told(played: Played) -> str:
    return played.told


@pytest.fixture(scope="session")
def figures(played: Played) -> dict[str, Any]:
    return played.figures


@pytest.fixture(scope="session")
def deals(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """First the trust, then the notes, then the patents."""
    return list(figures["deals"])
