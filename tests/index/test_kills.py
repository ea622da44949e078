# SPDX-License-Identifier: Apache-2.0
"""Killed by the system a hundred times, wherever it was, the index ends with exactly the rows of an undisturbed run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from regalia.domain.terms import canonical_json
from tests.index.recorded import Recording
from tests.index.stub_chain import StubChain, served

pytestmark = pytest.mark.devnet
SEED = "20"
KILLS = {"sqlite": 100, "postgresql": 30}
ROOT = Path(__file__).parents[2]


def test_index__killed_at_random__rows_of_an_undisturbed_run(recording: Recording, url: str, tmp_path: Path) -> None:
    record, terms = tmp_path / "record.json", tmp_path / "terms.yaml"
    record.write_text(recording.record.to_json())
    terms.write_bytes(canonical_json(recording.terms))
    kills = KILLS[url.partition(":")[0]]
    with served(StubChain(recording)) as rpc:
        command = [sys.executable, "-m", "tests.index.killing", rpc, url, str(record), str(terms), str(kills), SEED]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    print(f"\n{url.partition(':')[0]}: {figures}")
    assert figures["kills"] == kills
    assert figures["whole"] >= 1
    assert figures["amid"] > kills // 2
    assert figures["places"] > kills // 4
    assert figures["rows"] > 200
