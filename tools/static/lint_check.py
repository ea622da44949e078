# SPDX-License-Identifier: Apache-2.0
"""``forge lint`` over the contracts, mocks included. Its settings are in ``lint.toml``."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tools.static.outcome import CheckError, Outcome

SETTINGS = Path(__file__).with_name("lint.toml")


def find_forge(root: Path) -> Path:
    """The native one: the launcher of npm says that all went well whatever happened."""
    found = sorted((root / "node_modules" / "@foundry-rs").glob("forge-*/bin/forge*"))
    if not found:
        raise CheckError("there is no native forge in node_modules: run make setup")
    return found[0]


def run_lint(root: Path) -> Outcome:
    """Forge reads the sources with a compiler of its own; it says what it found on standard error, a JSON object a line."""
    files = len(list((root / "contracts").rglob("*.sol")))
    env = {**os.environ, "FOUNDRY_CONFIG": str(SETTINGS)}
    command = [str(find_forge(root)), "lint", "--json", "--root", str(root)]
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    found = []
    for line in done.stderr.splitlines():
        try:
            found.append(_finding(json.loads(line)))
        except ValueError as error:
            raise CheckError(f"forge lint did not finish:\n{done.stderr.strip()[-2000:]}") from error
    if done.returncode != 0 and not found:
        raise CheckError(f"forge lint ended with {done.returncode} and said nothing")
    return Outcome("forge lint", f"{files} files", tuple(sorted(set(found))))


def _finding(told: dict[str, Any]) -> str:
    code = (told.get("code") or {}).get("code", told.get("level"))
    spans = told.get("spans") or [None]
    where = f"{spans[0]['file_name']}#{spans[0]['line_start']}" if spans[0] else ""
    return f"{code}: {told['message']} {where}".strip()
