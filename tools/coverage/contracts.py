# SPDX-License-Identifier: Apache-2.0
"""Runs the contract tests on marked contracts, and counts what they reached."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

from regalia.chain.compiler import PROJECT
from regalia.errors import RegaliaError
from tools.coverage.instrument import FOLDER, instrument
from tools.coverage.report import Share, by_folder, missed

TESTS = ("contracts", "oracle", "rights", "market", "attacks", "failures", "invariants")
"""Folders whose tests run contracts in the process."""
GAS_BOUND = PROJECT / "tools" / "coverage" / "gas-bound.txt"
"""Tests that give a call little gas, or count it, and so fail on contracts that say where they are."""


class MeasureError(RegaliaError, RuntimeError):
    """A test failed, so nothing can be said."""


def measure_contracts() -> tuple[Mapping[str, tuple[Share, Share]], list[str]]:
    """Shares by folder, and what was missed. Raises ``MeasureError``."""
    print("Marking and compiling the contracts: some six minutes …", flush=True)
    places = instrument()
    for old in FOLDER.glob("reached-*.json"):
        old.unlink()
    print(f"{len(places)} places. Running the tests of {', '.join(TESTS)} …", flush=True)
    leave = [
        option for name in GAS_BOUND.read_text(encoding="utf-8").split("\n") if name for option in ("--deselect", name)
    ]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *(f"tests/{name}" for name in TESTS),
        "-q",
        "-n",
        "auto",
        "--dist",
        "loadfile",
    ]
    done = subprocess.run([*command, "-p", "tools.coverage.plugin", *leave], cwd=PROJECT, check=False)
    if done.returncode:
        raise MeasureError(
            "tests fail on the marked contracts", f"Mend them, or name those that depend on gas in {GAS_BOUND.name}."
        )
    reached = {mark for path in FOLDER.glob("reached-*.json") for mark in json.loads(path.read_text(encoding="utf-8"))}
    return by_folder(places, reached), list(missed(places, reached))
