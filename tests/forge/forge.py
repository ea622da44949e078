# SPDX-License-Identifier: Apache-2.0
"""The native forge, called on a project of ours, and what it answered."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONFIG = Path("tests/forge/foundry.toml")


class ForgeError(Exception):
    """Forge is missing, or said nothing that can be read."""


@dataclass(frozen=True)
class Found:
    """The end of one test. ``calls`` and ``refused`` count the actions of handlers by name, of an invariant only."""

    contract: str
    test: str
    passed: bool
    reason: str
    runs: int
    made: int
    calls: Mapping[str, int]
    refused: Mapping[str, int]


def find_forge(root: Path = ROOT) -> Path:
    """The npm package's own binary: the launcher beside it exits with 0 whatever fails."""
    for candidate in sorted((root / "node_modules" / "@foundry-rs").glob("forge-*/bin/forge*")):
        if os.access(candidate, os.X_OK) and candidate.read_bytes()[:2] != b"#!":
            return candidate
    raise ForgeError("no native forge under node_modules/@foundry-rs: run make setup")


def forge(*arguments: str, settings: Mapping[str, str], config: Path = CONFIG) -> subprocess.CompletedProcess[str]:
    """``settings`` are those of the configuration, upper case: ``INVARIANT_RUNS``."""
    env = os.environ | {"FOUNDRY_CONFIG": str(config)} | {f"FOUNDRY_{name}": value for name, value in settings.items()}
    command = [str(find_forge()), *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def build(config: Path = CONFIG) -> None:
    """Raises ``ForgeError`` with what the compiler said."""
    made = forge("build", settings={}, config=config)
    if made.returncode:
        raise ForgeError(f"the contracts of tests/forge don't compile:\n{made.stdout}{made.stderr}")


def read(answer: str) -> list[Found]:
    """What ``forge test --json`` said. Raises ``ForgeError``."""
    try:
        suites = json.loads(answer)
        return [
            _found(suite.rsplit(":", 1)[1], test, told)
            for suite, results in suites.items()
            for test, told in results["test_results"].items()
        ]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ForgeError(f"forge answered no results ({error!r}): {answer[:500]}") from error


def _found(contract: str, test: str, told: Mapping[str, Any]) -> Found:
    ((kind, ran),) = told["kind"].items()
    calls: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for name, count in (ran.get("metrics") or {}).items():
        action = name.rsplit(":", 1)[1]
        calls[action] += count["calls"]
        refused[action] += count["reverts"] + count["discards"]
    runs = ran.get("runs", 1) if kind in ("Invariant", "Fuzz") else 1
    made = ran.get("calls", runs)
    return Found(contract, test, told["status"] == "Success", told.get("reason") or "", runs, made, calls, refused)
