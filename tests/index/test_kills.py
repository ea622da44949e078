# SPDX-License-Identifier: Apache-2.0
"""Killed by the system a hundred times, wherever it was, the index ends with exactly the rows of an undisturbed run."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.recorded import Recording
from tests.support.tier import tries

pytestmark = pytest.mark.devnet
SEED = "20"
KILLS = {"sqlite": tries(quick=30, deep=100), "postgresql": tries(quick=12, deep=30)}
ROOT = Path(__file__).parents[2]


def test_index__killed_at_random__rows_of_an_undisturbed_run(recording: Recording, url: str, tmp_path: Path) -> None:
    kept, kind = tmp_path / "recording", url.partition(":")[0]
    kept.write_bytes(pickle.dumps(recording))
    command = [sys.executable, "-m", "tests.index.killing", str(kept), url, str(KILLS[kind]), SEED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    print(f"\n{kind}: {figures}")
    assert figures["kills"] == KILLS[kind]
    assert figures["whole"] >= 1
    assert figures["amid"] > KILLS[kind] // 2
    assert figures["places"] > KILLS[kind] // 4
    assert figures["rows"] > 200
